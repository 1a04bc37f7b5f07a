// SPDX-License-Identifier: MIT
//
// The rebuilt server, called by real grpc++ clients: what a call brings, and what it is told when it fails.
#include "support/client.hpp"
#include "support/running_server.hpp"

#include "services/interceptors.hpp"

#include <rpc_status.pb.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace basics;
using namespace support;
using testing::AnyOf;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(RebuiltServer, GivesAUserWhoIsThere) {
  running_server server;
  const client c(server.at());
  EXPECT_EQ(c.user_name("1"), "balabala");
  EXPECT_EQ(c.user_name("2"), "小王");
}

TEST(RebuiltServer, TellsInTheArticlesWordsThatAUserIsMissing) {
  running_server server;
  EXPECT_EQ(client(server.at()).user_name("3"), "Unknown: 不存在查询用户");
}

TEST(RebuiltServer, SaysThatPingIsNotImplemented) {
  running_server server;
  client_context ctx;
  user::Response reply;
  EXPECT_EQ(said(client(server.at()).user->Ping(&ctx, {}, &reply)), "Unimplemented: method Ping not implemented");
}

TEST(RebuiltServer, SaysWhichServiceOrMethodItDoesNotKnow) {
  running_server server;
  const client c(server.at());
  EXPECT_EQ(c.raw("/no.Such/Thing", ""), "Unimplemented: unknown service no.Such");
  EXPECT_EQ(c.raw("/user.User/Nothing", ""), "Unimplemented: unknown method Nothing for service user.User");
  EXPECT_EQ(c.raw("/a/b/c", ""), "Unimplemented: unknown service a/b");
  EXPECT_EQ(c.raw("/nomethod", ""), "ResourceExhausted: malformed method name: \"/nomethod\"");
  EXPECT_EQ(c.user_name("1"), "balabala") << "the connection must have survived all that";
}

TEST(RebuiltServer, GivesUnknownMethodsToTheHandlerThatAskedForThem) {
  running_server server({unknown_service_handler([](service* none, server_stream& stream) -> task<status> {
    if (none != nullptr) co_return plain_error("whose service is this?");
    kinds::Line line;
    const result<bool> got = co_await stream.recv_msg(line);
    if (got.has_error()) co_return got.error();
    line.set_text("no such method, but " + line.text());
    co_return co_await stream.send_msg(line);
  })});
  kinds::Line answer;
  ASSERT_TRUE(answer.ParseFromString(client(server.at()).raw("/no.Such/Thing", line_of("hello").SerializeAsString())));
  EXPECT_EQ(answer.text(), "no such method, but hello");
}

TEST(RebuiltServer, StreamsFromTheServer) {
  running_server server;
  const client c(server.at());
  client_context ctx;
  kinds::CountRequest request;
  request.set_from(1);
  request.set_to(5);
  const auto numbers = c.kinds->Count(&ctx, request);
  std::vector<std::int64_t> got;
  for (kinds::Number n; numbers->Read(&n);) got.push_back(n.value());
  EXPECT_EQ(said(numbers->Finish()), "ok");
  EXPECT_THAT(got, ElementsAre(1, 2, 3, 4, 5));
}

TEST(RebuiltServer, EndsAStreamWithItsHandlersStatusAfterWhatWasSent) {
  running_server server;
  const client c(server.at());
  client_context ctx;
  kinds::CountRequest request;
  request.set_to(10);
  request.set_stop_after(2);
  const auto numbers = c.kinds->Count(&ctx, request);
  int got = 0;
  for (kinds::Number n; numbers->Read(&n);) ++got;
  EXPECT_EQ(said(numbers->Finish()), "OutOfRange: stopped after 2");
  EXPECT_EQ(got, 2);
}

TEST(RebuiltServer, StreamsFromTheClient) {
  running_server server;
  const client c(server.at());
  client_context ctx;
  kinds::SumReply sum;
  const auto numbers = c.kinds->Sum(&ctx, &sum);
  kinds::Number n;
  for (int i = 1; i <= 100; ++i) {
    n.set_value(i);
    ASSERT_TRUE(numbers->Write(n));
  }
  numbers->WritesDone();
  EXPECT_EQ(said(numbers->Finish()), "ok");
  EXPECT_EQ(sum.sum(), 5050);
  EXPECT_EQ(sum.count(), 100);
}

