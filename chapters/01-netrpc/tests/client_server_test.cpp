// SPDX-License-Identifier: MIT
//
// Client and server together, over real sockets. Where one thing must happen before another, a call
// makes it so (Slow.Gate waits for Slow.Open); no clock does.
#include "loopback.hpp"

#include <boost/asio/write.hpp>

namespace {

using namespace loopback;
using namespace asio::experimental::awaitable_operators;
using test_services::Args;

struct Clumsy {
  result<void> Throw(const std::string& what, std::string*) { throw std::runtime_error(what); }
  awaitable<result<void>> ThrowLater(const std::string& what, std::string*) {
    co_await asio::post(use_awaitable);
    throw std::runtime_error(what);
  }
  BOOST_DESCRIBE_CLASS(Clumsy, (), (Throw, ThrowLater), (), ())
};

struct Greeter {
  std::string remote;
  result<void> Hello(const std::string& name, std::string* reply) {
    *reply = name + " from " + remote;
    return {};
  }
  BOOST_DESCRIBE_CLASS(Greeter, (), (Hello), (), ())
};

class ClientServer : public Loopback {};

TEST_F(ClientServer, ACallIsAnswered) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const services::GetUserReq known{"2"};
    const auto user = co_await c.call<services::GetUserResp>("UserServer.GetUser", known);
    EXPECT_EQ(said(user), "");
    if (user) {
      EXPECT_EQ(user->Name, "小王");
    }
    const services::GetUserReq unknown{"3"};
    const auto nobody = co_await c.call<services::GetUserResp>("UserServer.GetUser", unknown);
    EXPECT_EQ(said(nobody), "不存在查询用户");
    if (nobody.has_error()) {
      EXPECT_EQ(nobody.error().code, errc::server_error);
    }
  };
  run(body());
}

TEST_F(ClientServer, SixtyFourCallsInFlightEachGetTheirOwnAnswer) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto done = std::make_shared<done_channel>(64);
    for (int round = 0; round < 4; ++round) {
      for (int i = 0; i < 64; ++i) c.go<std::string>("HelloService.Hello", std::to_string(round * 64 + i), done);
      for (int i = 0; i < 64; ++i) {
        const std::shared_ptr<call> finished = co_await done->receive();
        EXPECT_EQ(said(*finished), "");
        EXPECT_EQ(finished->reply_as<std::string>(), "hello:" + finished->args_as<std::string>());
      }
    }
    EXPECT_EQ(done->try_receive(), nullptr);
  };
  run(body());
}

TEST_F(ClientServer, ASlowCallDoesNotHoldUpFastOnes) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto done = std::make_shared<done_channel>(1);
    c.go<std::string>("Slow.Gate", std::string("g"), done);
    for (int i = 0; i < 100; ++i) co_await add(c, i, 1);
    EXPECT_EQ(done->try_receive(), nullptr) << "the gate is still closed";
    EXPECT_EQ(slow->inside(), 1U);
    co_await open(c, "g");
    const std::shared_ptr<call> gate = co_await done->receive();
    EXPECT_EQ(gate->reply_as<std::string>(), "g");
  };
  run(body());
}

TEST_F(ClientServer, RepliesComeInTheOrderInWhichMethodsEnd) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto done = std::make_shared<done_channel>(3);
    for (const char* gate : {"a", "b", "c"}) c.go<std::string>("Slow.Gate", std::string(gate), done);
    for (const char* gate : {"c", "a", "b"}) {
      co_await open(c, gate);
      const std::shared_ptr<call> finished = co_await done->receive();
      EXPECT_EQ(finished->reply_as<std::string>(), gate);
    }
  };
  run(body());
}

TEST_F(ClientServer, WhenTheServerDiesEveryPendingCallIsTold) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto done = std::make_shared<done_channel>(2);
    c.go<std::string>("Slow.Gate", std::string("never"), done);
    c.go<std::string>("Die.Now", std::string("connections"), done);
    for (int i = 0; i < 2; ++i) {
      const std::shared_ptr<call> finished = co_await done->receive();
      EXPECT_EQ(said(*finished), "unexpected EOF") << finished->service_method;
    }
    const Args args{1, 2};
    const auto late = co_await c.call<std::int64_t>("Arith.Add", args);
    EXPECT_EQ(said(late), "connection is shut down");
    client again = co_await dialled();
    co_await add(again, 1, 2);
  };
  run(body());
}

