// SPDX-License-Identifier: MIT
//
// RFC 9113 §5.1: in which state of a stream which frame is what (but for promises: reserved_test). The picture's own
// table is stream_state_test's; here frames go in and GOAWAY, RST_STREAM or nothing comes out.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class Idle : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Idle, testing::ValuesIn(any_side::all()), any_side::name);
class HalfClosedRemote : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, HalfClosedRemote, testing::ValuesIn(any_side::all()), any_side::name);
class HalfClosedLocal : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, HalfClosedLocal, testing::ValuesIn(any_side::all()), any_side::name);
class Closed : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Closed, testing::ValuesIn(any_side::all()), any_side::name);

byte_buffer encoded(const header_list& fields) {
  byte_buffer out;
  hpack::encoder().encode(fields, out);
  return out;
}

// ── idle ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §5.1-1: everything but HEADERS and PRIORITY
TEST_P(Idle, TakesNoOtherFrames) {
  for (const std::uint32_t id : {1U, 2U, 5U, max_stream_id}) {
    const std::vector<frame> frames = {
        data_frame{.stream_id = id, .data = bytes_of("x")},
        rst_stream_frame{.stream_id = id, .code = error_code::cancel},
        window_update_frame{.stream_id = id, .increment = 1},
        continuation_frame{.stream_id = id, .end_headers = true, .fragment = {}},
    };
    for (const frame& one : frames) {
      SCOPED_TRACE(print(one));
      wire_peer other = with({});
      other.say(one);
      EXPECT_TRUE(other.connection_error(error_code::protocol_error));
    }
  }
}

TEST_P(Idle, TakesPriority) {
  peer.say(priority_frame{.stream_id = 7, .priority = {.dependency = 5, .weight = 256}});
  EXPECT_TRUE(peer.all_well());
  EXPECT_EQ(peer.subject().state_of(7), stream_state::idle);
  const std::uint32_t id = peer.exchange();
  EXPECT_EQ(id, 1U) << "PRIORITY on 7 has opened nothing";
  EXPECT_TRUE(peer.all_well());
}

class ClientIdle : public as_client {};
INSTANTIATE_TEST_SUITE_P(Fed, ClientIdle, testing::ValuesIn(one_side::all()), one_side::name);

// RFC 9113 §5.1-2: a server cannot open a stream by HEADERS
// RFC 9113 §5.1.1-4: of either kind of id
TEST_P(ClientIdle, StreamsAreNotOpenedByAServersHeaders) {
  for (const std::uint32_t id : {1U, 2U, 101U, 102U}) {
    wire_peer other = with({});
    other.say_headers(id, ok_response, true);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error)) << id;
  }
}

// ── half-closed ────────────────────────────────────────────────────────────────────────────────────────────────────

/// A stream whose other half is still ours to use.
std::uint32_t half_closed_remote(wire_peer& peer) {
  const std::uint32_t id = peer.exchange();
  peer.say_data(id, "end", true);
  EXPECT_EQ(peer.subject().state_of(id), stream_state::half_closed_remote);
  peer.forget();
  return id;
}

// RFC 9113 §5.1-7: DATA
// RFC 9113 §6.1-3: on a stream neither open nor half-closed (local)
TEST_P(HalfClosedRemote, TakesNoData) {
  const std::uint32_t id = half_closed_remote(peer);
  peer.say_data(id, "more");
  EXPECT_TRUE(peer.told<data_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::stream_closed));
}

// RFC 9113 §5.1-7: HEADERS
TEST_P(HalfClosedRemote, TakesNoHeaders) {
  const std::uint32_t id = half_closed_remote(peer);
  peer.say_headers(id, {{"x", "y"}}, true);
  EXPECT_TRUE(peer.told<trailers_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::stream_closed));
}

