// SPDX-License-Identifier: MIT
//
// RFC 9113 §5.1.1 to §5.5: stream ids, how many at once, flow control's principle, errors and their scopes, extensions.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class ServerStreamIds : public as_server {};
INSTANTIATE_TEST_SUITE_P(Fed, ServerStreamIds, testing::ValuesIn(one_side::all()), one_side::name);
class ClientStreamIds : public as_pushed_client {};
INSTANTIATE_TEST_SUITE_P(Fed, ClientStreamIds, testing::ValuesIn(one_side::all()), one_side::name);
class Errors : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Errors, testing::ValuesIn(any_side::all()), any_side::name);
class Extensions : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Extensions, testing::ValuesIn(any_side::all()), any_side::name);
class FlowControl : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, FlowControl, testing::ValuesIn(any_side::all()), any_side::name);

constexpr auto unknown_type = static_cast<frame_type>(0xfa);

void say_promise(wire_peer& peer, std::uint32_t on, std::uint32_t promised) {
  peer.say(push_promise_frame{
      .stream_id = on, .end_headers = true, .promised_id = promised, .fragment = peer.block(get_request)});
}

// ── §5.1.1 ─────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §5.1.1-1: a client's ids are odd
// RFC 9113 §5.1.1-3: and rise
TEST_P(ClientStreamIds, AreOddAndRise) {
  EXPECT_EQ(peer.subject().submit_request(get_request, true).value(), 1U);
  EXPECT_EQ(peer.subject().submit_request(get_request, true).value(), 3U);
  EXPECT_EQ(peer.subject().submit_request(post_request, false).value(), 5U);
  const auto headers = peer.heard<headers_frame>();
  ASSERT_EQ(headers.size(), 3U);
  EXPECT_EQ(headers[2].stream_id, 5U);
}

// RFC 9113 §5.1.1-2: a server's ids are even
// RFC 9113 §5.1.1-3: and rise
TEST_P(ServerStreamIds, OfPromisesAreEvenAndRise) {
  const std::uint32_t id = peer.request(get_request, true);
  EXPECT_EQ(peer.subject().submit_push(id, get_request).value(), 2U);
  EXPECT_EQ(peer.subject().submit_push(id, get_request).value(), 4U);
  const auto promises = peer.heard<push_promise_frame>();
  ASSERT_EQ(promises.size(), 2U);
  EXPECT_EQ(promises[1].promised_id, 4U);
}

// RFC 9113 §5.1.1-4: a client cannot open an even stream
TEST_P(ServerStreamIds, OfAClientThatAreEvenAreAnError) {
  for (const std::uint32_t id : {2U, 4U, max_stream_id - 1}) {
    wire_peer other = with({});
    other.say_headers(id, get_request, true);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error)) << id;
  }
}

