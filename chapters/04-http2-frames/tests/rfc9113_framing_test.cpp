// SPDX-License-Identifier: MIT
//
// RFC 9113 §4: the frame's nine bytes, sizes, and field blocks as HPACK sees them.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class Framing : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Framing, testing::ValuesIn(any_side::all()), any_side::name);
class FieldBlocks : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, FieldBlocks, testing::ValuesIn(any_side::all()), any_side::name);
class TableSize : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, TableSize, testing::ValuesIn(any_side::all()), any_side::name);

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

// ── §4.3 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §4.3-1: a field block that needs many frames is sent in a row, whatever else waits
// RFC 9113 §6.2-2: CONTINUATION follows HEADERS without END_HEADERS
// RFC 9113 §6.10-1: and CONTINUATION without END_HEADERS
// RFC 9113 §8.1-1: nothing stands between
TEST_P(FieldBlocks, AreSentInARow) {
  const std::uint32_t busy = peer.exchange();
  const std::uint32_t id = peer.exchange();
  peer.forget();
  peer.subject().send_data(busy, bytes_of(std::string(30000, 'd')), false).value();
  peer.subject().submit_trailers(id, large({}, 50000)).value();
  peer.subject().ping({});
  peer.subject().send_data(busy, bytes_of(std::string(30000, 'd')), true).value();
  peer.listen();
  std::size_t began = 0;
  while (began < peer.frames().size() && !std::holds_alternative<headers_frame>(peer.frames()[began].what)) ++began;
  ASSERT_LT(began + 3, peer.frames().size());
  EXPECT_FALSE(std::get<headers_frame>(peer.frames()[began].what).end_headers);
  for (std::size_t i = 1; i <= 3; ++i) {
    const auto* more = std::get_if<continuation_frame>(&peer.frames()[began + i].what);
    ASSERT_NE(more, nullptr);
    EXPECT_EQ(more->stream_id, id);
    EXPECT_EQ(more->end_headers, i == 3);
  }
  EXPECT_EQ(peer.frames()[began].fields, large({}, 50000));
}

TEST_P(FieldBlocks, MayBeCutAnywhere) {
  const header_list fields = server() ? post_request : ok_response;
  for (std::size_t cut = 0; cut <= encoded(fields).size(); ++cut) {
    SCOPED_TRACE(cut);
    wire_peer other = with({});
    const std::uint32_t id = server() ? 1 : other.request();
    const bytes whole = other.block(fields);
    other.say(headers_frame{.stream_id = id, .end_stream = true, .fragment = whole.first(cut)});
    other.say(continuation_frame{.stream_id = id, .end_headers = true, .fragment = whole.subspan(cut)});
    if (server()) {
      ASSERT_EQ(other.told<request_received>().size(), 1U);
      EXPECT_EQ(other.told<request_received>()[0].headers, fields);
      EXPECT_TRUE(other.told<request_received>()[0].end_stream);
    } else {
      ASSERT_EQ(other.told<response_received>().size(), 1U);
      EXPECT_EQ(other.told<response_received>()[0].headers, fields);
    }
  }
}

// RFC 9113 §4.3-3: what HPACK cannot decode costs the connection
TEST_P(FieldBlocks, ThatCannotBeDecodedCostTheConnection) {
  for (const std::string_view block : {
           std::string_view("\x80"),              // index 0
           std::string_view("\xff\x80\x01"),      // an index past both tables
           std::string_view("\x40\x05x"),         // a text past the end
           std::string_view("\x40\x81\xff"),      // Huffman text that is EOS
           std::string_view("\x82\x20"),          // a size update behind a field
           std::string_view("\x3f\xff\xff\x7f"),  // a table larger than allowed
       }) {
    wire_peer other = with({});
    const std::uint32_t id = server() ? 1 : other.request();
    other.say(frame_type::headers, flag::end_headers, id, block);
    EXPECT_TRUE(other.connection_error(error_code::compression_error));
  }
}

