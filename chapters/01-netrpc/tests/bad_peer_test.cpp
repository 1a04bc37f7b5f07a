// SPDX-License-Identifier: MIT
//
// Peers that send nonsense, stop reading, ask too much or go away: every limit from both sides, and
// nobody left waiting.
#include "loopback.hpp"

#include <netrpc/gob_codec.hpp>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <filesystem>
#include <fstream>

namespace {

using namespace loopback;
using test_services::Args;

struct Counting {
  std::size_t served = 0;
  result<void> Big(const std::string&, std::string* reply) {
    ++served;
    reply->assign(100'000, 'x');
    return {};
  }
  BOOST_DESCRIBE_CLASS(Counting, (), (Big), (), ())
};

class BadPeer : public Loopback {
 protected:
  /// Reads until the other side closes; says how many bytes came.
  static awaitable<std::size_t> read_to_end(tcp::socket& socket) {
    std::size_t total = 0;
    bytes buffer(64 * 1024);
    for (;;) {
      const auto [ec, n] = co_await socket.async_read_some(asio::buffer(buffer), as_tuple_awaitable);
      total += n;
      if (ec) co_return total;
    }
  }

  /// A server that answers whatever it is sent with `answer`, and closes.
  static awaitable<void> answer_once(tcp::acceptor& acceptor, std::string answer) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    bytes buffer(4096);
    (void)co_await socket.async_read_some(asio::buffer(buffer), use_awaitable);
    co_await asio::async_write(socket, asio::buffer(answer), use_awaitable);
    socket.shutdown(tcp::socket::shutdown_send);
    (void)co_await read_to_end(socket);
  }

  /// Three calls to such a server: what each of them is told.
  std::vector<std::string> told_by(std::string answer) {
    std::vector<std::string> told;
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    const auto body = [&]() -> awaitable<void> {
      auto socket = co_await connect(text(acceptor.local_endpoint()));
      client c = make_client(std::move(*socket));
      const auto done = std::make_shared<done_channel>(3);
      for (int i = 0; i < 3; ++i) c.go<std::string>("A.B", std::string("x"), done);
      for (int i = 0; i < 3; ++i) {
        const std::shared_ptr<call> finished = co_await done->receive();
        told.push_back(said(*finished));
      }
      const auto late = c.go<std::string>("A.B", std::string("x"));
      co_await late->wait();
      told.push_back(said(*late));
    };
    asio::co_spawn(io, answer_once(acceptor, std::move(answer)), [](std::exception_ptr) {});
    run(body());
    return told;
  }
};

TEST_F(BadPeer, AServersGarbageIsToldToEveryPendingCall) {
  const auto told = told_by("\x07garbage");
  ASSERT_EQ(told.size(), 4U);
  for (int i = 0; i < 3; ++i) EXPECT_NE(told[static_cast<std::size_t>(i)].find("gob"), std::string::npos) << told[0];
  EXPECT_EQ(told[3], "connection is shut down");
}

TEST_F(BadPeer, AServerThatLeavesInsideAMessageIsAnUnexpectedEof) {
  const auto told = told_by("\x30\xff\x81\x03");
  ASSERT_EQ(told.size(), 4U);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(told[static_cast<std::size_t>(i)], "unexpected EOF");
}

TEST_F(BadPeer, AnAnswerNobodyAskedForIsDropped) {
  bytes wire;
  const auto codec = make_gob_server_codec();
  response answer;
  answer.Seq = 99;
  ASSERT_TRUE(codec->write_response(answer, reflect::ref(std::string("surprise")), wire).has_value());
  const auto told = told_by(std::string(reinterpret_cast<const char*>(wire.data()), wire.size()));
  ASSERT_EQ(told.size(), 4U);
  EXPECT_EQ(told[0], "unexpected EOF") << "the three were still waiting when the server left";
}

TEST_F(BadPeer, AClientsGarbageClosesItsConnectionAndNoOther) {
  std::vector<std::string> log;
  server_options options;
  options.log = [&](const std::string& line) { log.push_back(line); };
  set_up(options);
  const auto body = [&]() -> awaitable<void> {
    client other = co_await dialled();
    tcp::socket socket = co_await connected();
    const std::string garbage = "\x07garbage";
    co_await asio::async_write(socket, asio::buffer(garbage), use_awaitable);
    const std::size_t answered = co_await read_to_end(socket);
    EXPECT_EQ(answered, 0U);
    co_await add(other, 1, 2);
  };
  run(body());
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].rfind("rpc: server cannot decode request: ", 0), 0U) << log[0];
}

TEST_F(BadPeer, AClientThatLeavesInsideAMessageIsForgotten) {
  const auto body = [&]() -> awaitable<void> {
    tcp::socket socket = co_await connected();
    const std::string half = "\x30\xff\x81\x03\x01\x01\x07";
    co_await asio::async_write(socket, asio::buffer(half), use_awaitable);
    socket.close();
    client c = co_await dialled();
    co_await add(c, 1, 2);
  };
  run(body());
}

TEST_F(BadPeer, RequestsSentBeforeTheHalfCloseAreAnswered) {
  const auto body = [&]() -> awaitable<void> {
    tcp::socket socket = co_await connected();
    const auto codec = make_gob_client_codec();
    bytes wire;
    const std::string name = "x";
    for (std::uint64_t seq = 0; seq < 100; ++seq) {
      const request header{"HelloService.Hello", seq};
      EXPECT_TRUE(codec->write_request(header, reflect::ref(name), wire).has_value());
    }
    co_await asio::async_write(socket, asio::buffer(wire), use_awaitable);
    socket.shutdown(tcp::socket::shutdown_send);
    const std::size_t answered = co_await read_to_end(socket);
    EXPECT_GT(answered, 100U * 20);
  };
  run(body());
}