// RFC 9113 §5.1.1-4: ids rise; those left out are closed
TEST_P(ServerStreamIds, ThatSinkAreAnError) {
  peer.say_headers(5, get_request, true);
  EXPECT_EQ(peer.told<request_received>().size(), 1U);
  EXPECT_EQ(peer.subject().state_of(3), stream_state::closed);
  EXPECT_EQ(peer.subject().state_of(7), stream_state::idle);
  peer.say_headers(3, get_request, true);
  EXPECT_EQ(peer.told<request_received>().size(), 1U);
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §5.1.1-4: an id that is used up is not used again
TEST_P(ServerStreamIds, ThatComeTwiceAreAnError) {
  peer.say_headers(1, get_request, true);
  peer.subject().submit_response(1, ok_response, true).value();
  peer.listen();
  peer.say_headers(1, get_request, true);
  EXPECT_EQ(peer.told<request_received>().size(), 1U);
  ASSERT_EQ(peer.told<connection_failed>().size(), 1U);
}

TEST_P(ServerStreamIds, MayLeaveGaps) {
  for (const std::uint32_t id : {1U, 7U, 1001U, max_stream_id}) peer.say_headers(id, get_request, true);
  EXPECT_EQ(peer.told<request_received>().size(), 4U);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §5.1.1-4: promised ids are even and rise
// RFC 9113 §6.6-12: a promised id that is not an idle stream of the server
TEST_P(ClientStreamIds, OfPromisesThatCannotBeAreAnError) {
  for (const std::uint32_t promised : {0U, 1U, 3U, 5U, max_stream_id}) {
    wire_peer other = with({.local = {.enable_push = true}});
    say_promise(other, other.request(get_request, true), promised);
    EXPECT_TRUE(other.told<push_received>().empty());
    EXPECT_TRUE(other.connection_error(error_code::protocol_error)) << promised;
  }
  for (const std::uint32_t promised : {2U, 4U, 6U}) {
    wire_peer other = with({.local = {.enable_push = true}});
    const std::uint32_t id = other.request(get_request, true);
    say_promise(other, id, 6);
    say_promise(other, id, promised);
    EXPECT_EQ(other.told<push_received>().size(), 1U);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error)) << promised << " after 6";
  }
}

// ── §5.1.2 ─────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §5.1.2-1: a client keeps within the server's number
TEST_P(ClientStreamIds, AreNotOpenedBeyondTheServersLimit) {
  wire_peer other = with({}, {{setting_id::max_concurrent_streams, 2}});
  const std::uint32_t first = other.subject().submit_request(get_request, true).value();
  other.subject().submit_request(get_request, true).value();
  EXPECT_FALSE(other.subject().can_open_stream());
  EXPECT_EQ(other.subject().submit_request(get_request, true).error(), misuse::too_many_streams);
  EXPECT_EQ(other.heard<headers_frame>().size(), 2U);
  other.say_headers(first, ok_response, true);
  EXPECT_TRUE(other.subject().can_open_stream());
  EXPECT_TRUE(other.subject().submit_request(get_request, true).has_value());
  EXPECT_TRUE(other.all_well());
}

TEST_P(ClientStreamIds, AreNotOpenedAtALimitOfZero) {
  wire_peer other = with({}, {{setting_id::max_concurrent_streams, 0}});
  EXPECT_EQ(other.subject().submit_request(get_request, true).error(), misuse::too_many_streams);
  other.say_settings({{setting_id::max_concurrent_streams, 1}});
  EXPECT_TRUE(other.subject().submit_request(get_request, true).has_value());
}

// RFC 9113 §5.1.2-1: a server that pushes keeps within the client's number; promises do not count
TEST_P(ServerStreamIds, ArePushedWithinTheClientsLimit) {
  wire_peer other = with({}, {{setting_id::max_concurrent_streams, 1}});
  const std::uint32_t id = other.request(get_request, true);
  const std::uint32_t first = other.subject().submit_push(id, get_request).value();
  const std::uint32_t second = other.subject().submit_push(id, get_request).value();
  EXPECT_TRUE(other.subject().submit_response(first, ok_response, false).has_value());
  EXPECT_EQ(other.subject().submit_response(second, ok_response, false).error(), misuse::too_many_streams);
  other.subject().send_data(first, bytes{}, true).value();
  other.listen();
  EXPECT_TRUE(other.subject().submit_response(second, ok_response, true).has_value());
  EXPECT_TRUE(other.all_well());
}

// RFC 9113 §5.1.2-2: one stream too many is refused, and that alone
TEST_P(ServerStreamIds, BeyondOurLimitAreRefused) {
  wire_peer other = with({.local = {.enable_push = false, .max_concurrent_streams = 2}});
  other.say_headers(1, post_request);
  other.say_headers(3, post_request);
  other.say_headers(5, get_request, true);
  EXPECT_EQ(other.told<request_received>().size(), 2U);
  EXPECT_TRUE(other.stream_error(5, error_code::refused_stream));
  EXPECT_EQ(other.subject().open_streams(), 2U);
  other.subject().submit_response(1, ok_response, true).value();
  other.say_data(1, "", true);
  other.say_headers(7, get_request, true);
  EXPECT_EQ(other.told<request_received>().size(), 3U);
}

