// SPDX-License-Identifier: MIT
//
// The stream's state machine (RFC 9113 §5.1). The RFC describes it state by state, in sentences of the form "may send",
// "may receive", "anything else is"; the expectations below are written down so, and are held against all 84 pairs.
#include <h2/stream_state.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace h2;
using enum stream_event;

constexpr std::array<stream_state, stream_state_count> states = {
    stream_state::idle,   stream_state::reserved_local,    stream_state::reserved_remote,
    stream_state::open,   stream_state::half_closed_local, stream_state::half_closed_remote,
    stream_state::closed,
};
constexpr std::array<stream_event, 6> ours = {send_headers,      send_data,       send_end_stream,
                                              send_push_promise, send_rst_stream, send_window_update};
constexpr std::array<stream_event, 6> theirs = {recv_headers,      recv_data,       recv_end_stream,
                                                recv_push_promise, recv_rst_stream, recv_window_update};

/// What §5.1 says of one state: where the events lead that it allows, and what the others are when the peer causes
/// them. (When we cause them, they are our misuse.)
struct description {
  stream_state state;
  std::map<stream_event, stream_state> allowed;
  std::map<stream_event, verdict> refused = {};
  verdict other_frames = verdict::connection_protocol_error;
};

std::string to_text(const transition_result& r) {
  switch (r.what) {
    case verdict::ok: return "leads to " + std::string(name_of(r.next));
    case verdict::connection_protocol_error: return "is PROTOCOL_ERROR of the connection";
    case verdict::stream_closed_error: return "is STREAM_CLOSED";
    case verdict::misuse: return "is our misuse";
  }
  return "?";
}

transition_result expected_by(const description& said, stream_event event) {
  if (const auto found = said.allowed.find(event); found != said.allowed.end()) return {found->second, verdict::ok};
  if (std::find(ours.begin(), ours.end(), event) != ours.end()) return {said.state, verdict::misuse};
  const auto found = said.refused.find(event);
  return {said.state, found != said.refused.end() ? found->second : said.other_frames};
}

void check(const description& said) {
  std::vector<stream_event> events(ours.begin(), ours.end());
  events.insert(events.end(), theirs.begin(), theirs.end());
  ASSERT_EQ(events.size(), stream_event_count);
  for (const stream_event event : events) {
    const transition_result actual = transition(said.state, event);
    const transition_result expected = expected_by(said, event);
    EXPECT_TRUE(actual == expected) << "  " << name_of(said.state) << " ── " << name_of(event) << " ──►\n"
                                    << "    actual    " << to_text(actual) << "\n"
                                    << "    expected  " << to_text(expected) << "   [RFC 9113 §5.1 \""
                                    << name_of(said.state) << "\"]";
  }
}

// RFC 9113 §5.1: on an idle stream, any frame but HEADERS and PRIORITY is a connection error PROTOCOL_ERROR.
TEST(StreamState, IdleEndsByHeadersOrAPromise) {
  check({.state = stream_state::idle,
         .allowed = {{send_headers, stream_state::open},
                     {recv_headers, stream_state::open},
                     {send_push_promise, stream_state::reserved_local},
                     {recv_push_promise, stream_state::reserved_remote}}});
}

// RFC 9113 §5.1: on a stream we promised we send HEADERS or RST_STREAM; the peer RST_STREAM and WINDOW_UPDATE only.
TEST(StreamState, ReservedLocalWaitsForOurHeaders) {
  check({.state = stream_state::reserved_local,
         .allowed = {{send_headers, stream_state::half_closed_remote},
                     {send_rst_stream, stream_state::closed},
                     {recv_rst_stream, stream_state::closed},
                     {recv_window_update, stream_state::reserved_local}}});
}

// RFC 9113 §5.1: on a stream promised to us we send RST_STREAM or WINDOW_UPDATE; the peer HEADERS and RST_STREAM only.
TEST(StreamState, ReservedRemoteWaitsForTheirHeaders) {
  check({.state = stream_state::reserved_remote,
         .allowed = {{recv_headers, stream_state::half_closed_local},
                     {send_rst_stream, stream_state::closed},
                     {recv_rst_stream, stream_state::closed},
                     {send_window_update, stream_state::reserved_remote}}});
}

