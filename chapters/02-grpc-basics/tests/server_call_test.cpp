// SPDX-License-Identifier: MIT
//
// Unary calls: for each way one can go, the stats handler's events and what went to the client, in their order. The
// orders are grpc-go's (processUnaryRPC); peer_trace_test holds them against the real one.
#include "support/served_call.hpp"

#include <basics/interceptor.hpp>

#include <user.pb.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace {

using namespace basics;
using support::cancels;
using support::get_user;
using testing::ElementsAre;

class UnaryCall : public testing::Test, protected support::served_calls {
 protected:
  // A method of the test's own, /test.Test/M.
  void method(method_handler handler) { serve({{.method_name = "M", .handler = std::move(handler)}}); }
  std::vector<std::string> call(std::deque<support::client_step> client = {get_user("1")}) {
    return play("/test.Test/M", std::move(client));
  }
};

TEST_F(UnaryCall, ThatSucceedsTellsEverythingInOrder) {
  EXPECT_THAT(play("/user.User/GetUser", {get_user("1")}),
              ElementsAre("tag_rpc /user.User/GetUser conn=1", "in_header /user.User/GetUser", "begin",
                          "in_payload user.GetUserReq length=3", "out_header", "out_payload user.GetUserResp length=26",
                          "out_trailer", "end ok", "→ last 26"));
  user::GetUserResp answer;
  ASSERT_TRUE(answer.ParseFromString(received.at(0)));
  EXPECT_EQ(answer.name(), "balabala");
  EXPECT_EQ(answer.phone(), "13100001111");
}

TEST_F(UnaryCall, ThatItsHandlerFailsHasATrailerAndNoHeader) {
  EXPECT_THAT(play("/user.User/GetUser", {get_user("3")}),
              ElementsAre("tag_rpc /user.User/GetUser conn=1", "in_header /user.User/GetUser", "begin",
                          "in_payload user.GetUserReq length=3", "out_trailer",
                          "end code=Unknown desc=\"不存在查询用户\"", "→ status code=Unknown desc=\"不存在查询用户\""));
}

TEST_F(UnaryCall, OfAMethodThatIsNotImplementedIsAnErrorOfItsHandler) {
  EXPECT_THAT(play("/user.User/Ping", {std::string()}),
              ElementsAre("tag_rpc /user.User/Ping conn=1", "in_header /user.User/Ping", "begin",
                          "in_payload user.Request length=0", "out_trailer",
                          "end code=Unimplemented desc=\"method Ping not implemented\"",
                          "→ status code=Unimplemented desc=\"method Ping not implemented\""));
}

TEST_F(UnaryCall, OfAServiceOrMethodNobodyKnowsDoesNotBegin) {
  EXPECT_THAT(play("/no.Such/Thing", {get_user("1")}),
              ElementsAre("tag_rpc /no.Such/Thing conn=1", "in_header /no.Such/Thing", "out_trailer",
                          "→ status code=Unimplemented desc=\"unknown service no.Such\""));
  EXPECT_THAT(play("/user.User/Nothing", {get_user("1")}),
              ElementsAre("tag_rpc /user.User/Nothing conn=1", "in_header /user.User/Nothing", "out_trailer",
                          "→ status code=Unimplemented desc=\"unknown method Nothing for service user.User\""));
  EXPECT_THAT(play("nomethod", {get_user("1")}),
              ElementsAre("tag_rpc nomethod conn=1", "in_header nomethod", "out_trailer",
                          "→ status code=ResourceExhausted desc=\"malformed method name: \\\"nomethod\\\"\""));
  EXPECT_EQ(counters.started, 0U);
  EXPECT_EQ(counters.failed, 0U);
}

TEST_F(UnaryCall, WithBytesThatAreNoMessageIsInternal) {
  EXPECT_THAT(play("/user.User/GetUser", {support::no_message()}),
              ElementsAre("tag_rpc /user.User/GetUser conn=1", "in_header /user.User/GetUser", "begin", "out_trailer",
                          "end code=Internal desc=\"grpc: error unmarshalling request: not a user.GetUserReq\"",
                          "→ status code=Internal desc=\"grpc: error unmarshalling request: not a user.GetUserReq\""));
}

TEST_F(UnaryCall, MayReceiveAsMuchAsTheLimitAndNoByteMore) {
  options.max_receive_message_size = get_user("1").size();
  (void)play("/user.User/GetUser", {get_user("1")});
  EXPECT_TRUE(told.ok()) << told;
  EXPECT_THAT(play("/user.User/GetUser", {get_user("10")}),
              ElementsAre("tag_rpc /user.User/GetUser conn=1", "in_header /user.User/GetUser", "begin", "out_trailer",
                          "end code=ResourceExhausted desc=\"grpc: received message larger than max (4 vs. 3)\"",
                          "→ status code=ResourceExhausted desc=\"grpc: received message larger than max (4 vs. 3)\""));
}