TEST(RebuiltServer, ChatsBothWaysAtOnce) {
  running_server server;
  const client c(server.at());
  client_context ctx;
  const auto chat = c.kinds->Chat(&ctx);
  kinds::Line heard;
  for (const char* word : {"one", "two", "three"}) {
    ASSERT_TRUE(chat->Write(line_of(word)));
    ASSERT_TRUE(chat->Read(&heard)) << "each line comes back before the next is sent";
    EXPECT_EQ(heard.text(), std::string("echo: ") + word);
  }
  chat->Write(line_of("fail"));
  EXPECT_FALSE(chat->Read(&heard));
  EXPECT_EQ(said(chat->Finish()), "Aborted: asked to fail");
}

TEST(RebuiltServer, CarriesMetadataBothWays) {
  running_server server;
  const client c(server.at());
  const std::string bytes("\x00\xff\n", 3);
  client_context ctx;
  for (const char* value : {"a", "b"}) ctx.AddMetadata("x-want-header", value);
  ctx.AddMetadata("x-want-trailer", "t");
  ctx.AddMetadata("x-want-trailer-bin", "not binary");
  EXPECT_EQ(c.echo("hi", &ctx), "hi");
  EXPECT_THAT(values(ctx.GetServerInitialMetadata(), "x-header"), ElementsAre("a", "b"));
  EXPECT_THAT(values(ctx.GetServerTrailingMetadata(), "x-trailer"), ElementsAre("t"));

  client_context binary;
  binary.AddMetadata("x-want-trailer-bin", bytes);
  EXPECT_EQ(c.echo("hi", &binary), "hi");
  EXPECT_THAT(values(binary.GetServerTrailingMetadata(), "x-trailer-bin"), ElementsAre(bytes));
}

TEST(RebuiltServer, SendsMetadataWithAnErrorToo) {
  running_server server;
  client_context ctx;
  ctx.AddMetadata("x-want-header", "h");
  ctx.AddMetadata("x-want-trailer", "t");
  EXPECT_EQ(client(server.at()).echo("plain error", &ctx), "Unknown: plain");
  EXPECT_THAT(values(ctx.GetServerInitialMetadata(), "x-header"), ElementsAre("h"));
  EXPECT_THAT(values(ctx.GetServerTrailingMetadata(), "x-trailer"), ElementsAre("t"));
}

TEST(RebuiltServer, SendsStatusDetails) {
  running_server server;
  kinds::EchoRequest request;
  request.set_code(5);
  request.set_status_message("不见了\n100%");
  request.set_detail("look elsewhere");
  const grpc::Status s = client(server.at()).echo(request);
  EXPECT_EQ(said(s), "NotFound: 不见了\n100%");
  google::rpc::Status all;
  ASSERT_TRUE(all.ParseFromString(s.error_details()));
  kinds::Line detail;
  ASSERT_EQ(all.details_size(), 1);
  ASSERT_TRUE(all.details(0).UnpackTo(&detail));
  EXPECT_EQ(detail.text(), "look elsewhere");
}

TEST(RebuiltServer, TellsAHandlerThatItsClientHasCancelled) {
  watched<status> told;
  event waiting;
  const auto kinds = std::make_shared<scripted_kinds>();
  kinds->echo = [&](context ctx, const kinds::EchoRequest&) -> task<result<kinds::EchoReply>> {
    waiting.fire();
    co_await ctx.done();
    told.change([&](status& s) { s = ctx.error(); });
    co_return ctx.error();
  };
  running_server server({}, kinds);
  const client c(server.at());
  client_context ctx;
  std::thread canceller([&] {
    waiting.wait();
    ctx.TryCancel();
  });
  EXPECT_EQ(c.echo("wait", &ctx).substr(0, 8), "Canceled");
  canceller.join();
  ASSERT_TRUE(told.await([](const status& s) { return !s.ok(); }));
  EXPECT_EQ(text_of(told.get()), "rpc error: code = Canceled desc = context canceled");
}

