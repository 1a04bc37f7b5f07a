// SPDX-License-Identifier: MIT
//
// {our client, Go's client} × {our server, Go's server} × {gob, jsonrpc, HTTP CONNECT}: tests/oracle's
// peer_client plays its scenarios against our server, and ours plays the same against peer_server.
#include "child.hpp"
#include "loopback.hpp"

#include <netrpc/gob_codec.hpp>

#include <random>
#include <thread>

namespace {

using namespace loopback;
using child_process::app;
using child_process::child;
using child_process::oracle;
using test_services::Args;
using test_services::Item;
using test_services::Nested;

std::string name_of(protocol speaks) {
  for (const auto& [name, value] : protocol_names) {
    if (value == speaks) return std::string(name);
  }
  return "?";
}

std::shared_ptr<const gob::type_names> shop_names() {
  auto names = std::make_shared<gob::type_names>(gob::type_names::basic());
  names->add<Item>();
  return names;
}

// --- Go's client, our server -----------------------------------------------------------------------

using scenario = std::pair<protocol, std::string>;

class GoClient : public Loopback, public ::testing::WithParamInterface<scenario> {};

TEST_P(GoClient, IsServed) {
  const auto& [speaks, script] = GetParam();
  server_options options;
  options.names = shop_names();
  set_up(options, speaks);
  std::thread serving([&] {
    asio::co_spawn(io, listener_->serve(server_), [](std::exception_ptr) {});
    io.run();
  });
  child go({oracle("peer_client"), "--codec", name_of(speaks), "--connect", address(), "--script", script});
  const std::string said = go.rest();
  EXPECT_EQ(go.status(), 0) << said;
  EXPECT_EQ(said, "ok " + script + "\n");
  listener_->stop();
  serving.join();
}

std::vector<scenario> scenarios() {
  std::vector<scenario> all;
  for (const auto& [name, speaks] : protocol_names) {
    for (const char* script :
         {"getuser", "getuser_missing", "async64", "slow_fast", "errors", "echo", "kv", "leave", "shutdown", "die"}) {
      all.emplace_back(speaks, script);
    }
  }
  all.emplace_back(protocol::http, "http_debug");
  return all;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, GoClient, ::testing::ValuesIn(scenarios()),
                         [](const auto& info) { return name_of(info.param.first) + "_" + info.param.second; });

// --- our client, Go's server -----------------------------------------------------------------------

class GoServer : public ::testing::TestWithParam<protocol> {
 protected:
  GoServer() : go({oracle("peer_server"), "--codec", name_of(GetParam())}), address(go.address()) {}

  void run(awaitable<void> body) {
    std::exception_ptr failed;
    asio::co_spawn(io, std::move(body), [&](std::exception_ptr e) { failed = e; });
    io.run_for(std::chrono::seconds(20));
    if (failed) std::rethrow_exception(failed);
    EXPECT_TRUE(io.stopped()) << "somebody still waits";
  }

  awaitable<client> dialled() {
    dial_options options;
    options.speaks = GetParam();
    options.names = shop_names();
    result<client> made = co_await dial(address, std::move(options));
    co_return std::move(made).value();
  }

  static awaitable<void> add(client& c, std::int64_t a, std::int64_t b) {
    const Args args{a, b};
    const result<std::int64_t> sum = co_await c.call<std::int64_t>("Arith.Add", args);
    EXPECT_EQ(said(sum), "");
    EXPECT_EQ(sum.has_value() ? *sum : 0, a + b);
  }

  template <class T>
  awaitable<void> echo(client& c, std::string method, T sent) {
    const result<T> got = co_await c.call<T>("Echo." + method, sent);
    EXPECT_EQ(said(got), "");
    if (got.has_value()) {
      bytes expected, actual;
      EXPECT_TRUE(encode(reflect::ref(sent), expected) && encode(reflect::ref(*got), actual));
      EXPECT_EQ(expected, actual) << "Echo." << method;
    }
  }
  /// Two values are the same when they have the same bytes.
  static bool encode(reflect::const_value v, bytes& out) {
    const auto codec = make_gob_client_codec({}, shop_names());
    const request header{"X.Y", 0};
    return codec->write_request(header, v, out).has_value();
  }
  child go;
  std::string address;
  asio::io_context io{1};
};

TEST_P(GoServer, FindsUsersOrSaysThereAreNone) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const services::GetUserReq known{"2"};
    const auto user = co_await c.call<services::GetUserResp>("UserServer.GetUser", known);
    EXPECT_EQ(said(user), "");
    if (user.has_value()) {
      EXPECT_EQ(user->Id + user->Name + user->Phone, "2小王13200001111");
    }
    const services::GetUserReq unknown{"3"};
    const auto nobody = co_await c.call<services::GetUserResp>("UserServer.GetUser", unknown);
    EXPECT_EQ(said(nobody), "不存在查询用户");
  };
  run(body());
}

