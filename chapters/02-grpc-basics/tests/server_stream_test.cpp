// SPDX-License-Identifier: MIT
//
// Streaming calls of each kind, and how they can go wrong (processStreamingRPC, serverStream).
#include "support/served_call.hpp"

#include <kinds.pb.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace {

using namespace basics;
using support::cancels;
using support::line;
using support::number;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

class StreamingCall : public testing::Test, protected support::served_calls {
 protected:
  // A bidirectional method of the test's own, /test.Test/S.
  void method(stream_handler handler) {
    serve({}, {{.stream_name = "S", .handler = std::move(handler), .server_streams = true, .client_streams = true}});
  }
  std::vector<std::string> call(std::deque<support::client_step> client = {}) {
    return play("/test.Test/S", std::move(client));
  }
};

TEST_F(StreamingCall, OfTheServerHasOneHeaderAndAPayloadForEachMessage) {
  EXPECT_THAT(play("/kinds.Kinds/Count", {support::count(1, 3)}),
              ElementsAre("tag_rpc /kinds.Kinds/Count conn=1", "in_header /kinds.Kinds/Count", "begin",
                          "in_payload kinds.CountRequest length=4", "out_header", "out_payload kinds.Number length=2",
                          "→ message 2", "out_payload kinds.Number length=2", "→ message 2",
                          "out_payload kinds.Number length=2", "→ message 2", "out_trailer", "end ok", "→ status ok"));
}

TEST_F(StreamingCall, OfTheServerThatSendsNothingHasNoHeader) {
  EXPECT_THAT(play("/kinds.Kinds/Count", {support::count(2, 1)}),
              ElementsAre("tag_rpc /kinds.Kinds/Count conn=1", "in_header /kinds.Kinds/Count", "begin",
                          "in_payload kinds.CountRequest length=4", "out_trailer", "end ok", "→ status ok"));
}

TEST_F(StreamingCall, OfTheClientIsAnsweredWhenItHasSentItsLast) {
  EXPECT_THAT(
      play("/kinds.Kinds/Sum", {number(1), number(2)}),
      ElementsAre("tag_rpc /kinds.Kinds/Sum conn=1", "in_header /kinds.Kinds/Sum", "begin",
                  "in_payload kinds.Number length=2", "in_payload kinds.Number length=2", "out_header",
                  "out_payload kinds.SumReply length=4", "→ message 4", "out_trailer", "end ok", "→ status ok"));
  kinds::SumReply reply;
  ASSERT_TRUE(reply.ParseFromString(received.at(0)));
  EXPECT_EQ(reply.sum(), 3);
  EXPECT_EQ(reply.count(), 2);
}

TEST_F(StreamingCall, OfBothAnswersEachMessageAtOnce) {
  EXPECT_THAT(play("/kinds.Kinds/Chat", {line("a"), line("b")}),
              ElementsAre("tag_rpc /kinds.Kinds/Chat conn=1", "in_header /kinds.Kinds/Chat", "begin",
                          "in_payload kinds.Line length=3", "out_header", "out_payload kinds.Line length=9",
                          "→ message 9", "in_payload kinds.Line length=3", "out_payload kinds.Line length=9",
                          "→ message 9", "out_trailer", "end ok", "→ status ok"));
}

TEST_F(StreamingCall, ThatItsHandlerEndsEarlyLeavesTheRestUnread) {
  const auto happened = play("/kinds.Kinds/Chat", {line("fail"), line("more")});
  EXPECT_THAT(happened,
              ElementsAre("tag_rpc /kinds.Kinds/Chat conn=1", "in_header /kinds.Kinds/Chat", "begin",
                          "in_payload kinds.Line length=6", "out_trailer", "end code=Aborted desc=\"asked to fail\"",
                          "→ status code=Aborted desc=\"asked to fail\""));
}

TEST_F(StreamingCall, WithBytesThatAreNoMessageIsInternal) {
  const std::string words = "code=Internal desc=\"grpc: failed to unmarshal the received message not a kinds.Line\"";
  EXPECT_THAT(play("/kinds.Kinds/Chat", {support::no_message()}),
              ElementsAre("tag_rpc /kinds.Kinds/Chat conn=1", "in_header /kinds.Kinds/Chat", "begin", "out_trailer",
                          "end " + words, "→ status " + words));
}

TEST_F(StreamingCall, MayReceiveAsMuchAsTheLimitAndNoByteMore) {
  options.max_receive_message_size = line("aa").size();
  (void)play("/kinds.Kinds/Chat", {line("aa")});
  EXPECT_TRUE(told.ok()) << told;
  (void)play("/kinds.Kinds/Chat", {line("aaa")});
  EXPECT_EQ(told,
            (status{.code = code::resource_exhausted, .message = "grpc: received message larger than max (5 vs. 4)"}));
}

