// SPDX-License-Identifier: MIT
//
// A TCP connection, or TLS over one, behind the same two functions: read what is there, write what goes. Neither waits.
// Waiting is a function of its own, and needs no buffer: that is why a thousand idle connections cost a thousand
// sockets and not a thousand buffers, and why one batch of requests is read into memory that all connections share.
//
// asio::ssl::stream would keep 34 kB for each connection; OpenSSL itself, on the socket, gives its buffers back
// between records.
#pragma once

#include <h2/connection.hpp>
#include <h2/net/asio.hpp>
#include <h2/net/failure.hpp>
#include <h2/net/tls.hpp>

#include <memory>
#include <span>
#include <string>

struct ssl_st;

namespace h2::net {

enum class io_state : std::uint8_t {
  done,         // n bytes, at least one
  wants_read,   // nothing until the socket is readable
  wants_write,  // nothing until it is writable
  ended,        // the peer sends no more
  failed,       // see `why`
};

struct io_result {
  io_state state = io_state::done;
  std::size_t n = 0;
  system_error_code why = {};
};

class byte_stream {
 public:
  /// Cleartext. Requires: connected.
  explicit byte_stream(tcp::socket socket);
  /// TLS, which begins with handshake(). `peer_name`: client, who the certificate must be for.
  byte_stream(tcp::socket socket, const tls_context& context, role side, const std::string& peer_name = {});
  ~byte_stream();
  byte_stream(byte_stream&&) noexcept;

  /// TLS: until both agree, on "h2" too. Cleartext: at once.
  [[nodiscard]] awaitable<attempt<void>> handshake();

  [[nodiscard]] io_result read_some(std::span<std::byte> into);
  [[nodiscard]] io_result write_some(bytes from);

  /// Calls handler(system_error_code) once the socket is readable or writable, or closed.
  template <class Handler>
  auto async_wait(io_state wanted, Handler&& handler) {
    const auto direction = wanted == io_state::wants_write ? tcp::socket::wait_write : tcp::socket::wait_read;
    return socket_.async_wait(direction, std::forward<Handler>(handler));
  }

  /// No more from us; the peer may still speak.
  void end_sending();
  /// Everything that waits ends.
  void close();

  [[nodiscard]] bool secure() const { return tls_ != nullptr; }
  [[nodiscard]] tcp::socket& socket() { return socket_; }

 private:
  struct free_tls {
    void operator()(ssl_st* tls) const;
  };
  [[nodiscard]] io_result tls_result(int returned);

  tcp::socket socket_;
  std::unique_ptr<ssl_st, free_tls> tls_;  // null: cleartext
};

}  // namespace h2::net
