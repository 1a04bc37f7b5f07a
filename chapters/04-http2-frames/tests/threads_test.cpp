// SPDX-License-Identifier: MIT
//
// A server whose loop four threads run, and clients on threads of their own. The judge is the thread sanitizer; without
// it these tests still say whether connections are served side by side, and whether everything ends that was begun.
#include "net_world.hpp"

#include <h2/net/tls.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <latch>
#include <mutex>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using namespace test;
using h2::byte_buffer;
using h2::header_list;
using h2::net::response;
using h2::net::wake_up;

constexpr int server_threads = 4;
constexpr auto patience = 60s;  // how long something that should end may hang before the test says so

class busy_server {
 public:
  explicit busy_server(server::service_for each, server_options options = {}) {
    options.strand_per_connection = true;
    server_.emplace(io_.get_executor(), std::move(options), std::move(each));
    asio::co_spawn(io_, server_->serve(), [this](const std::exception_ptr& failed) { served_all_ = !failed; });
    for (int i = 0; i < server_threads; ++i) {
      threads_.emplace_back([this] { io_.run_for(patience); });
    }
  }
  ~busy_server() {
    server_->stop();
    join();
  }

  server* operator->() { return &*server_; }

  /// After shut_down() or stop(). The loop has nothing left, not even a timer.
  void expect_to_end() {
    join();
    EXPECT_TRUE(io_.stopped()) << "something did not end";
    EXPECT_TRUE(served_all_) << "serve() did not return";
    EXPECT_EQ(server_->connections(), 0U);
  }

 private:
  void join() {
    for (std::thread& t : threads_) t.join();
    threads_.clear();
  }

  asio::io_context io_;
  std::optional<server> server_;
  std::atomic<bool> served_all_ = false;
  std::vector<std::thread> threads_;
};

/// All of it on this thread, until nothing is left of it.
void run_alone(const std::function<awaitable<void>()>& script) {
  asio::io_context io(1);
  std::exception_ptr failed;
  asio::co_spawn(io, script(), [&](const std::exception_ptr& e) { failed = e; });
  io.run_for(patience);
  EXPECT_TRUE(io.stopped()) << "a client did not end";
  if (failed) std::rethrow_exception(failed);
}

class Threads : public ::testing::Test {
 protected:
  using script = std::function<awaitable<void>(client&, int)>;

  /// Each connects, and does as `what` says; the number is its own.
  void start_clients(busy_server& at, int count, const script& what) {
    const std::string port = std::to_string(at->endpoint().port());
    for (int number = 0; number < count; ++number) {
      clients_.emplace_back(
          [this, port, number, what] { run_alone([&] { return connect_and_run(port, number, what); }); });
    }
  }
  void join_clients() {
    for (std::thread& t : clients_) t.join();
    clients_.clear();
  }
  ~Threads() override { join_clients(); }

  h2::net::tls_context tls_ = nullptr;

 private:
  awaitable<void> connect_and_run(std::string port, int number, script what) {
    client_options options;
    options.tls = tls_;
    const std::string host = "127.0.0.1";
    attempt<std::unique_ptr<client>> made = co_await client::connect(host, port, std::move(options));
    const std::unique_ptr<client> one = std::move(made).value();
    co_await what(*one, number);
  }

  std::vector<std::thread> clients_;
};

// ── echoes, numbered

/// The number is plain, and its connection's: only a strand keeps it right.
awaitable<void> echo(stream_ptr one, int& requests) {
  const header_list head{{":status", "200"}, {"request-number", std::to_string(++requests)}};
  attempt<void> said = one->respond(head);
  while (said) {
    const attempt<byte_buffer> piece = co_await one->read();
    if (!piece) break;
    said = co_await one->write(*piece, piece->empty());
    if (piece->empty()) break;
  }
}

server::service_for serve_echo() {
  return [](h2::net::session& connection) {
    const auto requests = std::make_shared<int>(0);
    const auto handler = [requests](stream_ptr one) { return echo(std::move(one), *requests); };
    return h2::net::serve_streams(handler)(connection);
  };
}

/// No two alike, from none to beyond a frame.
byte_buffer content_of(int client_number, int request) {
  const int size = (request * 7919 + client_number) % 20'000;
  return byte_buffer(static_cast<std::size_t>(size), static_cast<std::byte>(request * 31 + client_number));
}

awaitable<attempt<response>> ask_echo(client& at, byte_buffer content) {
  return at.fetch(post("/echo"), std::move(content));
}

