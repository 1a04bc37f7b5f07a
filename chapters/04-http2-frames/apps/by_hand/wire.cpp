// SPDX-License-Identifier: MIT
#include "wire.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>

#include <fmt/format.h>

#include <poll.h>

#include <cstdio>
#include <stdexcept>

namespace by_hand {

namespace asio = boost::asio;
using asio::ip::tcp;
using h2::observe::party;

namespace {

constexpr std::uint32_t max_frame_size = 16384;  // bytes; we announce no other

}  // namespace

wire::wire(wire_options options) : options_(std::move(options)), socket_(io_) {
  asio::connect(socket_, tcp::resolver(io_).resolve(options_.host, options_.port));
  socket_.set_option(tcp::no_delay(true));
}

void wire::say(const std::string& text) const {
  fmt::print("{}{}\n", text, options_.how.compact ? "" : "\n");
  std::fflush(stdout);
}

void wire::send_preface() { write(h2::bytes_of(h2::client_preface)); }

void wire::send(const h2::frame& one) {
  h2::byte_buffer out;
  h2::encode(one, out);
  write(out);
}

void wire::write(h2::bytes data) {
  watching_.receive(party::client, data);
  show();
  asio::write(socket_, asio::buffer(data.data(), data.size()));
}

received wire::receive() {
  received_.resize(h2::frame_header_size);
  if (!read(received_.data(), h2::frame_header_size)) throw std::runtime_error("the server has closed the connection");
  const auto nine = h2::bytes(received_).first<h2::frame_header_size>();
  const h2::frame_header header = h2::parse_frame_header(nine);
  if (header.length > max_frame_size) throw std::runtime_error("a frame longer than 16384 bytes: this is no HTTP/2");
  received_.resize(h2::frame_header_size + header.length);
  if (!read(received_.data() + h2::frame_header_size, header.length)) {
    throw std::runtime_error("the server has closed the connection inside a frame");
  }
  watching_.receive(party::server, received_);
  show();
  return {header, h2::parse_frame(header, h2::bytes(received_).subspan(h2::frame_header_size)).value()};
}

void wire::close() {
  boost::system::error_code gone;  // it may have closed first
  socket_.shutdown(tcp::socket::shutdown_send, gone);
  std::byte one{};
  while (!gone && read(&one, 1)) watching_.receive(party::server, {&one, 1});
  watching_.finish(party::server);
  show();
}

/// False: the connection ended before n bytes had come.
bool wire::read(std::byte* into, std::size_t n) {
  while (n > 0) {
    pollfd waiting{socket_.native_handle(), POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(options_.patience.count())) == 0) {
      throw std::runtime_error("the server says nothing");
    }
    boost::system::error_code ended;
    const std::size_t got = socket_.read_some(asio::buffer(into, n), ended);
    if (ended) return false;
    into += got;
    n -= got;
  }
  return true;
}

void wire::show() {
  while (const auto seen = watching_.next()) fmt::print("{}", h2::observe::print(*seen, options_.how));
  std::fflush(stdout);
}

}  // namespace by_hand
