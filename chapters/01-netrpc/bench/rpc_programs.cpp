// SPDX-License-Identifier: MIT
#include "rpc_programs.hpp"

#include "services/user_service.hpp"

#include <netrpc/dial.hpp>
#include <netrpc/listener.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <unistd.h>

#include <array>
#include <chrono>
#include <iostream>
#include <stdexcept>

namespace bench {
namespace {

using namespace netrpc;
using clock = std::chrono::steady_clock;

constexpr double warm_up_seconds = 0.2;
constexpr int calls_in_flight = 64;
constexpr std::size_t echo_bytes = 100;  // about what a request and its reply take

/// When to begin counting and when to stop; the clock is looked at once in a while, for it costs.
class stopwatch {
 public:
  explicit stopwatch(double seconds)
      : begin_(clock::now() + in_seconds(warm_up_seconds)), end_(begin_ + in_seconds(seconds)) {}

  [[nodiscard]] bool running() {
    if (++since_look_ < look_every_) return !over_;
    since_look_ = 0;
    const auto now = clock::now();
    if (now >= begin_ && started_ == clock::time_point{}) {
      started_ = now;
      count_ = 0;
    }
    if (now >= end_) {
      over_ = true;
      stopped_ = now;
    }
    return !over_;
  }
  void count() { ++count_; }
  [[nodiscard]] double per_second() const {
    return static_cast<double>(count_) / std::chrono::duration<double>(stopped_ - started_).count();
  }

 private:
  static clock::duration in_seconds(double s) {
    return std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(s));
  }

  static constexpr int look_every_ = 16;
  clock::time_point begin_, end_, started_{}, stopped_{};
  long count_ = 0;
  int since_look_ = 0;
  bool over_ = false;
};

void rethrow(std::exception_ptr e) {
  if (e) std::rethrow_exception(e);
}

/// Ends the io_context when standard input does.
awaitable<void> until_input_ends(asio::io_context& io) {
  asio::posix::stream_descriptor input(io, dup(STDIN_FILENO));
  std::array<char, 64> ignored;
  for (;;) {
    const auto [ec, n] = co_await input.async_read_some(asio::buffer(ignored), as_tuple_awaitable);
    if (ec) break;
  }
  io.stop();
}

awaitable<void> caller(client& c, stopwatch& watch) {
  const services::GetUserReq request{"1"};
  while (watch.running()) {
    const result<services::GetUserResp> reply = co_await c.call<services::GetUserResp>("UserServer.GetUser", request);
    if (!reply || reply->Name != "bala") throw std::runtime_error("a wrong answer");
    watch.count();
  }
}

awaitable<void> echo(tcp::socket socket) {
  std::array<char, echo_bytes> buffer;
  for (;;) {
    const auto [failed, n] = co_await asio::async_read(socket, asio::buffer(buffer), as_tuple_awaitable);
    if (failed) co_return;
    co_await asio::async_write(socket, asio::buffer(buffer), use_awaitable);
  }
}

awaitable<void> accept_echoes(tcp::acceptor& acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), echo(std::move(socket)), rethrow);
  }
}

}  // namespace

void serve_rpc() {
  asio::io_context io(1);
  auto all = std::make_shared<server>();
  all->register_service(std::make_shared<services::UserServer>()).value();
  listener l(io.get_executor());
  std::cout << "listening on " << l.endpoint() << std::endl;
  asio::co_spawn(io, l.serve(all), rethrow);
  asio::co_spawn(io, until_input_ends(io), rethrow);
  io.run();
}

void call_rpc(const std::string& address, mode how, double seconds) {
  asio::io_context io(1);
  stopwatch watch(seconds);
  const auto all_callers = [&]() -> awaitable<void> {
    result<client> dialled = co_await dial(address);
    client c = std::move(dialled).value();
    if (how == mode::serial) {
      co_await caller(c, watch);
    } else {
      int left = calls_in_flight;
      wake_up all_ended;
      for (int i = 0; i < calls_in_flight; ++i) {
        asio::co_spawn(io, caller(c, watch), [&](std::exception_ptr e) {
          rethrow(e);
          if (--left == 0) all_ended.wake();
        });
      }
      co_await all_ended.wait();
    }
    (void)c.close();
    co_await c.closed();
  };
  asio::co_spawn(io, all_callers(), rethrow);
  io.run();
  std::cout << watch.per_second() << std::endl;
}

void serve_echo() {
  asio::io_context io(1);
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  std::cout << "listening on " << acceptor.local_endpoint() << std::endl;
  asio::co_spawn(io, accept_echoes(acceptor), rethrow);
  asio::co_spawn(io, until_input_ends(io), rethrow);
  io.run();
}

void call_echo(const std::string& address, double seconds) {
  asio::io_context io(1);
  stopwatch watch(seconds);
  const auto caller = [&]() -> awaitable<void> {
    result<tcp::socket> connected = co_await connect(address);
    tcp::socket socket = std::move(connected).value();
    socket.set_option(tcp::no_delay(true));
    std::array<char, echo_bytes> buffer{};
    while (watch.running()) {
      co_await asio::async_write(socket, asio::buffer(buffer), use_awaitable);
      co_await asio::async_read(socket, asio::buffer(buffer), use_awaitable);
      watch.count();
    }
  };
  asio::co_spawn(io, caller(), rethrow);
  io.run();
  std::cout << watch.per_second() << std::endl;
}

}  // namespace bench
