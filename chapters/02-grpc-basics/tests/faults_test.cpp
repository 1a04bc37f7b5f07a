// SPDX-License-Identifier: MIT
//
// Peers that send nonsense, say nothing or go away: the right status where there is one, and nothing left behind.
#include "support/client.hpp"
#include "support/raw_client.hpp"
#include "support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace basics;
using namespace support;
using testing::HasSubstr;
using testing::StartsWith;

class Faults : public ::testing::Test {
 protected:
  void serve(running_server::options more = {}) {
    more.push_back(stats_handler(seen));
    server = std::make_unique<running_server>(std::move(more), kinds);
  }
  // A chat under way: the server's handler waits for the next line.
  raw_client chatting() {
    raw_client c(server->port());
    c.send(connection_begin() + call_headers(1, "/kinds.Kinds/Chat") +
           message(1, line_of("hello").SerializeAsString(), false));
    EXPECT_TRUE(c.await("echo: hello")) << c.heard();
    return c;
  }
  void expect_as_before() { EXPECT_EQ(client(server->at()).user_name("1"), "balabala"); }

  std::shared_ptr<witness> seen = std::make_shared<witness>();
  std::shared_ptr<service> kinds = nullptr;
  std::unique_ptr<running_server> server;
};

TEST_F(Faults, GarbageInsteadOfThePrefaceEndsTheConnection) {
  serve();
  for (const std::string& garbage :
       {std::string("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), std::string(1000, '\0'),
        std::string("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"), preface + std::string(500, '\xff')}) {
    raw_client c(server->port());
    c.send(garbage);
    EXPECT_TRUE(c.await_end()) << garbage.substr(0, 20);
  }
  EXPECT_TRUE(seen->await_live(0));
  EXPECT_EQ(seen->seen().begun, 4U);
  expect_as_before();
}

TEST_F(Faults, ClientsThatLeaveBeforeTheyBeganAreForgotten) {
  serve();
  for (const std::size_t said : {std::size_t{0}, std::size_t{1}, std::size_t{12}, preface.size(), preface.size() + 4}) {
    for (const bool in_order : {true, false}) {
      raw_client c(server->port());
      c.send(connection_begin().substr(0, said));
      if (in_order) {
        c.close();
      } else {
        c.reset();
      }
    }
  }
  ASSERT_TRUE(seen->await_begun(10));
  EXPECT_TRUE(seen->await_live(0));
  expect_as_before();
}

TEST_F(Faults, AClientThatConnectsAndSaysNothingIsSentAway) {
  serve({connection_timeout(std::chrono::milliseconds(100))});
  raw_client silent(server->port());
  raw_client half(server->port());
  half.send(preface.substr(0, 10));
  EXPECT_TRUE(silent.await_end());
  EXPECT_TRUE(half.await_end());
  EXPECT_TRUE(seen->await_live(0));
  expect_as_before();
}

TEST_F(Faults, ClientsThatVanishInTheMiddleOfAStreamEndItsHandler) {
  serve();
  enum class how { close, reset, rst_stream, half_close };
  std::size_t ended = 0;
  for (const how h : {how::close, how::reset, how::rst_stream, how::half_close}) {
    raw_client c = chatting();
    switch (h) {
      case how::close: c.close(); break;
      case how::reset: c.reset(); break;
      case how::rst_stream: c.send(frame(3, 0, 1, big_endian(8, 4))); break;  // CANCEL
      case how::half_close: c.half_close(); break;                            // of the connection, not of the stream
    }
    ASSERT_TRUE(seen->await_calls_ended(++ended)) << static_cast<int>(h);
    EXPECT_EQ(text_of(seen->seen().calls_ended.back()), "rpc error: code = Canceled desc = context canceled")
        << static_cast<int>(h);
  }
  EXPECT_TRUE(seen->await_live(0));
  EXPECT_EQ(server->operator->()->counters().succeeded, 0U);
  expect_as_before();
}

TEST_F(Faults, AVanishedClientsNumbersAreNotSummedUp) {
  // What has come so far is not all: taking it for all would be a wrong sum that nobody notices.
  serve();
  for (int i = 0; i < 20; ++i) {
    raw_client c(server->port());
    kinds::Number n;
    n.set_value(5);
    c.send(connection_begin() + call_headers(1, "/kinds.Kinds/Sum") + message(1, n.SerializeAsString(), false));
    ASSERT_TRUE(seen->await_calls_begun(static_cast<std::size_t>(i) + 1));
    i % 2 == 0 ? c.close() : c.reset();
    ASSERT_TRUE(seen->await_calls_ended(static_cast<std::size_t>(i) + 1));
    EXPECT_FALSE(seen->seen().calls_ended.back().ok()) << i;
  }
}

TEST_F(Faults, ACallCutOffInAMessageIsCancelled) {
  serve();
  raw_client c(server->port());
  const std::string whole = message(1, "0123456789", true);
  c.send(connection_begin() + call_headers(1, "/user.User/GetUser") + whole.substr(0, 17));
  ASSERT_TRUE(seen->await_calls_begun(1));
  c.close();
  ASSERT_TRUE(seen->await_calls_ended(1));
  EXPECT_EQ(text_of(seen->seen().calls_ended.back()), "rpc error: code = Canceled desc = context canceled");
}

TEST_F(Faults, UndecodableMessagesAreInternalErrors) {
  serve();
  const client c(server->at());
  EXPECT_THAT(c.raw("/user.User/GetUser", "\xff\xff garbage"),
              StartsWith("Internal: grpc: error unmarshalling request:"));
  EXPECT_THAT(c.raw("/kinds.Kinds/Echo", "\x0a\x7f"), StartsWith("Internal: grpc: error unmarshalling request:"));
  EXPECT_THAT(c.raw("/kinds.Kinds/Sum", "\xff\xff garbage"),
              StartsWith("Internal: grpc: failed to unmarshal the received message"));
  expect_as_before();
}

TEST_F(Faults, AUnaryCallWithoutAMessageIsAnError) {
  serve();
  raw_client c(server->port());
  c.send(connection_begin() + call_headers(1, "/user.User/GetUser") + frame(0, 1, 1, ""));
  EXPECT_TRUE(c.await("EOF")) << c.heard();
  EXPECT_FALSE(c.has("balabala"));
  expect_as_before();
}

TEST_F(Faults, ADeadlineEndsACallWhoseClientDoesNotCancelIt) {
  serve();
  raw_client c(server->port());
  kinds::EchoRequest wait;
  wait.set_text("wait");
  c.send(connection_begin() + call(1, "/kinds.Kinds/Echo", wait.SerializeAsString(), {{"grpc-timeout", "50m"}}));
  ASSERT_TRUE(seen->await_calls_ended(1));
  EXPECT_EQ(text_of(seen->seen().calls_ended.back()),
            "rpc error: code = DeadlineExceeded desc = context deadline exceeded");
  expect_as_before();
}

TEST_F(Faults, UnknownCompressionIsTakenForNone) {
  // grpc-go answers UNIMPLEMENTED, Decompressor is not installed for grpc-encoding "xor". grpc++ drops the header that
  // it does not know, and shows its services neither that nor the message's flag: the bytes are read as they are.
  serve();
  raw_client c(server->port());
  c.send(connection_begin() + call_headers(1, "/user.User/GetUser", {{"grpc-encoding", "xor"}}) +
         message(1, "\xf1\xff\xff", true, true));
  EXPECT_TRUE(c.await("grpc: error unmarshalling request:")) << c.heard();
  expect_as_before();
}

TEST_F(Faults, CompressedBytesThatAreNoneEndTheirCall) {
  // grpc-go answers INTERNAL, grpc: failed to decompress the received message. grpc++ resets the stream by itself, with
  // HTTP/2's INTERNAL_ERROR, which a client shows as INTERNAL.
  serve();
  raw_client c(server->port());
  c.send(connection_begin() + call_headers(1, "/user.User/GetUser", {{"grpc-encoding", "gzip"}}) +
         message(1, "this is no gzip", true, true));
  EXPECT_TRUE(c.await(frame(3, 0, 1, big_endian(2, 4)))) << c.heard();
  EXPECT_TRUE(seen->await_calls_ended(1));
  EXPECT_FALSE(c.has("balabala"));
  expect_as_before();
}

TEST_F(Faults, MoreMetadataThanAllowedIsRefusedBeforeAnyHandler) {
  serve({max_header_list_size(1024)});
  const client c(server->at());
  client_context ctx;
  ctx.AddMetadata("x-long", std::string(8 * 1024, 'x'));
  EXPECT_THAT(c.user_name("1", &ctx), StartsWith("ResourceExhausted"));
  EXPECT_EQ(seen->seen().calls_begun, 0U);
  expect_as_before();
}

}  // namespace
