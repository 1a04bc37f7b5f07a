// SPDX-License-Identifier: MIT
//
// A server of ours, and clients of all kinds, in one process and one thread: a test is a coroutine, and whatever it
// started has ended when run() returns.
#pragma once

#include <h2/frame_reader.hpp>
#include <h2/net/client.hpp>
#include <h2/net/server.hpp>

#include <gtest/gtest.h>

#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace test {

namespace asio = boost::asio;
using asio::awaitable;
using h2::net::attempt;
using h2::net::client;
using h2::net::client_options;
using h2::net::failure;
using h2::net::failure_code;
using h2::net::server;
using h2::net::server_options;
using h2::net::stream_ptr;

class world {
 public:
  /// Listens at once; serves from run() on.
  void serve(server::service_for each, server_options options = {}) {
    server_.emplace(io_.get_executor(), std::move(options), std::move(each));
  }
  [[nodiscard]] server& served() { return *server_; }
  [[nodiscard]] std::string port() const { return std::to_string(server_->endpoint().port()); }
  [[nodiscard]] asio::io_context& io() { return io_; }

  /// The test, then the server's end. Fails if anything is still alive half a minute later.
  void run(awaitable<void> test) {
    std::exception_ptr failed;
    if (server_) asio::co_spawn(io_, server_->serve(), [this](const std::exception_ptr& e) { served_all_ = !e; });
    asio::co_spawn(io_, std::move(test), [&](const std::exception_ptr& e) {
      failed = e;
      if (server_) server_->stop();
    });
    io_.run_for(std::chrono::seconds(30));
    if (failed) std::rethrow_exception(failed);
    EXPECT_TRUE(io_.stopped()) << "something did not end";
    EXPECT_TRUE(!server_ || served_all_) << "serve() did not return";
  }

  [[nodiscard]] awaitable<std::unique_ptr<client>> connect() { return connect(client_options()); }
  [[nodiscard]] awaitable<std::unique_ptr<client>> connect(client_options options) {
    const std::string host = "127.0.0.1", at = port();
    attempt<std::unique_ptr<client>> made = co_await client::connect(host, at, std::move(options));
    std::unique_ptr<client> connected = std::move(made).value();
    co_return connected;
  }

 private:
  asio::io_context io_{1};
  std::optional<server> server_;
  bool served_all_ = false;
};

inline h2::header_list get(std::string_view path) {
  return {{":method", "GET"}, {":scheme", "http"}, {":authority", "test"}, {":path", path}};
}
inline h2::header_list post(std::string_view path) {
  return {{":method", "POST"}, {":scheme", "http"}, {":authority", "test"}, {":path", path}};
}

// Plain functions that make the coroutine: g++ 12 destroys a list twice that is made inside a co_await expression.
inline awaitable<attempt<h2::net::response>> fetch(client& from, std::string_view path) {
  return from.fetch(get(path));
}
inline awaitable<attempt<stream_ptr>> open_get(client& at, std::string_view path) { return at.open(get(path), true); }
/// Its content is still to come.
inline awaitable<attempt<stream_ptr>> open_post(client& at, std::string_view path) {
  return at.open(post(path), false);
}

/// A peer that does only what it is told: a socket, with a core to make and read frames where that helps.
class raw_peer {
 public:
  explicit raw_peer(world& at, h2::connection_options options = {})
      : socket_(at.io()), core_(h2::role::client, options) {
    const auto port = static_cast<std::uint16_t>(std::stoul(at.port()));
    socket_.connect({asio::ip::address_v4::loopback(), port});
  }

  [[nodiscard]] h2::connection& core() { return core_; }

  [[nodiscard]] awaitable<void> say(h2::bytes data) {
    co_await asio::async_write(socket_, asio::buffer(data.data(), data.size()), asio::use_awaitable);
  }
  /// What the core wants to say.
  [[nodiscard]] awaitable<void> say_output() {
    h2::byte_buffer out;
    core_.take_output(out);
    co_await say(out);
  }
  /// Everything that comes, to the end. `answer`: the core reads it and its answers are sent, but nothing is consumed.
  [[nodiscard]] awaitable<std::string> hear_all(bool answer = false) {
    std::string heard;
    std::array<std::byte, 4096> piece;
    for (;;) {
      auto [ec, n] = co_await socket_.async_read_some(asio::buffer(piece), h2::net::as_tuple_awaitable);
      if (ec) co_return heard;
      const h2::bytes got(piece.data(), n);
      heard.append(h2::text_of(got));
      if (answer) co_await take(got);
    }
  }
  /// Those that came.
  [[nodiscard]] const std::vector<h2::goaway_received>& goaways() const { return goaways_; }

 private:
  awaitable<void> take(h2::bytes got) {
    core_.receive(got, std::chrono::steady_clock::now());
    while (auto what = core_.next_event()) {
      if (auto* goaway = std::get_if<h2::goaway_received>(&*what)) goaways_.push_back(std::move(*goaway));
    }
    h2::byte_buffer out;
    core_.take_output(out);
    // It may have closed already.
    co_await asio::async_write(socket_, asio::buffer(out.data(), out.size()), h2::net::as_tuple_awaitable);
  }

  asio::ip::tcp::socket socket_;
  h2::connection core_;
  std::vector<h2::goaway_received> goaways_;
};

}  // namespace test
