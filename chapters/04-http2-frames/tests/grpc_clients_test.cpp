// SPDX-License-Identifier: MIT
//
// Real gRPC clients against this chapter's server: gRPC is a few fields, five bytes before each message and trailers,
// and what is below it must not be told from the original.
#include "child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <h2/net/server.hpp>

#include <boost/asio/co_spawn.hpp>

#include <string>
#include <thread>

namespace {

using namespace h2;
using child_process::app;
using child_process::child;
using child_process::oracle;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

/// Any method whose reply is its request, unary or streaming: each message goes back as it came, prefix and all.
net::awaitable<void> echo(net::stream_ptr call) {
  const header_list headers = {{":status", "200"}, {"content-type", "application/grpc"}};
  const header_list trailers = {{"grpc-status", "0"}};
  if (!call->respond(headers)) co_return;
  for (;;) {
    const net::attempt<byte_buffer> piece = co_await call->read();
    if (!piece) co_return;
    if (piece->empty()) break;
    const net::attempt<void> written = co_await call->write(*piece);
    if (!written) co_return;
  }
  (void)call->write_trailers(trailers);
}

/// A server of ours in a thread of its own.
class our_server {
 public:
  our_server() : io_(1), server_(io_.get_executor(), {}, net::serve_streams(echo)) {
    net::asio::co_spawn(io_, server_.serve(), [](std::exception_ptr failed) {
      if (failed) std::rethrow_exception(failed);
    });
    thread_ = std::thread([this] { io_.run(); });
  }
  ~our_server() {
    server_.shut_down();
    thread_.join();
  }
  our_server(const our_server&) = delete;
  our_server& operator=(const our_server&) = delete;
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(server_.endpoint().port()); }

 private:
  net::asio::io_context io_;
  net::server server_;
  std::thread thread_;
};

class GrpcClient : public ::testing::TestWithParam<std::string> {
 protected:
  /// CALLS SIZE CONNECTIONS MESSAGES; what the client says in the end.
  static std::string load(const std::string& address, const std::vector<std::string>& how) {
    std::vector<std::string> command = {oracle(GetParam()), "client", address};
    command.insert(command.end(), how.begin(), how.end());
    child client(command);
    std::string printed = client.rest();
    EXPECT_EQ(client.status(), 0) << printed;
    return printed;
  }
};

TEST_P(GrpcClient, CallsAndStreamsSucceedOnManyConnections) {
  const our_server server;
  EXPECT_EQ(load(server.address(), {"100", "2000", "8", "200"}), "calls 800 messages 1600\n");
}

TEST_P(GrpcClient, MessagesLargerThanEveryWindow) {
  const our_server server;
  EXPECT_EQ(load(server.address(), {"3", "3000000", "2", "4"}), "calls 6 messages 8\n");
}

TEST_P(GrpcClient, EmptyMessagesAreMessages) {
  const our_server server;
  EXPECT_EQ(load(server.address(), {"20", "0", "1", "20"}), "calls 20 messages 20\n");
}

/// Seen from between, both sides keep every rule that can be seen from there.
TEST_P(GrpcClient, TheObserverFindsNothingWrong) {
  const our_server server;
  child tap({app("h2tap"), "--to", server.address(), "--compact"});
  EXPECT_EQ(load(tap.address(), {"20", "50000", "2", "20"}), "calls 40 messages 40\n");
  tap.signal(SIGINT);
  const std::string seen = tap.rest();
  EXPECT_EQ(tap.status(), 0);
  EXPECT_THAT(seen, Not(HasSubstr("wrong")));
  EXPECT_THAT(seen, HasSubstr("80 gRPC messages, 0 broken rules"));
}

INSTANTIATE_TEST_SUITE_P(RealClients, GrpcClient, ::testing::Values("grpcpp", "grpc_go"),
                         [](const auto& info) { return info.param; });

TEST(GrpcByHand, CallsOurServerToo) {
  const our_server server;
  child program({app("grpc_by_hand"), "--connect", server.address(), "--compact"});
  const std::string printed = program.rest();
  EXPECT_EQ(program.status(), 0);
  EXPECT_THAT(printed, EndsWith("grpc-status 0\nfield 1: \"1\"\n"));
  EXPECT_THAT(printed, Not(HasSubstr("wrong")));
}

}  // namespace
