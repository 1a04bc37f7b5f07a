// SPDX-License-Identifier: MIT
//
// The handlers that protoc-gen-go-grpc would write, written by hand: with and without an interceptor, and with a
// request that is none.
#include "services/user_service.hpp"
#include "support/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <typeinfo>
#include <vector>

namespace {

using namespace basics;
using support::run;
using testing::ElementsAre;

using notes = std::vector<std::string>;

// An implementation that writes down what it is asked.
class noting_users final : public services::UserServer {
 public:
  explicit noting_users(notes& said) : said_(said) {}
  task<result<user::GetUserResp>> GetUser(context ctx, const user::GetUserReq& request) override {
    said_.push_back("GetUser " + request.id() + " from " + ctx.peer());
    user::GetUserResp answer;
    answer.set_name("name of " + request.id());
    co_return answer;
  }
  task<result<user::Response>> Ping(context, const user::Request&) override {
    said_.push_back("Ping");
    co_return user::Response();
  }

 private:
  notes& said_;
};

class UserHandler : public testing::Test {
 protected:
  UserHandler() {
    auto call = std::make_shared<call_state>();
    call->peer = "127.0.0.1:43535";
    ctx_ = context().with_call(std::move(call));
  }

  // A request whose bytes hold this id.
  decode holding(std::string id) {
    return [this, id = std::move(id)](google::protobuf::Message& into) -> status {
      said_.push_back("decode");
      dynamic_cast<user::GetUserReq&>(into).set_id(id);
      return {};
    };
  }
  decode failing_ = [](google::protobuf::Message&) -> status {
    return {.code = code::internal, .message = "grpc: error unmarshalling request: no"};
  };
  const decode empty_ = [](google::protobuf::Message&) -> status { return {}; };

