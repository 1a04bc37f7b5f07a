// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.7, §6.8, §6.10 and §7: PING, GOAWAY, CONTINUATION, error codes.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class Ping : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Ping, testing::ValuesIn(any_side::all()), any_side::name);
class Goaway : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Goaway, testing::ValuesIn(any_side::all()), any_side::name);
class ClientGoaway : public as_client {};
INSTANTIATE_TEST_SUITE_P(Fed, ClientGoaway, testing::ValuesIn(one_side::all()), one_side::name);
class ServerGoaway : public as_server {};
INSTANTIATE_TEST_SUITE_P(Fed, ServerGoaway, testing::ValuesIn(one_side::all()), one_side::name);
class Continuation : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Continuation, testing::ValuesIn(any_side::all()), any_side::name);
class ErrorCodes : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, ErrorCodes, testing::ValuesIn(any_side::all()), any_side::name);

ping_data octets(std::string_view eight) {
  ping_data data;
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<std::byte>(eight[i]);
  return data;
}

// ── §6.7 PING ──────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §6.7-1: eight octets of our own, and they come back
TEST_P(Ping, OfOursHasEightOctets) {
  peer.subject().ping(octets("whenever"));
  const auto pings = peer.heard<ping_frame>();
  ASSERT_EQ(pings.size(), 1U);
  EXPECT_FALSE(pings[0].ack);
  EXPECT_EQ(pings[0].opaque, octets("whenever"));
  peer.say(ping_frame{.ack = true, .opaque = pings[0].opaque});
  ASSERT_EQ(peer.told<ping_acknowledged>().size(), 1U);
  EXPECT_EQ(peer.told<ping_acknowledged>()[0].opaque, octets("whenever"));
}

// RFC 9113 §6.7-2: the same octets go back
// RFC 9113 §6.7-3: with ACK
TEST_P(Ping, IsAnsweredByItsOctets) {
  peer.say(ping_frame{.opaque = octets("\x01\x02\x03\x04\x05\x06\x07\xff")});
  const auto pings = peer.heard<ping_frame>();
  ASSERT_EQ(pings.size(), 1U);
  EXPECT_TRUE(pings[0].ack);
  EXPECT_EQ(pings[0].opaque, octets("\x01\x02\x03\x04\x05\x06\x07\xff"));
}

// RFC 9113 §6.7-4: an answer is not answered
TEST_P(Ping, WithAckIsNotAnswered) {
  peer.say(ping_frame{.ack = true, .opaque = octets("unasked.")});
  EXPECT_TRUE(peer.heard<ping_frame>().empty());
  EXPECT_TRUE(peer.all_well());
}

// PING responses SHOULD go before any other frame: a download in the queue does not delay them.
TEST_P(Ping, IsAnsweredBeforeContentThatWaits) {
  const std::uint32_t id = peer.exchange();
  peer.subject().send_data(id, bytes_of(std::string(60000, 'x')), true).value();
  byte_buffer ping;
  encode(ping_frame{.opaque = octets("at once!")}, ping);
  peer.subject().receive(ping, {});
  while (peer.subject().next_event()) {
  }
  peer.forget();
  peer.listen();
  ASSERT_FALSE(peer.frames().empty());
  EXPECT_TRUE(std::holds_alternative<ping_frame>(peer.frames().front().what));
}

