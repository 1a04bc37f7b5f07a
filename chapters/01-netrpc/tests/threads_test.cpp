// SPDX-License-Identifier: MIT
//
// What the article calls thread-safe, from real threads: many ask through one client, many serve one
// server. The judge is the thread sanitizer.
#include "loopback.hpp"

#include <atomic>
#include <latch>
#include <thread>

namespace {

using namespace loopback;

constexpr int callers = 8;
constexpr int calls_each = 300;

/// Server and client loops on threads of their own.
class Threads : public ::testing::Test {
 protected:
  void serve(int threads) {
    listen_options options;
    options.strand_per_connection = threads > 1;
    all->register_service(std::make_shared<services::HelloService>()).value();
    all->register_service(kv).value();
    listener_ = std::make_unique<listener>(server_io.get_executor(), options);
    asio::co_spawn(server_io, listener_->serve(all), [](std::exception_ptr) {});
    for (int i = 0; i < threads; ++i) pool.emplace_back([this] { server_io.run(); });
  }
  client connect_client() {
    tcp::socket socket(asio::make_strand(client_io));
    socket.connect(listener_->endpoint());
    return make_client(std::move(socket));
  }
  void run_client(int threads) {
    for (int i = 0; i < threads; ++i) pool.emplace_back([this] { client_io.run(); });
  }
  void TearDown() override {
    listener_->stop();
    for (std::thread& t : pool) t.join();
  }

  asio::io_context server_io, client_io;
  std::shared_ptr<server> all = std::make_shared<server>();
  std::shared_ptr<services::KVStoreService> kv = std::make_shared<services::KVStoreService>();
  std::unique_ptr<listener> listener_;
  std::vector<std::thread> pool;
};

TEST_F(Threads, EightThreadsShareOneClient) {
  serve(1);
  std::optional<client> c(connect_client());
  run_client(1);
  std::atomic<int> right = 0;
  std::vector<std::thread> askers;
  for (int t = 0; t < callers; ++t) {
    askers.emplace_back([&, t] {
      // A thread is no coroutine: it asks, and looks into its channel until the answers are there.
      const auto done = std::make_shared<done_channel>(calls_each);
      for (int i = 0; i < calls_each; ++i) {
        c->go<std::string>("HelloService.Hello", std::to_string(t) + "-" + std::to_string(i), done);
      }
      for (int i = 0; i < calls_each;) {
        const std::shared_ptr<call> finished = done->try_receive();
        if (finished == nullptr) {
          std::this_thread::yield();
          continue;
        }
        ++i;
        right += !finished->failure && finished->reply_as<std::string>() == "hello:" + finished->args_as<std::string>();
      }
    });
  }
  for (std::thread& t : askers) t.join();
  EXPECT_EQ(right, callers * calls_each);
  c.reset();
}

TEST_F(Threads, CoroutinesOnSeveralThreadsShareOneClientAndOneServer) {
  serve(2);
  std::optional<client> c(connect_client());
  std::atomic<int> right = 0;
  std::atomic<int> working = callers;
  const auto ask = [&](int t) -> awaitable<void> {
    for (int i = 0; i < calls_each; ++i) {
      const std::string name = std::to_string(t) + "-" + std::to_string(i);
      const result<std::string> reply = co_await c->call<std::string>("HelloService.Hello", name);
      right += reply.has_value() && *reply == "hello:" + name;
    }
    if (--working == 0) c.reset();
  };
  for (int t = 0; t < callers; ++t) {
    asio::co_spawn(asio::make_strand(client_io), ask(t), [](std::exception_ptr) {});
  }
  run_client(2);
  for (std::thread& t : pool) {
    if (&t != &pool[0] && &t != &pool[1]) t.join();
  }
  pool.resize(2);
  EXPECT_EQ(right, callers * calls_each);
}

TEST_F(Threads, WatchesOfSeveralConnectionsHearOneSet) {
  serve(2);
  std::vector<client> clients;
  std::vector<std::shared_ptr<async_call>> watches;
  const auto done = std::make_shared<done_channel>(callers);
  for (int i = 0; i < callers; ++i) {
    clients.push_back(connect_client());
    clients.back().go<std::string>("KVStoreService.Watch", std::int64_t{60}, done);
  }
  run_client(1);
  while (kv->filters() < callers) std::this_thread::yield();
  const std::array<std::string, 2> pair{"abc", "1"};
  clients[0].go<empty>("KVStoreService.Set", pair);
  for (int heard = 0; heard < callers;) {
    if (const std::shared_ptr<call> watch = done->try_receive()) {
      EXPECT_EQ(watch->reply_as<std::string>(), "abc");
      ++heard;
    } else {
      std::this_thread::yield();
    }
  }
  while (kv->filters() > 0) std::this_thread::yield();
  clients.clear();
}

TEST_F(Threads, CloseFromAnotherThreadFailsWhatIsPending) {
  serve(1);
  client c = connect_client();
  run_client(1);
  const auto done = std::make_shared<done_channel>(callers);
  for (int i = 0; i < callers; ++i) c.go<std::string>("KVStoreService.Watch", std::int64_t{60}, done);
  while (kv->filters() < callers) std::this_thread::yield();
  EXPECT_TRUE(c.close().has_value());
  for (int told = 0; told < callers;) {
    if (const std::shared_ptr<call> watch = done->try_receive()) {
      EXPECT_EQ(said(*watch), "connection is shut down");
      ++told;
    } else {
      std::this_thread::yield();
    }
  }
  while (kv->filters() > 0) std::this_thread::yield();
}

}  // namespace
