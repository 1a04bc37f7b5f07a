// SPDX-License-Identifier: MIT
//
// Chains of unary interceptors, with a handler that writes down that it was there.
#include "services/interceptors.hpp"
#include "support/run.hpp"

#include <basics/interceptor.hpp>
#include <basics/server_options.hpp>

#include <user.pb.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace basics;
using support::run;
using testing::ElementsAre;
using testing::IsEmpty;

using notes = std::vector<std::string>;

any_message request_for(const std::string& id) {
  auto request = std::make_shared<user::GetUserReq>();
  request->set_id(id);
  return request;
}
std::string id_of(const any_message& m) { return dynamic_cast<const user::GetUserReq&>(*m).id(); }

// An interceptor that says when it is entered and left.
task<reply> say_around(notes& said, std::string name, context ctx, any_message request, unary_handler handler) {
  said.push_back(name + " in");
  reply r = co_await handler(std::move(ctx), std::move(request));
  said.push_back(name + " out");
  co_return r;
}
unary_server_interceptor speaking(notes& said, std::string name) {
  return [&said, name = std::move(name)](context ctx, any_message request, const unary_server_info&,
                                         unary_handler handler) {
    return say_around(said, name, std::move(ctx), std::move(request), std::move(handler));
  };
}

// A handler that answers with its request.
task<reply> say_and_answer(notes& said, any_message request) {
  said.push_back("handler " + id_of(request));
  co_return request;
}
unary_handler answering(notes& said) {
  return [&said](context, any_message request) { return say_and_answer(said, std::move(request)); };
}

class UnaryChain : public testing::Test {
 protected:
  reply call(const unary_server_interceptor& chain, any_message request = request_for("1")) {
    return run(chain({}, std::move(request), info_, answering(said_)));
  }

  notes said_;
  const unary_server_info info_{.server = nullptr, .full_method = "/user.User/GetUser"};
};

TEST_F(UnaryChain, OfNoneIsNothing) {
  EXPECT_FALSE(chain_unary_interceptors({})) << "grpc-go's chainedInt = nil: then the handler is called directly";
}

TEST_F(UnaryChain, OfOneIsThatOne) {
  const auto chain = chain_unary_interceptors({speaking(said_, "a")});
  EXPECT_TRUE(call(chain).has_value());
  EXPECT_THAT(said_, ElementsAre("a in", "handler 1", "a out"));
}

TEST_F(UnaryChain, OfTwoHasTheFirstOutside) {
  const auto chain = chain_unary_interceptors({speaking(said_, "a"), speaking(said_, "b")});
  EXPECT_TRUE(call(chain).has_value());
  EXPECT_THAT(said_, ElementsAre("a in", "b in", "handler 1", "b out", "a out"));
}

TEST_F(UnaryChain, OfThreeNestsEachInTheOneBefore) {
  const auto chain = chain_unary_interceptors({speaking(said_, "a"), speaking(said_, "b"), speaking(said_, "c")});
  EXPECT_TRUE(call(chain).has_value());
  EXPECT_THAT(said_, ElementsAre("a in", "b in", "c in", "handler 1", "c out", "b out", "a out"));
}

TEST_F(UnaryChain, OfFiveCallsEachOnce) {
  unary_interceptors five;
  for (const char* name : {"a", "b", "c", "d", "e"}) five.push_back(speaking(said_, name));
  EXPECT_TRUE(call(chain_unary_interceptors(five)).has_value());
  EXPECT_THAT(said_, ElementsAre("a in", "b in", "c in", "d in", "e in", "handler 1", "e out", "d out", "c out",
                                 "b out", "a out"));
}

TEST_F(UnaryChain, TheArticlesTwoSayItsSixLinesInItsOrder) {
  const auto say = [this](const std::string& line) { said_.push_back(line); };
  const std::vector<server_option> both = {
      chain_unary_interceptor({services::err_handler_interceptor(say), services::log_interceptor(say)})};
  server_options options;
  say("chainUnaryInts start " + std::to_string(options.chain_unary_ints.size()));
  apply_options(options, both);
  say("chainUnaryInts end " + std::to_string(options.chain_unary_ints.size()));
  notes ignored;
  (void)run(chain_unary_interceptors(options.chain_unary_ints)({}, request_for("1"), info_, answering(ignored)));
  EXPECT_THAT(said_,
              ElementsAre("chainUnaryInts start 0", "chainUnaryInts end 2", "err handler status", "log handler status",
                          "log handler end err <nil>  req id:\"1\"", "err handler end err <nil>  req id:\"1\""));
}

task<reply> fail(status s) { co_return s; }

TEST_F(UnaryChain, TheArticlesTwoSayTheErrorToo) {
  const auto say = [this](const std::string& line) { said_.push_back(line); };
  const auto chain = chain_unary_interceptors({services::err_handler_interceptor(say), services::log_interceptor(say)});
  const unary_handler failing = [](context, any_message) { return fail(plain_error("不存在查询用户")); };
  EXPECT_EQ(run(chain({}, request_for("3"), info_, failing)).error(), plain_error("不存在查询用户"));
  EXPECT_EQ(said_.back(), "err handler end err rpc error: code = Unknown desc = 不存在查询用户  req id:\"3\"");
}

