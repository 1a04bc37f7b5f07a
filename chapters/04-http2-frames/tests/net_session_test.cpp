// SPDX-License-Identifier: MIT
//
// Client and server of ours over real sockets: exchanges, back-pressure, the ways to begin and to end.
#include "net_world.hpp"
#include "serve/site.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace {

using namespace std::chrono_literals;
using namespace test;
using h2::text_of;
using h2::net::response;
using ::testing::HasSubstr;
using ::testing::StartsWith;

awaitable<void> say_hello(stream_ptr one) {
  const h2::header_list head{{":status", "200"}, {"content-type", "text/plain"}};
  one->respond(head).value();
  const std::string text = "hello, " + std::string(*one->request().find(":path"));
  const attempt<void> written = co_await one->write(h2::bytes_of(text), true);
  EXPECT_TRUE(written.has_value());
}

class Session : public ::testing::Test {
 protected:
  void serve_site(server_options options = {}) { world_.serve(serve::serve_site(site_), std::move(options)); }
  world world_;
  serve::site site_{serve::site_options{.pushes = {{"/bytes", {"/bytes?n=7"}}}}};
};

TEST_F(Session, ARequestGetsItsResponse) {
  world_.serve(h2::net::serve_streams(say_hello));
  const auto script = [&]() -> awaitable<void> {
    const auto one = co_await world_.connect();
    const attempt<response> got = co_await fetch(*one, "/x");
    EXPECT_EQ(got->status, 200);
    EXPECT_EQ(got->headers.find("content-type"), "text/plain");
    EXPECT_EQ(text_of(got->body), "hello, /x");
    co_await one->close();
  };
  world_.run(script());
}

TEST_F(Session, ManyRequestsShareAConnectionBeyondItsLimitOfStreams) {
  server_options options;
  options.session.protocol.local.max_concurrent_streams = 3;
  world_.serve(h2::net::serve_streams(say_hello), options);
  int answered = 0;
  const auto script = [&]() -> awaitable<void> {
    const auto one = co_await world_.connect();
    (void)co_await one->ready();
    const auto ask = [&]() -> awaitable<void> {
      const attempt<response> got = co_await fetch(*one, "/y");
      EXPECT_TRUE(got.has_value()) << got.error().message();
      ++answered;
    };
    for (int i = 0; i < 20; ++i) asio::co_spawn(world_.io(), ask(), [](const std::exception_ptr&) {});
    while (answered < 20) co_await asio::post(world_.io(), asio::use_awaitable);
  };
  world_.run(script());
  EXPECT_EQ(answered, 20);
}