TEST_F(StreamingCall, MaySendAsMuchAsTheLimitAndTheRefusalLacksTheGrpcOfUnaryCalls) {
  options.max_send_message_size = line("echo: a").size();
  (void)play("/kinds.Kinds/Chat", {line("a")});
  EXPECT_TRUE(told.ok()) << told;
  const auto happened = play("/kinds.Kinds/Chat", {line("ab")});
  EXPECT_EQ(told,
            (status{.code = code::resource_exhausted, .message = "trying to send message larger than max (10 vs. 9)"}))
      << "sic: stream.go and server.go of grpc-go 1.33 differ";
  EXPECT_THAT(happened, Not(Contains(testing::StartsWith("out_payload")))) << "it was not sent";
}

// Receives until something is wrong, and then says that all is well.
task<status> ignore_errors(server_stream& stream) {
  kinds::Line message;
  for (;;) {
    const result<bool> got = co_await stream.recv_msg(message);
    if (got.has_error() || !*got) co_return status();
  }
}

TEST_F(StreamingCall, ThatFailedWhileReceivingFailsWhateverItsHandlerReturns) {
  method([](service*, server_stream& stream) { return ignore_errors(stream); });
  EXPECT_THAT(call({support::no_message()}),
              ElementsAre("tag_rpc /test.Test/S conn=1", "in_header /test.Test/S", "begin", "out_trailer", "end ok",
                          "→ status code=Internal desc=\"grpc: failed to unmarshal the received message not a "
                          "kinds.Line\""))
      << "RecvMsg sends the status by itself in grpc-go, and the handler's comes too late; the stats have the "
         "handler's";
}

task<status> use_after_error(server_stream& stream, std::vector<status>& said) {
  kinds::Line message;
  said.push_back((co_await stream.recv_msg(message)).error());
  const result<bool> again = co_await stream.recv_msg(message);
  said.push_back(again.error());
  said.push_back(co_await stream.send_msg(message));
  co_return status();
}

TEST_F(StreamingCall, ThatHasFailedStaysFailed) {
  std::vector<status> said;
  method([&](service*, server_stream& stream) { return use_after_error(stream, said); });
  const auto happened = call({support::no_message(), line("fine")});
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[1], said[0]) << "what comes after a broken message is not read";
  EXPECT_EQ(said[2], said[0]);
  EXPECT_TRUE(received.empty()) << "nothing may be sent behind the trailer";
}

TEST_F(StreamingCall, ThatIsCancelledHasNoTrailer) {
  EXPECT_THAT(play("/kinds.Kinds/Sum", {number(1), cancels{}}),
              ElementsAre("tag_rpc /kinds.Kinds/Sum conn=1", "in_header /kinds.Kinds/Sum", "begin",
                          "in_payload kinds.Number length=2", "end code=Canceled desc=\"context canceled\"",
                          "→ status code=Canceled desc=\"context canceled\""));
}

task<status> send_after_cancel(server_stream& stream, std::vector<status>& said) {
  kinds::Line message;
  stream.ctx().stream()->state()->cancel({.code = code::canceled, .message = "context canceled"});
  said.push_back(co_await stream.send_msg(message));
  co_return said.back();
}

TEST_F(StreamingCall, SendingToAClientThatCancelledSaysSoAndTellsNoPayload) {
  std::vector<status> said;
  method([&](service*, server_stream& stream) { return send_after_cancel(stream, said); });
  EXPECT_THAT(call(), Not(Contains(testing::StartsWith("out_"))));
  EXPECT_EQ(said.at(0), (status{.code = code::canceled, .message = "context canceled"}));
}

task<status> send_twice(server_stream& stream, std::vector<status>& said) {
  kinds::Line message;
  dynamic_cast<support::scripted_stream&>(*stream.ctx().stream()).vanish();
  said.push_back(co_await stream.send_msg(message));
  said.push_back(co_await stream.send_msg(message));
  co_return status();
}

TEST_F(StreamingCall, SendingToAClientThatVanishedIsUnavailable) {
  std::vector<status> said;
  method([&](service*, server_stream& stream) { return send_twice(stream, said); });
  (void)call();
  const status gone{.code = code::unavailable, .message = "transport is closing"};
  EXPECT_THAT(said, ElementsAre(gone, gone));
}

TEST_F(StreamingCall, WhoseHandlerThrowsTellsTheClientNothingOfTheException) {
  method([](service*, server_stream&) -> task<status> {
    throw std::runtime_error("password=hunter2");
    co_return status();  // makes it a coroutine
  });
  EXPECT_THAT(call(), ElementsAre("tag_rpc /test.Test/S conn=1", "in_header /test.Test/S", "begin", "out_trailer",
                                  "end code=Unknown desc=\"Unexpected error in RPC handling\"",
                                  "→ status code=Unknown desc=\"Unexpected error in RPC handling\""));
}