TEST_F(UnaryCall, MaySendAsMuchAsTheLimitAndNoByteMore) {
  options.max_send_message_size = 26;
  (void)play("/user.User/GetUser", {get_user("1")});
  EXPECT_TRUE(told.ok()) << told;
  options.max_send_message_size = 25;
  EXPECT_THAT(
      play("/user.User/GetUser", {get_user("1")}),
      ElementsAre("tag_rpc /user.User/GetUser conn=1", "in_header /user.User/GetUser", "begin",
                  "in_payload user.GetUserReq length=3", "out_trailer",
                  "end code=ResourceExhausted desc=\"grpc: trying to send message larger than max (26 vs. 25)\"",
                  "→ status code=ResourceExhausted desc=\"grpc: trying to send message larger than max (26 vs. 25)\""));
}

TEST_F(UnaryCall, WithoutAMessageIsAnErrorToTheClientAlone) {
  EXPECT_THAT(play("/user.User/GetUser", {}),
              ElementsAre("tag_rpc /user.User/GetUser conn=1", "in_header /user.User/GetUser", "begin", "out_trailer",
                          "end ok", "→ status code=Unknown desc=\"EOF\""))
      << "sic: grpc-go takes the io.EOF for the end of a stream when it tells its stats handler";
  EXPECT_EQ(counters.succeeded, 1U) << "and when it counts";
}

TEST_F(UnaryCall, CancelledBeforeItsMessageHasNoTrailer) {
  EXPECT_THAT(
      play("/user.User/GetUser", {cancels{}}),
      ElementsAre("tag_rpc /user.User/GetUser conn=1", "in_header /user.User/GetUser", "begin",
                  "end code=Canceled desc=\"context canceled\"", "→ status code=Canceled desc=\"context canceled\""))
      << "nobody is there to get one";
}

TEST_F(UnaryCall, CancelledWhileItsHandlerRunsSendsNoAnswer) {
  method([](service*, context ctx, const decode& dec, const unary_server_interceptor&) -> task<reply> {
    any_message request = std::make_shared<user::GetUserReq>();
    (void)dec(*request);
    ctx.stream()->state()->cancel({.code = code::canceled, .message = "context canceled"});
    co_return request;
  });
  EXPECT_THAT(call(), ElementsAre("tag_rpc /test.Test/M conn=1", "in_header /test.Test/M", "begin",
                                  "in_payload user.GetUserReq length=3", "end code=Canceled desc=\"context canceled\"",
                                  "→ status code=Canceled desc=\"context canceled\""));
  EXPECT_EQ(counters.succeeded, 0U);
}

TEST_F(UnaryCall, WithoutAReplyIsInternal) {
  method([](service*, context, const decode&, const unary_server_interceptor&) -> task<reply> {
    co_return any_message();
  });
  EXPECT_THAT(call(), ElementsAre("tag_rpc /test.Test/M conn=1", "in_header /test.Test/M", "begin", "out_trailer",
                                  testing::StartsWith("end code=Internal desc=\"grpc: error while marshaling"),
                                  testing::StartsWith("→ status code=Internal desc=\"grpc: error while marshaling")));
}

TEST_F(UnaryCall, WhoseHandlerThrowsTellsTheClientNothingOfTheException) {
  method([](service*, context, const decode& dec, const unary_server_interceptor&) -> task<reply> {
    user::GetUserReq request;
    (void)dec(request);
    throw std::runtime_error("password=hunter2");
    co_return any_message();  // makes it a coroutine
  });
  EXPECT_THAT(call(), ElementsAre("tag_rpc /test.Test/M conn=1", "in_header /test.Test/M", "begin",
                                  "in_payload user.GetUserReq length=3", "out_trailer",
                                  "end code=Unknown desc=\"Unexpected error in RPC handling\"",
                                  "→ status code=Unknown desc=\"Unexpected error in RPC handling\""));
}

TEST_F(UnaryCall, WhoseHandlerThrowsBeforeItIsACoroutineEndsTheSameWay) {
  method([](service*, context, const decode&, const unary_server_interceptor&) -> task<reply> {
    throw 7;  // a plain function that was to return a coroutine
  });
  (void)call();
  EXPECT_EQ(told.message, "Unexpected error in RPC handling");
}

TEST_F(UnaryCall, SendsHeaderAndTrailerThatItsHandlerSet) {
  method([](service*, context ctx, const decode& dec, const unary_server_interceptor&) -> task<reply> {
    any_message request = std::make_shared<user::GetUserReq>();
    (void)dec(*request);
    (void)set_header(ctx, metadata{{"x-a", "1"}});
    (void)set_trailer(ctx, metadata{{"x-b", "2"}});
    co_return request;
  });
  EXPECT_THAT(call(), ElementsAre("tag_rpc /test.Test/M conn=1", "in_header /test.Test/M", "begin",
                                  "in_payload user.GetUserReq length=3", "out_header x-a=1",
                                  "out_payload user.GetUserReq length=3", "out_trailer x-b=2", "end ok",
                                  "→ header x-a=1", "→ last 3", "→ trailer x-b=2"));
}

