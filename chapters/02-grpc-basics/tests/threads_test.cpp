// SPDX-License-Identifier: MIT
//
// Calls of all kinds from many threads while connections come and go and the server is stopped. The judge is the thread
// sanitizer.
#include "support/client.hpp"
#include "support/raw_client.hpp"
#include "support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace basics;
using namespace support;

constexpr int callers = 8;

// One call of each kind. False when one of them failed.
bool call_all_kinds(const client& c) {
  bool good = c.user_name("1") == "balabala" && c.hello("x").substr(0, 5) == "Hello" && c.echo("y") == "y";
  client_context counting, summing, chatting;
  kinds::CountRequest request;
  request.set_to(3);
  const auto numbers = c.kinds->Count(&counting, request);
  for (kinds::Number n; numbers->Read(&n);) {
  }
  good = numbers->Finish().ok() && good;
  kinds::SumReply sum;
  const auto terms = c.kinds->Sum(&summing, &sum);
  terms->Write({});
  terms->WritesDone();
  good = terms->Finish().ok() && good;
  const auto chat = c.kinds->Chat(&chatting);
  kinds::Line heard;
  chat->Write(line_of("hello"));
  chat->Read(&heard);
  chat->Write(line_of("bye"));
  while (chat->Read(&heard)) {
  }
  return chat->Finish().ok() && good;
}

running_server::options counting(const std::shared_ptr<services::greeter_connections>& greeter) {
  return {stats_handler(greeter)};
}

TEST(Threads, CallEveryKindOnSharedAndOwnConnections) {
  const auto greeter = std::make_shared<services::greeter_connections>([](const std::string&) {});
  running_server server(counting(greeter), nullptr, {"127.0.0.1:0", "127.0.0.1:0"});
  const client shared(server.at(0));
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < callers; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) {
        const client own(server.at(1));
        good += call_all_kinds(t % 2 == 0 ? shared : own);
      }
    });
  }
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(good, callers * 10);
  server->graceful_stop();
  EXPECT_EQ(greeter->connections(), 0U);
}

class ThreadsWhileStopping : public ::testing::TestWithParam<bool> {};

TEST_P(ThreadsWhileStopping, CallAndDropConnectionsUntilTheEnd) {
  const auto greeter = std::make_shared<services::greeter_connections>([](const std::string&) {});
  running_server server(counting(greeter));
  watched<int> rounds;
  std::vector<std::thread> threads;
  for (int t = 0; t < callers - 1; ++t) {
    threads.emplace_back([&] {
      const client c(server.at());
      while (call_all_kinds(c)) rounds.change([](int& n) { ++n; });
    });
  }
  threads.emplace_back([&] {
    try {
      for (int i = 0; i < 200; ++i) {  // more of them would keep a slow machine from the calls
        raw_client c(server.port());
        c.send(connection_begin() + call_headers(1, "/kinds.Kinds/Chat"));
        i % 2 == 0 ? c.close() : c.reset();
      }
    } catch (const std::system_error&) {  // nobody listens any more
    }
  });
  EXPECT_TRUE(rounds.await([](int n) { return n >= callers; }));
  GetParam() ? server->graceful_stop() : server->stop();
  EXPECT_EQ(server.join().at(0), status());
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(greeter->connections(), 0U);
}
INSTANTIATE_TEST_SUITE_P(How, ThreadsWhileStopping, ::testing::Values(true, false),
                         [](const auto& p) { return p.param ? "Gracefully" : "AtOnce"; });

TEST(Threads, CancelWhileHandlersWaitAndWrite) {
  running_server server;
  const client c(server.at());
  std::vector<std::thread> threads;
  for (int t = 0; t < callers; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        client_context ctx;
        if (t % 2 == 0) {
          std::thread canceller([&] { ctx.TryCancel(); });
          EXPECT_NE(c.echo("wait", &ctx), "");
          canceller.join();
        } else {
          kinds::CountRequest endless;
          endless.set_to(1'000'000'000);
          const auto numbers = c.kinds->Count(&ctx, endless);
          kinds::Number n;
          EXPECT_TRUE(numbers->Read(&n));
          ctx.TryCancel();
          while (numbers->Read(&n)) {
          }
          EXPECT_FALSE(numbers->Finish().ok());
        }
      }
    });
  }
  for (std::thread& t : threads) t.join();
}

}  // namespace
