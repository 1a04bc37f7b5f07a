// SPDX-License-Identifier: MIT
//
// RFC 9113 §4.1, §4.2: the frame's nine bytes, and how long a payload may be.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class Framing : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Framing, testing::ValuesIn(any_side::all()), any_side::name);

constexpr auto unknown_type = static_cast<frame_type>(0x16);

/// Fields of `n` octets that Huffman cannot shorten.
header_list large(header_list fields, std::size_t n) {
  fields.add("x-large", std::string(n, '&'));
  return fields;
}

/// A field block of an encoder that has said nothing yet.
byte_buffer encoded(const header_list& fields) {
  byte_buffer out;
  hpack::encoder().encode(fields, out);
  return out;
}

// ── §4.1 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §4.1-1: 16,384 octets and no more until the receiver says so
TEST_P(Framing, DataAndHeadersAreCutAtTheDefaultSize) {
  const std::uint32_t id = peer.exchange();
  peer.forget();
  peer.subject().send_data(id, bytes_of(std::string(40000, 'd')), false).value();
  peer.subject().submit_trailers(id, large({}, 40000)).value();
  const auto data = peer.heard<data_frame>();
  ASSERT_GE(data.size(), 3U);
  for (const data_frame& d : data) EXPECT_LE(d.data.size(), 16384U);
  EXPECT_EQ(peer.content_sent(id), std::string(40000, 'd'));
  const auto more = peer.heard<continuation_frame>();
  ASSERT_GE(more.size(), 2U);
  for (const continuation_frame& c : more) EXPECT_LE(c.fragment.size(), 16384U);
}

// RFC 9113 §4.1-1: what the receiver allows may be used
TEST_P(Framing, LargerFramesAreSentWhenAllowed) {
  wire_peer large_peer = with({}, {{setting_id::max_frame_size, 50000}});
  const std::uint32_t id = large_peer.exchange();
  large_peer.forget();
  large_peer.subject().send_data(id, bytes_of(std::string(40000, 'd')), true).value();
  const auto data = large_peer.heard<data_frame>();
  ASSERT_EQ(data.size(), 1U);
  EXPECT_EQ(data[0].data.size(), 40000U);
}

