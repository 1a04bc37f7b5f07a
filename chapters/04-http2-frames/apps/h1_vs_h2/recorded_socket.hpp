// SPDX-License-Identifier: MIT
#pragma once

#include <h2/net/asio.hpp>

#include <string>

namespace versus {

/// A connected socket that remembers every byte of both directions. Blocking: a client that does one thing after the
/// other is easier to read than one that does not, and here it is the server that must do several.
class recorded_socket {
 public:
  explicit recorded_socket(const boost::asio::ip::tcp::endpoint& to);

  // What Beast and Asio ask of a stream (SyncReadStream, SyncWriteStream).
  template <class Buffers>
  std::size_t read_some(const Buffers& into, boost::system::error_code& failed) {
    const std::size_t n = socket_.read_some(into, failed);
    remember(received, into, n);
    return n;
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& from, boost::system::error_code& failed) {
    const std::size_t n = socket_.write_some(from, failed);
    remember(sent, from, n);
    return n;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& into) {
    return or_throw([&](auto& failed) { return read_some(into, failed); });
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& from) {
    return or_throw([&](auto& failed) { return write_some(from, failed); });
  }

  /// Bytes that have come and were not read yet.
  [[nodiscard]] std::size_t waiting() const { return socket_.available(); }

  std::string sent;
  std::string received;

 private:
  template <class Buffers>
  static void remember(std::string& where, const Buffers& data, std::size_t n) {
    const std::size_t was = where.size();
    where.resize(was + n);
    boost::asio::buffer_copy(boost::asio::buffer(&where[was], n), data);
  }
  template <class Work>
  static std::size_t or_throw(Work work) {
    boost::system::error_code failed;
    const std::size_t n = work(failed);
    if (failed) throw boost::system::system_error(failed);
    return n;
  }

  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_{io_};
};

}  // namespace versus
