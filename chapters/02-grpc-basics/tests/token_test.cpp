// SPDX-License-Identifier: MIT
//
// Who has the token may call; what a message looks like in a log line.
#include "services/interceptors.hpp"
#include "support/idle_stream.hpp"
#include "support/run.hpp"

#include <kinds.pb.h>
#include <user.pb.h>

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace {

using namespace basics;
using services::check_token;
using services::go_text;
using support::run;

const std::string token = "s3cret";

/// "" when the metadata lets a call through, else what it is told.
std::string refusal(const metadata& incoming) {
  const status s = check_token(incoming, token);
  if (s.ok()) return "";
  EXPECT_EQ(s.code, code::unauthenticated) << "not PERMISSION_DENIED: that is for callers one knows";
  return s.message;
}

TEST(CheckToken, TheRightOneMayCall) { EXPECT_EQ(refusal({{"authorization", "Bearer s3cret"}}), ""); }

TEST(CheckToken, TheKeysCaseDoesNotMatter) {
  EXPECT_EQ(refusal({{"Authorization", "Bearer s3cret"}}), "") << "metadata keys are lower case on the wire";
}

TEST(CheckToken, OtherMetadataDoesNotMatter) {
  EXPECT_EQ(refusal({{"x-a", "1"}, {"authorization", "Bearer s3cret"}, {"user-agent", "test"}}), "");
}

TEST(CheckToken, NoneIsMissing) {
  EXPECT_EQ(refusal({}), "missing token");
  EXPECT_EQ(refusal({{"x-authorization", "Bearer s3cret"}}), "missing token");
}

TEST(CheckToken, AWrongOneOfTheSameLengthIsInvalid) {
  EXPECT_EQ(refusal({{"authorization", "Bearer s3cres"}}), "invalid token");
  EXPECT_EQ(refusal({{"authorization", "Bearer S3cret"}}), "invalid token") << "a token's case matters";
}

TEST(CheckToken, ABeginningOfTheRightOneIsInvalid) {
  EXPECT_EQ(refusal({{"authorization", "Bearer s3cre"}}), "invalid token");
  EXPECT_EQ(refusal({{"authorization", "Bearer "}}), "invalid token");
  EXPECT_EQ(refusal({{"authorization", ""}}), "invalid token") << "empty is not missing";
}

TEST(CheckToken, TheRightOneWithMoreBehindItIsInvalid) {
  EXPECT_EQ(refusal({{"authorization", "Bearer s3cret!"}}), "invalid token");
  EXPECT_EQ(refusal({{"authorization", "Bearer s3cret "}}), "invalid token");
}

TEST(CheckToken, TheRightOneWithoutBearerIsInvalid) {
  EXPECT_EQ(refusal({{"authorization", "s3cret"}}), "invalid token");
  EXPECT_EQ(refusal({{"authorization", "Basic s3cret"}}), "invalid token");
  EXPECT_EQ(refusal({{"authorization", "Bearers3cret"}}), "invalid token");
}

TEST(CheckToken, TwoValuesAreInvalidInEitherOrder) {
  EXPECT_EQ(refusal({{"authorization", "Bearer s3cret"}, {"authorization", "Bearer wrong!"}}), "invalid token")
      << "a proxy in front may have looked at the other one";
  EXPECT_EQ(refusal({{"authorization", "Bearer wrong!"}, {"authorization", "Bearer s3cret"}}), "invalid token");
  EXPECT_EQ(refusal({{"authorization", "Bearer s3cret"}, {"authorization", "Bearer s3cret"}}), "invalid token");
}

TEST(CheckToken, AZeroByteDoesNotEndTheComparison) {
  const std::string cut("Bearer s3cret\0", 14);
  EXPECT_EQ(refusal({{"authorization", cut}}), "invalid token");
}

context call_with(const metadata& incoming) {
  auto call = std::make_shared<call_state>();
  call->incoming = incoming;
  return context().with_call(std::move(call));
}

class TokenInterceptor : public testing::Test {
 protected:
  std::string unary(const metadata& incoming) {
    const unary_handler handler = [this](context, any_message request) { return handled(std::move(request)); };
    const reply r = run(unary_(call_with(incoming), std::make_shared<user::GetUserReq>(), {}, handler));
    return r.has_error() ? r.error().message : "";
  }
  task<reply> handled(any_message request) {
    ++calls_;
    co_return request;
  }

  const unary_server_interceptor unary_ = services::token_interceptor(token);
  int calls_ = 0;
};

TEST_F(TokenInterceptor, LetsTheRightOneThrough) {
  EXPECT_EQ(unary({{"authorization", "Bearer s3cret"}}), "");
  EXPECT_EQ(calls_, 1);
}

TEST_F(TokenInterceptor, KeepsTheHandlerFromCallsWithoutIt) {
  EXPECT_EQ(unary({}), "missing token");
  EXPECT_EQ(unary({{"authorization", "Bearer wrong!"}}), "invalid token");
  EXPECT_EQ(calls_, 0) << "a refusal must come before the handler, not after it";
}

TEST_F(TokenInterceptor, LooksAtEveryCall) {
  EXPECT_EQ(unary({{"authorization", "Bearer s3cret"}}), "");
  EXPECT_EQ(unary({}), "missing token") << "one good call does not open the door for the next";
}

task<status> count(int& calls) {
  ++calls;
  co_return status();
}

TEST(TokenStreamInterceptor, GuardsStreamsAsWell) {
  const stream_server_interceptor guard = services::token_stream_interceptor(token);
  int calls = 0;
  const stream_handler handler = [&](service*, server_stream&) { return count(calls); };
  const auto told = [&](const metadata& incoming) {
    support::idle_stream stream(call_with(incoming));
    return run(guard(nullptr, stream, {}, handler));
  };
  EXPECT_EQ(told({}), (status{.code = code::unauthenticated, .message = "missing token"}));
  EXPECT_EQ(told({{"authorization", "Bearer wrong!"}}),
            (status{.code = code::unauthenticated, .message = "invalid token"}));
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(told({{"authorization", "Bearer s3cret"}}).ok());
  EXPECT_EQ(calls, 1);
}

user::GetUserResp little_wang() {
  user::GetUserResp user;
  user.set_id("2");
  user.set_name("小王");
  return user;
}

TEST(GoText, HasNoSpaceAfterTheColon) {
  user::GetUserReq request;
  request.set_id("1");
  EXPECT_EQ(go_text(request), "id:\"1\"");
}

TEST(GoText, LeavesOtherLettersReadable) { EXPECT_EQ(go_text(little_wang()), "id:\"2\" name:\"小王\""); }

TEST(GoText, OfAnEmptyMessageIsEmpty) { EXPECT_EQ(go_text(user::Request()), ""); }

TEST(GoText, ChangesNothingInsideQuotes) {
  user::GetUserReq request;
  request.set_id("a: b \"c: d\" ");
  EXPECT_EQ(go_text(request), R"(id:"a: b \"c: d\" ")");
  request.set_id("ends in \\");
  EXPECT_EQ(go_text(request), R"(id:"ends in \\")");
}

TEST(GoText, ABackslashBeforeTheLastQuoteDoesNotHideIt) {
  user::GetUserResp user;
  user.set_id("a\\");
  user.set_name("b: c");
  EXPECT_EQ(go_text(user), R"(id:"a\\" name:"b: c")");
}

TEST(GoText, OfNumbers) {
  kinds::CountRequest request;
  request.set_from(1);
  request.set_to(5);
  EXPECT_EQ(go_text(request), "from:1 to:5");
}

}  // namespace
