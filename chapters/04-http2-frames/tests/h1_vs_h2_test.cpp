// SPDX-License-Identifier: MIT
//
// h1_vs_h2's figures, counted again from the recorded bytes by other means, and curl as a client of its server.
#include "h1_vs_h2/report.hpp"

#include "child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace versus;

constexpr int small = 5;

const all_ways& seen() {
  static server one;
  static const all_ways all = {http1_pipelined(one, small), http1_connections(one, small), http2_streams(one, small)};
  return all;
}

/// The request as RFC 9112 §3 has it, written by hand.
std::string request_text(const std::string& path) {
  return "GET " + path +
         " HTTP/1.1\r\n"
         "Host: shop.example\r\n"
         "User-Agent: h1_vs_h2 (rpc-anatomy)\r\n"
         "Accept: application/json\r\n"
         "Accept-Language: en, zh;q=0.8\r\n"
         "Cookie: session=7f3a9c51e2b84d06; theme=dark\r\n\r\n";
}
std::string answer_text(const std::string& path) {
  const std::string content = R"({"page":")" + path + R"("})";
  return "HTTP/1.1 200 OK\r\n"
         "Server: h1_vs_h2\r\n"
         "Content-Type: application/json\r\n"
         "Cache-Control: private, max-age=60\r\n"
         "Content-Length: " +
         std::to_string(content.size()) + "\r\n\r\n" + content;
}

struct plain_frame {
  std::size_t length = 0;
  int type = 0;
  int flags = 0;
  std::size_t stream = 0;
};

/// RFC 9113 §4.1 without the code under test.
std::vector<plain_frame> frames_of(std::string_view text) {
  const std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  if (text.starts_with(preface)) text.remove_prefix(preface.size());
  std::vector<plain_frame> frames;
  const auto byte = [&](std::size_t at) { return std::size_t{static_cast<unsigned char>(text.at(at))}; };
  while (!text.empty()) {
    const plain_frame f = {byte(0) << 16 | byte(1) << 8 | byte(2), static_cast<int>(byte(3)), static_cast<int>(byte(4)),
                           byte(5) << 24 | byte(6) << 16 | byte(7) << 8 | byte(8)};
    frames.push_back(f);
    text.remove_prefix(9 + f.length);
  }
  return frames;
}

TEST(H1VsH2, Http1SendsEveryRequestWhole) {
  std::string all;
  for (const std::string& path : paths(small)) all += request_text(path);
  ASSERT_EQ(seen().pipelined.connections.size(), 1U);
  EXPECT_EQ(seen().pipelined.connections[0].sent, all);
  EXPECT_EQ(seen().pipelined.sent(), all.size());
  ASSERT_EQ(seen().connections.connections.size(), small + 1U);
  for (std::size_t i = 0; i <= small; ++i) {
    EXPECT_EQ(seen().connections.connections[i].sent, request_text(paths(small)[i]));
    EXPECT_EQ(seen().connections.request_heads[i], request_text(paths(small)[i]).size());
  }
  EXPECT_EQ(seen().connections.sent(), all.size());
}

// RFC 9112 §9.3.2: a server answers in the order of the requests.
TEST(H1VsH2, PipelinedAnswersComeInTheOrderOfTheRequests) {
  std::string all;
  for (const std::string& path : paths(small)) all += answer_text(path);
  EXPECT_EQ(seen().pipelined.connections[0].received, all);
  EXPECT_EQ(seen().pipelined.answered, paths(small));
  EXPECT_EQ(seen().pipelined.before_slow, 0U);
  EXPECT_EQ(seen().pipelined.ready_and_held_back, 5U);
}

TEST(H1VsH2, OnConnectionsOfTheirOwnNothingWaits) {
  EXPECT_EQ(seen().connections.before_slow, 5U);
  EXPECT_EQ(seen().connections.answered.back(), "/report");
  for (std::size_t i = 0; i <= small; ++i) {
    EXPECT_EQ(seen().connections.connections[i].received, answer_text(paths(small)[i]));
  }
}

