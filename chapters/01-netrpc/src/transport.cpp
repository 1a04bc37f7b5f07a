// SPDX-License-Identifier: MIT
#include <netrpc/transport.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace netrpc {
namespace {

constexpr std::size_t idle_read_bytes = 512;          // a request of net/rpc has some 60 bytes
constexpr std::size_t busy_read_bytes = 64UL * 1024;  // what one read may bring under load
constexpr std::size_t kept_write_bytes = 4UL * 1024;  // an emptied output buffer above this is given back

std::ofstream open(const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  if (!out) throw std::runtime_error("cannot write " + file.string());
  return out;
}

/// At once, so that a reader of the file sees what happened so far.
void append(std::ofstream& file, std::span<const std::byte> data) {
  file.write(reinterpret_cast<const char*>(data.data()), static_cast<std::streamsize>(data.size()));
  file.flush();
}

void empty_and_shrink(bytes& buffer) {
  buffer.clear();
  if (buffer.capacity() > kept_write_bytes) bytes().swap(buffer);
}

}  // namespace

recorder::recorder(const std::filesystem::path& folder) {
  std::error_code ec;
  std::filesystem::create_directories(folder, ec);
  if (ec) throw std::runtime_error("cannot make " + folder.string() + ": " + ec.message());
  sent_ = open(folder / "sent.bin");
  received_ = open(folder / "received.bin");
}

void recorder::sent(std::span<const std::byte> data) { append(sent_, data); }
void recorder::received(std::span<const std::byte> data) { append(received_, data); }

transport::transport(tcp::socket socket) : socket_(std::move(socket)), incoming_(idle_read_bytes) {
  error_code ignored;  // a socket that is no longer connected tells so at the first read
  socket_.non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay(true), ignored);  // batches are made here; Nagle would hold up the last one
}

awaitable<std::tuple<error_code, std::size_t>> transport::async_read() {
  const std::size_t size = incoming_.size();
  if (last_read_ == size && size < busy_read_bytes) incoming_ = bytes(size * 2);
  else if (last_read_ < size / 4 && size > idle_read_bytes) incoming_ = bytes(size / 2);
  return socket_.async_read_some(asio::buffer(incoming_), as_tuple_awaitable);
}

std::span<const std::byte> transport::received(std::size_t count) {
  last_read_ = count;
  return taken_over(std::span<const std::byte>(incoming_.data(), count));
}

std::span<const std::byte> transport::taken_over(std::span<const std::byte> data) {
  if (record_) record_->received(data);
  return data;
}

void transport::flush() {
  if (!waiting_ && !closed_) write();
}

void transport::write() {
  while (!closed_) {
    if (written_ == writing_.size()) {
      written_ = 0;
      empty_and_shrink(writing_);
      if (outgoing_.empty()) return;
      writing_.swap(outgoing_);
    }
    // Tried at once: the kernel nearly always has room, and then no handler is queued for it.
    error_code ec;
    const std::size_t n = socket_.write_some(asio::buffer(writing_.data() + written_, writing_.size() - written_), ec);
    if (record_) record_->sent(std::span<const std::byte>(writing_).subspan(written_, n));
    written_ += n;
    if (ec == asio::error::would_block) {
      waiting_ = true;
      socket_.async_wait(tcp::socket::wait_write, [this, self = shared_from_this()](error_code failed) {
        waiting_ = false;
        if (failed) close();
        write();
        if (!waiting_) drained();
      });
      return;
    }
    if (ec) close();
  }
}

void transport::close() {
  if (std::exchange(closed_, true)) return;
  error_code ignored;  // it may be gone already
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

}  // namespace netrpc
