// SPDX-License-Identifier: MIT
//
// Limits from both sides and in both directions, handlers that throw or send what cannot be sent, and compression.
#include "support/client.hpp"
#include "support/raw_client.hpp"
#include "support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using namespace basics;
using namespace support;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t limit = 64 * 1024;

// A text that makes the whole message so many bytes: a field's number and its length stand in front (1 + 3 bytes).
std::string text_for_message_of(std::size_t bytes) { return std::string(bytes - 4, 'x'); }

running_server::options limited() { return {max_recv_msg_size(limit), max_send_msg_size(limit)}; }

TEST(RebuiltServerLimits, TakesAMessageOfTheLimitAndRefusesOneByteMore) {
  running_server server({max_recv_msg_size(limit)});
  const client c(server.at());
  EXPECT_EQ(c.echo(text_for_message_of(limit)).size(), limit - 4);
  EXPECT_EQ(c.echo(text_for_message_of(limit + 1)),
            "ResourceExhausted: grpc: received message larger than max (65537 vs. 65536)");
  EXPECT_EQ(c.echo("still here"), "still here");
}

TEST(RebuiltServerLimits, SendsAMessageOfTheLimitAndRefusesOneByteMore) {
  running_server server(limited());
  const client c(server.at());
  kinds::EchoRequest request;
  request.set_text("x");
  request.set_repeat(limit - 4);
  kinds::EchoReply reply;
  EXPECT_EQ(said(c.echo(request, &reply)), "ok");
  EXPECT_EQ(reply.ByteSizeLong(), limit);
  request.set_repeat(limit - 3);
  EXPECT_EQ(said(c.echo(request)), "ResourceExhausted: grpc: trying to send message larger than max (65537 vs. 65536)");
}

TEST(RebuiltServerLimits, HoldForTheMessagesOfAStreamInBothDirections) {
  running_server server(limited());
  const client c(server.at());
  kinds::Line heard;
  {
    client_context ctx;
    const auto chat = c.kinds->Chat(&ctx);
    ASSERT_TRUE(chat->Write(line_of(text_for_message_of(limit - 6))));  // "echo: " makes six more
    ASSERT_TRUE(chat->Read(&heard));
    EXPECT_EQ(heard.ByteSizeLong(), limit);
    ASSERT_TRUE(chat->Write(line_of(text_for_message_of(limit))));  // may come, but not go back
    EXPECT_FALSE(chat->Read(&heard));
    EXPECT_EQ(said(chat->Finish()), "ResourceExhausted: trying to send message larger than max (65542 vs. 65536)");
  }
  client_context ctx;
  const auto chat = c.kinds->Chat(&ctx);
  chat->Write(line_of(text_for_message_of(limit + 1)));
  EXPECT_FALSE(chat->Read(&heard));
  EXPECT_EQ(said(chat->Finish()), "ResourceExhausted: grpc: received message larger than max (65537 vs. 65536)");
}

TEST(RebuiltServerLimits, TakeFourMebibytesWhenNobodySaysOtherwise) {
  running_server server;
  const client c(server.at());
  kinds::SumReply sum;
  const std::size_t four_mebibytes = std::size_t{4} * 1024 * 1024;
  EXPECT_EQ(c.raw("/user.User/GetUser", std::string(four_mebibytes + 1, 'x')),
            "ResourceExhausted: grpc: received message larger than max (4194305 vs. 4194304)");
  EXPECT_EQ(c.raw("/user.User/GetUser", std::string(5 * four_mebibytes / 4, 'x')),
            "ResourceExhausted: grpc: received message larger than max (5242880 vs. 4194304)");
  EXPECT_EQ(c.user_name("1"), "balabala");
}

TEST(RebuiltServerLimits, NoMoreCallsAtATimeThanAConnectionMayHave) {
  watched<int> running;
  watched<int> most;
  event go;
  const auto kinds = std::make_shared<scripted_kinds>();
  kinds->echo = [&](context, const kinds::EchoRequest&) -> task<result<kinds::EchoReply>> {
    const int now = running.change([](int& n) { return ++n; });
    most.change([&](int& m) { m = std::max(m, now); });
    co_await go.done();
    running.change([](int& n) { --n; });
    co_return kinds::EchoReply();
  };
  running_server server({max_concurrent_streams(2)}, kinds);
  const client c(server.at());
  std::vector<std::thread> callers;
  for (int i = 0; i < 6; ++i) callers.emplace_back([&] { EXPECT_EQ(c.echo(""), ""); });
  EXPECT_TRUE(running.await([](int n) { return n == 2; }));
  go.fire();
  for (std::thread& t : callers) t.join();
  EXPECT_LE(most.get(), 2);
}

struct secret : std::runtime_error {
  secret() : std::runtime_error("the password is swordfish") {}
};

TEST(RebuiltServerHandlers, ThatThrowEndTheirCallAndTellNothing) {
  const auto seen = std::make_shared<witness>();
  const auto kinds = std::make_shared<scripted_kinds>();
  kinds->echo = [](context, const kinds::EchoRequest&) -> task<result<kinds::EchoReply>> {
    throw secret();
    co_return kinds::EchoReply();
  };
  kinds->count = [](server_stream&) -> task<status> { throw secret(); };  // not even a coroutine
  kinds->sum = [](server_stream& stream) -> task<status> {
    kinds::Number n;
    (void)co_await stream.recv_msg(n);
    throw secret();
  };
  kinds->chat = [](server_stream& stream) -> task<status> {
    (void)co_await stream.send_msg(line_of("one"));
    throw 5;
  };
  running_server server({stats_handler(seen)}, kinds);
  const client c(server.at());
  const std::string told = "Unknown: Unexpected error in RPC handling";
  EXPECT_EQ(c.echo("hi"), told);
  client_context ctx_count, ctx_sum, ctx_chat;
  EXPECT_EQ(said(c.kinds->Count(&ctx_count, {})->Finish()), told);
  kinds::SumReply sum;
  const auto numbers = c.kinds->Sum(&ctx_sum, &sum);
  numbers->Write({});
  EXPECT_EQ(said(numbers->Finish()), told);
  const auto chat = c.kinds->Chat(&ctx_chat);
  kinds::Line heard;
  EXPECT_TRUE(chat->Read(&heard)) << "what was sent before the exception arrives";
  EXPECT_FALSE(chat->Read(&heard));
  EXPECT_EQ(said(chat->Finish()), told);
  EXPECT_EQ(c.user_name("1"), "balabala");
  EXPECT_TRUE(seen->await_calls_ended(5));
  EXPECT_EQ(server->counters().failed, 4U);
}

