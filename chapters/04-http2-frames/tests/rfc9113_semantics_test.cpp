// SPDX-License-Identifier: MIT
//
// RFC 9113 §8.1, §8.5, §8.7: which HEADERS and DATA in which order are a message, content-length, tunnels, and what may
// be asked for again.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class Message : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Message, testing::ValuesIn(any_side::all()), any_side::name);
class Request : public as_server {};
INSTANTIATE_TEST_SUITE_P(Fed, Request, testing::ValuesIn(one_side::all()), one_side::name);
class Response : public as_client {};
INSTANTIATE_TEST_SUITE_P(Fed, Response, testing::ValuesIn(one_side::all()), one_side::name);

// ── §8.1 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_P(Message, MayHaveHeadersContentAndTrailers) {
  const std::uint32_t id = peer.exchange();
  peer.say_data(id, "content");
  peer.say_headers(id, {{"x-checksum", "12"}}, true);
  EXPECT_EQ(peer.content_received(id), "content");
  ASSERT_EQ(peer.told<trailers_received>().size(), 1U);
  EXPECT_EQ(peer.told<trailers_received>()[0].headers, (header_list{{"x-checksum", "12"}}));
  peer.subject().send_data(id, bytes_of("answer"), false).value();
  peer.subject().submit_trailers(id, {{"grpc-status", "0"}}).value();
  EXPECT_EQ(peer.content_sent(id), "answer");
  EXPECT_EQ(peer.frames().back().fields, (header_list{{"grpc-status", "0"}}));
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §8.1-4: HEADERS behind the first (final) ones end the stream
TEST_P(Message, WithTrailersThatDoNotEndItIsMalformed) {
  const std::uint32_t id = peer.exchange();
  peer.say_headers(id, {{"x", "y"}}, false);
  EXPECT_TRUE(peer.told<trailers_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

// RFC 9113 §8.1-4: also behind content, and when they look like another message
TEST_P(Message, ThatBeginsAgainIsMalformed) {
  const std::uint32_t id = peer.exchange();
  peer.say_data(id, "content");
  peer.say_headers(id, server() ? post_request : ok_response, false);
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

TEST_P(Response, MayHaveInterimOnesBefore) {
  const std::uint32_t id = peer.request();
  peer.say_headers(id, {{":status", "100"}});
  peer.say_headers(id, {{":status", "103"}, {"link", "</a>"}});
  peer.say_headers(id, {{":status", "103"}, {"link", "</b>"}});
  EXPECT_EQ(peer.told<informational_received>().size(), 3U);
  EXPECT_TRUE(peer.told<response_received>().empty());
  peer.say_headers(id, ok_response, true);
  EXPECT_EQ(peer.told<response_received>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

TEST_P(Response, ThatIsInterimDoesNotEndTheStream) {
  const std::uint32_t id = peer.request();
  peer.say_headers(id, {{":status", "100"}}, true);
  EXPECT_TRUE(peer.told<informational_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

TEST_P(Response, ThatIsInterimDoesNotComeBehindTheFinalOne) {
  const std::uint32_t id = peer.exchange();
  peer.say_headers(id, {{":status", "103"}});
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

TEST_P(Response, DoesNotBeginWithContent) {
  const std::uint32_t id = peer.request();
  peer.say_data(id, "x");
  EXPECT_TRUE(peer.told<data_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

TEST_P(Response, Of101IsMalformed) {
  const std::uint32_t id = peer.request();
  peer.say_headers(id, {{":status", "101"}});
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error)) << "RFC 9113 §8.6";
}

// RFC 9113 §8.1-5: a whole response stays one, though the server wants no more of the request
TEST_P(Response, IsKeptWhenTheRequestIsCutOff) {
  const std::uint32_t id = peer.request();
  peer.say_headers(id, ok_response);
  peer.say_data(id, "all of it", true);
  peer.say(rst_stream_frame{.stream_id = id, .code = error_code::no_error});
  ASSERT_EQ(peer.told<response_received>().size(), 1U);
  EXPECT_EQ(peer.content_received(id), "all of it");
  EXPECT_TRUE(peer.told<data_received>().back().end_stream);
  ASSERT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_EQ(peer.told<stream_reset>()[0].code, error_code::no_error);
  EXPECT_TRUE(peer.subject().send_data(id, bytes_of("more"), true).has_error());
  EXPECT_TRUE(peer.alive());
}

TEST_P(Request, MayBeAnsweredBeforeItsEnd) {
  const std::uint32_t id = peer.request();
  peer.subject().submit_response(id, {{":status", "413"}}, true).value();
  EXPECT_EQ(peer.subject().state_of(id), stream_state::half_closed_local);
  peer.subject().reset_stream(id, error_code::no_error);
  const auto resets = peer.heard<rst_stream_frame>();
  ASSERT_EQ(resets.size(), 1U);
  EXPECT_EQ(resets[0].code, error_code::no_error);
  peer.say_data(id, "still under way", true);
  EXPECT_TRUE(peer.alive());
}

// ── §8.1.1 ─────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §8.1.1-2: content is as long as content-length says, however it is cut
TEST_P(Message, OfAnotherLengthThanItSaysIsMalformed) {
  struct {
    std::string_view length;
    std::vector<std::string_view> content;
  } const cases[] = {{"1", {""}},  {"5", {"hell"}},     {"5", {"he", "l"}}, {"5", {"he", "ll", ""}},
                     {"0", {"x"}}, {"4", {"he", "llo"}}};
  for (const auto& c : cases) {
    wire_peer other = with({});
    const std::uint32_t id = server() ? 1 : other.request();
    header_list fields = server() ? post_request : ok_response;
    fields.add("content-length", c.length);
    other.say_headers(id, fields);
    for (std::size_t i = 0; i < c.content.size(); ++i) other.say_data(id, c.content[i], i + 1 == c.content.size());
    EXPECT_TRUE(other.stream_error(id, error_code::protocol_error)) << c.length << ": " << c.content[0];
  }
}

// RFC 9113 §8.1.1-2: padding is no content; END_STREAM on HEADERS or trailers ends it too
TEST_P(Message, LengthIsOfContentOnly) {
  const header_list fields = [] {
    header_list list = server() ? post_request : ok_response;
    list.add("content-length", "5");
    return list;
  }();
  const std::uint32_t id = server() ? 1 : peer.request();
  peer.say_headers(id, fields);
  peer.say(data_frame{.stream_id = id, .data = bytes_of("hello"), .padded_overhead = 50});
  peer.say_headers(id, {{"x", "y"}}, true);
  EXPECT_EQ(peer.told<trailers_received>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
  for (const bool at_once : {true, false}) {
    wire_peer other = with({});
    const std::uint32_t on = server() ? 1 : other.request();
    other.say_headers(on, fields, at_once);
    if (!at_once) other.say_headers(on, {{"x", "y"}}, true);
    EXPECT_TRUE(other.stream_error(on, error_code::protocol_error));
  }
}

TEST_P(Message, LengthIsOneNumber) {
  for (const std::string_view wrong : {"-1", "+1", "1x", "0x1", "1, 1", "1,2", "99999999999999999999999"}) {
    header_list fields = server() ? post_request : ok_response;
    fields.add("content-length", wrong);
    wire_peer other = with({});
    const std::uint32_t id = server() ? 1 : other.request();
    other.say_headers(id, fields);
    EXPECT_TRUE(other.stream_error(id, error_code::protocol_error)) << wrong;
  }
}

// RFC 9113 §8.1.1-2: but what is defined to have no content may tell the length that it would have had
TEST_P(Response, WithoutContentMayTellItsLength) {
  const header_list head = {{":method", "HEAD"}, {":scheme", "http"}, {":authority", "a"}, {":path", "/"}};
  std::uint32_t id = peer.request(head, true);
  peer.say_headers(id, {{":status", "200"}, {"content-length", "1000"}}, true);
  id = peer.request(get_request, true);
  peer.say_headers(id, {{":status", "304"}, {"content-length", "1000"}}, true);
  EXPECT_EQ(peer.told<response_received>().size(), 2U);
  EXPECT_TRUE(peer.all_well());
  id = peer.request(head, true);
  peer.say_headers(id, {{":status", "200"}, {"content-length", "1000"}});
  peer.say_data(id, "x");
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error)) << "and then must not have any";
}

// RFC 9113 §8.1.1-3: the client's owner never sees a malformed response
TEST_P(Response, ThatIsMalformedIsNotTaken) {
  const std::uint32_t id = peer.request();
  peer.say_headers(id, {{"no", "status"}}, true);
  EXPECT_TRUE(peer.told<response_received>().empty());
  EXPECT_TRUE(peer.told<data_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

// ── §8.5 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const header_list connect = {{":method", "CONNECT"}, {":authority", "example.com:443"}};

// RFC 9113 §8.5-1: CONNECT has a method and an authority
TEST_P(Request, OfConnectHasNoSchemeAndNoPath) {
  peer.say_headers(1, connect);
  EXPECT_EQ(peer.told<request_received>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
  for (const header_field extra : header_list{{":scheme", "https"}, {":path", "/"}}) {
    header_list fields = connect;
    fields.add(extra.name, extra.value);
    wire_peer other = with({});
    other.say_headers(1, fields);
    EXPECT_TRUE(other.told<request_received>().empty());
    EXPECT_TRUE(other.stream_error(1, error_code::protocol_error)) << extra.name;
  }
  wire_peer other = with({});
  other.say_headers(1, {{":method", "CONNECT"}});
  EXPECT_TRUE(other.stream_error(1, error_code::protocol_error)) << "to where?";
}

// RFC 9113 §8.5-2: in a tunnel only DATA and what manages streams
TEST_P(Message, InATunnelHasNoMoreHeaders) {
  const std::uint32_t id = peer.exchange(connect);
  peer.say_data(id, "octets");
  EXPECT_EQ(peer.content_received(id), "octets");
  peer.say(window_update_frame{.stream_id = id, .increment = 1});
  peer.say(priority_frame{.stream_id = id, .priority = {}});
  EXPECT_TRUE(peer.all_well());
  EXPECT_EQ(peer.subject().submit_trailers(id, {{"x", "y"}}).error(), misuse::malformed_headers);
  peer.say_headers(id, {{"x", "y"}}, true);
  EXPECT_TRUE(peer.told<trailers_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

TEST_P(Message, InATunnelEndsBothWays) {
  const std::uint32_t id = peer.exchange(connect);
  peer.say_data(id, "one way", true);
  peer.subject().send_data(id, bytes_of("the other"), true).value();
  EXPECT_EQ(peer.content_sent(id), "the other");
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

// ── §8.7 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §8.7-1: REFUSED_STREAM is only for what the owner was never told of
TEST_P(Request, IsNotRefusedOnceItWasTold) {
  wire_peer other = with({.local = {.enable_push = false, .max_concurrent_streams = 1}});
  other.say_headers(1, post_request);
  other.say_headers(3, post_request);  // refused, and not told
  settings fewer = other.subject().local_settings();
  fewer.max_concurrent_streams = 0;
  other.subject().update_settings(fewer).value();
  other.listen();
  other.acknowledge();
  other.say_data(1, "still welcome", true);
  ASSERT_EQ(other.told<request_received>().size(), 1U);
  EXPECT_EQ(other.content_received(1), "still welcome");
  const auto resets = other.heard<rst_stream_frame>();
  ASSERT_EQ(resets.size(), 1U);
  EXPECT_EQ(resets[0].stream_id, 3U);
  EXPECT_EQ(resets[0].code, error_code::refused_stream);
}

// RFC 9113 §8.7-2: a GOAWAY that is sent names every stream the owner was told of
TEST_P(Request, IsBelowTheGoawayOnceItWasTold) {
  for (const std::uint32_t last : {1U, 3U, 9U}) {
    wire_peer other = with({});
    other.say_headers(1, get_request, true);
    if (last != 1) other.say_headers(last, get_request, true);
    other.subject().close(error_code::internal_error, "a fire");
    ASSERT_EQ(other.heard<goaway_frame>().size(), 1U);
    EXPECT_EQ(other.heard<goaway_frame>()[0].last_stream_id, last);
    EXPECT_EQ(text_of(other.heard<goaway_frame>()[0].debug), "a fire");
  }
}

TEST_P(Response, ThatWasRefusedMayBeAskedForAgain) {
  const std::uint32_t id = peer.request();
  peer.say(rst_stream_frame{.stream_id = id, .code = error_code::refused_stream});
  ASSERT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_TRUE(peer.told<stream_reset>()[0].unprocessed);
  const std::uint32_t again = peer.request();
  peer.say(rst_stream_frame{.stream_id = again, .code = error_code::cancel});
  EXPECT_FALSE(peer.told<stream_reset>()[1].unprocessed);
}

}  // namespace
