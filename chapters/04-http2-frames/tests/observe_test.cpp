// SPDX-License-Identifier: MIT
//
// The observer, byte by byte: what it says of frames, fields, tables, windows, streams and gRPC's messages, and that no
// byte is left out, whatever comes.
#include "observe/observer.hpp"
#include "observe/printer.hpp"
#include "observe/recording.hpp"
#include "observe/text.hpp"
#include "random_seed.hpp"
#include "wire_eq.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <h2/hpack/encoder.hpp>
#include <h2/hpack/integer.hpp>

#include <random>
#include <string>
#include <vector>

namespace {

using namespace h2;
using namespace h2::observe;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

byte_buffer encoded(const frame& one) {
  byte_buffer out;
  encode(one, out);
  return out;
}

/// A connection whose frames are told to an observer as they are made.
class scene {
 public:
  explicit scene(observer_options options = {}) : watching(options) {}

  /// Preface, SETTINGS and ACKs of both.
  void open(const settings_frame& client = {}, const settings_frame& server = {}) {
    say(party::client, bytes_of(client_preface));
    say(party::client, client);
    say(party::server, server);
    say(party::client, settings_frame{.ack = true});
    say(party::server, settings_frame{.ack = true});
  }
  /// The observations that this piece makes whole.
  std::vector<observation> say(party from, bytes data) {
    watching.receive(from, data);
    std::vector<observation> all;
    while (auto seen = watching.next()) all.push_back(std::move(*seen));
    return all;
  }
  observation say(party from, const frame& one) {
    std::vector<observation> all = say(from, bytes(encoded(one)));
    return all.empty() ? observation{} : std::move(all.back());
  }
  observation headers(party from, std::uint32_t id, const header_list& fields, bool end_stream = false) {
    byte_buffer block;
    encoders[index_of(from)].encode(fields, block);
    return say(from, headers_frame{.stream_id = id, .end_stream = end_stream, .end_headers = true, .fragment = block});
  }
  observation data(party from, std::uint32_t id, bytes content, bool end_stream = false) {
    return say(from, data_frame{.stream_id = id, .end_stream = end_stream, .data = content});
  }