TEST(RebuiltServerHandlers, ThatSendWhatNoHeaderCanCarryHarmNobody) {
  const auto kinds = std::make_shared<scripted_kinds>();
  kinds->echo = [](context ctx, const kinds::EchoRequest&) -> task<result<kinds::EchoReply>> {
    metadata odd;
    for (const char* key : {"", " ", "x space", "x-ünï", ":status", "grpc-status", "grpc-message", "content-type", "te",
                            "x-new\nline", "X-Upper"}) {
      odd.append(key, "v");
    }
    odd.append("x-value", "two\r\nx-injected: lines");
    odd.append("x-value", "中文");
    odd.append("x-value", std::string("\0", 1));
    odd.append("x-good", "good");
    (void)set_header(ctx, odd);
    (void)set_trailer(ctx, odd);
    co_return kinds::EchoReply();
  };
  running_server server({}, kinds);
  const client c(server.at());
  client_context ctx;
  EXPECT_EQ(c.echo("", &ctx), "");
  for (const auto& md : {ctx.GetServerInitialMetadata(), ctx.GetServerTrailingMetadata()}) {
    EXPECT_THAT(values(md, "x-good"), ElementsAre("good"));
    EXPECT_THAT(values(md, "x-upper"), ElementsAre("v"));
    EXPECT_THAT(values(md, "x-value"), IsEmpty());
    EXPECT_THAT(values(md, "x-injected"), IsEmpty());
    EXPECT_EQ(md.count("x space"), 0U);
  }
  EXPECT_EQ(c.user_name("1"), "balabala");
}

TEST(RebuiltServerHandlers, MayAnswerAnyCodeAndAnyBytesAsAMessage) {
  const auto kinds = std::make_shared<scripted_kinds>();
  kinds->echo = [](context, const kinds::EchoRequest& r) -> task<result<kinds::EchoReply>> {
    status s;
    s.code = static_cast<code>(r.code());
    s.message = r.text() == "bad" ? "bad \xff\xfe utf-8" : r.text();
    co_return s;
  };
  running_server server({}, kinds);
  const client c(server.at());
  const auto ask = [&](int code, const std::string& message) {
    kinds::EchoRequest request;
    request.set_code(code);
    request.set_text(message);
    return said(c.echo(request));
  };
  EXPECT_EQ(ask(13, std::string("\0\x01\x7f\r\n\"%41\\", 10)), "Internal: " + std::string("\0\x01\x7f\r\n\"%41\\", 10));
  EXPECT_EQ(ask(16, "不存在查询用户"), "Unauthenticated: 不存在查询用户");
  EXPECT_EQ(ask(3, "bad"), "InvalidArgument: bad \xff\xfe utf-8") << "percent-encoding carries any bytes";
  for (const int odd : {17, 77, -1, 2147483647}) {
    EXPECT_NE(ask(odd, "odd"), "ok") << odd << " is no success";
    EXPECT_EQ(c.user_name("1"), "balabala") << "after " << odd;
  }
}

TEST(RebuiltServerCompression, ReadsWhatAClientCompresses) {
  running_server server;
  const client c(server.at());
  for (const auto algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    client_context ctx;
    ctx.set_compression_algorithm(algorithm);
    EXPECT_EQ(c.echo(std::string(100'000, 'x'), &ctx).size(), 100'000U);
  }
}

TEST(RebuiltServerCompression, LimitsWhatWasInsideNotWhatCame) {
  running_server server({max_recv_msg_size(limit)});
  client_context ctx;
  ctx.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  EXPECT_EQ(client(server.at()).echo(text_for_message_of(limit + 1), &ctx),
            "ResourceExhausted: grpc: received message larger than max (65537 vs. 65536)");
}

TEST(RebuiltServerCompression, CompressesItsAnswersWhenToldTo) {
  for (const char* name : {"gzip", "deflate"}) {
    running_server server({rpc_compressor(name)});
    const client c(server.at());
    client_context ctx;
    kinds::EchoRequest request;
    request.set_text("x");
    request.set_repeat(100'000);
    kinds::EchoReply reply;
    EXPECT_EQ(said(c.echo(request, &reply, &ctx)), "ok");
    EXPECT_EQ(reply.text().size(), 100'000U);

    // grpc++ does not show a client how an answer came; a client that takes note of the bytes does.
    raw_client bytes(server.port());
    bytes.send(connection_begin() +
               call(1, "/kinds.Kinds/Echo", request.SerializeAsString(), {{"grpc-accept-encoding", name}}));
    ASSERT_TRUE(bytes.await("grpc-status")) << bytes.heard();
    EXPECT_TRUE(bytes.has("grpc-encoding")) << bytes.heard();
    EXPECT_TRUE(bytes.has(name)) << bytes.heard();
    EXPECT_LT(bytes.heard().size(), 10'000U);
  }
}

}  // namespace