// RFC 9113 §5.1: both may send frames of any type on an open stream; END_STREAM closes the half of who sends it.
// RFC 9113 §6.6: a promised stream must be idle.
TEST(StreamState, OpenTakesAllButAPromiseOfItself) {
  check({.state = stream_state::open,
         .allowed = {{send_headers, stream_state::open},
                     {send_data, stream_state::open},
                     {send_end_stream, stream_state::half_closed_local},
                     {send_rst_stream, stream_state::closed},
                     {send_window_update, stream_state::open},
                     {recv_headers, stream_state::open},
                     {recv_data, stream_state::open},
                     {recv_end_stream, stream_state::half_closed_remote},
                     {recv_rst_stream, stream_state::closed},
                     {recv_window_update, stream_state::open}}});
}

// RFC 9113 §5.1: half-closed (local) sends nothing but WINDOW_UPDATE, PRIORITY and RST_STREAM, and receives everything.
TEST(StreamState, HalfClosedLocalOnlyListens) {
  check({.state = stream_state::half_closed_local,
         .allowed = {{send_rst_stream, stream_state::closed},
                     {send_window_update, stream_state::half_closed_local},
                     {recv_headers, stream_state::half_closed_local},
                     {recv_data, stream_state::half_closed_local},
                     {recv_end_stream, stream_state::closed},
                     {recv_rst_stream, stream_state::closed},
                     {recv_window_update, stream_state::half_closed_local}}});
}

// RFC 9113 §5.1: frames behind the peer's END_STREAM, except WINDOW_UPDATE, PRIORITY and RST_STREAM, are STREAM_CLOSED.
TEST(StreamState, HalfClosedRemoteOnlySpeaks) {
  check({.state = stream_state::half_closed_remote,
         .allowed = {{send_headers, stream_state::half_closed_remote},
                     {send_data, stream_state::half_closed_remote},
                     {send_end_stream, stream_state::closed},
                     {send_rst_stream, stream_state::closed},
                     {send_window_update, stream_state::half_closed_remote},
                     {recv_rst_stream, stream_state::closed},
                     {recv_window_update, stream_state::half_closed_remote}},
         .refused = {{recv_push_promise, verdict::connection_protocol_error}},
         .other_frames = verdict::stream_closed_error});
}

// RFC 9113 §5.1: a closed stream sends nothing more (a second RST_STREAM may answer late frames); WINDOW_UPDATE and
// RST_STREAM that arrive late mean nothing; other frames are STREAM_CLOSED.
TEST(StreamState, ClosedStaysClosed) {
  check({.state = stream_state::closed,
         .allowed = {{send_rst_stream, stream_state::closed},
                     {recv_rst_stream, stream_state::closed},
                     {recv_window_update, stream_state::closed}},
         .refused = {{recv_push_promise, verdict::connection_protocol_error}},
         .other_frames = verdict::stream_closed_error});
}

/// How the other end sees the same stream.
stream_state seen_from_there(stream_state state) {
  switch (state) {
    case stream_state::reserved_local: return stream_state::reserved_remote;
    case stream_state::reserved_remote: return stream_state::reserved_local;
    case stream_state::half_closed_local: return stream_state::half_closed_remote;
    case stream_state::half_closed_remote: return stream_state::half_closed_local;
    case stream_state::idle:
    case stream_state::open:
    case stream_state::closed: return state;
  }
  return state;
}

