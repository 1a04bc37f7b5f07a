// SPDX-License-Identifier: MIT
//
// How the rebuilt server ends: at once or gracefully, with calls under way, with nothing lost and nobody left waiting.
#include "support/client.hpp"
#include "support/raw_client.hpp"
#include "support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace basics;
using namespace support;
using testing::AnyOf;
using testing::ElementsAre;
using testing::StartsWith;

/// A server with a method that waits until the test lets it go on, or its client is gone.
class Stopping : public ::testing::Test {
 protected:
  Stopping() {
    kinds->echo = [this](context ctx, const kinds::EchoRequest& request) -> task<result<kinds::EchoReply>> {
      running.change([](int& n) { ++n; });
      if (request.text() == "until done") {
        co_await ctx.done();
        done_seen.change([&](std::vector<std::string>& all) { all.push_back(text_of(ctx.error())); });
        co_return ctx.error();
      }
      co_await go_on.done();
      kinds::EchoReply reply;
      reply.set_text(request.text());
      co_return reply;
    };
    server = std::make_unique<running_server>(running_server::options{stats_handler(seen)}, kinds);
  }
  ~Stopping() override { go_on.fire(); }

  // What a call said, once it has ended.
  std::future<std::string> call_later(const std::string& text) {
    return std::async(std::launch::async, [this, text] { return client(server->at()).echo(text); });
  }
  bool await_running(int n) {
    return running.await([n](int now) { return now == n; });
  }

  event go_on;
  watched<int> running;
  watched<std::vector<std::string>> done_seen;
  std::shared_ptr<witness> seen = std::make_shared<witness>();
  std::shared_ptr<scripted_kinds> kinds = std::make_shared<scripted_kinds>();
  std::unique_ptr<running_server> server;
};

TEST_F(Stopping, AtOnceCancelsWhatRunsAndTellsItsHandler) {
  auto waiting = call_later("until done");
  ASSERT_TRUE(await_running(1));
  (*server)->stop();
  EXPECT_THAT(waiting.get(), AnyOf(StartsWith("Unavailable"), StartsWith("Canceled")));
  EXPECT_THAT(done_seen.get(), ElementsAre("rpc error: code = Canceled desc = context canceled"));
  EXPECT_EQ(seen->seen().live.back(), 0U) << "stop waits for the connections";
  EXPECT_THAT(server->join(), ElementsAre(status()));
}

TEST_F(Stopping, AtOnceEndsAStreamsReceiveToo) {
  watched<std::string> received;
  kinds->chat = [&](server_stream& stream) -> task<status> {
    running.change([](int& n) { ++n; });
    kinds::Line line;
    const result<bool> got = co_await stream.recv_msg(line);
    received.change([&](std::string& r) { r = got.has_error() ? text_of(got.error()) : *got ? "a line" : "the end"; });
    co_return got.has_error() ? got.error() : status();
  };
  const client c(server->at());
  client_context ctx;
  const auto chat = c.kinds->Chat(&ctx);
  ASSERT_TRUE(await_running(1));
  (*server)->stop();
  kinds::Line heard;
  EXPECT_FALSE(chat->Read(&heard));
  EXPECT_THAT(said(chat->Finish()), AnyOf(StartsWith("Unavailable"), StartsWith("Canceled")));
  EXPECT_EQ(received.get(), "rpc error: code = Canceled desc = context canceled");
}

TEST_F(Stopping, GracefullyLetsWhatRunsEndAndTakesNothingNew) {
  auto waiting = call_later("finished");
  ASSERT_TRUE(await_running(1));
  std::thread stopping([&] { (*server)->graceful_stop(); });
  // The listener is closed first, so from some moment on nobody gets in.
  std::string late = "ok";
  while (!late.starts_with("Unavailable")) late = client(server->at()).user_name("1");
  EXPECT_EQ(seen->seen().calls_ended.size() + 1, seen->seen().calls_begun) << "the first call is still running";
  go_on.fire();
  EXPECT_EQ(waiting.get(), "finished");
  stopping.join();
  EXPECT_THAT(server->join(), ElementsAre(status()));
  EXPECT_EQ(seen->seen().live.back(), 0U);
}