TEST(RebuiltServer, GivesAHandlerTheClientsDeadline) {
  watched<status> told;
  watched<bool> has_deadline;
  const auto kinds = std::make_shared<scripted_kinds>();
  kinds->echo = [&](context ctx, const kinds::EchoRequest&) -> task<result<kinds::EchoReply>> {
    has_deadline.change([&](bool& b) { b = ctx.deadline() != call_state::time_point::max(); });
    co_await ctx.done();
    told.change([&](status& s) { s = ctx.error(); });
    co_return ctx.error();
  };
  running_server server({}, kinds);
  client_context ctx;
  ctx.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(50));
  EXPECT_EQ(client(server.at()).echo("wait", &ctx).substr(0, 16), "DeadlineExceeded");
  ASSERT_TRUE(told.await([](const status& s) { return !s.ok(); }));
  EXPECT_TRUE(has_deadline.get());
  // The client's RST_STREAM and the server's own timer run a race, here as in grpc-go.
  EXPECT_THAT(text_of(told.get()), AnyOf("rpc error: code = DeadlineExceeded desc = context deadline exceeded",
                                         "rpc error: code = Canceled desc = context canceled"));
}

TEST(RebuiltServer, EndsAStreamsReceiveWhenTheClientCancels) {
  watched<std::string> received;
  const auto kinds = std::make_shared<scripted_kinds>();
  kinds->chat = [&](server_stream& stream) -> task<status> {
    kinds::Line line;
    for (;;) {
      const result<bool> got = co_await stream.recv_msg(line);
      if (got.has_error() || !*got) {
        received.change(
            [&](std::string& r) { r = got.has_error() ? text_of(got.error()) : "the client's last message"; });
        co_return got.has_error() ? got.error() : status();
      }
      const status sent = co_await stream.send_msg(line);
      if (!sent.ok()) co_return sent;
    }
  };
  running_server server({}, kinds);
  const client c(server.at());
  client_context ctx;
  const auto chat = c.kinds->Chat(&ctx);
  kinds::Line heard;
  ASSERT_TRUE(chat->Write(line_of("hello")));
  ASSERT_TRUE(chat->Read(&heard));
  ctx.TryCancel();
  EXPECT_FALSE(chat->Read(&heard));
  (void)chat->Finish();
  ASSERT_TRUE(received.await([](const std::string& r) { return !r.empty(); }));
  EXPECT_EQ(received.get(), "rpc error: code = Canceled desc = context canceled");
}

TEST(RebuiltServer, NestsTheArticlesInterceptorsAroundACall) {
  lines printed;
  running_server server({chain_unary_interceptor(
      {services::err_handler_interceptor(printed.sink()), services::log_interceptor(printed.sink())})});
  EXPECT_EQ(client(server.at()).user_name("1"), "balabala");
  EXPECT_THAT(printed.all(),
              ElementsAre("err handler status", "log handler status", "log handler end err <nil>  req id:\"1\"",
                          "err handler end err <nil>  req id:\"1\""));
}

TEST(RebuiltServer, LetsOnlyThoseInWhoHaveTheToken) {
  running_server server({unary_interceptor(services::token_interceptor("secret")),
                         stream_interceptor(services::token_stream_interceptor("secret"))});
  const client c(server.at());
  EXPECT_EQ(c.user_name("1"), "Unauthenticated: missing token");
  client_context wrong;
  wrong.AddMetadata("authorization", "Bearer secreT");
  EXPECT_EQ(c.user_name("1", &wrong), "Unauthenticated: invalid token");
  client_context right;
  right.AddMetadata("authorization", "Bearer secret");
  EXPECT_EQ(c.user_name("1", &right), "balabala");

  client_context no_stream;
  const auto refused = c.kinds->Chat(&no_stream);
  kinds::Line heard;
  EXPECT_FALSE(refused->Read(&heard));
  EXPECT_EQ(said(refused->Finish()), "Unauthenticated: missing token");
  client_context stream;
  stream.AddMetadata("authorization", "Bearer secret");
  const auto chat = c.kinds->Chat(&stream);
  ASSERT_TRUE(chat->Write(line_of("bye")));
  EXPECT_EQ(said(chat->Finish()), "ok");
}

}  // namespace