  notes said_;
  noting_users users_{said_};
  context ctx_;
};

TEST_F(UserHandler, DecodesAndCallsTheImplementation) {
  const reply r = run(services::user_get_user_handler(&users_, ctx_, holding("1"), nullptr));
  ASSERT_TRUE(r.has_value()) << r.error();
  EXPECT_EQ(dynamic_cast<const user::GetUserResp&>(**r).name(), "name of 1");
  EXPECT_THAT(said_, ElementsAre("decode", "GetUser 1 from 127.0.0.1:43535"));
}

TEST_F(UserHandler, WithoutAnImplementationThrowsAndDoesNotCrash) {
  EXPECT_THROW((void)run(services::user_get_user_handler(nullptr, ctx_, holding("1"), nullptr)), std::bad_cast);
}

task<reply> note_and_call(notes& said, context ctx, any_message request, unary_handler handler) {
  said.push_back("interceptor in");
  reply r = co_await handler(std::move(ctx), std::move(request));
  said.push_back("interceptor out");
  co_return r;
}

TEST_F(UserHandler, GoesThroughTheInterceptorWhenThereIsOne) {
  const unary_server_interceptor noting = [this](context ctx, any_message r, const unary_server_info&,
                                                 unary_handler handler) {
    return note_and_call(said_, std::move(ctx), std::move(r), std::move(handler));
  };
  const reply r = run(services::user_get_user_handler(&users_, ctx_, holding("1"), noting));
  ASSERT_TRUE(r.has_value()) << r.error();
  EXPECT_EQ(dynamic_cast<const user::GetUserResp&>(**r).name(), "name of 1");
  EXPECT_THAT(said_, ElementsAre("decode", "interceptor in", "GetUser 1 from 127.0.0.1:43535", "interceptor out"))
      << "decoded before the interceptor, which is to see the request; called once, and by the interceptor alone";
}

task<reply> refuse() { co_return status{.code = code::permission_denied, .message = "not today"}; }

TEST_F(UserHandler, AnInterceptorThatRefusesKeepsTheCallFromTheImplementation) {
  const unary_server_interceptor refusing = [](context, any_message, const unary_server_info&, unary_handler) {
    return refuse();
  };
  EXPECT_EQ(run(services::user_get_user_handler(&users_, ctx_, holding("1"), refusing)).error().message, "not today");
  EXPECT_THAT(said_, ElementsAre("decode"));
}

TEST_F(UserHandler, TellsTheInterceptorWhichMethodOfWhichImplementation) {
  std::string full_method;
  service* server = nullptr;
  const unary_server_interceptor looking = [&](context ctx, any_message r, const unary_server_info& info,
                                               unary_handler handler) {
    full_method = info.full_method;
    server = info.server;
    return handler(std::move(ctx), std::move(r));
  };
  (void)run(services::user_get_user_handler(&users_, ctx_, holding("1"), looking));
  EXPECT_EQ(full_method, "/user.User/GetUser") << "as it stands in :path, with its slash";
  EXPECT_EQ(server, &users_);
  (void)run(services::user_ping_handler(&users_, ctx_, empty_, looking));
  EXPECT_EQ(full_method, "/user.User/Ping");
}

TEST_F(UserHandler, PassesOnTheContextAndRequestOfTheInterceptor) {
  auto other = std::make_shared<user::GetUserReq>();
  other->set_id("2");
  auto call = std::make_shared<call_state>();
  call->peer = "[::1]:1";
  const context another = context().with_call(std::move(call));
  const unary_server_interceptor changing = [&](context, any_message, const unary_server_info&, unary_handler handler) {
    return handler(another, other);
  };
  (void)run(services::user_get_user_handler(&users_, ctx_, holding("1"), changing));
  EXPECT_THAT(said_, ElementsAre("decode", "GetUser 2 from [::1]:1"));
}

TEST_F(UserHandler, ARequestThatCannotBeDecodedReachesNobody) {
  const unary_server_interceptor noting = [this](context ctx, any_message r, const unary_server_info&,
                                                 unary_handler handler) {
    return note_and_call(said_, std::move(ctx), std::move(r), std::move(handler));
  };
  for (const unary_server_interceptor& interceptor : {unary_server_interceptor(), noting}) {
    const reply r = run(services::user_get_user_handler(&users_, ctx_, failing_, interceptor));
    ASSERT_TRUE(r.has_error());
    EXPECT_EQ(r.error(), (status{.code = code::internal, .message = "grpc: error unmarshalling request: no"}));
  }
  EXPECT_THAT(said_, testing::IsEmpty()) << "neither the interceptor nor the implementation";
}

TEST_F(UserHandler, ARequestOfAnotherTypeIsCaughtBeforeTheImplementation) {
  const unary_server_interceptor confusing = [](context ctx, any_message, const unary_server_info&,
                                                unary_handler handler) {
    return handler(std::move(ctx), std::make_shared<user::Response>());
  };
  EXPECT_THROW((void)run(services::user_get_user_handler(&users_, ctx_, holding("1"), confusing)), std::bad_cast)
      << "↔ Go's type assertion req.(*GetUserReq), which panics";
  EXPECT_THAT(said_, ElementsAre("decode"));
}

TEST_F(UserHandler, AnErrorOfTheImplementationComesBackAsItIs) {
  services::user_server articles;
  EXPECT_EQ(run(services::user_get_user_handler(&articles, ctx_, holding("3"), nullptr)).error(),
            plain_error("不存在查询用户"));
}

TEST(UserServiceDesc, NamesBothMethodsAndTheirHandlers) {
  const service_desc desc = services::user_service_desc();
  EXPECT_EQ(desc.service_name, "user.User");
  EXPECT_EQ(desc.metadata, "user.proto");
  EXPECT_EQ(desc.handler_type.name, "services::UserServer");
  EXPECT_TRUE(desc.streams.empty());
  ASSERT_EQ(desc.methods.size(), 2U);
  EXPECT_EQ(desc.methods[0].method_name, "GetUser");
  EXPECT_EQ(desc.methods[1].method_name, "Ping");

  notes said;
  noting_users users(said);
  const decode empty = [](google::protobuf::Message&) -> status { return {}; };
  for (const method_desc& m : desc.methods) (void)run(m.handler(&users, {}, empty, nullptr));
  EXPECT_THAT(said, ElementsAre("GetUser  from ", "Ping")) << "each name leads to its own handler";
}

TEST(UserServer, HasTheArticlesTwoUsers) {
  services::user_server users;
  const auto name_of_user = [&](const char* id) {
    user::GetUserReq request;
    request.set_id(id);
    const auto found = run(users.GetUser({}, request));
    return found.has_value() ? found->id() + " " + found->name() + " " + found->phone() : found.error().message;
  };
  EXPECT_EQ(name_of_user("1"), "1 balabala 13100001111");
  EXPECT_EQ(name_of_user("2"), "2 小王 13200001111");
  EXPECT_EQ(name_of_user("3"), "不存在查询用户");
  EXPECT_EQ(name_of_user(""), "不存在查询用户");
}

TEST(UnimplementedUserServer, SaysWhichMethodIsMissing) {
  services::UnimplementedUserServer nothing;
  EXPECT_EQ(run(nothing.GetUser({}, {})).error(),
            (status{.code = code::unimplemented, .message = "method GetUser not implemented"}));
  EXPECT_EQ(run(nothing.Ping({}, {})).error(),
            (status{.code = code::unimplemented, .message = "method Ping not implemented"}));
}

}  // namespace