// RFC 9113 §5.1.2-2: pushed streams too, once they open
TEST_P(ClientStreamIds, PushedBeyondOurLimitAreRefused) {
  wire_peer other = with({.local = {.enable_push = true, .max_concurrent_streams = 1}});
  const std::uint32_t id = other.request(get_request, true);
  say_promise(other, id, 2);
  say_promise(other, id, 4);
  EXPECT_EQ(other.told<push_received>().size(), 2U) << "reserved streams do not count";
  other.say_headers(2, ok_response);
  other.say_headers(4, ok_response);
  EXPECT_EQ(other.told<response_received>().size(), 1U);
  EXPECT_TRUE(other.stream_error(4, error_code::refused_stream));
}

// ── §5.2 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §5.2.1: the receiver's windows hold, at every size
TEST_P(FlowControl, KeepsWithinEveryWindow) {
  for (const std::uint32_t window : {0U, 1U, 2U, 100U, 16384U, 16385U, 65535U}) {
    wire_peer other = with({}, {{setting_id::initial_window_size, window}});
    const std::uint32_t id = other.exchange();
    other.subject().send_data(id, bytes_of(std::string(100000, 'x')), true).value();
    EXPECT_EQ(other.content_sent(id).size(), window);
    EXPECT_EQ(other.subject().queued_on(id), 100000U - window);
  }
}

// RFC 9113 §5.2.2: while nobody takes the content, all else is read and acted upon
TEST_P(FlowControl, UnreadContentStopsNothingElse) {
  const std::uint32_t id = peer.exchange();
  for (int i = 0; i < 3; ++i) peer.say_data(id, std::string(16384, 'x'));
  peer.say_data(id, std::string(65535 - 3 * 16384, 'x'));  // the stream's window is used up, and nothing consumed
  peer.subject().send_data(id, bytes_of(std::string(70000, 'y')), false).value();
  EXPECT_EQ(peer.content_sent(id).size(), 65535U);
  peer.say(window_update_frame{.stream_id = 0, .increment = 10000});
  peer.say(window_update_frame{.stream_id = id, .increment = 10000});
  EXPECT_EQ(peer.content_sent(id).size(), 70000U);
  peer.exchange();
  EXPECT_TRUE(peer.all_well());
}

