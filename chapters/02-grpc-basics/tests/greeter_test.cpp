// SPDX-License-Identifier: MIT
//
// What a connection remembers, and that it is forgotten with the connection.
#include "services/greeter_service.hpp"
#include "support/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace basics;
using support::run;
using testing::ElementsAre;

class Greeter : public testing::Test {
 protected:
  // A connection: its context until end() forgets it.
  context begin(const std::string& remote_addr) {
    context ctx = connections_.tag_conn({}, {.remote_addr = remote_addr, .local_addr = "127.0.0.1:50051"});
    connections_.handle_conn(ctx, stats::conn_begin{});
    return ctx;
  }
  void end(const context& ctx) { connections_.handle_conn(ctx, stats::conn_end{}); }

  // A call on a connection, as handle_stream makes one.
  std::string hello(const context& connection, const std::string& name) {
    const context ctx =
        connections_.tag_rpc(connection.with_call(std::make_shared<call_state>()), {.full_method_name = "/M"});
    helloworld::HelloRequest request;
    request.set_name(name);
    const auto reply = run(greeter_.SayHello(ctx, request));
    return reply.has_value() ? reply->message() : text_of(reply.error());
  }

  std::vector<std::string> log_;
  services::greeter_connections connections_{[this](const std::string& line) { log_.push_back(line); }};
  services::greeter_server greeter_;
};

TEST_F(Greeter, RemembersWhomTheConnectionGreetedLast) {
  const context c = begin("127.0.0.1:1");
  EXPECT_EQ(hello(c, "world"), "Hello 'world' (prev '')");
  EXPECT_EQ(hello(c, "world2"), "Hello 'world2' (prev 'world')");
  EXPECT_EQ(hello(c, "world3"), "Hello 'world3' (prev 'world2')");
}

TEST_F(Greeter, RemembersForEachConnectionByItself) {
  const context a = begin("127.0.0.1:1");
  const context b = begin("127.0.0.1:2");
  EXPECT_EQ(hello(a, "a1"), "Hello 'a1' (prev '')");
  EXPECT_EQ(hello(b, "b1"), "Hello 'b1' (prev '')") << "b has greeted nobody yet";
  EXPECT_EQ(hello(a, "a2"), "Hello 'a2' (prev 'a1')");
  EXPECT_EQ(hello(b, "b2"), "Hello 'b2' (prev 'b1')");
}

TEST_F(Greeter, AClientThatComesBackIsANewConnection) {
  const context before = begin("127.0.0.1:1");
  (void)hello(before, "a1");
  end(before);
  EXPECT_EQ(hello(begin("127.0.0.1:1"), "a2"), "Hello 'a2' (prev '')") << "even from the same port";
}

TEST_F(Greeter, CountsConnectionsAndSaysWhichBeginAndEnd) {
  const context a = begin("127.0.0.1:1");
  EXPECT_EQ(connections_.connections(), 1U);
  const context b = begin("127.0.0.1:2");
  EXPECT_EQ(connections_.connections(), 2U);
  end(a);
  EXPECT_EQ(connections_.connections(), 1U);
  end(b);
  EXPECT_EQ(connections_.connections(), 0U);
  EXPECT_THAT(log_, ElementsAre("begin conn, tag = 1 (127.0.0.1:1 -> 127.0.0.1:50051), now connections = 1",
                                "begin conn, tag = 2 (127.0.0.1:2 -> 127.0.0.1:50051), now connections = 2",
                                "end conn, tag = 1 (127.0.0.1:1 -> 127.0.0.1:50051), now connections = 1",
                                "end conn, tag = 2 (127.0.0.1:2 -> 127.0.0.1:50051), now connections = 0"));
}

TEST_F(Greeter, TaggingIsNotBeginning) {
  (void)connections_.tag_conn({}, {.remote_addr = "127.0.0.1:1", .local_addr = "127.0.0.1:50051"});
  EXPECT_EQ(connections_.connections(), 0U);
  EXPECT_THAT(log_, testing::IsEmpty());
}

TEST_F(Greeter, CallsOfOneConnectionShareOneGreeting) {
  const context c = begin("127.0.0.1:1");
  const context call1 = c.with_call(std::make_shared<call_state>());
  const context call2 = c.with_call(std::make_shared<call_state>());
  ASSERT_NE(services::greeting_of(call1), nullptr);
  EXPECT_EQ(services::greeting_of(call1), services::greeting_of(call2))
      << "a call's context stands on the connection's";
  EXPECT_NE(services::greeting_of(begin("127.0.0.1:2")), services::greeting_of(call1));
}