TEST_P(GoServer, AnswersSixtyFourCallsInFlight) {
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
  };
  run(body());
}

TEST_P(GoServer, ASlowCallDoesNotHoldUpFastOnes) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const auto done = std::make_shared<done_channel>(1);
    const std::string gate = "g";
    c.go<std::string>("Slow.Gate", gate, done);
    for (int i = 0; i < 100; ++i) co_await add(c, i, 1);
    EXPECT_EQ(done->try_receive(), nullptr);
    const auto opened = co_await c.call<bool>("Slow.Open", gate);
    EXPECT_EQ(said(opened), "");
    const std::shared_ptr<call> finished = co_await done->receive();
    EXPECT_EQ(finished->reply_as<std::string>(), "g");
  };
  run(body());
}

TEST_P(GoServer, SaysItsErrorsAndTheConnectionLivesOn) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const std::pair<std::string, std::string> cases[] = {
        {"Nope.X", "rpc: can't find service Nope.X"},
        {"Nope", "rpc: service/method request ill-formed: Nope"},
        {"Arith.Nope", "rpc: can't find method Arith.Nope"},
        {"a.b.Arith.Add", "rpc: can't find service a.b.Arith.Add"},
        {".", "rpc: can't find service ."},
        {"Arith.Divide", "divide by zero"},
    };
    const Args args{1, 0};
    for (const auto& [method, words] : cases) {
      const auto refused = co_await c.call<test_services::Quotient>(method, args);
      EXPECT_EQ(said(refused), words);
      co_await add(c, 1, 2);
    }
    const std::string no_struct = "not a struct";
    const auto wrong = co_await c.call<std::int64_t>("Arith.Add", no_struct);
    EXPECT_TRUE(wrong.has_error() && wrong.error().code == errc::server_error) << said(wrong);
    co_await add(c, 1, 2);
  };
  run(body());
}

TEST_P(GoServer, EchoesWhatItIsSent) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    std::mt19937_64 random(1);
    for (int round = 0; round < 20; ++round) {
      const auto number = static_cast<std::int64_t>(random() >> (random() % 64));
      co_await echo<std::int64_t>(c, "Int", -number);
      co_await echo<std::uint64_t>(c, "Uint", random());
      co_await echo<double>(c, "Float", static_cast<double>(number) / 7);
      co_await echo<std::string>(c, "String", std::string(random() % 3000, 'x') + "小王");
      co_await echo<bytes>(c, "Bytes", bytes(random() % 3000, std::byte{0xff}));
      std::vector<std::string> slice(random() % 5, "tag");
      co_await echo(c, "Slice", slice);
      std::map<std::string, std::int64_t> one_entry;
      one_entry["k"] = number;
      co_await echo(c, "Map", one_entry);
      Nested nested;
      nested.Name = "outer";
      nested.Items.resize(random() % 4);
      nested.Matrix.assign(2, std::vector<std::int64_t>(3, number));
      nested.Pair[1] = "second";
      nested.Next = std::make_shared<Nested>();
      nested.Next->Name = "inner";
      nested.Next->Opt = 1;
      co_await echo(c, "Nested", nested);
      if (GetParam() == protocol::jsonrpc) continue;
      const std::complex<double> point(1.5, -2);
      co_await echo(c, "Complex", point);
      Item item;
      item.Name = "in an interface";
      test_services::Holder holder{"any", make_any(item)};
      co_await echo(c, "Any", holder);
    }
  };
  run(body());
}

TEST_P(GoServer, KeepsKeysAndIsWatched) {
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    const std::string key = "abc";
    const auto missing = co_await c.call<std::string>("KVStoreService.Get", key);
    EXPECT_EQ(said(missing), "not found");
    const std::int64_t no_time = 0;
    const auto timeout = co_await c.call<std::string>("KVStoreService.Watch", no_time);
    EXPECT_EQ(said(timeout), "timeout");
    const auto done = std::make_shared<done_channel>(1);
    c.go<std::string>("KVStoreService.Watch", std::int64_t{15}, done);
    std::array<std::string, 2> pair{"abc", ""};
    std::shared_ptr<call> watch;
    for (int i = 0; watch == nullptr; ++i) {  // nothing tells when Go's watch has begun
      pair[1] = std::to_string(i);
      const auto set = co_await c.call<empty>("KVStoreService.Set", pair);
      EXPECT_EQ(said(set), "");
      watch = done->try_receive();
    }
    EXPECT_EQ(said(*watch), "");
    EXPECT_EQ(watch->reply_as<std::string>(), "abc");
    const auto value = co_await c.call<std::string>("KVStoreService.Get", key);
    EXPECT_EQ(value.has_value() ? *value : said(value), pair[1]);
  };
  run(body());
}