/// Several coroutines of one client, each doing the same until it returns.
awaitable<void> side_by_side(int count, std::function<awaitable<void>()> what) {
  const auto executor = co_await asio::this_coro::executor;
  wake_up one_ended;
  int running = count;
  const auto ended = [&](const std::exception_ptr& failed) {
    EXPECT_FALSE(failed);
    --running;
    one_ended.wake();
  };
  for (int i = 0; i < count; ++i) asio::co_spawn(executor, what(), ended);
  while (running > 0) co_await one_ended.wait();
}

struct secured : Threads, ::testing::WithParamInterface<bool> {
  server_options options() {
    server_options made;
    if (!GetParam()) return made;
    made.tls = h2::net::server_tls(h2::net::make_certificate({"127.0.0.1"}).value()).value();
    tls_ = h2::net::client_tls({.verify = false}).value();
    return made;
  }
};
using ThreadsWithAndWithoutTls = secured;

TEST_P(ThreadsWithAndWithoutTls, HundredsOfRequestsOnEachOfSeveralConnections) {
  constexpr int clients = 6, requests_each = 300, at_a_time = 8;
  busy_server served(serve_echo(), options());
  start_clients(served, clients, [](client& one, int number) -> awaitable<void> {
    int next = 0;
    std::vector<int> numbers;
    const auto ask = [&]() -> awaitable<void> {
      while (next < requests_each) {
        const byte_buffer content = content_of(number, next++);
        const attempt<response> got = co_await ask_echo(one, content);
        EXPECT_TRUE(got.has_value()) << got.error().message();
        if (!got) break;
        EXPECT_TRUE(got->body == content);
        numbers.push_back(std::stoi(std::string(got->headers.find("request-number").value_or("0"))));
      }
    };
    co_await side_by_side(at_a_time, ask);
    co_await one.close();
    std::sort(numbers.begin(), numbers.end());
    std::vector<int> each_once(requests_each);
    std::iota(each_once.begin(), each_once.end(), 1);
    EXPECT_EQ(numbers, each_once) << "of one connection";
  });
  join_clients();
  served->shut_down();
  served.expect_to_end();
}

INSTANTIATE_TEST_SUITE_P(Threads, ThreadsWithAndWithoutTls, ::testing::Bool(),
                         [](const auto& of) { return of.param ? "tls" : "cleartext"; });

// ── side by side

