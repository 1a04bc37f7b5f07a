// SPDX-License-Identifier: MIT
//
// The handshake as Go 1.19 says it, on both sides, and what comes after it on the same connection.
#include <netrpc/http_connect.hpp>

#include <gtest/gtest.h>

#include <array>

namespace {

using namespace netrpc;
using event = http_acceptor::event;

constexpr std::size_t whole = std::string_view::npos;
constexpr std::string_view connect = "CONNECT /_goRPC_ HTTP/1.0\n\n";
constexpr std::string_view connected = "HTTP/1.0 200 Connected to Go RPC\n\n";

std::span<const std::byte> raw(std::string_view text) { return std::as_bytes(std::span(text)); }
std::string text(const bytes& data) { return {reinterpret_cast<const char*>(data.data()), data.size()}; }

/// Feeds pieces of `size` bytes, asking after each.
template <class Side>
auto fed(Side& side, std::string_view bytes_in, std::size_t size = whole) {
  auto last = side.next();
  while (!bytes_in.empty()) {
    side.receive(raw(bytes_in.substr(0, size)));
    bytes_in.remove_prefix(std::min(size, bytes_in.size()));
    last = side.next();
  }
  return last;
}

std::string status_line(std::string_view response) { return std::string(response.substr(0, response.find("\r\n"))); }

/// The answer to a whole request.
std::string answer(std::string_view request, event expected = event::refused) {
  http_acceptor a;
  EXPECT_EQ(fed(a, request), expected) << request;
  return a.take_output();
}

TEST(HttpAcceptor, AnswersGosRequestWithItsBareLineFeeds) {
  for (const std::size_t size : {whole, std::size_t{1}, std::size_t{5}}) {
    http_acceptor a;
    EXPECT_EQ(fed(a, connect, size), event::connected);
    EXPECT_EQ(a.take_output(), connected);
    EXPECT_EQ(a.take_output(), "");
    EXPECT_TRUE(a.take_rest().empty());
  }
}

TEST(HttpAcceptor, TheBytesAfterTheEmptyLineAreGobs) {
  using namespace std::string_literals;
  const std::string gob = "\x2d\xff\x81\n\n\x03\x01\x00\r\n"s;  // line ends are bytes like others there
  for (const std::size_t size : {whole, std::size_t{1}, std::size_t{27}, std::size_t{28}}) {
    http_acceptor a;
    EXPECT_EQ(fed(a, std::string(connect) + gob, size), event::connected);
    EXPECT_EQ(text(a.take_rest()), gob);
    EXPECT_TRUE(a.take_rest().empty());
  }
}

TEST(HttpAcceptor, TakesCrLfAndHeadersToo) {
  http_acceptor a;
  EXPECT_EQ(fed(a, "CONNECT /_goRPC_ HTTP/1.1\r\nHost: x:1\r\nUser-Agent: curl\r\n and more\r\n\r\nrest"),
            event::connected);
  EXPECT_EQ(text(a.take_rest()), "rest");
}

TEST(HttpAcceptor, WantsTheEmptyLine) {
  http_acceptor a;
  EXPECT_EQ(fed(a, "CONNECT /_goRPC_ HTTP/1.0\n"), event::need_more);
  EXPECT_EQ(a.take_output(), "");
  EXPECT_EQ(fed(a, "\n"), event::connected);
}

TEST(HttpAcceptor, OtherMethodsMustConnect) {
  EXPECT_EQ(answer("GET /_goRPC_ HTTP/1.1\r\nHost: x\r\n\r\n"),
            "HTTP/1.0 405 Method Not Allowed\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 17\r\n"
            "Connection: close\r\n\r\n405 must CONNECT\n");
  EXPECT_EQ(status_line(answer("POST /_goRPC_ HTTP/1.1\r\nHost: x\r\n\r\n")), "HTTP/1.0 405 Method Not Allowed");
}

TEST(HttpAcceptor, OtherPathsAreNotFound) {
  for (const std::string request :
       {"CONNECT / HTTP/1.0\n\n", "CONNECT localhost:80 HTTP/1.1\r\n\r\n", "GET /_goRPC_/ HTTP/1.0\n\n",
        "GET /_gorpc_ HTTP/1.0\n\n", "GET http://x HTTP/1.0\n\n"}) {
    EXPECT_EQ(status_line(answer(request)), "HTTP/1.0 404 Not Found") << request;
  }
  http_acceptor a;
  EXPECT_EQ(fed(a, "GET /favicon.ico HTTP/1.0\n\n"), event::refused);
  EXPECT_EQ(a.reason(), "404 Not Found");
  EXPECT_EQ(a.next(), event::refused);
}

TEST(HttpAcceptor, WhatIsNoRequestIsABadOne) {
  for (const std::string request :
       {"\n", "hello\n\n", "CONNECT /_goRPC_\n\n", "CONNECT /_goRPC_ HTTP/2.0\n\n", "CONNECT  HTTP/1.0\n\n",
        " /_goRPC_ HTTP/1.0\n\n", "CONNECT /_goRPC_ HTTP/1.0\nno colon\n\n", "CONNECT /_goRPC_ HTTP/1.0\n: no name\n\n",
        "CONNECT /_goRPC_ HTTP/1.0 \n\n"}) {
    EXPECT_EQ(status_line(answer(request)), "HTTP/1.0 400 Bad Request") << request;
  }
}

TEST(HttpAcceptor, TheDebugPageIsServedToAnyMethod) {
  for (const std::string request : {"GET /debug/rpc HTTP/1.1\r\nHost: x\r\n\r\n", "GET /debug/rpc?a=b HTTP/1.0\n\n",
                                    "GET http://x:1/debug/rpc HTTP/1.1\r\n\r\n"}) {
    http_acceptor a;
    ASSERT_EQ(fed(a, request), event::debug_page) << request;
    a.answer_page("<html>");
    EXPECT_EQ(a.take_output(),
              "HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 6\r\nConnection: "
              "close\r\n\r\n<html>");
  }
  http_acceptor a;
  ASSERT_EQ(fed(a, "HEAD /debug/rpc HTTP/1.0\n\n"), event::debug_page);
  a.answer_page("<html>");
  EXPECT_TRUE(a.take_output().ends_with("Content-Length: 6\r\nConnection: close\r\n\r\n"));
}

TEST(HttpAcceptor, AHeadMayBeAsLongAsItsLimitAndWhatFollowsDoesNotCount) {
  const std::string head = "CONNECT /_goRPC_ HTTP/1.0\r\nA: " + std::string(100, 'x') + "\r\n\r\n";
  for (const std::size_t size : {whole, std::size_t{1}}) {
    http_acceptor fits({.http_header_bytes = head.size()}), small({.http_header_bytes = head.size() - 1});
    EXPECT_EQ(fed(fits, head + std::string(1000, 'g'), size), event::connected);
    EXPECT_EQ(fits.take_rest().size(), 1000U);
    EXPECT_EQ(fed(small, head, size), event::refused);
    EXPECT_EQ(status_line(small.take_output()), "HTTP/1.0 431 Request Header Fields Too Large");
  }
  http_acceptor endless;
  EXPECT_EQ(fed(endless, std::string(8192, 'x'), 100), event::need_more);
  EXPECT_EQ(fed(endless, "x"), event::refused);
}

TEST(HttpDialer, SaysWhatGosClientSays) {
  http_dialer d;
  EXPECT_EQ(d.take_output(), connect);
  EXPECT_EQ(d.take_output(), "");
  EXPECT_EQ(http_dialer({}, "/other").take_output(), "CONNECT /other HTTP/1.0\n\n");
}

TEST(HttpDialer, IsConnectedByGosAnswerAndKeepsWhatFollows) {
  for (const std::string end : {"\n", "\r\n"}) {
    const std::string response = "HTTP/1.0 200 Connected to Go RPC" + end + end;
    for (const std::size_t size : {whole, std::size_t{1}, std::size_t{34}}) {
      http_dialer d;
      EXPECT_EQ(fed(d, response + "gob\n\n", size).value(), progress::done);
      EXPECT_EQ(text(d.take_rest()), "gob\n\n");
    }
  }
  http_dialer d;
  EXPECT_EQ(fed(d, "HTTP/1.1 200 Connected to Go RPC\r\nDate: now\r\n\r\n").value(), progress::done);
}

TEST(HttpDialer, AnythingElseIsAnErrorInGosWords) {
  const std::pair<std::string, std::string> cases[] = {
      {"HTTP/1.1 404 Not Found\r\nContent-Length: 19\r\n\r\n404 page not found\n", "404 Not Found"},
      {"HTTP/1.0 200 OK\n\n", "200 OK"},
      {"HTTP/1.0 200 Connected to Go RPC \n\n", "200 Connected to Go RPC "},
      {"HTTP/1.0 200\n\n", "200"},
      {"HTTP/1.0  405 Method Not Allowed\n\n", "405 Method Not Allowed"},
      {"hello\n\n", "malformed HTTP response \"hello\""},
      {"HTTP/1.0\n\n", "malformed HTTP response \"HTTP/1.0\""},
      {"HTTP/9.9 200 OK\n\n", "malformed HTTP response \"HTTP/9.9 200 OK\""},
      {"HTTP/1.0 20x OK\n\n", "malformed HTTP status code \"20x\""},
      {"HTTP/1.0 2000 OK\n\n", "malformed HTTP status code \"2000\""},
      {"HTTP/1.0 200 Connected to Go RPC\nno colon\n\n", "malformed MIME header line: no colon"}};
  for (const auto& [response, words] : cases) {
    for (const std::size_t size : {whole, std::size_t{1}}) {
      http_dialer d;
      const result<progress> r = fed(d, response, size);
      ASSERT_TRUE(r.has_error()) << response;
      EXPECT_EQ(r.error().code, errc::http_handshake);
      EXPECT_EQ(r.error().detail, words);
    }
  }
  http_dialer d;
  EXPECT_NE(fed(d, cases[0].first).error().message().find("unexpected HTTP response: 404 Not Found"),
            std::string::npos);
}

TEST(HttpDialer, AnEndlessAnswerIsCutOff) {
  http_dialer d({.http_header_bytes = 34}), small({.http_header_bytes = 33});
  EXPECT_EQ(fed(d, connected).value(), progress::done);
  EXPECT_TRUE(fed(small, connected).has_error());
  http_dialer gob;
  EXPECT_TRUE(fed(gob, std::string(9000, '\x01'), 1000).has_error());
}

TEST(Http, OurTwoSidesUnderstandEachOther) {
  http_dialer d;
  http_acceptor a;
  EXPECT_EQ(fed(a, d.take_output(), 3), event::connected);
  EXPECT_EQ(fed(d, a.take_output(), 3).value(), progress::done);
}

TEST(DebugPage, IsGosToTheByte) {
  service_map services;
  const auto& string = reflect::of<std::string>();
  const std::array shapes = {method_shape{.name = "Any",
                                          .argument = &reflect::of<std::map<std::string, any>>(),
                                          .argument_name = {},
                                          .reply = &reflect::of<std::vector<std::string>>(),
                                          .reply_name = {},
                                          .return_name = {}},
                             method_shape{.name = "None",
                                          .argument = &string,
                                          .argument_name = {},
                                          .reply = &reflect::of<empty>(),
                                          .reply_name = {},
                                          .return_name = {}}};
  ASSERT_TRUE(services.register_type("Arith", shapes, 0).has_value());
  ASSERT_TRUE(services.register_name("a<b>+'\"&", "Arith", std::span(shapes).subspan(1), 0).has_value());
  services.find("Arith.None").value()->calls = 12;
  // What Go 1.19 served for the same services.
  EXPECT_EQ(
      debug_page(services),
      "<html>\n\t<body>\n\t<title>Services</title>\n\t\n\t<hr>\n\tService Arith\n\t<hr>\n\t\t<table>\n\t\t<th "
      "align=center>Method</th><th align=center>Calls</th>\n\t\t\n\t\t\t<tr>\n\t\t\t<td align=left "
      "font=fixed>Any(map[string]interface {}, *[]string) error</td>\n\t\t\t<td "
      "align=center>0</td>\n\t\t\t</tr>\n\t\t\n\t\t\t<tr>\n\t\t\t<td align=left font=fixed>None(string, *struct {}) "
      "error</td>\n\t\t\t<td align=center>12</td>\n\t\t\t</tr>\n\t\t\n\t\t</table>\n\t\n\t<hr>\n\tService "
      "a&lt;b&gt;&#43;&#39;&#34;&amp;\n\t<hr>\n\t\t<table>\n\t\t<th align=center>Method</th><th "
      "align=center>Calls</th>\n\t\t\n\t\t\t<tr>\n\t\t\t<td align=left font=fixed>None(string, *struct {}) "
      "error</td>\n\t\t\t<td align=center>0</td>\n\t\t\t</tr>\n\t\t\n\t\t</table>\n\t\n\t</body>\n\t</html>");
  EXPECT_EQ(debug_page(service_map()), "<html>\n\t<body>\n\t<title>Services</title>\n\t\n\t</body>\n\t</html>");
}

}  // namespace
