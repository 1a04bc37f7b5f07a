// SPDX-License-Identifier: MIT
//
// RFC 9113 §5.1: the two reserved states, of a promise's stream before its response.
#include "sides.hpp"

using namespace h2;
using namespace h2::test;

namespace {

class ReservedLocal : public as_server {};
INSTANTIATE_TEST_SUITE_P(Fed, ReservedLocal, testing::ValuesIn(one_side::all()), one_side::name);
class ReservedRemote : public as_pushed_client {};
INSTANTIATE_TEST_SUITE_P(Fed, ReservedRemote, testing::ValuesIn(one_side::all()), one_side::name);

// ── reserved (local) ───────────────────────────────────────────────────────────────────────────────────────────────

std::uint32_t promise(wire_peer& peer) {
  const std::uint32_t promised = peer.subject().submit_push(peer.request(get_request, true), get_request).value();
  peer.listen();
  EXPECT_EQ(peer.subject().state_of(promised), stream_state::reserved_local);
  return promised;
}

// RFC 9113 §5.1-3: HEADERS, RST_STREAM and PRIORITY only: no DATA before HEADERS
TEST_P(ReservedLocal, SendsNoDataFirst) {
  const std::uint32_t promised = promise(peer);
  const auto sent = peer.subject().send_data(promised, bytes_of("x"), false);
  ASSERT_TRUE(sent.has_error());
  EXPECT_EQ(sent.error(), misuse::out_of_order);
  EXPECT_TRUE(peer.heard<data_frame>().empty());
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §5.1-3: HEADERS lead to half-closed (remote)
TEST_P(ReservedLocal, SendsItsResponse) {
  const std::uint32_t promised = promise(peer);
  ASSERT_TRUE(peer.subject().submit_response(promised, ok_response, false).has_value());
  EXPECT_EQ(peer.subject().state_of(promised), stream_state::half_closed_remote);
  EXPECT_TRUE(peer.subject().send_data(promised, bytes_of("pushed"), true).has_value());
  EXPECT_EQ(peer.content_sent(promised), "pushed");
  EXPECT_EQ(peer.subject().state_of(promised), stream_state::closed);
  EXPECT_TRUE(peer.all_well());
}

TEST_P(ReservedLocal, MayBeTakenBack) {
  const std::uint32_t promised = promise(peer);
  peer.subject().reset_stream(promised, error_code::cancel);
  EXPECT_EQ(peer.heard<rst_stream_frame>().size(), 1U);
  EXPECT_EQ(peer.subject().state_of(promised), stream_state::closed);
  EXPECT_TRUE(peer.alive());
}

// RFC 9113 §5.1-4: what it may not receive
TEST_P(ReservedLocal, TakesNoHeadersOrData) {
  const std::vector<frame> frames = {data_frame{.stream_id = 2, .data = bytes_of("x")},
                                     continuation_frame{.stream_id = 2, .end_headers = true, .fragment = {}}};
  for (const frame& one : frames) {
    SCOPED_TRACE(print(one));
    wire_peer other = with({});
    ASSERT_EQ(promise(other), 2U);
    other.say(one);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error));
  }
  ASSERT_EQ(promise(peer), 2U);
  peer.say_headers(2, get_request, true);
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §5.1-4: and what it may
TEST_P(ReservedLocal, TakesPriorityWindowUpdateAndReset) {
  const std::uint32_t promised = promise(peer);
  peer.say(priority_frame{.stream_id = promised, .priority = {}});
  peer.say(window_update_frame{.stream_id = promised, .increment = 10});
  EXPECT_EQ(peer.subject().send_window_of(promised), 65545);
  EXPECT_TRUE(peer.all_well());
  peer.say(rst_stream_frame{.stream_id = promised, .code = error_code::refused_stream});
  ASSERT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_TRUE(peer.told<stream_reset>()[0].by_peer);
  EXPECT_EQ(peer.subject().state_of(promised), stream_state::closed);
  EXPECT_TRUE(peer.alive());
}

// ── reserved (remote) ──────────────────────────────────────────────────────────────────────────────────────────────

void receive_promise(wire_peer& peer, std::uint32_t promised = 2) {
  const std::uint32_t id = peer.request(get_request, true);
  peer.say(push_promise_frame{
      .stream_id = id, .end_headers = true, .promised_id = promised, .fragment = peer.block(get_request)});
  ASSERT_EQ(peer.told<push_received>().size(), 1U);
  EXPECT_EQ(peer.told<push_received>()[0].promised_id, promised);
  EXPECT_EQ(peer.told<push_received>()[0].request, get_request);
  EXPECT_EQ(peer.subject().state_of(promised), stream_state::reserved_remote);
}

// RFC 9113 §5.1-5: the client can only reset it
TEST_P(ReservedRemote, SendsNothingButReset) {
  receive_promise(peer);
  EXPECT_TRUE(peer.subject().send_data(2, bytes_of("x"), false).has_error());
  EXPECT_TRUE(peer.subject().submit_trailers(2, {{"x", "y"}}).has_error());
  EXPECT_TRUE(peer.heard<data_frame>().empty());
  EXPECT_TRUE(peer.all_well());
  peer.subject().reset_stream(2, error_code::refused_stream);
  ASSERT_EQ(peer.heard<rst_stream_frame>().size(), 1U);
  EXPECT_EQ(peer.heard<rst_stream_frame>()[0].stream_id, 2U);
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
  EXPECT_TRUE(peer.alive());
}

// RFC 9113 §5.1-6: HEADERS, RST_STREAM and PRIORITY, nothing else
TEST_P(ReservedRemote, TakesNoDataOrWindowUpdateFirst) {
  const std::vector<frame> frames = {data_frame{.stream_id = 2, .data = bytes_of("x")},
                                     window_update_frame{.stream_id = 2, .increment = 1},
                                     continuation_frame{.stream_id = 2, .end_headers = true, .fragment = {}}};
  for (const frame& one : frames) {
    SCOPED_TRACE(print(one));
    wire_peer other = with({.local = {.enable_push = true}});
    receive_promise(other);
    other.say(one);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error));
  }
}

TEST_P(ReservedRemote, TakesItsResponse) {
  receive_promise(peer);
  peer.say(priority_frame{.stream_id = 2, .priority = {}});
  peer.say_headers(2, ok_response);
  EXPECT_EQ(peer.subject().state_of(2), stream_state::half_closed_local);
  peer.say_data(2, "pushed", true);
  EXPECT_EQ(peer.content_received(2), "pushed");
  EXPECT_EQ(peer.subject().state_of(2), stream_state::closed);
  EXPECT_TRUE(peer.all_well());
}

TEST_P(ReservedRemote, MayBeTakenBack) {
  receive_promise(peer);
  peer.say(rst_stream_frame{.stream_id = 2, .code = error_code::cancel});
  EXPECT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
  EXPECT_TRUE(peer.alive());
}

}  // namespace
