// SPDX-License-Identifier: MIT
//
// h2tap between real clients and real servers: they notice nothing, and every byte and every gRPC message is counted.
#include "child.hpp"
#include "raw_socket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using child_process::app;
using child_process::child;
using child_process::oracle;
using ::testing::HasSubstr;
using ::testing::Not;

struct side {
  unsigned long long read = 0, written = 0, frames = 0, messages = 0, broken = 0;
};
struct summary {
  int connections = 0;
  side client, server;
};

/// h2tap's last words. Fails the test when they are others.
summary parse_summary(const std::string& printed) {
  summary all;
  std::smatch found;
  if (std::regex_search(printed, found, std::regex("(\\d+) connections?, "))) all.connections = std::stoi(found[1]);
  const auto parse = [&](const std::string& way) {
    side one;
    const std::regex line(way +
                          ": (\\d+) bytes? read, (\\d+) written, (\\d+) frames?, (\\d+) gRPC messages?, (\\d+) broken");
    EXPECT_TRUE(std::regex_search(printed, found, line)) << printed;
    if (found.size() < 6) return one;
    return side{std::stoull(found[1]), std::stoull(found[2]), std::stoull(found[3]), std::stoull(found[4]),
                std::stoull(found[5])};
  };
  all.client = parse("client → server");
  all.server = parse("server → client");
  return all;
}

/// An h2tap, to its end.
class tap {
 public:
  explicit tap(const std::string& to, const std::vector<std::string>& more = {})
      : program_(command(to, more)), address_(program_.address()) {}
  [[nodiscard]] const std::string& address() const { return address_; }
  /// Ctrl-C. Everything that it had printed.
  std::string end() {
    program_.signal(SIGINT);
    std::string printed = program_.rest();
    EXPECT_EQ(program_.status(), 0) << printed;
    return printed;
  }

 private:
  static std::vector<std::string> command(const std::string& to, const std::vector<std::string>& more) {
    std::vector<std::string> words = {app("h2tap"), "--to", to};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  child program_;
  std::string address_;
};

/// A client that has all its answers leaves without waiting for what a server says last, the ACK of its PING and a
/// WINDOW_UPDATE: those may find nobody.
void expect_nothing_lost(const summary& seen) {
  constexpr unsigned long long last_words = 17 + 13;
  EXPECT_EQ(seen.client.read, seen.client.written);
  EXPECT_LE(seen.server.read - seen.server.written, last_words * static_cast<unsigned>(seen.connections));
  EXPECT_LE(seen.server.written, seen.server.read);
  EXPECT_EQ(seen.client.broken, 0U);
  EXPECT_EQ(seen.server.broken, 0U);
}

/// Client and server by the name of their oracle.
class Between : public ::testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(Between, CallsUnderLoadAllSucceedAndAllMessagesAreCounted) {
  child server({oracle(GetParam().second), "server"});
  tap between(server.address(), {"--quiet"});
  child client({oracle(GetParam().first), "client", between.address(), "50", "3000", "8", "100"});
  EXPECT_EQ(client.line(), "calls 400 messages 800");
  EXPECT_EQ(client.status(), 0);
  const summary seen = parse_summary(between.end());
  expect_nothing_lost(seen);
  EXPECT_EQ(seen.connections, 8);
  EXPECT_EQ(seen.client.messages, 1200U);
  EXPECT_EQ(seen.server.messages, 1200U);
  EXPECT_GT(seen.client.read, 1200U * 3000U);
}

TEST_P(Between, LargeMessagesGoThroughInManyFrames) {
  child server({oracle(GetParam().second), "server"});
  tap between(server.address(), {"--compact"});
  child client({oracle(GetParam().first), "client", between.address(), "2", "3000000", "2", "3"});
  EXPECT_EQ(client.line(), "calls 4 messages 6");
  const std::string printed = between.end();
  const summary seen = parse_summary(printed);
  expect_nothing_lost(seen);
  EXPECT_EQ(seen.client.messages, 10U);
  EXPECT_EQ(seen.server.messages, 10U);
  // grpc++ announces larger frames than 16384 bytes and uses them; grpc-go does not.
  if (GetParam().first == "grpc_go") {
    EXPECT_THAT(printed, HasSubstr("of which 0 to 16379"));
  }
  EXPECT_THAT(printed, Not(HasSubstr("wrong")));
}

std::string name_of_pair(const ::testing::TestParamInfo<std::pair<std::string, std::string>>& info) {
  return info.param.first + "_to_" + info.param.second;
}
INSTANTIATE_TEST_SUITE_P(RealPeers, Between,
                         ::testing::Values(std::pair{"grpcpp", "grpcpp"}, std::pair{"grpc_go", "grpc_go"},
                                           std::pair{"grpcpp", "grpc_go"}, std::pair{"grpc_go", "grpcpp"}),
                         name_of_pair);

TEST(H2Tap, PrintsAnExchangeAsItPasses) {
  child server({oracle("grpc_go"), "server"});
  tap between(server.address());
  child client({oracle("grpcpp"), "client", between.address(), "1", "5", "1", "0"});
  EXPECT_EQ(client.line(), "calls 1 messages 0");
  const std::string printed = between.end();
  EXPECT_THAT(printed, HasSubstr("[1] client  byte 0       the preface"));
  EXPECT_THAT(printed, HasSubstr("field    :path: /echo.Echo/Unary"));
  EXPECT_THAT(printed, HasSubstr("gRPC     message 1, 7 bytes"));
  EXPECT_THAT(printed, HasSubstr("field    grpc-status: 0"));
  EXPECT_THAT(printed, HasSubstr("state    stream 1: half-closed (local) → closed"));
}

TEST(H2Tap, RecordsWhatH2DumpReads) {
  const std::string file =
      std::filesystem::temp_directory_path() / ("h2tap_test." + std::to_string(getpid()) + ".h2tap");
  child server({oracle("grpcpp"), "server"});
  tap between(server.address(), {"--record", file});
  child client({oracle("grpc_go"), "client", between.address(), "3", "100", "2", "3"});
  EXPECT_EQ(client.line(), "calls 6 messages 6");
  const std::string live = between.end();
  child dump({app("h2dump"), file});
  const std::string later = dump.rest();
  EXPECT_EQ(dump.status(), 0);
  std::filesystem::remove(file);
  // The same frames with the same words; only h2tap tells of connections, and each has a summary of its own.
  const auto frames = [](const std::string& printed) {
    std::string all;
    std::istringstream lines(printed);
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind(" ", 0) == 0 || line.find("  byte ") != std::string::npos) all += line + '\n';
    }
    return all;
  };
  EXPECT_GT(frames(live).size(), 10'000U);
  EXPECT_EQ(frames(live), frames(later));
}