// ── §5.4 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §5.4: the connection's error is the one that is told, though the stream has one too
TEST_P(Errors, OfTheConnectionGoBeforeThoseOfAStream) {
  const std::uint32_t id = peer.exchange();
  peer.say_data(id, "end", true);
  // on a half-closed stream (STREAM_CLOSED), and padding past the end (PROTOCOL_ERROR of the connection)
  peer.say(frame_type::data, flag::padded, id, "\xff");
  EXPECT_TRUE(peer.heard<rst_stream_frame>().empty());
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §5.4.1: GOAWAY, then nothing more, and the owner is to close
// RFC 9113 §8.7-2: GOAWAY names the last stream that the owner was told of
TEST_P(Errors, OfTheConnectionEndIt) {
  const std::uint32_t id = peer.exchange();
  peer.exchange();
  peer.say(frame_type::ping, 0, 0, "short");
  EXPECT_TRUE(peer.connection_error(error_code::frame_size_error));
  EXPECT_EQ(peer.heard<goaway_frame>().size(), 1U);
  EXPECT_EQ(peer.heard<goaway_frame>()[0].last_stream_id, server() ? 3U : 0U);
  EXPECT_TRUE(std::holds_alternative<connection_failed>(peer.events().back())) << "the last event";
  EXPECT_TRUE(peer.subject().finished());
  EXPECT_FALSE(peer.subject().has_output());
  const std::size_t frames = peer.frames().size();
  (void)peer.subject().send_data(id, bytes_of("x"), true);
  peer.subject().ping({});
  peer.listen();
  EXPECT_EQ(peer.frames().size(), frames) << "nothing is sent behind it";
}

// RFC 9113 §5.4.1: finished only when the GOAWAY was taken, or it would never be written
TEST_P(Errors, LeaveTheGoawayToBeWritten) {
  byte_buffer wrong;
  encode(ping_frame{}, wrong);
  wrong[2] = std::byte{7};
  peer.subject().receive(wrong, {});
  while (peer.subject().next_event()) {
  }
  ASSERT_TRUE(peer.subject().has_output());
  EXPECT_FALSE(peer.subject().finished());
  peer.listen();
  EXPECT_TRUE(peer.subject().finished());
}

TEST_P(Errors, OfAStreamLeaveTheOthersAlone) {
  const std::uint32_t wrong = peer.exchange();
  const std::uint32_t right = peer.exchange();
  peer.say(window_update_frame{.stream_id = wrong, .increment = 0});
  EXPECT_TRUE(peer.stream_error(wrong, error_code::protocol_error));
  peer.say_data(right, "still here", true);
  peer.subject().send_data(right, bytes_of("here too"), true).value();
  EXPECT_EQ(peer.content_received(right), "still here");
  EXPECT_EQ(peer.content_sent(right), "here too");
}

TEST_P(Errors, AreReportedOnceForAStream) {
  const std::uint32_t id = peer.exchange();
  peer.say(window_update_frame{.stream_id = id, .increment = 0});
  peer.say(window_update_frame{.stream_id = id, .increment = 0});
  peer.say_data(id, "x");
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
  EXPECT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
}

// RFC 9113 §5.4.2-2: RST_STREAM is not answered by RST_STREAM, in no state
TEST_P(Errors, AreNotAnsweredWhenTheyAreResets) {
  const std::uint32_t id = peer.exchange();
  peer.say(rst_stream_frame{.stream_id = id, .code = error_code::protocol_error});
  peer.say(rst_stream_frame{.stream_id = id, .code = error_code::protocol_error});
  EXPECT_TRUE(peer.heard<rst_stream_frame>().empty());
  ASSERT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_TRUE(peer.told<stream_reset>()[0].by_peer);
  EXPECT_EQ(peer.told<stream_reset>()[0].code, error_code::protocol_error);
  EXPECT_TRUE(peer.alive());
}

// ── §5.5 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §5.5-1: unknown types, flags, settings and codes
TEST_P(Extensions, AreIgnored) {
  const std::uint32_t id = peer.exchange();
  const settings before = peer.subject().peer_settings();
  peer.say(unknown_type, 0xff, id, "?");
  peer.say_settings({{static_cast<setting_id>(0x7), 1}, {static_cast<setting_id>(0xffff), 0xffffffff}});
  EXPECT_EQ(peer.subject().peer_settings(), before);
  peer.say(rst_stream_frame{.stream_id = id, .code = static_cast<error_code>(0xdeadbeef)});
  ASSERT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_EQ(peer.told<stream_reset>()[0].code, static_cast<error_code>(0xdeadbeef));
  EXPECT_TRUE(peer.alive());
}

// RFC 9113 §5.5-3: but not inside a field block
TEST_P(Extensions, InsideAFieldBlockAreAnError) {
  const std::uint32_t id = peer.exchange();
  const bytes block = peer.block({{"x", "y"}});
  for (const std::uint32_t on : {0U, id}) {
    wire_peer other = with({});
    ASSERT_EQ(other.exchange(), id);
    other.say(headers_frame{.stream_id = id, .end_stream = true, .fragment = block.first(1)});
    other.say(unknown_type, 0, on);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error));
  }
}

}  // namespace
