// SPDX-License-Identifier: MIT
//
// The bytes of one connection, both ways; client and server stand on it.
//
//   in    async_read() → received(n) → the codec
//   out   append to outgoing(), as often as you like; flush() sends all of it with one write
//
// Replies that are made while a write is under way collect in outgoing() and leave together with the
// next one: the busier the connection, the fewer system calls a reply costs.
//
// A connection that rests costs one small read buffer. Both sides' buffers grow with the traffic, a
// doubling at a time, and shrink again when it is over.
#pragma once

#include <netrpc/asio.hpp>
#include <netrpc/reflect.hpp>

#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <tuple>

namespace netrpc {

/// Keeps what passes over a connection: DIR/sent.bin and DIR/received.bin, for gob_dump.
class recorder {
 public:
  /// Makes the folder. Errors: throws std::runtime_error when it cannot.
  explicit recorder(const std::filesystem::path& folder);
  void sent(std::span<const std::byte> data);
  void received(std::span<const std::byte> data);

 private:
  std::ofstream sent_, received_;
};

/// Strand only: the socket's executor must run one handler at a time (one thread, or a strand).
class transport : public std::enable_shared_from_this<transport> {
 public:
  explicit transport(tcp::socket socket);
  virtual ~transport() = default;
  transport(const transport&) = delete;
  transport& operator=(const transport&) = delete;

  [[nodiscard]] tcp::socket::executor_type get_executor() { return socket_.get_executor(); }

  /// Waits for bytes; completes with (error_code, count), asio::error::eof when the peer is done.
  [[nodiscard]] awaitable<std::tuple<error_code, std::size_t>> async_read();
  /// The bytes of the last read. They stay until the next async_read().
  [[nodiscard]] std::span<const std::byte> received(std::size_t count);

  /// From here on keeps what passes; null: does not.
  void record(std::shared_ptr<recorder> by) { record_ = std::move(by); }
  /// Bytes that were read by somebody else, before: they count as received.
  [[nodiscard]] std::span<const std::byte> taken_over(std::span<const std::byte> data);

  /// Append here what is to be sent.
  [[nodiscard]] bytes& outgoing() { return outgoing_; }
  /// Sends what is in outgoing(), or leaves it to the write that is under way.
  void flush();
  /// Bytes that wait in here for the peer to take them.
  [[nodiscard]] std::size_t unsent() const { return outgoing_.size() + writing_.size() - written_; }

  /// Ends the connection: reads end with an error, what is unsent is lost.
  void close();
  [[nodiscard]] bool closed() const { return closed_; }

 protected:
  /// A write that had to wait has ended: everything is sent, or the connection is closed.
  virtual void drained() {}

 private:
  void write();

  tcp::socket socket_;
  std::shared_ptr<recorder> record_;
  bytes incoming_;
  std::size_t last_read_ = 0;  // says how big the next read should be
  bytes outgoing_;             // the next write
  bytes writing_;              // this write
  std::size_t written_ = 0;    // bytes of it that the kernel took
  bool waiting_ = false;       // for the kernel to take more
  bool closed_ = false;
};

}  // namespace netrpc
