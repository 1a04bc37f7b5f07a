// SPDX-License-Identifier: MIT
//
// Each timeout of a session with a real socket: it ends what it should, and says why. When, is net_deadlines_test's: no
// test here looks at a clock, they wait for what happens.
#include "net_world.hpp"
#include "serve/site.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace {

using namespace std::chrono_literals;
using namespace test;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class Timeouts : public ::testing::Test {
 protected:
  void serve(const h2::net::timeouts& allowed) {
    server_options options;
    options.session.allowed = allowed;
    world_.serve(serve::serve_site(site_), options);
  }
  world world_;
  serve::site site_{serve::site_options{}};
};

TEST_F(Timeouts, ASilentConnectionIsClosed) {
  serve({.handshake = 20ms});
  const auto script = [&]() -> awaitable<void> {
    raw_peer silent(world_);
    const std::string heard = co_await silent.hear_all();
    EXPECT_THAT(heard, IsEmpty());
  };
  world_.run(script());
}

TEST_F(Timeouts, HalfAPrefaceIsNoReasonToWait) {
  serve({.handshake = 20ms});
  const auto script = [&]() -> awaitable<void> {
    raw_peer slow(world_);
    co_await slow.say(h2::bytes_of(h2::client_preface.substr(0, 10)));
    const std::string heard = co_await slow.hear_all();
    EXPECT_THAT(heard, IsEmpty());
  };
  world_.run(script());
}

TEST_F(Timeouts, APrefaceWithoutSettingsIsToldSo) {
  serve({.handshake = 20ms});
  const auto script = [&]() -> awaitable<void> {
    raw_peer slow(world_);
    co_await slow.say(h2::bytes_of(h2::client_preface));
    const std::string heard = co_await slow.hear_all();
    EXPECT_THAT(heard, HasSubstr("handshake: no SETTINGS came"));
  };
  world_.run(script());
}

// RFC 9113 §6.5.3: SETTINGS that stay without ACK may end the connection with SETTINGS_TIMEOUT.
TEST_F(Timeouts, SettingsWithoutAckEndInSettingsTimeout) {
  serve({.settings_ack = 20ms});
  const auto script = [&]() -> awaitable<void> {
    raw_peer deaf(world_);
    co_await deaf.say_output();  // preface and SETTINGS, and nothing after that
    const std::string heard = co_await deaf.hear_all();
    EXPECT_THAT(heard, HasSubstr(std::string("\0\0\0\x04settings_ack", 16)));
  };
  world_.run(script());
}

TEST_F(Timeouts, AnIdleConnectionIsToldToGo) {
  serve({.idle = 20ms});
  const auto script = [&]() -> awaitable<void> {
    const std::unique_ptr<client> one = co_await world_.connect();
    const failure why = co_await one->ended();
    EXPECT_EQ(why.code, failure_code::closed) << why.message();
  };
  world_.run(script());
}

TEST_F(Timeouts, AConnectionWithAStreamIsNotIdle) {
  serve({.idle = 20ms});
  const auto script = [&]() -> awaitable<void> {
    const std::unique_ptr<client> one = co_await world_.connect();
    const attempt<h2::net::response> got = co_await fetch(*one, "/slow?n=3&ms=30");
    EXPECT_TRUE(got.has_value()) << got.error().message();
  };
  world_.run(script());
}

TEST_F(Timeouts, AResponseLeftToRotBehindAClosedWindowEndsTheConnection) {
  serve({.stall = 20ms});
  const auto script = [&]() -> awaitable<void> {
    raw_peer rotting(world_, {.local = {.enable_push = false, .initial_window_size = 0}});
    (void)rotting.core().submit_request(get("/bytes?n=100000"), true);
    co_await rotting.say_output();
    (void)co_await rotting.hear_all(true);
    EXPECT_THAT(rotting.goaways(), SizeIs(1));
    if (rotting.goaways().empty()) co_return;
    EXPECT_EQ(rotting.goaways()[0].code, h2::error_code::enhance_your_calm);
    EXPECT_THAT(rotting.goaways()[0].debug, StartsWith("stall"));
  };
  world_.run(script());
}

TEST_F(Timeouts, APeerThatReadsNothingFromItsSocketIsClosed) {
  serve({.stall = 20ms, .linger = 20ms});
  const auto script = [&]() -> awaitable<void> {
    raw_peer deaf(world_, {.local = {.enable_push = false, .initial_window_size = 0x7fff'ffff},
                           .connection_window = 0x7fff'ffff});
    (void)deaf.core().submit_request(get("/bytes?n=1000000000"), true);
    co_await deaf.say_output();
    while (world_.served().connections() == 0) co_await asio::post(world_.io(), asio::use_awaitable);
    while (world_.served().connections() > 0) co_await asio::post(world_.io(), asio::use_awaitable);
  };
  world_.run(script());
}

TEST_F(Timeouts, AStreamThatDoesNotEndAfterGoawayIsCutOff) {
  serve({.drain = 20ms});
  const auto script = [&]() -> awaitable<void> {
    const std::unique_ptr<client> one = co_await world_.connect();
    const attempt<stream_ptr> open = co_await open_post(*one, "/echo");  // and no end
    (void)co_await (*open)->response();
    world_.served().shut_down();
    const failure why = co_await one->ended();
    EXPECT_EQ(why.code, failure_code::broken) << why.message();
  };
  world_.run(script());
}

/// Something that accepts and never speaks.
struct mute_server {
  explicit mute_server(asio::io_context& io) : acceptor(io, {asio::ip::address_v4::loopback(), 0}) {}
  [[nodiscard]] std::string port() const { return std::to_string(acceptor.local_endpoint().port()); }
  asio::ip::tcp::acceptor acceptor;
};

TEST_F(Timeouts, AClientGivesUpOnAServerThatDoesNotAnswerItsUpgrade) {
  const auto script = [&]() -> awaitable<void> {
    mute_server mute(world_.io());
    const std::string host = "127.0.0.1", port = mute.port();
    client_options options;
    options.session.allowed.handshake = 20ms;
    options.upgrade = get("/");
    const auto made = co_await client::connect(host, port, options);
    EXPECT_FALSE(made.has_value());
    if (!made) {
      EXPECT_EQ(made.error().code, failure_code::timed_out) << made.error().message();
    }
  };
  world_.run(script());
}

TEST_F(Timeouts, AClientGivesUpOnAServerWithoutSettings) {
  const auto script = [&]() -> awaitable<void> {
    mute_server mute(world_.io());
    const std::string host = "127.0.0.1", port = mute.port();
    client_options options;
    options.session.allowed.handshake = 20ms;
    options.session.allowed.linger = 20ms;
    auto made = co_await client::connect(host, port, options);
    const std::unique_ptr<client> one = std::move(made).value();
    const attempt<void> ready = co_await one->ready();
    EXPECT_FALSE(ready.has_value());
    if (!ready) {
      EXPECT_EQ(ready.error().code, failure_code::timed_out) << ready.error().message();
    }
  };
  world_.run(script());
}

}  // namespace