TEST(H1VsH2, OnStreamsNothingWaitsEither) {
  EXPECT_THAT(seen().streams.answered, ElementsAre("/item/1", "/item/2", "/item/3", "/item/4", "/item/5", "/report"));
  EXPECT_EQ(seen().streams.before_slow, 5U);
  ASSERT_EQ(seen().streams.connections.size(), 1U);
  std::vector<std::size_t> ended;
  for (const plain_frame& f : frames_of(seen().streams.connections[0].received)) {
    if (f.type == 0 && (f.flags & 1) != 0) ended.push_back(f.stream);
  }
  EXPECT_THAT(ended, ElementsAre(3U, 5U, 7U, 9U, 11U, 1U)) << "DATA with END_STREAM, by stream";
}

TEST(H1VsH2, HeadsAreTheHeadersFrames) {
  const auto heads = [](const std::string& stream) {
    std::vector<std::size_t> sizes;
    for (const plain_frame& f : frames_of(stream)) {
      if (f.type == 1) sizes.push_back(9 + f.length);
    }
    return sizes;
  };
  EXPECT_EQ(seen().streams.request_heads, heads(seen().streams.connections[0].sent));
  EXPECT_EQ(seen().streams.response_heads, heads(seen().streams.connections[0].received));
  EXPECT_EQ(seen().streams.request_heads.size(), small + 1U);
}

TEST(H1VsH2, FromTheSecondRequestOnHpackSendsWhatIsNew) {
  const auto& heads = seen().streams.request_heads;
  EXPECT_LT(heads[0], request_text("/report").size());
  // Seven fields that the tables hold are a byte each; the path is a literal: its name's index, its length, its text.
  for (std::size_t i = 1; i < heads.size(); ++i) EXPECT_LE(heads[i], 9 + 7 + 2 + paths(small)[i].size());
}

TEST(H1VsH2, TheTableSaysWhatWasCounted) {
  const std::string page = table(seen());
  const auto line = [](const std::string& what, std::size_t a, std::size_t b, std::size_t c) {
    const auto column = [](std::size_t n) {
      return std::string(16 - std::to_string(n).size(), ' ') + std::to_string(n);
    };
    return what + std::string(42 - what.size(), ' ') + column(a) + column(b) + column(c) + "\n";
  };
  EXPECT_THAT(page, HasSubstr(line("connections", 1, 6, 1)));
  EXPECT_THAT(page, HasSubstr(line("answers before the slow one", 0, 5, 5)));
  EXPECT_THAT(page, HasSubstr(line("answers ready, but held back", 5, 0, 0)));
  const std::size_t text = 6 * request_text("/item/1").size();  // "/report" is as long
  EXPECT_THAT(page, HasSubstr(line("bytes to the server", text, text, seen().streams.connections[0].sent.size())));
}

TEST(H1VsH2, TheProgramPrintsTheSameEveryTime) {
  const auto run = [] {
    child_process::child program({child_process::app("h1_vs_h2")});
    std::string all = program.rest();
    EXPECT_EQ(program.status(), 0) << all;
    return all;
  };
  const std::string first = run();
  EXPECT_THAT(first, HasSubstr(table(seen())));
  EXPECT_THAT(first, HasSubstr(story(seen())));
  EXPECT_THAT(first, HasSubstr("     0  GET /report HTTP/1.1                            0d 0a  request line"));
  EXPECT_EQ(run(), first);
}

TEST(H1VsH2, CurlIsServedInBothVersions) {
  server one;
  const std::string url = "http://127.0.0.1:" + std::to_string(one.endpoint().port()) + "/item/1";
  for (const std::string version : {"--http1.1", "--http2-prior-knowledge"}) {
    child_process::child curl({"curl", "-sS", "--max-time", "20", version, "-w", "%{http_version}", url});
    EXPECT_EQ(curl.rest(), std::string(R"({"page":"/item/1"})") + (version == "--http1.1" ? "1.1" : "2"));
    EXPECT_EQ(curl.status(), 0);
  }
}

}  // namespace