TEST_F(ClientServer, WhenTheClientLeavesItsCoroutineMethodsEnd) {
  const auto body = [&]() -> awaitable<void> {
    client leaver = co_await dialled();
    leaver.go<std::string>("Slow.Gate", std::string("g"));
    leaver.go<std::string>("KVStoreService.Watch", std::string("of the wrong type, refused at once"));
    leaver.go<std::string>("KVStoreService.Watch", std::int64_t{3600});
    co_await add(leaver, 1, 2);  // so the server has read what came before
    EXPECT_EQ(slow->inside(), 1U);
    EXPECT_EQ(kv->filters(), 1U);
    EXPECT_TRUE(leaver.close().has_value());
    co_await until([&] { return slow->inside() == 0 && kv->filters() == 0; });
    client stayer = co_await dialled();
    co_await add(stayer, 3, 4);
  };
  run(body());
}

TEST_F(ClientServer, CloseFailsPendingCallsAndLaterOnes) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto pending = c.go<std::string>("Slow.Gate", std::string("never"));
    EXPECT_TRUE(c.close().has_value());
    co_await pending->wait();
    EXPECT_EQ(said(*pending), "connection is shut down");
    const auto late = c.go<std::string>("Slow.Gate", std::string("never"));
    co_await late->wait();
    EXPECT_EQ(said(*late), "connection is shut down");
    EXPECT_EQ(said(c.close()), "connection is shut down") << "the second time";
    co_await c.closed();
  };
  run(body());
}

TEST_F(ClientServer, WrongNamesAndTypesAreAnsweredAndTheConnectionLivesOn) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const std::pair<std::string, std::string> cases[] = {
        {"Nope.X", "rpc: can't find service Nope.X"},
        {"Nope", "rpc: service/method request ill-formed: Nope"},
        {"", "rpc: service/method request ill-formed: "},
        {"Arith.Nope", "rpc: can't find method Arith.Nope"},
        {"a.b.Arith.Add", "rpc: can't find service a.b.Arith.Add"},
        {".", "rpc: can't find service ."},
    };
    const Args args{1, 2};
    for (const auto& [method, words] : cases) {
      const auto refused = co_await c.call<std::int64_t>(method, args);
      EXPECT_EQ(said(refused), words);
      co_await add(c, 1, 2);
    }
    const std::string no_struct = "not a struct";
    const auto wrong = co_await c.call<std::int64_t>("Arith.Add", no_struct);
    EXPECT_TRUE(wrong.has_error() && wrong.error().code == errc::server_error) << said(wrong);
    co_await add(c, 1, 2);
    const auto reply = co_await c.call<std::string>("Arith.Add", args);
    EXPECT_TRUE(reply.has_error()) << "an int is no string";
    co_await add(c, 1, 2);
  };
  run(body());
}

TEST_F(ClientServer, WhatCannotBeEncodedFailsThatCallOnly) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto done = std::make_shared<done_channel>(1);
    c.go<std::string>("Slow.Gate", std::string("g"), done);
    test_services::Holder holder{"unregistered", make_any(test_services::Item{})};
    const auto refused = co_await c.call<test_services::Holder>("Echo.Any", holder);
    EXPECT_TRUE(refused.has_error() && refused.error().scope == error_scope::local) << said(refused);
    EXPECT_EQ(done->try_receive(), nullptr);
    co_await open(c, "g");
    (void)co_await done->receive();
  };
  run(body());
}

TEST_F(ClientServer, AnUnbufferedDoneChannelIsRefused) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    try {
      c.go<std::string>("HelloService.Hello", std::string("x"), std::make_shared<done_channel>(0));
      ADD_FAILURE() << "accepted";
    } catch (const std::invalid_argument& e) {
      EXPECT_STREQ(e.what(), "rpc: done channel is unbuffered");
    }
  };
  run(body());
}

TEST_F(ClientServer, AFullDoneChannelLosesNewsButHoldsUpNobody) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto done = std::make_shared<done_channel>(2);
    for (int i = 0; i < 8; ++i) c.go<std::string>("HelloService.Hello", std::to_string(i), done);
    co_await add(c, 1, 2);  // answered after them
    EXPECT_NE(done->try_receive(), nullptr);
    EXPECT_NE(done->try_receive(), nullptr);
    EXPECT_EQ(done->try_receive(), nullptr);
  };
  run(body());
}