TEST_P(GoServer, DyingInTheMiddleOfCallsIsToldToEachOfThem) {
  for (const char* how : {"connections", "process"}) {
    const auto body = [&]() -> awaitable<void> {
      client c = co_await dialled();
      const auto done = std::make_shared<done_channel>(2);
      c.go<std::string>("Slow.Gate", std::string("never"), done);
      c.go<std::string>("Die.Now", std::string(how), done);
      for (int i = 0; i < 2; ++i) {
        const std::shared_ptr<call> finished = co_await done->receive();
        EXPECT_EQ(said(*finished), "unexpected EOF");
      }
      const auto late = c.go<std::string>("Slow.Gate", std::string("never"));
      co_await late->wait();
      EXPECT_EQ(said(*late), "connection is shut down");
    };
    run(body());
    io.restart();
  }
  EXPECT_EQ(go.status(), 3);
}

TEST_P(GoServer, IsFoundByOurPrograms) {
  child user({app("user_client"), "--codec", name_of(GetParam()), "--connect", address, "1", "2"});
  EXPECT_EQ(user.rest(),
            "GetUser(1): Id 1, Name bala, Phone 13100001111\nGetUser(2): Id 2, Name 小王, Phone 13200001111\n");
  EXPECT_EQ(user.status(), 0);
  child set({app("kv_client"), "--codec", name_of(GetParam()), "--connect", address, "set", "k", "v"});
  EXPECT_EQ(set.rest(), "");
  EXPECT_EQ(set.status(), 0);
  child get({app("kv_client"), "--codec", name_of(GetParam()), "--connect", address, "get", "k"});
  EXPECT_EQ(get.rest(), "v\n");
  EXPECT_EQ(get.status(), 0);
}

INSTANTIATE_TEST_SUITE_P(Codecs, GoServer, ::testing::Values(protocol::gob, protocol::jsonrpc, protocol::http),
                         [](const auto& info) { return name_of(info.param); });

// --- programs against programs -----------------------------------------------------------------------

class Programs : public ::testing::TestWithParam<std::string> {};

TEST_P(Programs, OurServersServeGosClient) {
  const std::vector<std::pair<std::string, std::string>> pairs = {
      {"user_server", "getuser,getuser_missing"}, {"kv_server", "kv"}, {"login_server", "login"}};
  for (const auto& [server, script] : pairs) {
    if (server == "login_server" && GetParam() == "http") continue;  // as peer_server has it
    child ours({app(server), "--codec", GetParam()});
    child go({oracle("peer_client"), "--codec", GetParam(), "--connect", ours.address(), "--script", script});
    const std::string said = go.rest();
    EXPECT_EQ(go.status(), 0) << server << ": " << said;
    ours.signal(SIGINT);
    EXPECT_EQ(ours.status(), 0) << server << " on Ctrl-C";
  }
}
INSTANTIATE_TEST_SUITE_P(Codecs, Programs, ::testing::Values("gob", "jsonrpc", "http"),
                         [](const auto& info) { return info.param; });

TEST(Login, OurClientLogsInToGosServer) {
  child go({oracle("peer_server"), "--login"});
  child ours({app("login_client"), "--connect", go.address(), "x"});
  const std::string said = ours.rest();
  EXPECT_EQ(said.rfind("before: please login\nafter:  hello:x, from127.0.0.1:", 0), 0U) << said;
  EXPECT_EQ(ours.status(), 0);
}

TEST(Reverse, OurServerDialsGosClient) {
  child go({oracle("peer_client"), "--script", "reverse", "--times", "2"});
  child ours({app("reverse_server"), "--connect", go.address(), "--times", "2"});
  const std::string said = go.rest();
  EXPECT_EQ(go.status(), 0) << said;
  EXPECT_EQ(ours.status(), 0);
}

TEST(Reverse, GosServerDialsOurClient) {
  child ours({app("reverse_client"), "--times", "2"});
  child go({oracle("peer_reverse_server"), "--connect", ours.address(), "--times", "2"});
  EXPECT_EQ(ours.rest(), "hello:hello\nhello:hello\n");
  EXPECT_EQ(ours.status(), 0);
}

}  // namespace