task<status> header_first(server_stream& stream, std::vector<status>& said) {
  said.push_back(stream.set_header({{"x-a", "1"}}));
  const metadata more{{"x-b", "2"}};
  said.push_back(co_await stream.send_header(more));
  said.push_back(stream.set_header({{"x-c", "3"}}));
  said.push_back(co_await stream.send_header(more));
  stream.set_trailer({{"x-d", "4"}});
  kinds::Line message;
  said.push_back(co_await stream.send_msg(message));
  co_return status();
}

TEST_F(StreamingCall, MaySendItsHeaderByItselfOnce) {
  std::vector<status> said;
  method([&](service*, server_stream& stream) { return header_first(stream, said); });
  EXPECT_THAT(call(), ElementsAre("tag_rpc /test.Test/S conn=1", "in_header /test.Test/S", "begin",
                                  "out_header x-a=1 x-b=2", "→ header x-a=1 x-b=2", "out_payload kinds.Line length=0",
                                  "→ message 0", "out_trailer x-d=4", "end ok", "→ status ok", "→ trailer x-d=4"));
  EXPECT_TRUE(said[0].ok());
  EXPECT_TRUE(said[1].ok());
  EXPECT_FALSE(said[2].ok()) << "the header has gone";
  EXPECT_FALSE(said[3].ok());
  EXPECT_TRUE(said[4].ok());
}

TEST_F(StreamingCall, ThroughAnInterceptorThatMaySeeItsKind) {
  std::vector<std::string> seen;
  options.chain_stream_ints = {
      [&](service* server, server_stream& stream, const stream_server_info& info, stream_handler handler) {
        seen.push_back(std::string(info.full_method) + (info.is_client_stream ? " client" : "") +
                       (info.is_server_stream ? " server" : ""));
        return handler(server, stream);
      }};
  for (const char* name : {"Count", "Sum", "Chat"}) (void)play(std::string("/kinds.Kinds/") + name, {});
  (void)play("/kinds.Kinds/Echo", {support::echo("x")});
  EXPECT_THAT(seen,
              ElementsAre("/kinds.Kinds/Count server", "/kinds.Kinds/Sum client", "/kinds.Kinds/Chat client server"))
      << "and unary calls do not pass it";
}

TEST_F(StreamingCall, IsCounted) {
  (void)play("/kinds.Kinds/Sum", {});
  (void)play("/kinds.Kinds/Chat", {line("fail")});
  (void)play("/kinds.Kinds/Sum", {cancels{}});
  EXPECT_EQ(counters.started, 3U);
  EXPECT_EQ(counters.succeeded, 1U);
  EXPECT_EQ(counters.failed, 2U);
}

TEST_F(StreamingCall, GoesTheSameWayWhenNobodyListens) {
  options.stats_handler = nullptr;
  EXPECT_THAT(play("/kinds.Kinds/Chat", {line("a")}), ElementsAre("→ message 9", "→ status ok"));
}

class UnknownServiceHandler : public testing::Test, protected support::served_calls {
 protected:
  void SetUp() override {
    const std::vector<server_option> with = {unknown_service_handler([this](service* server, server_stream& stream) {
      EXPECT_EQ(server, nullptr);
      return ignore_and_say(stream);
    })};
    apply_options(options, with);
  }
  task<status> ignore_and_say(server_stream&) {
    ++calls_;
    co_return status{.code = code::data_loss, .message = "nobody knows"};
  }
  int calls_ = 0;
};

TEST_F(UnknownServiceHandler, TakesUnknownServicesAndMethodsAsStreams) {
  EXPECT_THAT(play("/no.Such/Thing", {}),
              ElementsAre("tag_rpc /no.Such/Thing conn=1", "in_header /no.Such/Thing", "begin", "out_trailer",
                          "end code=DataLoss desc=\"nobody knows\"", "→ status code=DataLoss desc=\"nobody knows\""));
  (void)play("/user.User/Nothing", {});
  EXPECT_EQ(calls_, 2);
}

TEST_F(UnknownServiceHandler, LeavesKnownOnesAlone) {
  (void)play("/user.User/GetUser", {support::get_user("1")});
  EXPECT_TRUE(told.ok()) << told;
  EXPECT_EQ(calls_, 0);
}

TEST_F(UnknownServiceHandler, IsNotAskedAboutAPathThatIsNone) {
  (void)play("nomethod", {});
  EXPECT_EQ(told.code, code::resource_exhausted) << "grpc-go's handleStream returns before it looks for the handler";
  EXPECT_EQ(calls_, 0);
}

}  // namespace
