// SPDX-License-Identifier: MIT
//
// "conn": each connection has a state of its own, which goes with it, however it goes.
#include "child.hpp"
#include "support/client.hpp"
#include "support/raw_client.hpp"
#include "support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace {

using namespace basics;
using namespace support;
using child_process::app;
using child_process::child;
using testing::ElementsAre;
using testing::HasSubstr;

/// A greeter that says when connections begin and end.
class Greeting : public ::testing::Test {
 protected:
  void serve(keepalive_server_parameters alive = {}) {
    server = std::make_unique<running_server>(running_server::options{stats_handler(greeter), keepalive_params(alive)});
  }
  // A greeter_client in a process of its own, which has said hello once and is connected.
  std::unique_ptr<child> connected_child() {
    auto c = std::make_unique<child>(
        std::vector<std::string>{app("greeter_client"), "--connect", server->at(), "--times", "3", "--step"});
    EXPECT_EQ(c->line(), "Greeting: Hello 'world' (prev '')");
    return c;
  }
  bool await_connections(std::size_t n) {
    return log.await("now connections = " + std::to_string(n)) && greeter->connections() == n;
  }
  // The numbers at the ends of the lines.
  std::vector<std::string> counts() {
    std::vector<std::string> all;
    for (const std::string& line : log.all()) all.push_back(line.substr(line.rfind(' ') + 1));
    return all;
  }

  lines log;
  std::shared_ptr<services::greeter_connections> greeter = std::make_shared<services::greeter_connections>(log.sink());
  std::unique_ptr<running_server> server;
};

TEST_F(Greeting, RemembersForEachConnectionWhomItGreetedLast) {
  serve();
  const client a(server->at());
  {
    const client b(server->at());
    EXPECT_EQ(a.hello("world"), "Hello 'world' (prev '')");
    EXPECT_EQ(b.hello("earth"), "Hello 'earth' (prev '')");
    EXPECT_EQ(a.hello("world2"), "Hello 'world2' (prev 'world')");
    EXPECT_EQ(b.hello("earth2"), "Hello 'earth2' (prev 'earth')");
  }
  ASSERT_TRUE(log.await("end conn"));
  EXPECT_EQ(client(server->at()).hello("late"), "Hello 'late' (prev '')") << "nothing of those who were here before";
  EXPECT_EQ(a.hello("world3"), "Hello 'world3' (prev 'world2')");
}

TEST_F(Greeting, CountsItsConnections) {
  serve();
  {
    const client a(server->at());
    EXPECT_EQ(a.hello("a"), "Hello 'a' (prev '')");
    {
      const client b(server->at());
      EXPECT_EQ(b.hello("b"), "Hello 'b' (prev '')");
    }
    ASSERT_TRUE(log.await("end conn"));
  }
  ASSERT_TRUE(log.await("now connections = 0"));
  EXPECT_THAT(counts(), ElementsAre("1", "2", "1", "0"));
  EXPECT_THAT(log.all().at(0), HasSubstr("begin conn, tag = 1 (127.0.0.1:"));
  EXPECT_THAT(log.all().at(0), HasSubstr(" -> " + server->at() + ")"));
}

TEST_F(Greeting, ForgetsAClientThatWasKilled) {
  serve();
  const auto killed = connected_child();
  const auto other = connected_child();
  EXPECT_EQ(greeter->connections(), 2U);
  killed->signal(SIGKILL);
  EXPECT_TRUE(log.await("end conn, tag = 1 "));
  EXPECT_EQ(greeter->connections(), 1U);
  other->write("\n");
  EXPECT_EQ(other->line(), "Greeting: Hello 'world2' (prev 'world')");
}

TEST_F(Greeting, ForgetsAClientThatHasGoneSilent) {
  keepalive_server_parameters alive;
  alive.time = alive.timeout = std::chrono::milliseconds(200);
  serve(alive);
  const auto silent = connected_child();
  silent->signal(SIGSTOP);  // its kernel still takes what we send, but nothing answers the PING
  EXPECT_TRUE(log.await("end conn"));
  EXPECT_EQ(greeter->connections(), 0U);
  EXPECT_EQ(client(server->at()).hello("next"), "Hello 'next' (prev '')");
}

TEST_F(Greeting, TakesAClientThatUsesAPortAgainForANewOne) {
  serve();
  helloworld::HelloRequest request;
  request.set_name("me");
  const std::string hello = connection_begin() + call(1, "/helloworld.Greeter/SayHello", request.SerializeAsString());
  std::uint16_t port = 0;
  for (int i = 0; i < 50; ++i) {
    raw_client c(server->port(), port);
    port = c.port();
    ASSERT_TRUE(c.send(hello));
    ASSERT_TRUE(c.await("Hello 'me' (prev '')")) << i << ": " << c.heard();
    c.reset();  // no TIME_WAIT, so the port can be used at once
  }
  EXPECT_TRUE(log.await("end conn, tag = 50 "));
  EXPECT_EQ(greeter->connections(), 0U);
}

TEST_F(Greeting, KeepsOverlappingCallsOfManyClientsApart) {
  serve();
  constexpr int clients = 8;
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([this, i] {
      const client c(server->at());
      std::string prev;
      for (int n = 0; n < 50; ++n) {
        const std::string name = std::to_string(i) + "-" + std::to_string(n);
        EXPECT_EQ(c.hello(name), "Hello '" + name + "' (prev '" + prev + "')");
        prev = name;
      }
    });
  }
  for (std::thread& t : threads) t.join();
  (*server)->graceful_stop();
  EXPECT_EQ(greeter->connections(), 0U);
  EXPECT_EQ(counts().size(), std::size_t{2} * clients);
}

}  // namespace
