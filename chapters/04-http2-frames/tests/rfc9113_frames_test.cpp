// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.1 to §6.4: DATA, HEADERS, PRIORITY, RST_STREAM. What a payload alone decides is each frame's
// own test; here it comes to GOAWAY, RST_STREAM or nothing.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class Data : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Data, testing::ValuesIn(any_side::all()), any_side::name);
class Headers : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Headers, testing::ValuesIn(any_side::all()), any_side::name);
class Priority : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Priority, testing::ValuesIn(any_side::all()), any_side::name);
class RstStream : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, RstStream, testing::ValuesIn(any_side::all()), any_side::name);

// ── §6.1 DATA ──────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_P(Data, IsContent) {
  const std::uint32_t id = peer.exchange();
  peer.say_data(id, "one ");
  peer.say_data(id, "two ");
  peer.say(data_frame{.stream_id = id, .data = bytes_of("three"), .padded_overhead = 11});
  peer.say_data(id, "", true);
  EXPECT_EQ(peer.content_received(id), "one two three");
  EXPECT_TRUE(peer.told<data_received>().back().end_stream);
  EXPECT_EQ(peer.subject().state_of(id), stream_state::half_closed_remote);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.1-2: DATA belong to a stream
TEST_P(Data, OnStream0AreAnErrorOfTheConnection) {
  peer.say(frame_type::data, 0, 0, "x");
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.1-3: to one that is open
TEST_P(Data, BehindTheEndAreAnErrorOfTheStream) {
  const std::uint32_t id = peer.exchange();
  peer.say_data(id, "", true);
  peer.say_data(id, "x");
  EXPECT_TRUE(peer.stream_error(id, error_code::stream_closed));
}

// RFC 9113 §6.1-4: padding is shorter than the payload
TEST_P(Data, WithPaddingPastTheEndAreAnErrorOfTheConnection) {
  for (const std::string_view payload : {"\x01", "\5ABCD", "\xff"}) {
    wire_peer other = with({});
    const std::uint32_t id = other.exchange();
    other.say(frame_type::data, flag::padded, id, payload);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error));
  }
}

// RFC 9113 §6.1-4: as long as it leaves the length its octet, padding is well
TEST_P(Data, MayBeNothingButPadding) {
  const std::uint32_t id = peer.exchange();
  peer.say(frame_type::data, flag::padded, id, std::string_view("\4\0\0\0\0", 5));
  peer.say(frame_type::data, flag::padded | flag::end_stream, id, std::string_view("\0", 1));
  EXPECT_EQ(peer.content_received(id), "");
  EXPECT_EQ(peer.subject().state_of(id), stream_state::half_closed_remote);
  EXPECT_TRUE(peer.all_well());
}

// ── §6.2 HEADERS ───────────────────────────────────────────────────────────────────────────────────────────────────

TEST_P(Headers, MayHavePaddingAndPriority) {
  const std::uint32_t id = server() ? 1 : peer.request();
  const header_list fields = server() ? post_request : ok_response;
  peer.say(headers_frame{.stream_id = id,
                         .end_headers = true,
                         .priority = priority_fields{.exclusive = true, .dependency = 17, .weight = 3},
                         .fragment = peer.block(fields),
                         .padded_overhead = 256});
  if (server()) {
    ASSERT_EQ(peer.told<request_received>().size(), 1U);
    EXPECT_EQ(peer.told<request_received>()[0].headers, fields);
    EXPECT_FALSE(peer.told<request_received>()[0].end_stream);
  } else {
    ASSERT_EQ(peer.told<response_received>().size(), 1U);
    EXPECT_EQ(peer.told<response_received>()[0].headers, fields);
  }
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.2-3: behind HEADERS without END_HEADERS, CONTINUATION of the same stream and nothing else
TEST_P(Headers, ThatAreUnfinishedTakeNothingElse) {
  const std::uint32_t id = 1;
  const std::vector<frame> others = {
      data_frame{.stream_id = id, .data = bytes_of("x")},
      headers_frame{.stream_id = id, .end_headers = true, .fragment = {}},
      headers_frame{.stream_id = id + 2, .end_headers = true, .fragment = {}},
      priority_frame{.stream_id = id, .priority = {}},
      rst_stream_frame{.stream_id = id, .code = error_code::cancel},
      settings_frame{},
      settings_frame{.ack = true},
      push_promise_frame{.stream_id = id, .end_headers = true, .promised_id = 2, .fragment = {}},
      ping_frame{},
      goaway_frame{},
      window_update_frame{.stream_id = id, .increment = 1},
      continuation_frame{.stream_id = id + 2, .end_headers = true, .fragment = {}},
  };
  for (const frame& one : others) {
    SCOPED_TRACE(print(one));
    wire_peer other = with({});
    ASSERT_EQ(other.exchange(), id);
    const bytes block = other.block({{"x", "y"}});
    other.say(headers_frame{.stream_id = id, .end_stream = true, .fragment = block.first(1)});
    other.say(one);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error));
  }
}

// RFC 9113 §6.2-4: HEADERS belong to a stream
TEST_P(Headers, OnStream0AreAnErrorOfTheConnection) {
  peer.say_headers(0, server() ? get_request : ok_response, true);
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.2-5: padding is shorter than the payload, and leaves the fields before it alone
TEST_P(Headers, WithPaddingPastTheEndAreAnErrorOfTheConnection) {
  struct {
    std::uint8_t flags;
    std::string_view payload;
  } const cases[] = {
      {flag::padded, "\x01"},
      {flag::padded, "\x06\x82\x84\x86\x41"},
      {flag::padded | flag::priority, std::string_view("\x01\0\0\0\0\7", 6)},
  };
  for (const auto& c : cases) {
    wire_peer other = with({});
    const std::uint32_t id = server() ? 1 : other.request();
    other.say(frame_type::headers, c.flags | flag::end_headers | flag::end_stream, id, c.payload);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error));
  }
}

