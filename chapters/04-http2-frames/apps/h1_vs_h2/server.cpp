// SPDX-License-Identifier: MIT
#include "server.hpp"

#include <boost/asio/read.hpp>

#include <array>
#include <chrono>
#include <stdexcept>

namespace versus {

namespace {

constexpr std::string_view http2_begins = "PRI ";
constexpr std::chrono::seconds patience{10};  // longer, and something is broken

}  // namespace

void held_back::set(std::size_t answers) {
  const std::lock_guard lock(mutex_);
  answers_ = answers;
  changed_.notify_all();
}

void held_back::wait_for(std::size_t answers) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, patience, [&] { return answers_ == answers; })) {
    throw std::runtime_error("the server never had its answers ready");
  }
}

server::server() : acceptor_(io_, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {
  endpoint_ = acceptor_.local_endpoint();
  asio::co_spawn(io_, accept(), [](const std::exception_ptr& why) {
    if (why) std::rethrow_exception(why);
  });
  thread_ = std::thread([this] { io_.run(); });
}

server::~server() {
  asio::post(io_, [this] { acceptor_.close(); });
  thread_.join();
}

void server::open_gate() {
  asio::post(io_, [this] { site_.open_gate(); });
}

asio::awaitable<void> server::accept() {
  while (true) {
    auto [failed, socket] = co_await acceptor_.async_accept(h2::net::as_tuple_awaitable);
    if (failed) co_return;
    asio::co_spawn(io_, welcome(std::move(socket)), [](const std::exception_ptr& why) {
      if (why) std::rethrow_exception(why);
    });
  }
}

asio::awaitable<void> server::welcome(tcp::socket socket) {
  std::string begun(http2_begins.size(), '\0');
  auto [failed, n] = co_await asio::async_read(socket, asio::buffer(begun), h2::net::as_tuple_awaitable);
  if (failed) co_return;
  socket.set_option(tcp::no_delay(true));
  if (begun != http2_begins) {
    serve_http1(std::move(socket), begun, site_, held_);
    co_return;
  }
  asio::awaitable<void> to_its_end = serve_http2(std::move(socket), std::move(begun), site_);
  co_await std::move(to_its_end);
}

}  // namespace versus