TEST_F(UnaryCall, ThatFailsWithAHeaderTellsTheHeaderBeforeTheTrailer) {
  method([](service*, context ctx, const decode&, const unary_server_interceptor&) -> task<reply> {
    (void)set_header(ctx, metadata{{"x-a", "1"}});
    co_return plain_error("no");
  });
  EXPECT_THAT(call(), ElementsAre("tag_rpc /test.Test/M conn=1", "in_header /test.Test/M", "begin", "out_header x-a=1",
                                  "out_trailer", "end code=Unknown desc=\"no\"", "→ header x-a=1",
                                  "→ status code=Unknown desc=\"no\""));
}

TEST_F(UnaryCall, StatusDetailsGoToTheClient) {
  const status detailed{.code = code::not_found, .message = "no", .details = "\x08\x05"};
  method([=](service*, context, const decode&, const unary_server_interceptor&) -> task<reply> {
    status s = detailed;
    co_return s;
  });
  (void)call();
  EXPECT_EQ(told, detailed);
}

TEST_F(UnaryCall, ANumberThatIsNoCodeIsPassedOnAsItIs) {
  method([](service*, context, const decode&, const unary_server_interceptor&) -> task<reply> {
    co_return status{.code = static_cast<code>(77), .message = "odd"};
  });
  EXPECT_THAT(call(), testing::Contains("end code=Code(77) desc=\"odd\""));
}

TEST_F(UnaryCall, SeesTheClientsMetadata) {
  incoming = {{"x-b", "2"}, {"x-a", "1"}};
  EXPECT_THAT(play("/user.User/GetUser", {get_user("1")}),
              testing::Contains("in_header /user.User/GetUser x-a=1 x-b=2"));
}

// Keeps the times that it is told.
class timing final : public stats::handler {
 public:
  context tag_conn(context ctx, const stats::conn_tag_info&) override { return ctx; }
  void handle_conn(const context&, const stats::conn_stats&) override {}
  context tag_rpc(context ctx, const stats::rpc_tag_info&) override { return ctx; }
  void handle_rpc(const context&, const stats::rpc_stats& e) override {
    if (const auto* in = std::get_if<stats::in_payload>(&e)) add("received", in->recv_time);
    if (const auto* out = std::get_if<stats::out_payload>(&e)) add("sent", out->sent_time);
    if (const auto* end = std::get_if<stats::end>(&e)) {
      add("begun", end->begin_time);
      add("ended", end->end_time);
    }
  }
  std::vector<std::string> told;

 private:
  void add(const std::string& what, stats::time_point at) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
    told.push_back(what + " at " + std::to_string(ms));
  }
};

TEST_F(UnaryCall, TellsWhenByTheServersClock) {
  const auto told_times = std::make_shared<timing>();
  options.stats_handler = told_times;
  method([this](service*, context, const decode& dec, const unary_server_interceptor&) -> task<reply> {
    const event never;
    any_message request = std::make_shared<user::GetUserReq>();
    (void)time.sleep(std::chrono::milliseconds(3), never);
    (void)dec(*request);
    (void)time.sleep(std::chrono::milliseconds(4), never);
    co_return request;
  });
  (void)call();
  EXPECT_THAT(told_times->told, ElementsAre("received at 3", "sent at 7", "begun at 0", "ended at 7"));
}

TEST_F(UnaryCall, IsCounted) {
  for (const char* id : {"1", "2", "3"}) (void)play("/user.User/GetUser", {get_user(id)});
  EXPECT_EQ(counters.started, 3U);
  EXPECT_EQ(counters.succeeded, 2U);
  EXPECT_EQ(counters.failed, 1U);
}

TEST_F(UnaryCall, GoesTheSameWayWhenNobodyListens) {
  options.stats_handler = nullptr;
  EXPECT_THAT(play("/user.User/GetUser", {get_user("1")}), ElementsAre("→ last 26"));
  EXPECT_THAT(play("/user.User/GetUser", {get_user("3")}),
              ElementsAre("→ status code=Unknown desc=\"不存在查询用户\""));
  EXPECT_THAT(play("/no.Such/Thing", {}), ElementsAre("→ status code=Unimplemented desc=\"unknown service no.Such\""));
  EXPECT_EQ(counters.succeeded, 1U);
  EXPECT_EQ(counters.failed, 1U);
}

TEST_F(UnaryCall, PassesItsInterceptorsOnceDecoded) {
  options.chain_unary_ints = {[](context, any_message request, const unary_server_info& info, unary_handler) {
    EXPECT_EQ(dynamic_cast<user::GetUserReq&>(*request).id(), "1");
    EXPECT_EQ(info.full_method, "/user.User/GetUser");
    return [](std::string why) -> task<reply> { co_return plain_error(std::move(why)); }("stopped");
  }};
  EXPECT_THAT(play("/user.User/GetUser", {get_user("1")}),
              ElementsAre("tag_rpc /user.User/GetUser conn=1", "in_header /user.User/GetUser", "begin",
                          "in_payload user.GetUserReq length=3", "out_trailer", "end code=Unknown desc=\"stopped\"",
                          "→ status code=Unknown desc=\"stopped\""));
}

}  // namespace