  observer watching;
  std::array<hpack::encoder, 2> encoders;
};

std::vector<std::string> meanings(const observation& seen) {
  std::vector<std::string> all;
  for (const role& each : seen.roles) all.push_back(each.meaning);
  return all;
}

/// Fails the test unless the roles cover the observation's bytes, each once.
void expect_covered(const observation& seen) {
  std::uint64_t next = seen.offset;
  for (const role& each : seen.roles) {
    EXPECT_EQ(each.offset, next) << seen.summary << ": " << each.meaning;
    EXPECT_GT(each.size, 0U) << seen.summary << ": " << each.meaning;
    next = each.offset + each.size;
  }
  EXPECT_EQ(next, seen.offset + seen.bytes.size()) << seen.summary;
}

const header_list request = {
    {":method", "POST"}, {":scheme", "http"}, {":path", "/a"}, {"content-type", "application/grpc"}};

std::string first_violation(const observation& seen) {
  return seen.violations.empty() ? "none" : std::string(seen.violations[0].why);
}

TEST(Observer, NamesEachByteOfAFrame) {
  scene s;
  const auto seen = s.say(party::server, bytes(test::hex("000006 04 00 00000000 0004 0000ffff")));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_THAT(meanings(seen[0]), ElementsAre("length: 6", "type: SETTINGS", "flags: none", "stream: 0, the connection",
                                             "INITIAL_WINDOW_SIZE", "65535"));
  expect_covered(seen[0]);
}

TEST(Observer, CutsPaddingFromContent) {
  scene s;
  s.open();
  s.headers(party::client, 1, {{":method", "POST"}, {":scheme", "http"}, {":path", "/"}});
  const auto seen = s.say(party::client, bytes(test::hex("000008 00 09 00000001 02 68656c6c6f 0000")));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_THAT(meanings(seen[0]), ElementsAre("length: 8", "type: DATA", "flags: END_STREAM, PADDED", "stream: 1",
                                             "pad length: 2", "content: \"hello\"", "padding"));
  expect_covered(seen[0]);
  EXPECT_EQ(seen[0].windows[1].after, 65535 - 8);
}

TEST(Observer, TellsHowEachFieldWasWritten) {
  scene s;
  s.open();
  // RFC 7541 C.4.1, in a HEADERS frame
  const auto seen =
      s.say(party::client, bytes(test::hex("000011 01 05 00000001 8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff")));
  ASSERT_EQ(seen.size(), 1U);
  ASSERT_EQ(seen[0].fields.size(), 4U);
  EXPECT_EQ(seen[0].fields[0].how, representation::indexed);
  EXPECT_EQ(seen[0].fields[3].how, representation::literal_into_table);
  EXPECT_EQ(seen[0].fields[3].index, 1U);
  EXPECT_TRUE(seen[0].fields[3].huffman_value);
  EXPECT_EQ(seen[0].fields[3].value, "www.example.com");
  EXPECT_EQ(seen[0].fields[3].encoded, 14U);
  ASSERT_EQ(seen[0].table.size(), 1U);
  EXPECT_EQ(seen[0].table[0].size, 57U);
  expect_covered(seen[0]);
}

TEST(Observer, TellsWhoLeftTheTable) {
  scene s;
  s.open({}, {.ack = false, .values = {{setting_id::header_table_size, 100}}});
  // A size update to 100, then two fields of 32 + 1 + 20 bytes: the second throws out the first.
  const byte_buffer block = test::hex(
      "3f45  40 01 61 14 3131313131313131313131313131313131313131  40 01 62 14 "
      "3232323232323232323232323232323232323232");
  const observation seen = s.say(party::client, headers_frame{.stream_id = 1, .end_headers = true, .fragment = block});
  ASSERT_EQ(seen.table.size(), 4U);
  EXPECT_EQ(seen.table[0].what, table_change::kind::resized);
  EXPECT_EQ(seen.table[0].max_size, 100U);
  EXPECT_EQ(seen.table[1].what, table_change::kind::inserted);
  EXPECT_EQ(seen.table[2].what, table_change::kind::evicted);
  EXPECT_EQ(seen.table[2].name, "a");
  EXPECT_EQ(seen.table[2].size, 0U);
  EXPECT_EQ(seen.table[3].name, "b");
  EXPECT_EQ(seen.table[3].size, 53U);
  EXPECT_THAT(seen.violations, ::testing::IsEmpty());
}

TEST(Observer, GivesTheBytesOfABlockInPiecesToTheirFrames) {
  scene s;
  s.open();
  byte_buffer block;
  s.encoders[0].encode({{":method", "GET"}, {":scheme", "http"}, {":path", "/cut/in/two"}}, block);
  const std::size_t half = block.size() - 4;
  byte_buffer both = encoded(
      headers_frame{.stream_id = 1, .end_stream = true, .end_headers = false, .fragment = bytes(block).first(half)});
  append(both,
         encoded(continuation_frame{.stream_id = 1, .end_headers = true, .fragment = bytes(block).subspan(half)}));
  const auto seen = s.say(party::client, bytes(both));
  ASSERT_EQ(seen.size(), 2U);
  for (const observation& each : seen) expect_covered(each);
  EXPECT_THAT(seen[0].fields, ::testing::IsEmpty());
  EXPECT_EQ(seen[1].fields.size(), 3U);
  EXPECT_THAT(meanings(seen[1]).back(), HasSubstr("(goes on)"));
}

TEST(Observer, FollowsAStreamThroughItsLife) {
  scene s;
  s.open();
  const observation asked = s.headers(party::client, 1, request);
  ASSERT_EQ(asked.states.size(), 1U);
  EXPECT_EQ(asked.states[0].after, stream_state::open);
  EXPECT_EQ(s.data(party::client, 1, bytes_of("abc"), true).states[0].after, stream_state::half_closed_local);
  EXPECT_THAT(s.headers(party::server, 1, {{":status", "200"}}).states, ::testing::IsEmpty());
  EXPECT_EQ(s.headers(party::server, 1, {{"grpc-status", "0"}}, true).states[0].after, stream_state::closed);
  EXPECT_EQ(s.watching.counts().streams, 1U);
}

TEST(Observer, AResetMayCrossWhatTheOtherSends) {
  scene s;
  s.open();
  s.headers(party::client, 1, request);
  s.say(party::client, rst_stream_frame{1, error_code::cancel});
  EXPECT_EQ(first_violation(s.headers(party::server, 1, {{":status", "200"}})), "none");
  EXPECT_EQ(first_violation(s.data(party::client, 1, bytes_of("x"))), "a frame on a closed stream");
}

TEST(Observer, WindowsChangeWhenTheSettingsAreAcknowledged) {
  scene s;
  s.open();
  s.headers(party::client, 1, request);
  const settings_frame larger{.ack = false, .values = {{setting_id::initial_window_size, 100000}}};
  EXPECT_THAT(s.say(party::server, larger).windows, ::testing::IsEmpty());
  // Announced is as good as acknowledged to who has read it already.
  EXPECT_EQ(first_violation(s.data(party::client, 1, byte_buffer(16384))), "none");
  const observation acknowledged = s.say(party::client, settings_frame{.ack = true});
  ASSERT_EQ(acknowledged.windows.size(), 1U);
  EXPECT_EQ(acknowledged.windows[0].after, 100000 - 16384);
}

TEST(Observer, MoreDataThanTheWindowIsNoticed) {
  scene s;
  s.open();
  s.headers(party::client, 1, request);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(first_violation(s.data(party::client, 1, byte_buffer(16384))), "none");
  EXPECT_EQ(first_violation(s.data(party::client, 1, byte_buffer(16383))), "none");
  EXPECT_EQ(first_violation(s.data(party::client, 1, byte_buffer(1))), "more DATA than the window allows");
  const observation given = s.say(party::server, window_update_frame{0, 10});
  EXPECT_EQ(given.windows[0].before, -1);
  EXPECT_EQ(given.windows[0].after, 9);
}

TEST(Observer, RulesBrokenAreSaidAndPassedOver) {
  scene s;
  s.open();
  EXPECT_EQ(first_violation(s.headers(party::server, 5, {{":status", "200"}})),
            "a stream id that its sender may not open");
  EXPECT_EQ(first_violation(s.data(party::client, 7, bytes_of("x"))), "DATA on an idle stream");
  const auto zero = s.say(party::client, bytes(test::hex("000004 08 00 00000000 00000000")));
  ASSERT_EQ(zero[0].violations.size(), 1U);
  EXPECT_EQ(zero[0].violations[0].code, error_code::protocol_error);
  expect_covered(zero[0]);
  const observation longer =
      s.say(party::client, unknown_frame{{16385, static_cast<frame_type>(0x40)}, byte_buffer(16385)});
  EXPECT_EQ(first_violation(longer), "a frame longer than SETTINGS_MAX_FRAME_SIZE allows");
  EXPECT_EQ(first_violation(s.headers(party::client, 9, request)), "none");
}

TEST(Observer, FramesGoOnWhenHpackCannot) {
  scene s;
  s.open();
  const byte_buffer wrong = test::hex("82 ff 00");  // index 127: nothing there
  const observation first = s.say(party::client, headers_frame{.stream_id = 1, .end_headers = true, .fragment = wrong});
  ASSERT_EQ(first.violations.size(), 1U);
  EXPECT_EQ(first.violations[0].code, error_code::compression_error);
  EXPECT_EQ(first.fields.size(), 1U);
  expect_covered(first);
  const observation next = s.headers(party::client, 3, request);
  EXPECT_THAT(next.fields, ::testing::IsEmpty());
  expect_covered(next);
  EXPECT_EQ(s.data(party::client, 3, bytes_of("x")).windows[0].after, 65534);
  EXPECT_EQ(s.headers(party::server, 3, {{":status", "200"}}).fields.size(), 1U);  // the other table is whole
}

TEST(Observer, CountsGrpcMessagesAcrossFrames) {
  scene s;
  s.open();
  s.headers(party::client, 1, request);
  const byte_buffer messages = test::hex("00 00000003 0a0131  01 00000002 ffff  00 00000000");
  std::vector<grpc_part> parts;
  for (const std::byte& each : messages) {
    const observation seen = s.data(party::client, 1, {&each, 1});
    expect_covered(seen);
    parts.insert(parts.end(), seen.messages.begin(), seen.messages.end());
  }
  std::vector<std::uint64_t> ended;
  for (const grpc_part& each : parts) {
    if (each.ends()) ended.push_back(each.number);
  }
  EXPECT_THAT(ended, ElementsAre(1, 2, 3));
  EXPECT_EQ(s.watching.counts().by[0].messages, 3U);
  const observation cut = s.data(party::client, 1, test::hex("00 0000"), true);
  EXPECT_THAT(cut.notes, ElementsAre("the stream ends inside gRPC message 4"));
}

TEST(Observer, ManyMessagesInOneFrame) {
  scene s;
  s.open();
  s.headers(party::client, 1, request);
  const observation seen = s.data(party::client, 1, test::hex("00 00000001 41  00 00000000  01 00000005 4242"));
  expect_covered(seen);
  ASSERT_EQ(seen.messages.size(), 3U);
  EXPECT_TRUE(seen.messages[2].compressed);
  EXPECT_EQ(seen.messages[2].last, 2U);
  EXPECT_FALSE(seen.messages[2].ends());
}

TEST(Observer, UnderstandsTheUpgradeFromHttp1) {
  scene s;
  const auto asked =
      s.say(party::client, bytes_of("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                                    "Upgrade: h2c\r\nHTTP2-Settings: AAQAAQAA\r\n\r\n"));
  ASSERT_EQ(asked.size(), 1U);
  expect_covered(asked[0]);
  EXPECT_THAT(asked[0].notes, ElementsAre("HTTP2-Settings: INITIAL_WINDOW_SIZE 65536"));
  EXPECT_EQ(asked[0].states[0].after, stream_state::half_closed_local);
  ASSERT_EQ(s.say(party::server, bytes_of("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n")).size(), 1U);
  s.open();
  EXPECT_EQ(s.data(party::server, 1, bytes_of("x")).windows[1].before, 65536);
  EXPECT_EQ(s.headers(party::server, 1, {{":status", "200"}}, true).states[0].after, stream_state::closed);
}

TEST(Observer, WhatIsNotHttp2IsShownAllTheSame) {
  scene s;
  const auto plain = s.say(party::client, bytes_of("GET / HTTP/1.1\r\nHost: x\r\n\r\nand more"));
  ASSERT_EQ(plain.size(), 2U);
  EXPECT_EQ(plain[1].what, observation::kind::unreadable);
  for (const observation& each : plain) expect_covered(each);
}

TEST(Observer, AnEndInsideAFrameIsShown) {
  scene s;
  s.open();
  byte_buffer cut = encoded(ping_frame{});
  cut.resize(12);
  s.watching.receive(party::server, cut);
  s.watching.finish(party::server);
  const auto seen = s.watching.next();
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->what, observation::kind::cut);
  EXPECT_THAT(seen->summary, HasSubstr("3 of 8 bytes"));
  expect_covered(*seen);
}

TEST(Observer, OneDirectionAloneBreaksNoRules) {
  scene s({.in = order::unknown});
  s.say(party::server, settings_frame{});
  s.say(party::server, settings_frame{.ack = true});
  const observation response = s.headers(party::server, 1, {{":status", "200"}, {"content-type", "application/grpc"}});
  EXPECT_EQ(first_violation(response), "none");
  EXPECT_EQ(first_violation(s.headers(party::server, 1, {{"grpc-status", "0"}}, true)), "none");
}

TEST(Observer, ExpandsABlockOnlySoFar) {
  scene s;
  s.open();
  byte_buffer block = test::hex("40 01 61");  // a field of 2080 bytes …
  hpack::encode_integer(2080, 7, 0, block);
  block.resize(block.size() + 2080, std::byte{'x'});
  for (int i = 0; i < 5000; ++i) block.push_back(std::byte{0xbe});  // … and then 5000 times
  const observation seen = s.say(party::client, headers_frame{.stream_id = 1, .end_headers = true, .fragment = block});
  EXPECT_LT(seen.fields.size(), 200U);
  EXPECT_GT(seen.fields.size(), 100U);
  EXPECT_THAT(seen.notes, ElementsAre("more fields than are shown"));
  expect_covered(seen);
}

TEST(Observer, ForgetsTheStreamsLongestGone) {
  scene s({.streams = 10});
  s.open();
  for (std::uint32_t id = 1; id < 101; id += 2) {
    s.headers(party::client, id, {{":method", "GET"}, {":scheme", "http"}, {":path", "/"}}, true);
    s.headers(party::server, id, {{":status", "200"}}, true);
  }
  EXPECT_EQ(s.watching.counts().streams, 50U);
  EXPECT_EQ(first_violation(s.data(party::server, 1, bytes_of("x"))), "none");  // nobody remembers
  EXPECT_EQ(first_violation(s.data(party::server, 99, bytes_of("x"))), "a frame on a closed stream");
}

/// However the bytes are cut, the same is said of them.
TEST(Observer, ReadsTheSameInAnyPieces) {
  scene whole;
  byte_buffer stream;
  append(stream, bytes_of(client_preface));
  append(stream, encoded(settings_frame{}));
  byte_buffer block;
  whole.encoders[0].encode(request, block);
  append(stream, encoded(headers_frame{.stream_id = 1, .end_headers = true, .fragment = block}));
  append(stream, encoded(data_frame{.stream_id = 1, .end_stream = true, .data = test::hex("00 00000003 0a0131")}));
  append(stream, encoded(goaway_frame{.debug = bytes_of("bye")}));
  const auto read = [&](std::size_t piece) {
    observer watching({.in = order::unknown});
    std::string text;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      watching.receive(party::client, bytes(stream).subspan(at).first(std::min(piece, stream.size() - at)));
      while (const auto seen = watching.next()) text += print(*seen, {.all = true});
    }
    watching.finish(party::client);
    EXPECT_FALSE(watching.next());
    return text;
  };
  const std::string at_once = read(stream.size());
  EXPECT_THAT(at_once, HasSubstr("the message"));
  for (std::size_t piece = 1; piece < 60; ++piece) EXPECT_EQ(read(piece), at_once) << "pieces of " << piece;
}

TEST(Observer, CoversEveryByteOfAnything) {
  std::mt19937_64 random(test::random_seed());
  for (int round = 0; round < 300; ++round) {
    scene s;
    std::array<std::uint64_t, 2> sent = {}, covered = {};
    const auto check = [&](const observation& seen) {
      expect_covered(seen);
      EXPECT_EQ(seen.offset, covered[index_of(seen.from)]) << test::how_to_repeat();
      covered[index_of(seen.from)] += seen.bytes.size();
    };
    for (int i = 0; i < 40; ++i) {
      const party from = random() % 2 == 0 ? party::client : party::server;
      byte_buffer data = round % 2 == 0 && i < 2 ? byte_buffer{} : byte_buffer(random() % 40);
      for (std::byte& each : data) each = static_cast<std::byte>(random());
      if (round % 2 == 0) {
        append_frame_header(data, {static_cast<std::uint32_t>(random() % 30), static_cast<frame_type>(random() % 11),
                                   static_cast<std::uint8_t>(random() % 64), static_cast<std::uint32_t>(random() % 6)});
      }
      sent[index_of(from)] += data.size();
      for (const observation& each : s.say(from, bytes(data))) check(each);
    }
    for (const party from : {party::client, party::server}) {
      s.watching.finish(from);
      while (const auto seen = s.watching.next()) check(*seen);
    }
    ASSERT_EQ(covered, sent) << test::how_to_repeat();
  }
}

TEST(Recording, IsReadAsItWasWritten) {
  byte_buffer out;
  append_record(out, {party::client, 7, bytes_of("abc")});
  append_record(out, {party::server, 8, {}});
  EXPECT_WIRE_EQ(out, test::hex("3e 00000007 00000003 616263  3c 00000008 00000000"));
  std::size_t at = 0;
  const auto first = parse_record(out, at);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->connection, 7U);
  EXPECT_EQ(text_of(first->data), "abc");
  ASSERT_TRUE(parse_record(out, at));
  EXPECT_EQ(at, out.size());
  EXPECT_FALSE(parse_record(out, at));
  at = 0;
  EXPECT_FALSE(parse_record(bytes(out).first(11), at));  // cut
}

TEST(Printable, NothingMovesTheCursor) {
  EXPECT_EQ(printable("a\r\n\x1b[31m"), "a\\r\\n\\x1b[31m");
  EXPECT_EQ(printable("小王 \xff\xc0\xaf \xe2\x80\xae"), "小王 \\xff\\xc0\\xaf \\xe2\\x80\\xae");
  EXPECT_EQ(printable("abcdef", 3), "abc…");
}

}  // namespace