TEST_F(BadPeer, RequestsMayArriveByteByByte) {
  const auto body = [&]() -> awaitable<void> {
    tcp::socket socket = co_await connected();
    socket.set_option(tcp::no_delay(true));
    const auto codec = make_gob_client_codec();
    bytes wire;
    const std::string name = "x";
    const request header{"HelloService.Hello", 0};
    EXPECT_TRUE(codec->write_request(header, reflect::ref(name), wire).has_value());
    for (const std::byte& b : wire) {
      co_await asio::async_write(socket, asio::buffer(&b, 1), use_awaitable);
      co_await asio::post(use_awaitable);
    }
    socket.shutdown(tcp::socket::shutdown_send);
    const std::size_t answered = co_await read_to_end(socket);
    EXPECT_GT(answered, 20U);
  };
  run(body());
}

TEST_F(BadPeer, AServerWorksOnNoMoreRequestsThanItsLimit) {
  server_options options;
  options.limits.concurrent_requests = 2;
  set_up(options);
  const auto body = [&]() -> awaitable<void> {
    client c = co_await dialled();
    client other = co_await dialled();
    const auto done = std::make_shared<done_channel>(6);
    for (int i = 0; i < 6; ++i) c.go<std::string>("Slow.Gate", "gate" + std::to_string(i), done);
    for (int i = 0; i < 6; ++i) {
      // The connection is not read any more, so whoever opens a gate must come through another one.
      co_await until([&] { return slow->inside() == (i < 5 ? 2U : 1U); });
      for (int n = 0; n < 100; ++n) co_await asio::post(use_awaitable);
      EXPECT_LE(slow->inside(), 2U);
      co_await open(other, "gate" + std::to_string(i));
      const std::shared_ptr<call> finished = co_await done->receive();
      EXPECT_EQ(finished->reply_as<std::string>(), "gate" + std::to_string(i));
    }
  };
  run(body());
}

TEST_F(BadPeer, AServerStopsReadingWhenItsRepliesAreNotRead) {
  constexpr std::size_t asked = 1000;  // 100 MB of replies
  server_options options;
  options.limits.output_bytes = 1 << 20;
  set_up(options);
  const auto counting = std::make_shared<Counting>();
  ASSERT_TRUE(server_->register_service(counting).has_value());
  const auto body = [&]() -> awaitable<void> {
    tcp::socket socket = co_await connected();
    const auto codec = make_gob_client_codec();
    bytes wire;
    const std::string name = "x";
    for (std::uint64_t seq = 0; seq < asked; ++seq) {
      const request header{"Counting.Big", seq};
      EXPECT_TRUE(codec->write_request(header, reflect::ref(name), wire).has_value());
    }
    co_await asio::async_write(socket, asio::buffer(wire), use_awaitable);
    co_await until([&] { return counting->served > 0; });
    for (int i = 0; i < 5000; ++i) co_await asio::post(use_awaitable);
    // 1 MiB here, and what the kernel's two buffers hold: some 4 and 6 MiB at most.
    EXPECT_LT(counting->served, 250U) << "replies pile up";
    socket.shutdown(tcp::socket::shutdown_send);
    const std::size_t answered = co_await read_to_end(socket);
    EXPECT_GT(answered, asked * 100'000) << "none may be lost either";
    EXPECT_EQ(counting->served, asked);
  };
  run(body());
}

TEST_F(BadPeer, AClientKeepsNoMorePendingCallsThanItsLimit) {
  const auto body = [&]() -> awaitable<void> {
    dial_options options;
    options.client.limits.pending_calls = 2;
    client c = co_await dialled(options);
    const auto done = std::make_shared<done_channel>(2);
    c.go<std::string>("Slow.Gate", std::string("a"), done);
    c.go<std::string>("Slow.Gate", std::string("a"), done);
    const auto third = c.go<std::string>("Slow.Gate", std::string("a"));
    co_await third->wait();
    EXPECT_TRUE(third->failure && third->failure->code == errc::too_many_pending) << said(*third);
    client other = co_await dialled();
    co_await open(other, "a");
    (void)co_await done->receive();
    co_await add(c, 1, 2);
    (void)co_await done->receive();
  };
  run(body());
}

TEST_F(BadPeer, AnAbandonedIoContextLeaksNothing) {
  // Ctrl-C in a program that does not care: the leak checker of the sanitizer build is the judge.
  set_up();
  asio::io_context abandoned(1);
  const auto body = [](tcp::socket socket) -> awaitable<void> {
    client c = make_client(std::move(socket));
    const std::string gate = "never";
    (void)co_await c.call<std::string>("Slow.Gate", gate);
  };
  tcp::socket socket(abandoned);
  socket.connect(listener_->endpoint());
  asio::co_spawn(abandoned, body(std::move(socket)), [](std::exception_ptr) {});
  abandoned.poll();
}

TEST_F(BadPeer, ARecorderKeepsTheBytesOfBothDirections) {
  const std::filesystem::path folder = std::filesystem::path(::testing::TempDir()) / "netrpc_record";
  const auto size = [&](const char* file) { return std::filesystem::file_size(folder / file); };
  const auto body = [&]() -> awaitable<void> {
    dial_options options;
    options.client.record = std::make_shared<recorder>(folder);
    client c = co_await dialled(options);
    co_await add(c, 1, 2);
  };
  run(body());
  EXPECT_GT(size("sent.bin"), 40U);
  EXPECT_GT(size("received.bin"), 40U);
  std::filesystem::remove_all(folder);
}

}  // namespace