TEST(H2Tap, CurlSeesWhatTheServerSays) {
  child server({app("h2serve"), "--port", "0"});
  tap between(server.address(), {"--compact"});
  child curl({"curl", "-sS", "--http2-prior-knowledge", "-d", "a=1", "http://" + between.address() + "/echo"});
  EXPECT_EQ(curl.rest(), "a=1");
  const std::string printed = between.end();
  expect_nothing_lost(parse_summary(printed));
  EXPECT_THAT(printed, HasSubstr(" POST /echo"));
}

TEST(H2Tap, NobodyAtTheOtherEndEndsTheClientsConnection) {
  const test::raw_socket nobody = test::raw_socket::bound();  // and not listening
  tap between(nobody.address());
  const test::raw_socket client = test::raw_socket::connected(between.address());
  EXPECT_EQ(client.read(1), "");
  EXPECT_THAT(between.end(), HasSubstr("[1] no connection to 127.0.0.1:"));
}

/// 64 MiB of DATA towards a client that does not read: no more than the kernel's buffers and one of the tap's take it.
TEST(H2Tap, WhoeverIsSlowSlowsTheOther) {
  const test::raw_socket listening = test::raw_socket::listening();
  tap between(listening.address(), {"--quiet"});
  const test::raw_socket client = test::raw_socket::connected(between.address());
  const test::raw_socket server = listening.accept();
  std::string frame("\0\x40\0\0\0\0\0\0\1", 9);
  for (int i = 0; i < 16384; ++i) frame += static_cast<char>(i % 251);
  std::string all;
  while (all.size() < (64U << 20U)) all += frame;

  const std::size_t taken = server.write(all, 500);
  EXPECT_LT(taken, all.size() / 2);
  std::thread rest([&] { EXPECT_EQ(server.write(std::string_view(all).substr(taken)), all.size() - taken); });
  const std::string come = client.read(all.size());
  rest.join();
  EXPECT_TRUE(come == all);
  const summary seen = parse_summary(between.end());
  EXPECT_EQ(seen.server.read, all.size());
  EXPECT_EQ(seen.server.written, all.size());
  EXPECT_EQ(seen.server.frames, all.size() / frame.size());
}

/// Nobody reads what h2tap prints, far more than a pipe holds, until all is over.
TEST(H2Tap, WaitsForNobodyToReadWhatItSays) {
  child server({oracle("grpc_go"), "server"});
  tap between(server.address());
  child client({oracle("grpc_go"), "client", between.address(), "300", "100", "2", "0"});
  EXPECT_EQ(client.line(), "calls 600 messages 0");
  EXPECT_GT(between.end().size(), 1'000'000U);
}

TEST(H2Tap, AnEndIsPassedOnAndTheOtherDirectionGoesOn) {
  const test::raw_socket listening = test::raw_socket::listening();
  tap between(listening.address());
  const test::raw_socket client = test::raw_socket::connected(between.address());
  const test::raw_socket server = listening.accept();
  EXPECT_EQ(client.write("PRI * HTTP/2"), 12U);
  client.end_writing();
  EXPECT_EQ(server.read(100), "PRI * HTTP/2");  // 12 bytes, then the end
  EXPECT_EQ(server.write("hello"), 5U);
  server.end_writing();
  EXPECT_EQ(client.read(100), "hello");
  EXPECT_THAT(between.end(), HasSubstr("12 bytes outside of any frame"));
}

/// With a connection open whose ends are both silent.
TEST(H2Tap, CtrlCEndsItAtOnce) {
  const test::raw_socket listening = test::raw_socket::listening();
  tap between(listening.address());
  const test::raw_socket client = test::raw_socket::connected(between.address());
  const test::raw_socket server = listening.accept();
  EXPECT_EQ(client.write("P"), 1U);
  EXPECT_EQ(server.read(1), "P");
  const std::string printed = between.end();
  EXPECT_THAT(printed, HasSubstr("[1] ended: 0 streams\n1 connection, 0 streams\n"));
  EXPECT_EQ(client.read(1), "");
}

TEST(H2Tap, WantsToKnowTheServer) {
  child nowhere({app("h2tap")});
  EXPECT_THAT(nowhere.rest(), HasSubstr("--to is required"));
  EXPECT_NE(nowhere.status(), 0);
}

}  // namespace