TEST_F(Stopping, AtOnceHurriesAGracefulStopThatWaits) {
  auto waiting = call_later("until done");
  ASSERT_TRUE(await_running(1));
  std::thread gracefully([&] { (*server)->graceful_stop(); });
  std::string late = "ok";
  while (!late.starts_with("Unavailable")) late = client(server->at()).user_name("1");
  (*server)->stop();
  gracefully.join();
  EXPECT_THAT(waiting.get(), AnyOf(StartsWith("Unavailable"), StartsWith("Canceled")));
  EXPECT_THAT(server->join(), ElementsAre(status()));
}

TEST_F(Stopping, MayBeAskedForOftenAndFromSeveralThreads) {
  auto waiting = call_later("until done");
  ASSERT_TRUE(await_running(1));
  std::vector<std::thread> all;
  for (int i = 0; i < 6; ++i) {
    all.emplace_back([this, i] { i % 2 == 0 ? (*server)->stop() : (*server)->graceful_stop(); });
  }
  for (std::thread& t : all) t.join();
  EXPECT_THAT(waiting.get(), AnyOf(StartsWith("Unavailable"), StartsWith("Canceled")));
  (*server)->stop();
  EXPECT_THAT(server->join(), ElementsAre(status()));
}

TEST_F(Stopping, IsWhatTheDestructorDoes) {
  auto waiting = call_later("until done");
  ASSERT_TRUE(await_running(1));
  server.reset();
  EXPECT_THAT(waiting.get(), AnyOf(StartsWith("Unavailable"), StartsWith("Canceled")));
}

TEST_F(Stopping, EndsConnectionsThatNeverSaidAnything) {
  std::vector<raw_client> silent;
  for (int i = 0; i < 5; ++i) silent.emplace_back(server->port());
  for (int i = 0; i < 5; ++i) {
    silent.emplace_back(server->port());
    silent.back().send(preface.substr(0, 10));
  }
  ASSERT_TRUE(seen->await_live(10));
  // A graceful stop would wait for an answer to its PING: 20 seconds in grpc++, a minute in grpc-go.
  (*server)->stop();
  for (raw_client& s : silent) EXPECT_TRUE(s.await_end());
  EXPECT_EQ(seen->seen().live.back(), 0U);
}

TEST_F(Stopping, BeforeServingMakesServeRefuse) {
  const auto s = new_server({});
  s->stop();
  tcp_listener listener("127.0.0.1:0");
  EXPECT_EQ(text_of(s->serve(listener)), "rpc error: code = Unavailable desc = grpc: the server has been stopped");
  EXPECT_THROW(raw_client(static_cast<std::uint16_t>(std::stoi(listener.addr().substr(10)))), std::system_error)
      << "the listener is closed";
}

/// Many callers, each call on a connection of its own or on one that all share, while the server stops gracefully.
class StoppingUnderLoad : public ::testing::TestWithParam<bool> {};

TEST_P(StoppingUnderLoad, LosesNoCallThatTheServerTook) {
  constexpr int callers = 8;
  constexpr int calls_before = 200;
  const auto seen = std::make_shared<witness>();
  running_server server({stats_handler(seen)});
  const client shared(server.at());
  std::atomic<int> good = 0;
  watched<std::vector<std::string>> bad;
  std::vector<std::thread> threads;
  for (int i = 0; i < callers; ++i) {
    threads.emplace_back([&] {
      for (;;) {
        const std::string name = GetParam() ? shared.user_name("1") : client(server.at()).user_name("1");
        if (name != "balabala") return bad.change([&](auto& all) { all.push_back(name); });
        ++good;
      }
    });
  }
  ASSERT_TRUE(seen->await_calls_ended(calls_before));
  server->graceful_stop();
  EXPECT_THAT(server.join(), ElementsAre(status()));
  for (std::thread& t : threads) t.join();
  // grpc-go serves what reaches it between its first GOAWAY and the last, and the rest is UNAVAILABLE. grpc++ refuses
  // it as CANCELLED from the moment of Shutdown on; no handler has seen such a call.
  for (const std::string& b : bad.get()) EXPECT_THAT(b, AnyOf(StartsWith("Unavailable"), "Canceled: CANCELLED"));
  EXPECT_EQ(server->counters().started, server->counters().succeeded);
  EXPECT_EQ(static_cast<std::uint64_t>(good), server->counters().succeeded)
      << "a call that succeeded here has succeeded at its client, and none besides";
  EXPECT_EQ(seen->seen().live.back(), 0U);
}
INSTANTIATE_TEST_SUITE_P(Connections, StoppingUnderLoad, ::testing::Values(true, false),
                         [](const auto& p) { return p.param ? "Shared" : "Own"; });

}  // namespace
