// SPDX-License-Identifier: MIT
//
// Attacks that are no floods of one frame (those are in flood_test.cpp): few bytes that become many, streams that
// stand still, frames that arrive when all is over. Each limit is tried on both sides, and what the victim holds is
// measured on the heap.
#include "attacker.hpp"

namespace {

using namespace h2;
using test::attacker;

constexpr std::size_t kib = 1024;

header_list request_with(std::string_view name, const std::string& value) {
  header_list fields = test::bare_request;
  fields.add(name, value);
  return fields;
}

// ── few bytes that become many ─────────────────────────────────────────────────────────────────────────────────────

/// A request whose field section is exactly so large.
header_list request_of_size(std::size_t size) {
  const std::size_t without = request_with("x", "").field_section_size();
  return request_with("x", std::string(size - without, '~'));
}

// RFC 9113 §10.5.1: a server may refuse a field section above what it announced, and says so by 431 (RFC 6585 §5).
TEST(HeaderListSize, IsTakenUpToTheLimitAndAnsweredBy431Above) {
  attacker a;
  const std::size_t limit = connection_options{}.local.max_header_list_size;
  a.open(true, request_of_size(limit));
  EXPECT_EQ(a.requests(), 1U);
  EXPECT_EQ(a.heard(frame_type::headers), 0U);
  a.open(true, request_of_size(limit + 1));
  EXPECT_EQ(a.requests(), 1U) << "the owner does not hear of it";
  EXPECT_EQ(a.heard(frame_type::headers), 1U) << "431";
  EXPECT_TRUE(a.served());
  EXPECT_LT(a.peak_heap(), 512 * kib);
}

/// "bomb: <4000 zeros>", into the table.
byte_buffer fuse() {
  byte_buffer block = {std::byte{0x40}, std::byte{4}};
  append(block, bytes_of("bomb"));
  // 4000 as an integer with a prefix of seven bits: 127 + 33 + 30 * 128
  for (const unsigned each : {0x7fU, 0x80U | 33U, 30U}) block.push_back(static_cast<std::byte>(each));
  block.resize(block.size() + 4000, std::byte{'0'});
  return block;
}

byte_buffer bomb(std::size_t times, bool with_fuse) {
  byte_buffer block;
  for (const unsigned each : {0x83U, 0x86U, 0x84U}) block.push_back(static_cast<std::byte>(each));  // POST http /
  if (with_fuse) append(block, fuse());
  block.resize(block.size() + times, std::byte{0x80 | 62});
  return block;
}

// RFC 9113 §10.5.1: one byte of a field block may stand for the largest entry of the table. 16 KiB would be 64 MiB.
TEST(HpackBomb, IsNotBlownUp) {
  attacker a;
  a.say_block(1, bomb(16'000, true), true);
  EXPECT_EQ(a.requests(), 0U);
  EXPECT_EQ(a.heard(frame_type::headers), 1U) << "431";
  EXPECT_LT(a.peak_heap(), 512 * kib);
  a.say_block(3, bomb(3, false), true);
  EXPECT_EQ(a.requests(), 1U) << "the table is as both sides know it, and three copies are within the limit";
}

TEST(HpackBomb, CountsAsARequestThatWasRefused) {
  attacker a;
  a.say_block(1, bomb(16'000, true), true);
  std::uint32_t id = 3;
  for (std::uint32_t i = 1; i < a.bounds().resets.burst; ++i, id += 2) a.say_block(id, bomb(100, false), true);
  EXPECT_FALSE(a.is_told_to_calm_down());
  a.say_block(id, bomb(100, false), true);
  EXPECT_TRUE(a.refused("limits.resets"));
  EXPECT_LT(a.peak_heap(), 512 * kib);
}

// CVE-2019-9516 sent fields of neither name nor value, which cost memory and no length. 32 bytes each are counted.
TEST(EmptyFields, AreCountedThoughTheyHaveNoLength) {
  attacker a;
  byte_buffer block;
  for (const unsigned each : {0x83U, 0x86U, 0x84U}) block.push_back(static_cast<std::byte>(each));
  for (int i = 0; i < 25'000; ++i) append(block, bytes_of(std::string_view("\0\1a\0", 4)));  // "a: "
  a.say_block(1, block, true);
  EXPECT_EQ(a.requests(), 0U);
  EXPECT_EQ(a.heard(frame_type::headers), 1U) << "431";
  EXPECT_LT(a.peak_heap(), 512 * kib);
}

// A peer may allow us any table (RFC 9113 §6.5.2); how much we keep for it is ours to say.
TEST(HeaderTableSize, OfThePeerIsNoOrder) {
  attacker a(role::server, {}, {{setting_id::header_table_size, 0xffff'ffff}});
  for (int i = 0; i < 2000; ++i) {
    const std::uint32_t id = a.open(true);
    const header_list answer = {{":status", "200"}, {"x-some-field-" + std::to_string(i), std::string(100, 'x')}};
    ASSERT_TRUE(a.victim().submit_response(id, answer, true));
    a.read();
  }
  EXPECT_LT(a.peak_heap(), 128 * kib);
}

// ── CONTINUATION (CVE-2024-27316) ──────────────────────────────────────────────────────────────────────────────────

void say_continuations(attacker& a, std::uint32_t id, std::uint32_t count, bool end) {
  a.say(frame_type::headers, flag::end_stream, id, "\x83\x86\x84");
  for (std::uint32_t i = 1; i <= count && !a.is_told_to_calm_down(); ++i) {
    a.say(frame_type::continuation, end && i == count ? flag::end_headers : std::uint8_t{0}, id,
          std::string_view("\0\1a\0", 4));
  }
}

// RFC 9113 §10.5.1: a field block may have any number of CONTINUATION frames; we bear so many.
TEST(Continuation, AreBorneUpToTheirNumberAndNotOneMore) {
  attacker a;
  const std::uint32_t limit = a.bounds().field_block.continuations;
  say_continuations(a, 1, limit, true);
  EXPECT_EQ(a.requests(), 1U);
  say_continuations(a, 3, limit + 1, true);
  EXPECT_TRUE(a.refused("field_block.continuations"));
  EXPECT_EQ(a.requests(), 1U);
}

TEST(Continuation, WithoutEndCannotHoldTheVictim) {
  connection_options options;
  options.bounds.field_block.continuations = 1'000'000;  // so that bytes are what stops it
  attacker a(role::server, options);
  const std::string full(16384, '\xff');
  a.say(frame_type::headers, 0, 1, full);
  for (int i = 0; i < 1000 && !a.is_told_to_calm_down(); ++i) a.say(frame_type::continuation, 0, 1, full);
  EXPECT_TRUE(a.refused("field_block.bytes"));
  EXPECT_LE(a.peak().input, a.bounds().field_block.bytes);
  EXPECT_LT(a.peak_heap(), 2 * a.bounds().field_block.bytes + 128 * kib) << "a vector may double";
}

TEST(Continuation, OfALargeBlockAreNotKeptBehindIt) {
  attacker a;
  a.open(true, request_with("x", std::string(60'000, '~')));
  ASSERT_EQ(a.requests(), 1U);
  EXPECT_GT(a.peak().input, 40'000U) << "it came in pieces";
  EXPECT_EQ(a.victim().held().input, 0U);
}

// ── streams that stand still ───────────────────────────────────────────────────────────────────────────────────────

// CVE-2019-9511, Data Dribble: windows of one byte, so that every byte costs a frame; and the rest waits.
TEST(TinyWindows, CostWhatTheyCarryAndNoMore) {
  attacker a(role::server, {}, {{setting_id::initial_window_size, 1}});
  constexpr std::uint32_t streams = 50;
  a.answer = byte_buffer(16 * kib);
  for (std::uint32_t i = 0; i < streams; ++i) a.open(true);
  EXPECT_EQ(a.heard(frame_type::data), streams) << "a byte each";
  for (std::uint32_t round = 1; round <= 200; ++round) {
    for (std::uint32_t i = 0; i < streams; ++i) a.say(window_update_frame{2 * i + 1, 1});
    ASSERT_EQ(a.heard(frame_type::data), streams * (round + 1)) << "a byte each, as it was asked for";
  }
  EXPECT_FALSE(a.is_told_to_calm_down()) << "a slow reader is no attacker: each update answers DATA";
  EXPECT_LE(a.peak().queued_data, streams * 16 * kib);
  EXPECT_LT(a.peak_heap(), streams * 16 * kib + 256 * kib);
}

/// Writes as long as it is welcome, as an owner should.
void write_while_welcome(attacker& a, std::uint32_t id) {
  const byte_buffer piece(16 * kib);
  for (std::size_t waiting = 0; waiting <= a.bounds().queued_data;) {
    const auto sent = a.victim().send_data(id, bytes(piece), false);
    ASSERT_TRUE(sent.has_value()) << text_of(sent.error());
    waiting = *sent;
  }
}

// CVE-2019-9517, Internal Data Buffering: the peer asks for much and lets nothing through.
TEST(ClosedWindow, LetsNoMoreWaitThanTheLimit) {
  attacker a(role::server, {}, {{setting_id::initial_window_size, 0}});
  const std::uint32_t id = a.open(true);
  ASSERT_TRUE(a.victim().submit_response(id, {{":status", "200"}}, false));
  write_while_welcome(a, id);
  a.read();
  EXPECT_EQ(a.heard(frame_type::data), 0U);
  EXPECT_LE(a.victim().queued_on(id), a.bounds().queued_data + 16 * kib);
  EXPECT_EQ(a.victim().held().queued_data, a.victim().queued_on(id));
  EXPECT_LT(a.peak_heap(), a.bounds().queued_data + 128 * kib);
  a.say(rst_stream_frame{id, error_code::cancel});
  EXPECT_EQ(a.victim().held().queued_data, 0U) << "who gives up the stream gives up its content";
}

// The same, but with the windows open and the socket shut: the output is not taken, and does not grow.
TEST(UnreadSocket, LetsNoMoreWaitThanTheLimit) {
  attacker a(role::server, {}, {{setting_id::initial_window_size, 0x7fff'ffff}});
  a.say(window_update_frame{0, 0x7fff'ffff - default_initial_window});
  a.stop_reading();
  const std::uint32_t id = a.open(true);
  ASSERT_TRUE(a.victim().submit_response(id, {{":status", "200"}}, false));
  write_while_welcome(a, id);
  const footprint held = a.victim().held();
  EXPECT_LE(held.queued_data + held.control_output, a.bounds().queued_data + a.bounds().output + 32 * kib);
}

// CVE-2019-9512, 9514, 9515 lived on this: who does not read has his answers kept for him.
TEST(UnreadSocket, HasItsAnswersKeptUpToTheLimitAndNotOneMore) {
  connection_options options;
  options.bounds.pings = {1'000'000, 0};  // so that the queue is what stops it
  attacker a(role::server, options);
  a.stop_reading();
  constexpr std::size_t answer = frame_header_size + sizeof(ping_data);
  const std::size_t fit = a.bounds().queued_control / answer;
  for (std::size_t i = 0; i < fit; ++i) a.say(ping_frame{});
  EXPECT_FALSE(a.is_told_to_calm_down());
  a.say(ping_frame{});
  EXPECT_TRUE(a.refused("limits.queued_control"));
  EXPECT_EQ(a.heard(frame_type::ping), fit + 1);
  EXPECT_LT(a.peak_heap(), 2 * a.bounds().queued_control + 128 * kib) << "a vector may double";
}

TEST(UnreadSocket, ThatIsReadInTimeIsNeverRefused) {
  connection_options options;
  options.bounds.pings = {1'000'000, 0};
  attacker a(role::server, options);
  a.stop_reading();
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 10'000; ++i) a.say(ping_frame{});
    a.read();
  }
  EXPECT_TRUE(a.served());
}

// A client that asks on and on and never reads the answers: its requests end in the output, where it cannot have seen
// them end, so they still have their place among those we allow (RFC 9113 §5.1.2).
TEST(UnreadSocket, LetsNoMoreResponsesWaitThanStreamsAreAllowed) {
  attacker a;
  a.answer = byte_buffer(100);
  a.stop_reading();
  const std::uint32_t allowed = connection_options{}.local.max_concurrent_streams;
  for (std::uint32_t i = 0; i < allowed; ++i) a.open(true);
  EXPECT_EQ(a.requests(), allowed);
  a.open(true);
  EXPECT_EQ(a.requests(), allowed) << "refused: those before are still open, as the client must see it";
  while (!a.is_told_to_calm_down()) a.open(true);
  EXPECT_EQ(a.requests(), allowed);
  EXPECT_LT(a.peak_heap(), 256 * kib);
  EXPECT_TRUE(a.refused("limits.resets"));
}

TEST(UnreadSocket, ThatIsReadAgainIsServedAgain) {
  attacker a;
  a.answer = byte_buffer(100);
  a.stop_reading();
  const std::uint32_t allowed = connection_options{}.local.max_concurrent_streams;
  for (int round = 0; round < 3; ++round) {
    for (std::uint32_t i = 0; i < allowed; ++i) a.open(true);
    a.read();
  }
  EXPECT_EQ(a.requests(), 3 * allowed);
  EXPECT_EQ(a.resets(), 0U);
}

// ── content that nobody wants ──────────────────────────────────────────────────────────────────────────────────────

const std::string page(16384, 'x');

void say_data(attacker& a, std::uint32_t id, std::string_view text, bool end_stream = false) {
  a.say(data_frame{.stream_id = id, .end_stream = end_stream, .data = bytes_of(text)});
}

// RFC 9113 §6.9: DATA on a stream that is gone still costs the connection's window, and is given back.
TEST(DataAfterReset, DoesNotUseUpTheConnectionsWindow) {
  attacker a;
  const std::uint32_t id = a.open();
  a.victim().reset_stream(id, error_code::cancel);
  a.read();
  for (int i = 0; i < 1000; ++i) say_data(a, id, page);  // 16 MiB through a window of 1 MiB
  EXPECT_GE(a.victim().receive_window_of(0), connection_options{}.connection_window / 2);
  EXPECT_TRUE(a.served());
  EXPECT_LT(a.peak_heap(), 128 * kib);
}

// RFC 9113 §5.1: DATA behind END_STREAM and a whole response is a connection error STREAM_CLOSED.
TEST(DataAfterClose, IsAConnectionError) {
  attacker a;
  const std::uint32_t id = a.open(true);
  ASSERT_TRUE(a.victim().submit_response(id, {{":status", "200"}}, true));
  say_data(a, id, "more");
  EXPECT_TRUE(a.refused_with(error_code::stream_closed, "a frame behind the end of a stream"));
}

TEST(DataAfterClose, IsRememberedForSoManyStreams) {
  attacker a;
  a.answer.emplace();
  const std::uint32_t first = a.open(true);
  for (std::uint32_t i = 0; i < a.bounds().closed_streams; ++i) a.open(true);
  EXPECT_LE(a.peak().remembered, a.bounds().closed_streams);
  say_data(a, first, "more");
  EXPECT_FALSE(a.is_told_to_calm_down()) << "forgotten: it may have been reset, and then this is only late";
}

// Content that the owner does not use stays with the sender: no more than the windows arrives.
TEST(UnusedContent, IsBoundedByTheWindows) {
  attacker a;
  a.consumes = false;
  const std::uint32_t id = a.open();
  for (std::size_t sent = 0; sent + page.size() <= default_initial_window; sent += page.size()) say_data(a, id, page);
  say_data(a, id, std::string(default_initial_window % page.size(), 'x'));
  EXPECT_EQ(a.victim().receive_window_of(id), 0);
  EXPECT_EQ(a.heard(frame_type::window_update), 1U) << "the connection's first, and none for what nobody used";
  EXPECT_EQ(a.resets(), 0U);
  say_data(a, id, "x");
  EXPECT_EQ(a.resets(), 1U) << "one byte more is FLOW_CONTROL_ERROR";
}

TEST(Padding, IsGivenBackWithoutTheOwner) {
  attacker a;
  a.consumes = false;
  const std::uint32_t id = a.open();
  for (int i = 0; i < 1000; ++i) {
    a.wait(std::chrono::seconds(1));
    a.say(data_frame{.stream_id = id, .padded_overhead = 256});
  }
  EXPECT_FALSE(a.is_told_to_calm_down());
  EXPECT_GE(a.victim().receive_window_of(id), default_initial_window / 2);
}

// ── frames that do not end ─────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §4.2: a frame above our MAX_FRAME_SIZE is refused by its header; nothing of it is waited for.
TEST(LargeFrame, IsRefusedByItsHeader) {
  attacker a;
  byte_buffer header;
  append_frame_header(header, {.length = 16385, .type = frame_type::data, .stream_id = 1});
  a.tell(header);
  EXPECT_TRUE(a.refused_with(error_code::frame_size_error, "a frame longer than our SETTINGS_MAX_FRAME_SIZE"));
}

TEST(SlowFrame, KeepsOneFrameAtMost) {
  attacker a;
  byte_buffer frame;
  append_frame_header(frame, {.length = 16384, .type = frame_type::ping});
  frame.resize(frame.size() + 16383);
  for (const std::byte& each : frame) a.tell({&each, 1});
  EXPECT_EQ(a.peak().input, frame.size());
  EXPECT_LT(a.peak_heap(), 64 * kib);
}

// ── at a client ────────────────────────────────────────────────────────────────────────────────────────────────────

void promise(attacker& a, std::uint32_t id) {
  hpack::encoder fields;
  byte_buffer block;
  fields.encode({{":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {":authority", "victim.example"}}, block);
  a.say(push_promise_frame{.stream_id = 1, .end_headers = true, .promised_id = id, .fragment = block});
}

// RFC 9113 §5.1.2: promised streams count for no limit of the RFC's, so they have one of ours.
TEST(PromisesAtAClient, AreReservedUpToTheLimitAndThenRefused) {
  attacker a(role::client, {.local = {.enable_push = true}});
  ASSERT_TRUE(a.victim().submit_request(test::bare_request, true));
  a.read();
  std::uint32_t id = 2;
  for (std::uint32_t i = 0; i < a.bounds().reserved_streams; ++i, id += 2) promise(a, id);
  EXPECT_EQ(a.resets(), 0U);
  for (std::uint32_t i = 0; i < a.bounds().resets.burst; ++i, id += 2) promise(a, id);
  EXPECT_EQ(a.resets(), a.bounds().resets.burst);
  EXPECT_FALSE(a.is_told_to_calm_down());
  promise(a, id);
  EXPECT_TRUE(a.refused("limits.resets"));
  EXPECT_LE(a.peak().streams, a.bounds().reserved_streams + 2);
  EXPECT_LT(a.peak_heap(), 256 * kib);
}

TEST(FieldsAtAClient, AboveTheLimitCostTheStream) {
  attacker a(role::client);
  ASSERT_TRUE(a.victim().submit_request(test::bare_request, true));
  a.read();
  a.say_headers(1, {{":status", "200"}, {"x", std::string(connection_options{}.local.max_header_list_size, '~')}},
                true);
  EXPECT_EQ(a.resets(), 1U);
  EXPECT_EQ(a.heard(frame_type::rst_stream), 1U);
  EXPECT_FALSE(a.is_told_to_calm_down());
  EXPECT_TRUE(a.victim().submit_request(test::bare_request, true).has_value());
}

// ── and when all is over ───────────────────────────────────────────────────────────────────────────────────────────

TEST(AfterGoaway, NothingIsKeptOfWhatStillComes) {
  attacker a;
  a.say(frame_type::ping, 0, 0, "short");
  EXPECT_TRUE(a.refused_with(error_code::frame_size_error, ""));
  const std::size_t requests = a.requests();
  for (int i = 0; i < 1000; ++i) {
    a.open(true);
    say_data(a, 1, page);
  }
  EXPECT_EQ(a.requests(), requests);
  EXPECT_EQ(a.victim().held().input, 0U);
  EXPECT_EQ(a.victim().held().events, 0U);
  EXPECT_EQ(a.victim().held().control_output, 0U);
  EXPECT_LT(a.peak_heap(), 64 * kib);
}

}  // namespace