// RFC 9113 §4.3-2: what is refused or too late is decoded all the same, for later blocks stand on it
TEST_P(FieldBlocks, OfClosedStreamsAreDecoded) {
  const std::uint32_t id = peer.exchange();
  peer.subject().reset_stream(id, error_code::cancel);
  peer.listen();
  peer.forget();
  peer.say_headers(id, {{"x-late", "in the table"}}, true);
  EXPECT_TRUE(peer.events().empty());
  const std::uint32_t next = peer.request(get_request, true);
  if (!server()) {
    peer.say_headers(next, {{":status", "200"}, {"x-late", "in the table"}}, true);
    ASSERT_EQ(peer.told<response_received>().size(), 1U);
    EXPECT_EQ(peer.told<response_received>()[0].headers.find("x-late"), "in the table");
  } else {
    header_list fields = get_request;
    fields.add("x-late", "in the table");
    peer.say_headers(next + 2, fields, true);
    ASSERT_EQ(peer.told<request_received>().size(), 2U);
    EXPECT_EQ(peer.told<request_received>()[1].headers, fields);
  }
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §4.3-2: a block that we do not want because it is too long does not stop the decoding
// RFC 9113 §10.5.1: a field section above our limit is decoded to its end
TEST_P(FieldBlocks, AboveOurListSizeAreDecoded) {
  wire_peer other = with({.local = {.enable_push = false, .max_header_list_size = 1000}});
  header_list fields = server() ? get_request : ok_response;
  for (int i = 0; i < 40; ++i) fields.add("x-" + std::to_string(i), "many of them");
  fields.add("x-last", "in the table");
  const std::uint32_t id = server() ? 1 : other.request();
  other.say_headers(id, fields, true);
  EXPECT_TRUE(other.told<request_received>().empty());
  EXPECT_TRUE(other.told<response_received>().empty());
  other.forget();
  header_list after = server() ? get_request : ok_response;
  after.add("x-last", "in the table");
  const std::uint32_t next = server() ? 3 : other.request();
  other.say_headers(next, after, true);
  if (server()) {
    ASSERT_EQ(other.told<request_received>().size(), 1U);
    EXPECT_EQ(other.told<request_received>()[0].headers, after);
  } else {
    ASSERT_EQ(other.told<response_received>().size(), 1U);
    EXPECT_EQ(other.told<response_received>()[0].headers, after);
  }
  EXPECT_TRUE(other.alive());
}

// ── §4.3.1 ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The first octet of the first field block that the connection sends.
std::uint8_t first_octet(wire_peer& peer) {
  const auto headers = peer.heard<headers_frame>();
  return headers.empty() || headers[0].fragment.empty() ? 0 : std::to_integer<std::uint8_t>(headers[0].fragment[0]);
}
bool is_size_update(std::uint8_t first) { return (first & 0xe0U) == 0x20U; }

// RFC 9113 §4.3.1-1: a smaller table is announced at the head of the next block
TEST_P(TableSize, ThatThePeerMadeSmallerIsAnnounced) {
  peer.exchange();
  peer.say_settings({{setting_id::header_table_size, 100}});
  peer.forget();
  if (server()) {
    peer.subject().submit_response(peer.request(), ok_response, true).value();
  } else {
    peer.request();
  }
  ASSERT_TRUE(is_size_update(first_octet(peer)));
  const auto headers = peer.heard<headers_frame>();
  EXPECT_EQ(text_of(headers[0].fragment).substr(0, 2), "\x3f\x45") << "31 + 69 octets";
}

// RFC 9113 §4.3.1-1: down and up again before a block: the lowest is announced too
TEST_P(TableSize, ThatSankAndRoseIsAnnouncedTwice) {
  peer.exchange();
  peer.say_settings({{setting_id::header_table_size, 0}});
  peer.say_settings({{setting_id::header_table_size, 4096}});
  peer.forget();
  if (server()) {
    peer.subject().submit_response(peer.request(), ok_response, true).value();
  } else {
    peer.request();
  }
  const auto headers = peer.heard<headers_frame>();
  ASSERT_EQ(headers.size(), 1U);
  EXPECT_EQ(text_of(headers[0].fragment).substr(0, 4), "\x20\x3f\xe1\x1f") << "0, then 4096";
}

// RFC 9113 §4.3.1-2: once the peer has acknowledged our smaller table, its next block must say so
TEST_P(TableSize, ThatWeMadeSmallerMustBeAnnouncedAfterTheAcknowledgement) {
  settings smaller = peer.subject().local_settings();
  smaller.header_table_size = 100;
  peer.subject().update_settings(smaller).value();
  const std::uint32_t before = peer.request();  // the peer did not know yet
  if (!server()) peer.say_headers(before, ok_response);
  EXPECT_TRUE(peer.all_well());
  peer.acknowledge();
  if (server()) {
    peer.say_headers(before + 2, get_request, true);
  } else {
    peer.say_headers(before, {{"x", "y"}}, true);
  }
  EXPECT_TRUE(peer.connection_error(error_code::compression_error));
}

// RFC 9113 §4.3.1-2: and with the announcement all is well
TEST_P(TableSize, ThatWasAnnouncedIsWell) {
  settings smaller = peer.subject().local_settings();
  smaller.header_table_size = 100;
  peer.subject().update_settings(smaller).value();
  peer.listen();
  peer.acknowledge();
  peer.encoder().set_max_table_size(100);
  peer.exchange();
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §4.3.1-2: an announcement above our maximum is none
TEST_P(TableSize, AboveOurMaximumIsAnError) {
  settings smaller = peer.subject().local_settings();
  smaller.header_table_size = 100;
  peer.subject().update_settings(smaller).value();
  peer.listen();
  peer.acknowledge();
  const std::uint32_t id = server() ? 1 : peer.request();
  peer.say(frame_type::headers, flag::end_headers, id, "\x3f\x46\x82");  // 101
  EXPECT_TRUE(peer.connection_error(error_code::compression_error));
}

}  // namespace