// What one end may send the other must take, and then both must mean the same state. Nobody's table can say this; it
// holds or the two ends of a connection drift apart.
TEST(StreamState, WhatOneEndMaySendTheOtherTakes) {
  for (const stream_state here : states) {
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const transition_result sent = transition(here, ours.at(i));
      if (sent.what != verdict::ok) continue;
      const stream_state there = seen_from_there(here);
      const transition_result received = transition(there, theirs.at(i));
      EXPECT_TRUE(received == (transition_result{seen_from_there(sent.next), verdict::ok}))
          << "  here " << name_of(here) << " ── " << name_of(ours.at(i)) << " ──► " << to_text(sent) << "\n"
          << "  there " << name_of(there) << " ── " << name_of(theirs.at(i)) << " ──► " << to_text(received);
    }
  }
}

stream_state after(std::vector<stream_event> events) {
  stream_state at = stream_state::idle;
  for (const stream_event event : events) {
    const transition_result to = transition(at, event);
    EXPECT_EQ(to.what, verdict::ok) << name_of(at) << " ── " << name_of(event) << " ──► " << to_text(to);
    at = to.next;
  }
  return at;
}

// RFC 9113 §8.1: a request, a 103, a response with trailers; END_STREAM is an event behind its frame's.
TEST(StreamState, ARequestWithItsResponseIsALife) {
  EXPECT_EQ(after({send_headers, send_data, send_end_stream, recv_headers, recv_headers, recv_data, recv_headers,
                   recv_end_stream}),
            stream_state::closed);
  EXPECT_EQ(after({recv_headers, recv_end_stream, send_headers, send_data, send_headers, send_end_stream}),
            stream_state::closed);
}

// RFC 9113 §8.4: a push is answered by headers and data from the server, and the client can only stop it.
TEST(StreamState, APromiseWithItsResponseIsALife) {
  EXPECT_EQ(after({send_push_promise, send_headers, send_data, send_end_stream}), stream_state::closed);
  EXPECT_EQ(after({recv_push_promise, recv_headers, recv_data, recv_end_stream}), stream_state::closed);
  EXPECT_EQ(after({recv_push_promise, send_rst_stream}), stream_state::closed);
}

// RFC 9113 §5.1: WINDOW_UPDATE and RST_STREAM may arrive on a stream that has just closed, and must be ignored.
TEST(ClosedVerdict, WindowUpdateAndRstStreamMayBeLate) {
  for (const closed_by how : {closed_by::end_stream, closed_by::our_reset, closed_by::their_reset}) {
    EXPECT_EQ(closed_verdict(how, recv_window_update), late_frame::ignored);
    EXPECT_EQ(closed_verdict(how, recv_rst_stream), late_frame::ignored);
  }
}

// RFC 9113 §5.1: after our RST_STREAM the peer may have sent anything before it read of it.
TEST(ClosedVerdict, AfterOurResetEverythingIsIgnored) {
  for (const stream_event event : {recv_headers, recv_data, recv_end_stream}) {
    EXPECT_EQ(closed_verdict(closed_by::our_reset, event), late_frame::ignored) << name_of(event);
  }
}

// RFC 9113 §5.1: frames behind END_STREAM are a connection error STREAM_CLOSED.
TEST(ClosedVerdict, AfterBothEndsTheConnectionIsInDoubt) {
  for (const stream_event event : {recv_headers, recv_data, recv_end_stream}) {
    EXPECT_EQ(closed_verdict(closed_by::end_stream, event), late_frame::connection_error) << name_of(event);
  }
}

// RFC 9113 §5.1: who has reset a stream sends nothing more on it but PRIORITY.
TEST(ClosedVerdict, AfterTheirResetItIsTheStreamsError) {
  for (const stream_event event : {recv_headers, recv_data, recv_end_stream}) {
    EXPECT_EQ(closed_verdict(closed_by::their_reset, event), late_frame::stream_error) << name_of(event);
  }
}

// RFC 9113 §5.1.1: no id is used twice, so a closed stream cannot be promised, however it closed.
TEST(ClosedVerdict, AClosedStreamCannotBePromised) {
  for (const closed_by how : {closed_by::end_stream, closed_by::our_reset, closed_by::their_reset}) {
    EXPECT_EQ(closed_verdict(how, recv_push_promise), late_frame::connection_error);
  }
}

}  // namespace
