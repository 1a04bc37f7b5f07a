// SPDX-License-Identifier: MIT
//
// The server between a scripted listener and a transport that speaks nothing: serving, calls, and the end. What needs a
// real transport is in rebuilt_server_test and its neighbours.
#include "support/scripted_stream.hpp"
#include "support/served_call.hpp"
#include "support/server_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>

namespace {

using namespace basics;
using support::alice;
using support::bob;
using support::descriptor;
using support::scripted_stream;
using support::Server;
using testing::Contains;
using testing::ElementsAre;

TEST_F(Server, AfterAStopServesNothingAndClosesTheListener) {
  make();
  server_->stop();
  support::scripted_listener listener;
  EXPECT_EQ(server_->serve(listener),
            (status{.code = code::unavailable, .message = "grpc: the server has been stopped"}));
  EXPECT_TRUE(listener.closed()) << "or clients would wait in the backlog of a listener that nobody accepts from";
}

TEST_F(Server, StopEndsServeWithOk) {
  auto& listener = serve();
  server_->stop();
  join();
  EXPECT_EQ(ended_[0], status());
  EXPECT_TRUE(listener.closed());
}

TEST_F(Server, ServeReturnsWhenTheLastThingHasEndedNotBefore) {
  auto& listener = serve();
  const descriptor client = connect(listener, alice);
  ASSERT_TRUE(transports_.said.await("0 hand_over 1"));
  transports_.before_the_end = [this] { release_.wait(); };
  std::thread stopping([this] { server_->graceful_stop(); });
  EXPECT_TRUE(transports_.said.await("0 graceful_stop"));
  release_.fire();
  stopping.join();
  join();
  EXPECT_TRUE(returned_after_release_) << "grpc-go: \"Stop or GracefulStop called; block until done\"";
}

TEST_F(Server, CallsStandOnTheirConnection) {
  auto& listener = serve();
  const descriptor a = connect(listener, alice);
  const descriptor b = connect(listener, bob);
  ASSERT_TRUE(transports_.said.await("0 hand_over 2"));
  scripted_stream stream("/user.User/GetUser", {support::get_user("1")});
  ASSERT_TRUE(transports_.call(0, bob, stream));
  EXPECT_THAT(trace_.all(), Contains("rpc 1 tag_rpc /user.User/GetUser conn=2"));
  EXPECT_EQ(stream.final_status, status());
  EXPECT_EQ(server_->counters().succeeded, 1U);
}

TEST_F(Server, RegistersNothingOnceItServes) {
  (void)serve();
  try {
    server_->register_service(services::user_service_desc(), nullptr);
    FAIL();
  } catch (const usage_error& e) {
    EXPECT_STREQ(e.what(), "grpc: Server.RegisterService after Server.Serve for \"user.User\"");
  }
  EXPECT_EQ(server_->get_service_info().size(), 1U);
}

TEST_F(Server, AcceptsAgainWhenDescriptorsHaveRunOut) {
  auto& listener = serve();
  listener.then(std::errc::too_many_files_open, 2);
  const descriptor client = connect(listener, alice);
  EXPECT_TRUE(transports_.said.await("0 hand_over 1"));
  EXPECT_THAT(time_.slept(), ElementsAre(5, 10));
}

TEST_F(Server, AListenerThatFailsForGoodEndsItsServeAndNothingElse) {
  auto& listener = serve();
  const descriptor client = connect(listener, alice);
  ASSERT_TRUE(transports_.said.await("0 hand_over 1"));
  listener.then(std::errc::invalid_argument);
  join();
  EXPECT_EQ(ended_[0]->message, "accept 127.0.0.1:9080: Invalid argument");
  EXPECT_TRUE(listener.closed());
  EXPECT_TRUE(transports_.knows(0, alice)) << "connections that there are live on";
  server_->stop();
  EXPECT_TRUE(trace_.have("conn 1 end"));
}

// GetUser that answers when it is released.

class slow_users final : public services::UnimplementedUserServer {
 public:
  explicit slow_users(event& release) : release_(release) {}
  task<result<user::GetUserResp>> GetUser(context, const user::GetUserReq&) override {
    co_await release_.done();
    co_return user::GetUserResp();
  }

 private:
  event& release_;
};

class ServerWithACall : public Server, public testing::WithParamInterface<bool> {
 protected:
  void SetUp() override {
    make();
    service_desc slow = services::user_service_desc();
    slow.service_name = "slow.User";
    slow.methods[0].method_name = "GetUser";
    server_->register_service(slow, std::make_shared<slow_users>(release_));
  }
};

TEST_P(ServerWithACall, WaitsForItBeforeItHasStopped) {
  auto& listener = serve();
  const descriptor client = connect(listener, alice);
  ASSERT_TRUE(transports_.said.await("0 hand_over 1"));
  scripted_stream stream("/slow.User/GetUser", {support::get_user("1")});
  ASSERT_TRUE(transports_.call(0, alice, stream));
  ASSERT_FALSE(stream.final_status) << "the call waits";

  bool was_over = false;
  std::thread stopping([&] {
    GetParam() ? server_->graceful_stop() : server_->stop();
    was_over = stream.final_status.has_value();
  });
  EXPECT_TRUE(trace_.await("conn 1 end")) << "the transport has done its part";
  release_.fire();
  stopping.join();
  EXPECT_TRUE(was_over) << "a handler that still runs uses the server";
  EXPECT_EQ(stream.final_status, status());
}

INSTANTIATE_TEST_SUITE_P(HoweverItIsStopped, ServerWithACall, testing::Bool(),
                         [](const auto& info) { return info.param ? "Gracefully" : "AtOnce"; });

TEST_F(Server, MayBeStoppedTwiceAndByItsDestructor) {
  (void)serve();
  server_->graceful_stop();
  server_->stop();
  join();
  server_.reset();
  EXPECT_EQ(ended_[0], status());
}

TEST_F(Server, LogsWhatHappensToIt) {
  auto& listener = serve();
  listener.then(std::errc::too_many_files_open);
  listener.then(std::errc::invalid_argument);
  join();
  EXPECT_THAT(log_.all(), ElementsAre("RegisterService(\"user.User\")", "serving",
                                      "Accept error: Too many open files; retrying in 5ms",
                                      "done serving; Accept = Invalid argument"));
}

}  // namespace