TEST_F(Greeter, KeepsWhatOthersAttachedToTheConnection) {
  static constexpr context_key<int> key;
  const context c = connections_.tag_conn(context().with_value(key, 7), {.remote_addr = "a", .local_addr = "b"});
  ASSERT_NE(c.value(key), nullptr);
  EXPECT_EQ(*c.value(key), 7);
}

TEST_F(Greeter, WithoutATagIsInternalAndNoCrash) {
  EXPECT_EQ(hello(context(), "world"), "rpc error: code = Internal desc = the server does not tag its connections");
}

// The article's leak: a call that is still under way at conn_end puts its entry back into the map, for good. What is
// attached to a context dies with it: something attached to the same context tells when.
class GreeterState : public Greeter {
 protected:
  struct tracer {};
  static constexpr context_key<std::shared_ptr<tracer>> tracer_key{};

  // A connection, and a word for whether anybody remembers it.
  std::pair<context, std::weak_ptr<tracer>> traced(const std::string& remote_addr) {
    auto alive = std::make_shared<tracer>();
    const std::weak_ptr<tracer> seen = alive;
    const context with_tracer = context().with_value(tracer_key, std::move(alive));
    context ctx = connections_.tag_conn(with_tracer, {.remote_addr = remote_addr, .local_addr = "127.0.0.1:50051"});
    connections_.handle_conn(ctx, stats::conn_begin{});
    return {std::move(ctx), seen};
  }
};

TEST_F(GreeterState, DiesWithTheConnectionWhenNoCallIsUnderWay) {
  auto [ctx, seen] = traced("127.0.0.1:1");
  (void)hello(ctx, "world");
  end(ctx);
  ctx = context();
  EXPECT_TRUE(seen.expired()) << "somebody still keeps the connection's context";
}

TEST_F(GreeterState, LivesAsLongAsACallThatOutlivesTheConnectionAndNoLonger) {
  auto [ctx, seen] = traced("127.0.0.1:1");
  context call = ctx.with_call(std::make_shared<call_state>());
  EXPECT_EQ(hello(ctx, "world"), "Hello 'world' (prev '')");
  end(ctx);
  ctx = context();
  EXPECT_FALSE(seen.expired()) << "the call may still use it";
  EXPECT_EQ(hello(call, "late"), "Hello 'late' (prev 'world')");
  call = context();
  EXPECT_TRUE(seen.expired());
}

TEST_F(GreeterState, ACallAfterTheEndBringsNothingBack) {
  const context old = begin("127.0.0.1:1");
  (void)hello(old, "old");
  end(old);
  (void)hello(old, "late");
  EXPECT_EQ(connections_.connections(), 0U);
  const context fresh = begin("127.0.0.1:1");
  EXPECT_EQ(hello(fresh, "fresh"), "Hello 'fresh' (prev '')") << "what the late call left must not be found by anyone";
}

TEST_F(GreeterState, OfAThousandConnectionsNothingIsLeft) {
  std::vector<std::weak_ptr<tracer>> all;
  for (int i = 0; i < 1000; ++i) {
    auto [ctx, seen] = traced("127.0.0.1:" + std::to_string(i));
    (void)hello(ctx, "world");
    end(ctx);
    (void)hello(ctx, "late");
    all.push_back(seen);
  }
  EXPECT_TRUE(std::ranges::all_of(all, [](const auto& seen) { return seen.expired(); }));
  EXPECT_EQ(connections_.connections(), 0U);
}

TEST(Greeting, ExchangesOneNameForTheNext) {
  services::greeting g;
  EXPECT_EQ(g.exchange("a"), "");
  EXPECT_EQ(g.exchange("b"), "a");
  EXPECT_EQ(g.exchange(""), "b");
  EXPECT_EQ(g.exchange("c"), "");
}

TEST(GreeterServiceDesc, LeadsToSayHello) {
  const service_desc desc = services::greeter_service_desc();
  EXPECT_EQ(desc.service_name, "helloworld.Greeter");
  ASSERT_EQ(desc.methods.size(), 1U);
  EXPECT_EQ(desc.methods[0].method_name, "SayHello");
  EXPECT_EQ(desc.metadata, "greeter.proto");
}

}  // namespace