TEST_F(UnaryChain, OneThatDoesNotCallItsHandlerEndsTheCallThere) {
  const unary_server_interceptor refusing = [](context, any_message, const unary_server_info&, unary_handler) {
    return fail({.code = code::permission_denied, .message = "not today"});
  };
  const auto chain = chain_unary_interceptors({speaking(said_, "a"), refusing, speaking(said_, "c")});
  EXPECT_EQ(call(chain).error().message, "not today");
  EXPECT_THAT(said_, ElementsAre("a in", "a out")) << "those outside see the refusal, those inside see nothing";
}

TEST_F(UnaryChain, TheInnerOnesSeeWhatTheOuterOneMadeOfTheRequest) {
  const unary_server_interceptor changing = [](context ctx, any_message, const unary_server_info&, unary_handler next) {
    return next(std::move(ctx), request_for("changed"));
  };
  EXPECT_EQ(id_of(*call(chain_unary_interceptors({changing, speaking(said_, "b")}))), "changed");
  EXPECT_THAT(said_, ElementsAre("b in", "handler changed", "b out"));
}

constexpr context_key<std::string> user_key;

TEST_F(UnaryChain, TheInnerOnesSeeTheContextOfTheOuterOne) {
  const unary_server_interceptor attaching = [](context ctx, any_message r, const unary_server_info&,
                                                unary_handler next) {
    return next(ctx.with_value(user_key, std::string("alice")), std::move(r));
  };
  const unary_server_interceptor reading = [this](context ctx, any_message r, const unary_server_info&,
                                                  unary_handler next) {
    const std::string* user = ctx.value(user_key);
    said_.push_back(user == nullptr ? "nobody" : *user);
    return next(std::move(ctx), std::move(r));
  };
  (void)call(chain_unary_interceptors({reading, attaching, reading}));
  EXPECT_THAT(said_, ElementsAre("nobody", "alice", "handler 1"));
}

task<reply> answer_with(any_message instead, context ctx, any_message request, unary_handler next) {
  (void)co_await next(std::move(ctx), std::move(request));
  co_return instead;
}

TEST_F(UnaryChain, TheOuterOneMayAnswerWithSomethingElse) {
  const unary_server_interceptor replacing = [](context ctx, any_message r, const unary_server_info&,
                                                unary_handler next) {
    return answer_with(request_for("replaced"), std::move(ctx), std::move(r), std::move(next));
  };
  EXPECT_EQ(id_of(*call(chain_unary_interceptors({replacing, speaking(said_, "b")}))), "replaced");
}

task<reply> try_twice(context ctx, any_message request, unary_handler next) {
  (void)co_await next(ctx, request);
  co_return co_await next(ctx, request);
}

TEST_F(UnaryChain, AHandlerMayBeCalledTwice) {
  const unary_server_interceptor twice = [](context ctx, any_message r, const unary_server_info&, unary_handler next) {
    return try_twice(std::move(ctx), std::move(r), std::move(next));
  };
  (void)call(chain_unary_interceptors({twice, speaking(said_, "b"), speaking(said_, "c")}));
  EXPECT_THAT(said_,
              ElementsAre("b in", "c in", "handler 1", "c out", "b out", "b in", "c in", "handler 1", "c out", "b out"))
      << "what an interceptor gets is a function: calling it must not use it up";
}

TEST_F(UnaryChain, AllSeeOneInfo) {
  const unary_server_interceptor naming = [this](context ctx, any_message r, const unary_server_info& info,
                                                 unary_handler next) {
    said_.emplace_back(info.full_method);
    return next(std::move(ctx), std::move(r));
  };
  (void)call(chain_unary_interceptors({naming, naming, naming}));
  EXPECT_THAT(said_, ElementsAre("/user.User/GetUser", "/user.User/GetUser", "/user.User/GetUser", "handler 1"));
}

TEST_F(UnaryChain, IsMadeOnceAndCalledOften) {
  const auto chain = chain_unary_interceptors({speaking(said_, "a"), speaking(said_, "b")});
  for (int i = 0; i < 3; ++i) {
    said_.clear();
    (void)call(chain, request_for(std::to_string(i)));
    EXPECT_THAT(said_, ElementsAre("a in", "b in", "handler " + std::to_string(i), "b out", "a out"));
  }
}

task<reply> wait_for(event& e, notes& said, any_message request) {
  co_await e.done();
  said.push_back("handler " + id_of(request));
  co_return request;
}

TEST_F(UnaryChain, TwoCallsUnderWayDoNotMixUpTheirHandlers) {
  const auto chain = chain_unary_interceptors({speaking(said_, "a"), speaking(said_, "b")});
  event first, second;
  const auto start = [&](event& e, const char* id) -> task<void> {
    const unary_handler waiting = [&](context, any_message r) { return wait_for(e, said_, std::move(r)); };
    (void)co_await chain({}, request_for(id), info_, waiting);
  };
  spawn(start(first, "1"), [] {});
  spawn(start(second, "2"), [] {});
  said_.clear();
  second.fire();
  first.fire();
  EXPECT_THAT(said_, ElementsAre("handler 2", "b out", "a out", "handler 1", "b out", "a out"));
}

TEST_F(UnaryChain, AnExceptionPassesThroughAll) {
  const unary_handler throwing = [](context, any_message) -> task<reply> { throw std::runtime_error("oh"); };
  const auto chain = chain_unary_interceptors({speaking(said_, "a"), speaking(said_, "b")});
  EXPECT_THROW((void)run(chain({}, request_for("1"), info_, throwing)), std::runtime_error);
}

}  // namespace