// RFC 9113 §5.1-7: nor CONTINUATION; but one that nothing began costs the connection
TEST_P(HalfClosedRemote, TakesNoContinuation) {
  const std::uint32_t id = half_closed_remote(peer);
  peer.say(continuation_frame{.stream_id = id, .end_headers = true, .fragment = {}});
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §5.1-7: but WINDOW_UPDATE, PRIORITY and RST_STREAM
// RFC 9113 §6.9-4: WINDOW_UPDATE is no error there
TEST_P(HalfClosedRemote, TakesWindowUpdatePriorityAndReset) {
  const std::uint32_t id = half_closed_remote(peer);
  const std::int64_t before = peer.subject().send_window_of(id);
  peer.say(window_update_frame{.stream_id = id, .increment = 100});
  EXPECT_EQ(peer.subject().send_window_of(id), before + 100);
  peer.say(priority_frame{.stream_id = id, .priority = {}});
  EXPECT_TRUE(peer.all_well());
  peer.say(rst_stream_frame{.stream_id = id, .code = error_code::cancel});
  EXPECT_EQ(peer.subject().state_of(id), stream_state::closed);
  EXPECT_TRUE(peer.alive());
}

TEST_P(HalfClosedRemote, SendsAllItHas) {
  const std::uint32_t id = half_closed_remote(peer);
  peer.subject().send_data(id, bytes_of("content"), false).value();
  peer.subject().submit_trailers(id, {{"x", "y"}}).value();
  EXPECT_EQ(peer.content_sent(id), "content");
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

TEST_P(HalfClosedLocal, TakesEverything) {
  const std::uint32_t id = peer.exchange();
  peer.subject().send_data(id, bytes_of("end"), true).value();
  peer.listen();
  EXPECT_EQ(peer.subject().state_of(id), stream_state::half_closed_local);
  peer.say(window_update_frame{.stream_id = id, .increment = 1});
  peer.say(priority_frame{.stream_id = id, .priority = {}});
  peer.say_data(id, "content");
  peer.say_headers(id, {{"x", "y"}}, true);
  EXPECT_EQ(peer.content_received(id), "content");
  EXPECT_EQ(peer.told<trailers_received>().size(), 1U);
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
  EXPECT_EQ(peer.subject().state_of(id), stream_state::closed);
  EXPECT_TRUE(peer.all_well());
}

TEST_P(HalfClosedLocal, SendsNothing) {
  const std::uint32_t id = peer.exchange();
  peer.subject().send_data(id, bytes_of("end"), true).value();
  peer.listen();
  EXPECT_EQ(peer.subject().send_data(id, bytes_of("more"), false).error(), misuse::not_open_for_sending);
  EXPECT_EQ(peer.subject().submit_trailers(id, {{"x", "y"}}).error(), misuse::not_open_for_sending);
  EXPECT_EQ(peer.content_sent(id), "end");
}

// ── closed ─────────────────────────────────────────────────────────────────────────────────────────────────────────

enum class end : std::uint8_t { both_said_so, we_reset, they_reset };
std::uint32_t closed(wire_peer& peer, end how) {
  const std::uint32_t id = peer.exchange();
  switch (how) {
    case end::both_said_so:
      peer.subject().send_data(id, bytes{}, true).value();
      peer.say_data(id, {}, true);
      break;
    case end::we_reset: peer.subject().reset_stream(id, error_code::cancel); break;
    case end::they_reset: peer.say(rst_stream_frame{.stream_id = id, .code = error_code::cancel}); break;
  }
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
  EXPECT_EQ(peer.subject().state_of(id), stream_state::closed);
  peer.forget();
  return id;
}

// RFC 9113 §5.1-8: nothing but PRIORITY is sent on a closed stream (and wire_audit looks)
// RFC 9113 §6.4-1: nothing after the peer's RST_STREAM
TEST_P(Closed, SendsNothing) {
  for (const end how : {end::both_said_so, end::we_reset, end::they_reset}) {
    wire_peer other = with({});
    const std::uint32_t id = closed(other, how);
    EXPECT_TRUE(other.subject().send_data(id, bytes_of("x"), false).has_error());
    EXPECT_TRUE(other.subject().submit_trailers(id, {{"x", "y"}}).has_error());
    other.subject().reset_stream(id, error_code::cancel);
    EXPECT_TRUE(other.all_well());
    EXPECT_EQ(other.frames().size(), 1U) << "the PING's answer";
  }
}

// RFC 9113 §6.4-1: what waited for a window is dropped with the stream
TEST_P(Closed, DropsWhatWaited) {
  wire_peer other = with({}, {{setting_id::initial_window_size, 10}});
  const std::uint32_t id = other.exchange();
  other.subject().send_data(id, bytes_of("longer than ten octets"), false).value();
  EXPECT_EQ(other.content_sent(id), "longer tha");
  other.say(rst_stream_frame{.stream_id = id, .code = error_code::cancel});
  EXPECT_EQ(other.subject().queued_on(id), 0U);
  EXPECT_EQ(other.subject().held().queued_data, 0U);
  other.say(window_update_frame{.stream_id = id, .increment = 1000});
  EXPECT_EQ(other.content_sent(id), "longer tha");
  EXPECT_TRUE(other.alive());
}

// RFC 9113 §5.1-8: PRIORITY, WINDOW_UPDATE and RST_STREAM may come late, however it closed
// RFC 9113 §6.9-4: WINDOW_UPDATE on a closed stream is no error
// RFC 9113 §5.4.2-2: RST_STREAM is not answered by another
TEST_P(Closed, TakesWhatMayHaveBeenUnderWay) {
  for (const end how : {end::both_said_so, end::we_reset, end::they_reset}) {
    wire_peer other = with({});
    const std::uint32_t id = closed(other, how);
    other.say(priority_frame{.stream_id = id, .priority = {}});
    other.say(window_update_frame{.stream_id = id, .increment = 1});
    other.say(rst_stream_frame{.stream_id = id, .code = error_code::cancel});
    EXPECT_TRUE(other.all_well());
    EXPECT_TRUE(other.events().empty());
  }
}

// RFC 9113 §5.1-9: after our reset frames of every type are dropped; DATA cost the connection's window and give it back
// RFC 9113 §5.4.2-1: who resets is ready for what was under way
// RFC 9113 §6.4-2: and processes it
TEST_P(Closed, ByUsTakesWhatWasUnderWay) {
  wire_peer other = with({.connection_window = 65535});
  const std::uint32_t id = closed(other, end::we_reset);
  other.say_headers(id, {{"x-in-table", "1"}});
  other.say(data_frame{.stream_id = id, .data = bytes_of("x"), .padded_overhead = 100});
  EXPECT_EQ(other.subject().receive_window_of(0), 65535 - 101);
  // Nobody was told of it, so nobody can consume it: the core itself gives it back.
  for (int i = 0; i < 10; ++i) other.say_data(id, std::string(16384, 'x'));
  other.say_data(id, "", true);
  EXPECT_GT(other.subject().receive_window_of(0), 0);
  EXPECT_FALSE(other.heard<window_update_frame>().empty());
  EXPECT_TRUE(other.events().empty());
  EXPECT_TRUE(other.all_well());
}

// RFC 9113 §6.1-3: after their reset, DATA is a stream error STREAM_CLOSED
TEST_P(Closed, ByThemTakesNoData) {
  const std::uint32_t id = closed(peer, end::they_reset);
  peer.say_data(id, "x");
  EXPECT_TRUE(peer.told<data_received>().empty());
  const auto resets = peer.heard<rst_stream_frame>();
  const auto goaways = peer.heard<goaway_frame>();
  ASSERT_EQ(resets.size() + goaways.size(), 1U);
  EXPECT_EQ(resets.empty() ? goaways[0].code : resets[0].code, error_code::stream_closed);
}

TEST_P(Closed, ByThemTakesNoHeaders) {
  const std::uint32_t id = closed(peer, end::they_reset);
  peer.say_headers(id, server() ? get_request : ok_response, true);
  EXPECT_TRUE(peer.events().size() <= 1U) << "no request, no response";
  const auto resets = peer.heard<rst_stream_frame>();
  const auto goaways = peer.heard<goaway_frame>();
  ASSERT_EQ(resets.size() + goaways.size(), 1U);
  EXPECT_EQ(resets.empty() ? goaways[0].code : resets[0].code, error_code::stream_closed);
}

// RFC 9113 §6.1-3: after both ends' END_STREAM it is STREAM_CLOSED too, of the connection: it was not under way
TEST_P(Closed, ByBothTakesNoDataOrHeaders) {
  const std::uint32_t id = closed(peer, end::both_said_so);
  peer.say_data(id, "x");
  EXPECT_TRUE(peer.connection_error(error_code::stream_closed));
  wire_peer other = with({});
  const std::uint32_t same = closed(other, end::both_said_so);
  other.say_headers(same, server() ? get_request : ok_response, true);
  EXPECT_TRUE(other.connection_error(error_code::stream_closed));
}

TEST_P(Closed, TakesNoContinuation) {
  for (const end how : {end::both_said_so, end::we_reset, end::they_reset}) {
    wire_peer other = with({});
    other.say(
        continuation_frame{.stream_id = closed(other, how), .end_headers = true, .fragment = encoded(get_request)});
    EXPECT_TRUE(other.connection_error(error_code::protocol_error));
  }
}

}  // namespace
