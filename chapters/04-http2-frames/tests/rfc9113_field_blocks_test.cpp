// SPDX-License-Identifier: MIT
//
// RFC 9113 §4.3: field blocks on the wire, and HPACK's tables behind them, which must stay in step.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class FieldBlocks : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, FieldBlocks, testing::ValuesIn(any_side::all()), any_side::name);
class TableSize : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, TableSize, testing::ValuesIn(any_side::all()), any_side::name);

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