/// Where so many threads meet.
class meeting {
 public:
  explicit meeting(int of) : missing_(of) {}
  /// Blocks its thread. False: the others never came.
  bool attend() {
    std::unique_lock lock(mutex_);
    if (--missing_ == 0) all_here_.notify_all();
    return all_here_.wait_for(lock, patience / 4, [this] { return missing_ <= 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_here_;
  int missing_;
};

TEST_F(Threads, AsManyConnectionsAsThreadsAreServedAtOnce) {
  meeting all(server_threads);
  busy_server served(h2::net::serve_streams([&](stream_ptr one) -> awaitable<void> {
    EXPECT_TRUE(all.attend()) << "one connection waits for another";
    const header_list head{{":status", "204"}};
    one->respond(head, true).value();
    co_return;
  }));
  start_clients(served, server_threads, [](client& one, int) -> awaitable<void> {
    const attempt<response> got = co_await fetch(one, "/meet");
    EXPECT_TRUE(got.has_value() && got->status == 204);
  });
  join_clients();
  served->stop();
  served.expect_to_end();
}

// ── ends from other threads

TEST_F(Threads, ShuttingDownUnderLoadAnswersARequestWhollyOrRefusesIt) {
  constexpr int clients = 6, at_a_time = 4;
  std::latch busy(clients);
  std::atomic<int> refused = 0;
  busy_server served(serve_echo());
  start_clients(served, clients, [&](client& one, int number) -> awaitable<void> {
    int next = 0;
    const auto ask = [&]() -> awaitable<void> {
      for (;;) {
        const byte_buffer content = content_of(number, ++next);
        const bool first = next == 1;
        const attempt<response> got = co_await ask_echo(one, content);
        if (first) busy.count_down();
        if (!got) {
          const failure_code why = got.error().code;
          EXPECT_TRUE(why == failure_code::refused || why == failure_code::closed) << got.error().message();
          ++refused;
          break;
        }
        EXPECT_TRUE(got->body == content);
      }
    };
    co_await side_by_side(at_a_time, ask);
    const failure why = co_await one.ended();
    EXPECT_EQ(why.code, failure_code::closed) << why.message();
  });
  busy.wait();
  EXPECT_EQ(served->connections(), static_cast<std::size_t>(clients));
  served->shut_down();
  served.expect_to_end();
  join_clients();
  EXPECT_EQ(refused, clients * at_a_time) << "nobody stops asking before";
}

/// Counts the coroutines inside.
class inside {
 public:
  explicit inside(std::atomic<int>& count) : count_(count) { ++count_; }
  ~inside() { --count_; }
  inside(const inside&) = delete;
  inside& operator=(const inside&) = delete;

 private:
  std::atomic<int>& count_;
};

/// Until it fails: waits for content that never comes, or writes what nobody reads.
awaitable<void> never_done(stream_ptr one, std::atomic<int>& running) {
  const inside counted(running);
  const header_list head{{":status", "200"}};
  attempt<void> said = one->respond(head);
  if (one->request().find(":path") == "/read") {
    const attempt<byte_buffer> piece = co_await one->read();
    EXPECT_FALSE(piece.has_value());
    co_return;
  }
  const byte_buffer piece(50'000);
  constexpr int far_too_many = 200;
  for (int i = 0; said && i < far_too_many; ++i) said = co_await one->write(piece);
  EXPECT_FALSE(said.has_value()) << "a write on a connection that is no more";
}

TEST_F(Threads, StoppingUnderLoadEndsEveryWait) {
  constexpr int clients = 6;
  std::latch busy(clients);
  std::atomic<int> running = 0;
  busy_server served(h2::net::serve_streams([&](stream_ptr one) { return never_done(std::move(one), running); }));
  start_clients(served, clients, [&](client& one, int) -> awaitable<void> {
    std::vector<stream_ptr> streams;
    for (const char* path : {"/read", "/write", "/read", "/write"}) {
      const attempt<stream_ptr> opened = co_await open_post(one, path);
      streams.push_back(opened.value());
    }
    for (const stream_ptr& s : streams) (void)co_await s->response();
    busy.count_down();
    for (const stream_ptr& s : streams) {
      const attempt<byte_buffer> rest = co_await s->read_all();
      EXPECT_FALSE(rest.has_value()) << "cut off, and not taken for whole";
    }
    (void)co_await one.ended();
  });
  busy.wait();
  EXPECT_EQ(running, clients * 4);
  // As many ways to end as there are, all at once.
  std::vector<std::thread> enders;
  enders.emplace_back([&] { served->stop(); });
  enders.emplace_back([&] { served->shut_down(); });
  enders.emplace_back([&] { served->stop(); });
  enders.emplace_back([&] { EXPECT_LE(served->connections(), static_cast<std::size_t>(clients)); });
  for (std::thread& t : enders) t.join();
  served.expect_to_end();
  EXPECT_EQ(running, 0) << "a handler outlived its connection";
  join_clients();
}

TEST_F(Threads, StoppingAmongNewConnectionsForgetsNoneOfThem) {
  constexpr int clients = 4;
  std::latch busy(clients);
  server_options options;
  options.session.allowed.handshake = 0s;  // a forgotten one would stay
  busy_server served(serve_echo(), options);
  const std::string port = std::to_string(served->endpoint().port());
  // One connection after another, until the door is shut.
  const auto come_and_go = [&]() -> awaitable<void> {
    const std::string host = "127.0.0.1";
    for (bool first = true;; first = false) {
      attempt<std::unique_ptr<client>> made = co_await client::connect(host, port);
      if (!made) break;
      const std::unique_ptr<client> one = std::move(*made);
      const attempt<response> got = co_await fetch(*one, "/");
      if (first) busy.count_down();
      if (!got) break;
      co_await one->close();
    }
  };
  std::vector<std::thread> comers;
  for (int i = 0; i < clients; ++i) comers.emplace_back([&] { run_alone(come_and_go); });
  busy.wait();
  served->stop();
  served.expect_to_end();
  for (std::thread& t : comers) t.join();
}

/// The moment that the test above hits now and then: accepted on one thread, while another, on the acceptor's strand,
/// stops the server.
TEST_F(Threads, WhatIsAcceptedWhileItStopsIsNotServed) {
  asio::io_context io;
  const auto strand = asio::make_strand(io);
  server_options options;
  options.session.allowed.handshake = 0s;
  server one(strand, options, serve_echo());
  bool served_all = false;
  asio::co_spawn(strand, one.serve(), [&](const std::exception_ptr& failed) { served_all = !failed; });
  io.poll();
  asio::ip::tcp::socket late(io);
  asio::post(strand, [&] {
    late.connect(one.endpoint());
    std::thread([&] { io.poll(); }).join();  // accepts, and leaves the rest to the strand, which is here
    one.stop();
  });
  io.poll();
  EXPECT_EQ(one.connections(), 0U);
  EXPECT_TRUE(served_all);
  EXPECT_TRUE(io.stopped()) << "a connection that nobody told to end";
  one.stop();  // an end twice is an end
}

}  // namespace