TEST_P(Headers, ThatDependOnThemselvesAreAnErrorOfTheStream) {
  const std::uint32_t id = server() ? 1 : peer.request();
  peer.say(headers_frame{.stream_id = id,
                         .end_stream = true,
                         .end_headers = true,
                         .priority = priority_fields{.dependency = id},
                         .fragment = peer.block(server() ? get_request : ok_response)});
  EXPECT_TRUE(peer.told<request_received>().empty());
  EXPECT_TRUE(peer.told<response_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error)) << "RFC 7540 §5.3.1";
}

// ── §6.3 PRIORITY ──────────────────────────────────────────────────────────────────────────────────────────────────

TEST_P(Priority, IsReadAndForgotten) {
  const std::uint32_t id = peer.exchange();
  peer.forget();
  for (const std::uint16_t weight : {std::uint16_t{1}, std::uint16_t{16}, std::uint16_t{256}}) {
    peer.say(priority_frame{.stream_id = id, .priority = {.exclusive = true, .dependency = 0, .weight = weight}});
    peer.say(priority_frame{.stream_id = id + 100, .priority = {.dependency = id, .weight = weight}});
  }
  EXPECT_TRUE(peer.events().empty());
  EXPECT_EQ(peer.subject().held().streams, 1U) << "it makes no stream";
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.3-1: PRIORITY belongs to a stream
TEST_P(Priority, OnStream0IsAnErrorOfTheConnection) {
  peer.say(frame_type::priority, 0, 0, "12345");
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.3-2: five octets, or the stream is over
TEST_P(Priority, OfAnotherLengthIsAnErrorOfTheStream) {
  for (const std::string_view payload : {"", "1234", "123456"}) {
    wire_peer other = with({});
    const std::uint32_t id = other.exchange();
    other.say(frame_type::priority, 0, id, payload);
    EXPECT_TRUE(other.stream_error(id, error_code::frame_size_error)) << payload.size();
  }
}

TEST_P(Priority, OfAStreamOnItselfIsAnErrorOfTheStream) {
  const std::uint32_t id = peer.exchange();
  peer.say(priority_frame{.stream_id = id, .priority = {.dependency = id}});
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error)) << "RFC 7540 §5.3.1";
}

// An idle stream cannot be reset, so errors of its PRIORITY are the connection's (RFC 9113 §6.4: no RST_STREAM for idle
// streams), or nobody's.
TEST_P(Priority, ThatIsWrongOnAnIdleStreamSendsNoReset) {
  peer.say(frame_type::priority, 0, 99, "1234");
  EXPECT_TRUE(peer.heard<rst_stream_frame>().empty());
  wire_peer other = with({});
  other.say(priority_frame{.stream_id = 99, .priority = {.dependency = 99}});
  EXPECT_TRUE(other.heard<rst_stream_frame>().empty());
}

// ── §6.4 RST_STREAM ────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §6.4-1: it ends the stream, and nothing more is sent on it
TEST_P(RstStream, EndsTheStream) {
  const std::uint32_t id = peer.exchange();
  peer.forget();
  peer.say(rst_stream_frame{.stream_id = id, .code = error_code::refused_stream});
  ASSERT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_EQ(peer.told<stream_reset>()[0].code, error_code::refused_stream);
  EXPECT_TRUE(peer.told<stream_reset>()[0].by_peer);
  EXPECT_TRUE(peer.told<stream_reset>()[0].unprocessed) << "REFUSED_STREAM says so";
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
  EXPECT_TRUE(peer.subject().send_data(id, bytes_of("x"), true).has_error());
  EXPECT_TRUE(peer.frames().empty());
  EXPECT_TRUE(peer.alive());
}

// RFC 9113 §6.4-3: RST_STREAM belongs to a stream
TEST_P(RstStream, OnStream0IsAnErrorOfTheConnection) {
  peer.say(frame_type::rst_stream, 0, 0, std::string_view("\0\0\0\10", 4));
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.4-4: none is sent for a stream that never was
TEST_P(RstStream, IsNotSentForAnIdleStream) {
  for (const std::uint32_t id : {1U, 2U, 77U}) peer.subject().reset_stream(id, error_code::cancel);
  EXPECT_TRUE(peer.heard<rst_stream_frame>().empty());
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.4-5: nor may it come for one
TEST_P(RstStream, OfAnIdleStreamIsAnErrorOfTheConnection) {
  for (const std::uint32_t id : {1U, 2U, 77U}) {
    wire_peer other = with({});
    other.say(rst_stream_frame{.stream_id = id, .code = error_code::cancel});
    EXPECT_TRUE(other.connection_error(error_code::protocol_error)) << id;
  }
}

// RFC 9113 §6.4-6: four octets, or the connection is over
TEST_P(RstStream, OfAnotherLengthIsAnErrorOfTheConnection) {
  for (const std::string_view payload : {"", "123", "12345"}) {
    wire_peer other = with({});
    other.say(frame_type::rst_stream, 0, other.exchange(), payload);
    EXPECT_TRUE(other.connection_error(error_code::frame_size_error)) << payload.size();
  }
}

}  // namespace