TEST_F(Session, ContentAndTrailersComeBackFromAnEcho) {
  serve_site();
  const auto script = [&]() -> awaitable<void> {
    const auto one = co_await world_.connect();
    attempt<stream_ptr> opened = co_await open_post(*one, "/echo");
    const stream_ptr s = *opened;
    const std::string piece(100'000, 'e');
    const h2::header_list trailers{{"grpc-status", "0"}};
    bool written = false;
    // Both at once: an echo takes no more than is taken from it, so one after the other would wait for ever.
    const auto write = [&]() -> awaitable<void> {
      for (int i = 0; i < 20; ++i) (void)co_await s->write(h2::bytes_of(piece));
      s->write_trailers(trailers).value();
      written = true;
    };
    asio::co_spawn(world_.io(), write(), [](const std::exception_ptr&) {});
    const attempt<h2::byte_buffer> back = co_await s->read_all();
    EXPECT_TRUE(written);
    EXPECT_EQ(back->size(), 20 * piece.size());
    EXPECT_EQ(s->trailers(), trailers);
  };
  world_.run(script());
}

/// Writes until it is stopped, and counts.
struct endless {
  std::size_t written = 0;
  bool ended = false;
  awaitable<void> write(stream_ptr one) {
    const h2::header_list head{{":status", "200"}};
    one->respond(head).value();
    const std::string piece(10'000, 'p');
    for (;;) {
      const attempt<void> done = co_await one->write(h2::bytes_of(piece));
      if (!done) break;
      written += piece.size();
    }
    ended = true;
  }
};

TEST_F(Session, AReaderThatDoesNotReadStopsTheWriter) {
  endless source;
  server_options options;
  options.session.protocol.bounds.queued_data = 50'000;
  world_.serve(h2::net::serve_streams([&](stream_ptr one) { return source.write(std::move(one)); }), options);
  const auto script = [&]() -> awaitable<void> {
    const auto one = co_await world_.connect();
    attempt<stream_ptr> opened = co_await open_get(*one, "/");
    stream_ptr s = std::move(*opened);
    opened = stream_ptr();
    (void)co_await s->response();
    for (int i = 0; i < 5; ++i) (void)co_await one->ping();  // whatever could move has moved
    const std::size_t stopped_at = source.written;
    EXPECT_GE(stopped_at, 65'535U);
    EXPECT_LE(stopped_at, 65'535U + 50'000 + 2 * 10'000) << "a window, a queue, and the piece that overfilled it";
    (void)co_await one->ping();
    EXPECT_EQ(source.written, stopped_at);
    std::size_t read = 0;
    while (read < 1'000'000) {
      const attempt<h2::byte_buffer> piece = co_await s->read();
      read += piece->size();
    }
    EXPECT_GE(source.written, 1'000'000U) << "reading lets it go on";
    s.reset();  // whoever lets go of a stream resets it
    while (!source.ended) co_await asio::post(world_.io(), asio::use_awaitable);
    co_await one->close();
  };
  world_.run(script());
  EXPECT_TRUE(source.ended);
}

TEST_F(Session, APushedResponseArrivesWithItsRequest) {
  serve_site();
  std::vector<stream_ptr> pushed;
  const auto script = [&]() -> awaitable<void> {
    client_options options;
    options.session.protocol.local.enable_push = true;
    options.on_push = [&](stream_ptr one) { pushed.push_back(std::move(one)); };
    const auto one = co_await world_.connect(std::move(options));
    const attempt<response> page = co_await fetch(*one, "/bytes");
    EXPECT_EQ(page->body.size(), 100U);
    EXPECT_EQ(pushed.size(), 1U);
    if (pushed.empty()) co_return;
    EXPECT_EQ(pushed[0]->request().find(":path"), "/bytes?n=7");
    const attempt<response> linked = co_await h2::net::read_response(pushed[0]);
    EXPECT_EQ(linked->status, 200);
    EXPECT_EQ(linked->body.size(), 7U);
    pushed.clear();
    co_await one->close();
  };
  world_.run(script());
}

TEST_F(Session, AnUpgradeBeginsWithStreamOneAndGoesOnAsHttp2) {
  serve_site();
  const auto script = [&]() -> awaitable<void> {
    client_options options;
    options.upgrade = get("/bytes?n=5");
    const auto one = co_await world_.connect(std::move(options));
    const stream_ptr first = one->upgraded_stream();
    EXPECT_EQ(first->id(), 1U);
    const attempt<response> got = co_await h2::net::read_response(first);
    EXPECT_EQ(text_of(got->body), "abcde");
    const attempt<response> second = co_await fetch(*one, "/bytes?n=3");
    EXPECT_EQ(text_of(second->body), "abc");
    co_await one->close();
  };
  world_.run(script());
}

TEST_F(Session, Http11WithoutUpgradeGetsA426) {
  serve_site();
  const auto script = [&]() -> awaitable<void> {
    raw_peer old(world_);
    co_await old.say(h2::bytes_of("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    const std::string heard = co_await old.hear_all();
    EXPECT_THAT(heard, StartsWith("HTTP/1.1 426 Upgrade Required\r\n"));
    EXPECT_THAT(heard, HasSubstr("\r\nUpgrade: h2c\r\n"));
  };
  world_.run(script());
}

// RFC 7540 §3.2.1: without exactly one HTTP2-Settings there is no upgrade.
TEST_F(Session, AnUpgradeWithoutSettingsGetsA400) {
  serve_site();
  const auto script = [&]() -> awaitable<void> {
    raw_peer old(world_);
    co_await old.say(h2::bytes_of("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"));
    const std::string heard = co_await old.hear_all();
    EXPECT_THAT(heard, StartsWith("HTTP/1.1 400 "));
  };
  world_.run(script());
}

// RFC 9113 §3.4: what is no preface is a connection error PROTOCOL_ERROR.
TEST_F(Session, WhatIsNeitherHttpGetsAGoaway) {
  serve_site();
  const auto script = [&]() -> awaitable<void> {
    raw_peer odd(world_);
    co_await odd.say(h2::bytes_of("EHLO example.org\r\n\r\n and some more, so that it is longer than a preface"));
    const std::string heard = co_await odd.hear_all();
    EXPECT_THAT(heard, HasSubstr(std::string("\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01", 14))) << "GOAWAY, PROTOCOL_ERROR";
  };
  world_.run(script());
}

class Tls : public Session {
 protected:
  void SetUp() override {
    const h2::net::certificate own = h2::net::make_certificate({"localhost", "127.0.0.1"}).value();
    server_options options;
    options.tls = h2::net::server_tls(own).value();
    serve_site(options);
    authorities_ = ::testing::TempDir() + "net_session_test." + std::to_string(::getpid()) + ".pem";
    std::ofstream(authorities_) << own.chain;
  }
  void TearDown() override { std::filesystem::remove(authorities_); }
  std::string authorities_;
};

TEST_F(Tls, ACertificateThatIsTrustedServes) {
  const auto script = [&]() -> awaitable<void> {
    client_options options;
    options.tls = h2::net::client_tls({.authorities = authorities_}).value();
    const auto one = co_await world_.connect(options);
    EXPECT_TRUE(one->connection_of().secure());
    const attempt<response> got = co_await fetch(*one, "/bytes?n=1000000");
    EXPECT_EQ(got->body.size(), 1'000'000U);
    co_await one->close();
  };
  world_.run(script());
}

TEST_F(Tls, ACertificateForSomebodyElseDoesNot) {
  const auto script = [&]() -> awaitable<void> {
    client_options options;
    options.tls = h2::net::client_tls({.authorities = authorities_}).value();
    options.tls_name = "example.org";
    const std::string host = "127.0.0.1", port = world_.port();
    const auto made = co_await client::connect(host, port, options);
    EXPECT_FALSE(made.has_value());
    if (!made) {
      EXPECT_EQ(made.error().code, failure_code::tls) << made.error().message();
    }
  };
  world_.run(script());
}

TEST_F(Tls, ACertificateNobodySignedDoesNot) {
  const auto script = [&]() -> awaitable<void> {
    client_options options;
    options.tls = h2::net::client_tls().value();
    const std::string host = "127.0.0.1", port = world_.port();
    const auto made = co_await client::connect(host, port, options);
    EXPECT_FALSE(made.has_value());
    if (!made) {
      EXPECT_THAT(made.error().message(), HasSubstr("self-signed"));
    }
  };
  world_.run(script());
}

TEST_F(Tls, CleartextOnATlsPortIsClosed) {
  const auto script = [&]() -> awaitable<void> {
    raw_peer lost(world_);
    co_await lost.say_output();
    (void)co_await lost.hear_all();
  };
  world_.run(script());
}

TEST_F(Session, OthersAreServedWhileSomeMisbehave) {
  serve_site();
  const auto script = [&]() -> awaitable<void> {
    const auto good = co_await world_.connect();
    raw_peer silent(world_), rotting(world_, {.local = {.enable_push = false, .initial_window_size = 0}});
    raw_peer flooding(world_), garbled(world_);
    (void)rotting.core().submit_request(get("/bytes?n=1000000"), true);
    co_await rotting.say_output();
    co_await garbled.say(h2::bytes_of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nand then none of the frames that there are"));
    for (int i = 0; i < 3000; ++i) flooding.core().ping({});
    co_await flooding.say_output();
    for (int i = 0; i < 50; ++i) {
      const attempt<response> got = co_await fetch(*good, "/bytes?n=1000");
      EXPECT_EQ(got->body.size(), 1000U);
    }
    const std::string flood_heard = co_await flooding.hear_all();
    EXPECT_THAT(flood_heard, HasSubstr("limits.pings"));
    const std::string garbled_heard = co_await garbled.hear_all();
    EXPECT_THAT(garbled_heard, HasSubstr(std::string("\x07\0\0\0\0\0", 6))) << "a GOAWAY";
    const attempt<response> last = co_await fetch(*good, "/bytes?n=1000");
    EXPECT_EQ(last->body.size(), 1000U);
  };
  world_.run(script());
}

TEST_F(Session, AboveTheLimitOfConnectionsTheNextOneWaits) {
  server_options options;
  options.connections = 1;
  serve_site(options);
  bool first_over = false;
  const auto script = [&]() -> awaitable<void> {
    auto first = co_await world_.connect();
    (void)co_await first->ready();
    const auto second = co_await world_.connect();  // the kernel takes it, the server does not yet
    const auto end_first = [&]() -> awaitable<void> {
      (void)co_await fetch(*first, "/slow?n=3&ms=5");
      first_over = true;
      co_await first->close();
    };
    asio::co_spawn(world_.io(), end_first(), [](const std::exception_ptr&) {});
    const attempt<response> got = co_await fetch(*second, "/bytes");
    EXPECT_EQ(got->status, 200);
    EXPECT_TRUE(first_over);
    (void)co_await first->ended();
  };
  world_.run(script());
}

// RFC 9113 §6.8: GOAWAY lets what has begun finish.
TEST_F(Session, AServerThatShutsDownFinishesWhatItHasBegun) {
  serve_site();
  const auto script = [&]() -> awaitable<void> {
    const auto one = co_await world_.connect();
    attempt<stream_ptr> opened = co_await open_get(*one, "/slow?n=5&ms=10");
    const stream_ptr s = *opened;
    (void)co_await s->response();
    world_.served().shut_down();
    const attempt<h2::byte_buffer> all = co_await s->read_all();
    EXPECT_THAT(std::string(text_of(*all)), HasSubstr("line 5 of 5"));
    const failure why = co_await one->ended();
    EXPECT_EQ(why.code, failure_code::closed) << why.message();
    const attempt<stream_ptr> late = co_await open_get(*one, "/");
    EXPECT_FALSE(late.has_value());
  };
  world_.run(script());
}

TEST_F(Session, StoppingAClientFailsWhatWaits) {
  world_.serve(h2::net::serve_streams([](stream_ptr one) -> awaitable<void> { (void)co_await one->read(); }));
  const auto script = [&]() -> awaitable<void> {
    const auto one = co_await world_.connect();
    attempt<stream_ptr> opened = co_await open_post(*one, "/");
    (void)co_await one->ping();
    asio::post(world_.io(), [&] { one->stop(); });
    const attempt<const h2::header_list*> head = co_await (*opened)->response();
    EXPECT_FALSE(head.has_value());
    if (!head) {
      EXPECT_EQ(head.error().code, failure_code::closed) << head.error().message();
    }
    (void)co_await one->ended();
  };
  world_.run(script());
}

TEST_F(Session, AHandlerThatThrowsCostsItsStreamOnly) {
  world_.serve(h2::net::serve_streams([](stream_ptr one) -> awaitable<void> {
    if (one->request().find(":path") == "/bad") throw std::runtime_error("a handler's mistake");
    co_await say_hello(one);
  }));
  const auto script = [&]() -> awaitable<void> {
    const auto one = co_await world_.connect();
    const attempt<response> bad = co_await fetch(*one, "/bad");
    EXPECT_FALSE(bad.has_value());
    if (!bad) {
      EXPECT_EQ(bad.error().http2, h2::error_code::internal_error) << bad.error().message();
    }
    const attempt<response> good = co_await fetch(*one, "/good");
    EXPECT_EQ(text_of(good->body), "hello, /good");
  };
  world_.run(script());
}

TEST_F(Session, NoServerAndNoNameAreFailuresWithNamesOfTheirOwn) {
  serve_site();
  const auto script = [&]() -> awaitable<void> {
    const std::string host = "127.0.0.1", nobody = "host.invalid", port = "1", own = world_.port();
    const client_options options;
    const auto refused = co_await client::connect(host, port, options);
    EXPECT_EQ(refused.error().code, failure_code::unreachable) << refused.error().message();
    const auto unresolved = co_await client::connect(nobody, own, options);
    EXPECT_EQ(unresolved.error().code, failure_code::unresolved) << unresolved.error().message();
  };
  world_.run(script());
}

}  // namespace