TEST_F(ClientServer, ACallerThatGivesUpLeavesTheConnectionWorking) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto executor = co_await asio::this_coro::executor;
    for (int i = 0; i < 10; ++i) {
      asio::steady_timer now(executor, std::chrono::seconds(0));
      auto asked = c.call<std::string>("Slow.Gate", std::string("g"));
      auto timeout = now.async_wait(as_tuple_awaitable);
      const auto first = co_await (std::move(asked) || std::move(timeout));
      EXPECT_EQ(first.index(), 1U);
      co_await add(c, i, i);
    }
    EXPECT_EQ(slow->inside(), 10U) << "nobody tells the server: net/rpc has no cancel message";
    co_await open(c, "g");  // ten answers that nobody waits for
    co_await add(c, 1, 2);
    EXPECT_EQ(slow->inside(), 0U);
  };
  run(body());
}

TEST_F(ClientServer, ReceivingCanTimeOutAndGoOn) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto executor = co_await asio::this_coro::executor;
    const auto done = std::make_shared<done_channel>(1);
    c.go<std::string>("Slow.Gate", std::string("g"), done);
    for (int i = 0; i < 3; ++i) {
      asio::steady_timer now(executor, std::chrono::seconds(0));
      auto finished = done->receive();
      auto timeout = now.async_wait(as_tuple_awaitable);
      const auto first = co_await (std::move(finished) || std::move(timeout));
      EXPECT_EQ(first.index(), 1U);
    }
    co_await open(c, "g");
    const std::shared_ptr<call> gate = co_await done->receive();
    EXPECT_EQ(gate->reply_as<std::string>(), "g");
  };
  run(body());
}

TEST_F(ClientServer, AWatchHearsOfAChangeOrTimesOutAndLeavesNothing) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto timeout = co_await c.call<std::string>("KVStoreService.Watch", std::int64_t{0});
    EXPECT_EQ(said(timeout), "timeout");
    const auto done = std::make_shared<done_channel>(3);
    for (int i = 0; i < 3; ++i) c.go<std::string>("KVStoreService.Watch", std::int64_t{30}, done);
    const std::string key = "abc";
    const auto missing = co_await c.call<std::string>("KVStoreService.Get", key);
    EXPECT_EQ(said(missing), "not found");
    EXPECT_EQ(kv->filters(), 3U);
    std::array<std::string, 2> pair{"abc", "abc-value"};
    for (int i = 0; i < 30; ++i) {  // the article's store is dead after eleven
      pair[1] = std::to_string(i);
      const auto set = co_await c.call<empty>("KVStoreService.Set", pair);
      EXPECT_EQ(said(set), "");
    }
    for (int i = 0; i < 3; ++i) {
      const std::shared_ptr<call> watch = co_await done->receive();
      EXPECT_EQ(said(*watch), "");
      EXPECT_EQ(watch->reply_as<std::string>(), "abc");
    }
    EXPECT_EQ(kv->filters(), 0U);
  };
  run(body());
}

TEST_F(ClientServer, AThrowingMethodIsAnErrorOfThatCall) {
  set_up();
  ASSERT_TRUE(server_->register_service(std::make_shared<Clumsy>()).has_value());
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const std::string oops = "oops";
    for (const char* method : {"Clumsy.Throw", "Clumsy.ThrowLater"}) {
      const auto refused = co_await c.call<std::string>(method, oops);
      EXPECT_EQ(said(refused), "oops");
      co_await add(c, 1, 2);
    }
  };
  run(body());
}

TEST_F(ClientServer, EachConnectionMayHaveAServerOfItsOwn) {
  listener each(io.get_executor());
  const auto server_for = [](const tcp::endpoint& remote) {
    auto s = std::make_shared<server>();
    auto greeter = std::make_shared<Greeter>();
    greeter->remote = text(remote);
    EXPECT_TRUE(s->register_service(greeter).has_value());
    return s;
  };
  const auto body = [&]() -> awaitable<void> {
    const std::string name = "me";
    std::set<std::string> seen;
    for (int i = 0; i < 2; ++i) {
      auto socket = co_await connect(text(each.endpoint()));
      const std::string local = text(socket->local_endpoint());
      client c = make_client(std::move(*socket));
      const auto hello = co_await c.call<std::string>("Greeter.Hello", name);
      EXPECT_EQ(said(hello), "");
      if (hello) {
        EXPECT_EQ(*hello, "me from " + local);
      }
    }
    each.stop();
  };
  asio::co_spawn(io, each.serve(listener::server_for(server_for)), [](std::exception_ptr) {});
  run(body());
}

}  // namespace