// RFC 9113 §6.7-5: PING belongs to no stream
TEST_P(Ping, OnAStreamIsAnError) {
  const std::uint32_t id = peer.exchange();
  peer.say(frame_type::ping, 0, id, "8 octets");
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.7-6: eight octets, with and without ACK
TEST_P(Ping, OfAnotherLengthIsAnError) {
  for (const std::string_view payload : {"", "7 octet", "9 octets!"}) {
    for (const std::uint8_t flags : {std::uint8_t{0}, flag::ack}) {
      wire_peer other = with({});
      other.say(frame_type::ping, flags, 0, payload);
      EXPECT_TRUE(other.connection_error(error_code::frame_size_error)) << payload.size();
    }
  }
}

// ── §6.8 GOAWAY ────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §6.8-1: no new streams after it
TEST_P(ClientGoaway, IsTheEndOfNewStreams) {
  const std::uint32_t id = peer.exchange();
  peer.say(goaway_frame{.last_stream_id = id, .code = error_code::no_error, .debug = bytes_of("restarting")});
  ASSERT_EQ(peer.told<goaway_received>().size(), 1U);
  EXPECT_EQ(peer.told<goaway_received>()[0].last_stream_id, id);
  EXPECT_EQ(peer.told<goaway_received>()[0].debug, "restarting");
  EXPECT_TRUE(peer.subject().going_away());
  EXPECT_FALSE(peer.subject().can_open_stream());
  EXPECT_EQ(peer.subject().submit_request(get_request, true).error(), misuse::going_away);
  peer.say_data(id, "to its end", true);
  peer.subject().send_data(id, bytes_of("this too"), true).value();
  EXPECT_EQ(peer.content_received(id), "to its end");
  EXPECT_EQ(peer.content_sent(id), "this too");
  EXPECT_TRUE(peer.told<stream_reset>().empty());
  peer.listen();
  EXPECT_TRUE(peer.subject().finished());
}

// RFC 9113 §6.8-1: a server that has received it promises nothing more
TEST_P(ServerGoaway, IsTheEndOfPromises) {
  const std::uint32_t id = peer.request(get_request, true);
  peer.say(goaway_frame{.last_stream_id = 0, .code = error_code::no_error, .debug = {}});
  EXPECT_EQ(peer.subject().submit_push(id, get_request).error(), misuse::going_away);
  EXPECT_TRUE(peer.subject().submit_response(id, ok_response, true).has_value()) << "what is there is answered";
  EXPECT_TRUE(peer.all_well());
}

TEST_P(ClientGoaway, TellsWhichRequestsWereNotLookedAt) {
  const std::uint32_t first = peer.exchange();
  const std::uint32_t second = peer.request();
  peer.say(goaway_frame{.last_stream_id = first, .code = error_code::no_error, .debug = {}});
  ASSERT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_EQ(peer.told<stream_reset>()[0].stream_id, second);
  EXPECT_TRUE(peer.told<stream_reset>()[0].unprocessed);
  EXPECT_EQ(peer.subject().state_of(second), stream_state::closed);
  EXPECT_EQ(peer.subject().state_of(first), stream_state::open);
  EXPECT_TRUE(peer.alive());
}

// RFC 9113 §6.8-2: GOAWAY belongs to no stream
TEST_P(Goaway, OnAStreamIsAnError) {
  const std::uint32_t id = peer.exchange();
  peer.say(frame_type::goaway, 0, id, std::string(8, '\0'));
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.8-3: a later GOAWAY of ours names no higher stream
TEST_P(ServerGoaway, OfOursNamesNoHigherStreamLater) {
  const std::uint32_t id = peer.exchange();
  peer.subject().shut_down("restarting");
  auto goaways = peer.heard<goaway_frame>();
  ASSERT_EQ(goaways.size(), 1U);
  EXPECT_EQ(goaways[0].last_stream_id, max_stream_id) << "requests under way are not lost";
  EXPECT_EQ(goaways[0].code, error_code::no_error);
  const auto pings = peer.heard<ping_frame>();
  ASSERT_EQ(pings.size(), 1U);
  const std::uint32_t under_way = peer.request(get_request, true);
  EXPECT_EQ(peer.told<request_received>().size(), 2U);
  peer.say(ping_frame{.ack = true, .opaque = pings[0].opaque});
  goaways = peer.heard<goaway_frame>();
  ASSERT_EQ(goaways.size(), 2U);
  EXPECT_EQ(goaways[1].last_stream_id, under_way);
  peer.say(frame_type::ping, 0, 0, "short");
  goaways = peer.heard<goaway_frame>();
  ASSERT_EQ(goaways.size(), 3U) << "an error during a shutdown is told too (§5.4)";
  EXPECT_LE(goaways[2].last_stream_id, under_way);
  EXPECT_EQ(goaways[2].code, error_code::frame_size_error);
  (void)id;
}

/// A server that has said its last stream id is 1, while the client goes on.
std::uint32_t shut_down(wire_peer& peer) {
  const std::uint32_t id = peer.exchange();
  peer.subject().shut_down();
  peer.say(ping_frame{.ack = true, .opaque = peer.heard<ping_frame>().at(0).opaque});
  EXPECT_EQ(peer.heard<goaway_frame>().back().last_stream_id, id);
  peer.forget();
  return id;
}

// RFC 9113 §6.8-4: what comes for later streams is ignored, but decoded
TEST_P(ServerGoaway, OfOursStillDecodesLaterStreams) {
  const std::uint32_t id = shut_down(peer);
  header_list request = post_request;
  request.add("x-late", "in the table");
  peer.say_headers(id + 2, request);
  EXPECT_TRUE(peer.events().empty());
  EXPECT_TRUE(peer.frames().empty());
  peer.say_headers(id, {{"x-late", "in the table"}}, true);
  ASSERT_EQ(peer.told<trailers_received>().size(), 1U);
  EXPECT_EQ(peer.told<trailers_received>()[0].headers.find("x-late"), "in the table");
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.8-5: and its DATA count for the connection, and are given back
TEST_P(ServerGoaway, OfOursStillCountsLaterData) {
  wire_peer other = with({.connection_window = 65535});
  const std::uint32_t id = shut_down(other);
  other.say_headers(id + 2, post_request);
  for (int i = 0; i < 10; ++i) other.say_data(id + 2, std::string(16384, 'x'));
  EXPECT_TRUE(other.told<data_received>().empty());
  EXPECT_FALSE(other.heard<window_update_frame>().empty()) << "more than the connection's window went through";
  EXPECT_TRUE(other.all_well());
}

TEST_P(Goaway, MayComeAgainWithALowerStream) {
  const std::uint32_t id = peer.exchange();
  peer.say(goaway_frame{.last_stream_id = max_stream_id, .code = error_code::no_error, .debug = {}});
  peer.say(goaway_frame{.last_stream_id = id, .code = error_code::no_error, .debug = {}});
  EXPECT_EQ(peer.told<goaway_received>().size(), 2U);
  EXPECT_TRUE(peer.all_well());
}

// ── §6.10 CONTINUATION ─────────────────────────────────────────────────────────────────────────────────────────────

TEST_P(Continuation, GoesOnWithTheFieldBlock) {
  const std::uint32_t id = peer.exchange();
  const bytes block = peer.block({{"x-trailer", "in four pieces"}});
  peer.say(headers_frame{.stream_id = id, .end_stream = true, .fragment = block.first(1)});
  peer.say(continuation_frame{.stream_id = id, .fragment = block.subspan(1, 2)});
  peer.say(continuation_frame{.stream_id = id, .fragment = {}});
  EXPECT_TRUE(peer.told<trailers_received>().empty());
  peer.say(continuation_frame{.stream_id = id, .end_headers = true, .fragment = block.subspan(3)});
  ASSERT_EQ(peer.told<trailers_received>().size(), 1U);
  EXPECT_EQ(peer.told<trailers_received>()[0].headers, (header_list{{"x-trailer", "in four pieces"}}));
  EXPECT_EQ(peer.subject().state_of(id), stream_state::half_closed_remote) << "the HEADERS' END_STREAM";
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.10-2: only CONTINUATION of the same stream may follow
TEST_P(Continuation, TakesNothingElseBehindIt) {
  const std::vector<frame> others = {
      data_frame{.stream_id = 1, .data = bytes_of("x")},
      headers_frame{.stream_id = 1, .end_headers = true, .fragment = {}},
      priority_frame{.stream_id = 1, .priority = {}},
      settings_frame{},
      ping_frame{},
      window_update_frame{.stream_id = 0, .increment = 1},
      continuation_frame{.stream_id = 3, .end_headers = true, .fragment = {}},
      unknown_frame{.header = {0, static_cast<frame_type>(0x42), 0, 1}, .payload = {}},
  };
  for (const frame& one : others) {
    SCOPED_TRACE(print(one));
    wire_peer other = with({});
    ASSERT_EQ(other.exchange(), 1U);
    other.say(headers_frame{.stream_id = 1, .end_stream = true, .fragment = {}});
    other.say(continuation_frame{.stream_id = 1, .fragment = {}});
    other.say(one);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error));
  }
}

// RFC 9113 §6.10-3: CONTINUATION belongs to a stream
TEST_P(Continuation, OnStream0IsAnError) {
  const std::uint32_t id = peer.exchange();
  peer.say(headers_frame{.stream_id = id, .end_stream = true, .fragment = {}});
  peer.say(frame_type::continuation, flag::end_headers, 0);
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.10-4: behind HEADERS, PUSH_PROMISE or CONTINUATION without END_HEADERS, never else
TEST_P(Continuation, ThatNothingBeganIsAnError) {
  const std::uint32_t id = peer.exchange();
  peer.say(continuation_frame{.stream_id = id, .end_headers = true, .fragment = {}});
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));

  wire_peer after_data = with({});
  ASSERT_EQ(after_data.exchange(), id);
  after_data.say_data(id, "x");
  after_data.say(continuation_frame{.stream_id = id, .end_headers = true, .fragment = {}});
  EXPECT_TRUE(after_data.connection_error(error_code::protocol_error));

  wire_peer after_the_end = with({});
  ASSERT_EQ(after_the_end.exchange(), id);
  const bytes block = after_the_end.block({{"x", "y"}});
  after_the_end.say(headers_frame{.stream_id = id, .end_stream = true, .fragment = block});
  after_the_end.say(continuation_frame{.stream_id = id, .end_headers = true, .fragment = {}});
  after_the_end.say(continuation_frame{.stream_id = id, .end_headers = true, .fragment = {}});
  EXPECT_TRUE(after_the_end.connection_error(error_code::protocol_error));
}

// ── §7 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §7: codes nobody knows are handed on as they are
TEST_P(ErrorCodes, NobodyKnowsDoNothingSpecial) {
  const auto odd = static_cast<error_code>(0xff);
  const std::uint32_t id = peer.exchange();
  const std::uint32_t other = peer.exchange();
  peer.say(rst_stream_frame{.stream_id = id, .code = odd});
  ASSERT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_EQ(peer.told<stream_reset>()[0].code, odd);
  EXPECT_FALSE(peer.told<stream_reset>()[0].unprocessed);
  peer.say(goaway_frame{.last_stream_id = other, .code = odd, .debug = {}});
  ASSERT_EQ(peer.told<goaway_received>().size(), 1U);
  EXPECT_EQ(peer.told<goaway_received>()[0].code, odd);
  EXPECT_EQ(peer.subject().state_of(other), stream_state::open);
  EXPECT_TRUE(peer.alive());
}

}  // namespace