// RFC 9113 §4.1-2: unknown types are dropped, wherever and whatever they are
// RFC 9113 §5.5-2: the same, said of extensions
TEST_P(Framing, UnknownTypesAreDropped) {
  const std::uint32_t id = peer.exchange();
  peer.forget();
  for (const std::uint32_t on : {0U, id, id + 100, max_stream_id}) {
    for (const unsigned type : {0x0aU, 0x16U, 0xffU}) {
      peer.say(static_cast<frame_type>(type), 0xff, on, "whatever");
      peer.say(static_cast<frame_type>(type), 0, on);
    }
  }
  EXPECT_TRUE(peer.events().empty());
  EXPECT_TRUE(peer.frames().empty());
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §4.1-3: flags without a meaning are not looked at
TEST_P(Framing, UnknownFlagsAreNotLookedAt) {
  const std::uint32_t id = peer.request();
  peer.forget();
  peer.say(frame_type::ping, 0xfe, 0, "8 octets");
  peer.say(frame_type::settings, 0xfe, 0);
  peer.say(frame_type::window_update, 0xff, 0, std::string_view("\0\0\0\1", 4));
  peer.say(frame_type::priority, 0xff, id, std::string_view("\0\0\0\0\7", 5));
  if (!server()) peer.say_headers(id, ok_response);
  peer.say(frame_type::data, 0xff & ~(flag::end_stream | flag::padded), id, "hello");
  EXPECT_EQ(peer.heard<ping_frame>().size(), 1U);
  EXPECT_EQ(peer.told<settings_received>().size(), 1U);
  EXPECT_EQ(peer.content_received(id), "hello");
  EXPECT_EQ(peer.subject().state_of(id), stream_state::open);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §4.1-3: nor END_STREAM's bit on a frame where it means nothing
TEST_P(Framing, FlagsOfOtherTypesMeanNothing) {
  const std::uint32_t id = peer.exchange();
  const bytes block = peer.block({{"x", "y"}});
  peer.say(frame_type::headers, flag::end_stream, id, text_of(block).substr(0, 1));
  peer.say(frame_type::continuation, flag::end_headers | flag::padded | flag::end_stream, id, text_of(block).substr(1));
  ASSERT_EQ(peer.told<trailers_received>().size(), 1U) << "PADDED is no flag of CONTINUATION";
  peer.say(frame_type::rst_stream, 0xff, id, std::string_view("\0\0\0\10", 4));
  EXPECT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_TRUE(peer.alive());
}

// RFC 9113 §4.1-4: flags that mean nothing are sent as 0, on every type of frame (looked at by wire_audit)
// RFC 9113 §4.1-5: and so is the reserved bit
TEST_P(Framing, NothingIsSentInUnusedBits) {
  const std::uint32_t id = peer.exchange();
  peer.subject().ping({});
  peer.subject().set_connection_window(1U << 25);
  peer.subject().update_settings({.enable_push = false, .max_concurrent_streams = 5}).value();
  peer.subject().send_data(id, bytes_of("content"), false).value();
  peer.subject().submit_trailers(id, large({}, 20000)).value();
  peer.subject().reset_stream(peer.exchange(), error_code::cancel);
  peer.say(ping_frame{});
  peer.say_settings({});
  peer.subject().close(error_code::no_error, "that was all");
  for (const auto seen :
       {peer.heard<ping_frame>().size(), peer.heard<window_update_frame>().size(), peer.heard<settings_frame>().size(),
        peer.heard<headers_frame>().size(), peer.heard<data_frame>().size(), peer.heard<continuation_frame>().size(),
        peer.heard<rst_stream_frame>().size(), peer.heard<goaway_frame>().size()}) {
    EXPECT_GE(seen, 1U) << "of each type one";
  }
}

// RFC 9113 §4.1-6: the reserved bit of a stream id is not looked at
TEST_P(Framing, TheReservedBitIsNotLookedAt) {
  const std::uint32_t id = peer.exchange();
  peer.forget();
  byte_buffer out;
  encode(ping_frame{}, out);
  out[5] |= std::byte{0x80};
  peer.say_bytes(out);
  EXPECT_EQ(peer.heard<ping_frame>().size(), 1U);
  out.clear();
  encode(data_frame{.stream_id = id, .data = bytes_of("hello")}, out);
  out[5] |= std::byte{0x80};
  peer.say_bytes(out);
  EXPECT_EQ(peer.content_received(id), "hello");
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §4.1-6: nor those inside payloads
TEST_P(Framing, TheReservedBitInPayloadsIsNotLookedAt) {
  const std::uint32_t id = peer.exchange();
  const std::int64_t before = peer.subject().send_window_of(id);
  peer.say(frame_type::window_update, 0, id, std::string_view("\x80\0\0\5", 4));
  EXPECT_EQ(peer.subject().send_window_of(id), before + 5);
  peer.say(frame_type::goaway, 0, 0, std::string_view("\xff\xff\xff\xff\0\0\0\0", 8));
  ASSERT_EQ(peer.told<goaway_received>().size(), 1U);
  EXPECT_EQ(peer.told<goaway_received>()[0].last_stream_id, max_stream_id);
  EXPECT_TRUE(peer.all_well());
}

// ── §4.2 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §4.2-1: 16,384 octets are taken without asking
TEST_P(Framing, LargestDefaultPayloadsAreTaken) {
  const std::uint32_t id = peer.exchange();
  peer.say_data(id, std::string(16384, 'x'));
  EXPECT_EQ(peer.content_received(id).size(), 16384U);
  peer.say(unknown_type, 0, 0, std::string(16384, 'x'));
  const std::size_t overhead = encoded(large({}, 16300)).size() - 16300;
  const header_list trailers = large({}, 16384 - overhead);
  ASSERT_EQ(encoded(trailers).size(), 16384U);
  peer.say_headers(id, trailers, true);
  EXPECT_EQ(peer.told<trailers_received>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §4.2-2: one octet more is a FRAME_SIZE_ERROR
// RFC 9113 §4.2-3: of the connection, where the frame's payload would have been the connection's business
TEST_P(Framing, PayloadsAboveOurLimitAreAnError) {
  for (const frame_type type : {frame_type::data, frame_type::headers, frame_type::settings, frame_type::push_promise,
                                frame_type::continuation, frame_type::goaway, frame_type::ping, unknown_type}) {
    wire_peer other = with({});
    const std::uint32_t id = other.exchange();
    other.say(type, 0, id, std::string(16385, '\0'));
    EXPECT_TRUE(other.connection_error(error_code::frame_size_error)) << "type " << static_cast<int>(type);
  }
}

// RFC 9113 §4.2-2: the error is known from the header alone, before anything is kept
TEST_P(Framing, PayloadsAboveOurLimitAreNotWaitedFor) {
  byte_buffer header;
  append_frame_header(header, {(1U << 24) - 1, frame_type::data, 0, 1});
  peer.say_bytes(header);
  EXPECT_TRUE(peer.connection_error(error_code::frame_size_error));
  EXPECT_LE(peer.subject().held().input, frame_header_size);
}

// RFC 9113 §4.2-1: more is taken once it was announced
TEST_P(Framing, LargerPayloadsAreTakenWhenAnnounced) {
  wire_peer other = with({.local = {.enable_push = false, .max_frame_size = 20000}});
  const std::uint32_t id = other.exchange();
  other.say_data(id, std::string(20000, 'x'));
  EXPECT_EQ(other.content_received(id).size(), 20000U);
  EXPECT_TRUE(other.all_well());
  other.say_data(id, std::string(20001, 'x'));
  EXPECT_TRUE(other.connection_error(error_code::frame_size_error));
}

// RFC 9113 §4.2-2: below what a type must have
// RFC 9113 §4.2-3: of the connection, for field blocks and stream 0
TEST_P(Framing, PayloadsTooShortForTheirFieldsAreAnError) {
  struct {
    frame_type type;
    std::uint8_t flags;
    bool on_stream;
    std::string payload;
  } const cases[] = {
      {frame_type::data, flag::padded, true, ""},
      {frame_type::headers, flag::padded | flag::end_headers, true, ""},
      {frame_type::headers, flag::priority | flag::end_headers, true, "1234"},
      {frame_type::headers, flag::priority | flag::padded | flag::end_headers, true, std::string("\0001234", 5)},
      {frame_type::rst_stream, 0, true, "123"},
      {frame_type::settings, 0, false, "12345"},
      {frame_type::ping, 0, false, "1234567"},
      {frame_type::goaway, 0, false, "1234567"},
      {frame_type::window_update, 0, false, "123"},
  };
  for (const auto& c : cases) {
    wire_peer other = with({});
    const std::uint32_t id = other.exchange();
    other.say(c.type, c.flags, c.on_stream ? id : 0, c.payload);
    EXPECT_TRUE(other.connection_error(error_code::frame_size_error)) << name_of(c.type);
  }
}

}  // namespace
