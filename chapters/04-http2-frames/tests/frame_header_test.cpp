// SPDX-License-Identifier: MIT
//
// The nine bytes before every payload: parse_frame_header, encode_frame_header.
#include "wire_eq.hpp"

#include <h2/frame_header.hpp>

#include <vector>

namespace {

using namespace h2;
using test::hex;

frame_header parsed(std::string_view digits) {
  const byte_buffer data = hex(digits);
  if (data.size() < frame_header_size) throw std::invalid_argument("a header has nine bytes");
  return parse_frame_header(bytes(data).first<frame_header_size>());
}

/// In a failed test's output: all fields of both.
std::string text_of(const frame_header& h) {
  return "length " + std::to_string(h.length) + ", type " + std::to_string(static_cast<int>(h.type)) + ", flags " +
         std::to_string(h.flags) + ", stream " + std::to_string(h.stream_id);
}
testing::AssertionResult same(const char* a, const char*, const frame_header& actual, const frame_header& expected) {
  if (actual == expected) return testing::AssertionSuccess();
  return testing::AssertionFailure() << a << "\n  actual:   " << text_of(actual)
                                     << "\n  expected: " << text_of(expected);
}
#define EXPECT_HEADER(actual, ...) EXPECT_PRED_FORMAT2(same, actual, (frame_header __VA_ARGS__))

// RFC 9113 §4.1: a frame begins with nine bytes: length (24), type (8), flags (8), a reserved bit and stream id (31).
TEST(FrameHeader, ThePictureOfTheHeaderFileIsAPingOfEightBytes) {
  EXPECT_HEADER(parsed("00 00 08 06 00 00 00 00 00"), {.length = 8, .type = frame_type::ping});
  EXPECT_WIRE_EQ(encode_frame_header({.length = 8, .type = frame_type::ping}), hex("00 00 08 06 00 00 00 00 00"));
}

TEST(FrameHeader, EachFieldHasItsBytesMostSignificantFirst) {
  const frame_header all{.length = 0x010203, .type = frame_type::headers, .flags = 0x25, .stream_id = 0x0a0b0c0d};
  EXPECT_HEADER(parsed("01 02 03 01 25 0a 0b 0c 0d"),
                {.length = 0x010203, .type = frame_type::headers, .flags = 0x25, .stream_id = 0x0a0b0c0d});
  EXPECT_WIRE_EQ(encode_frame_header(all), hex("01 02 03 01 25 0a 0b 0c 0d"));
}

TEST(FrameHeader, EveryByteIsReadWithoutASign) {
  EXPECT_HEADER(parsed("80 80 80 09 80 00 80 80 80"),
                {.length = 0x808080, .type = frame_type::continuation, .flags = 0x80, .stream_id = 0x808080});
  EXPECT_HEADER(parsed("ff ff ff 00 ff 7f ff ff ff"),
                {.length = 0xffffff, .type = frame_type::data, .flags = 0xff, .stream_id = max_stream_id});
}

TEST(FrameHeader, LargestValuesAreWrittenWhole) {
  EXPECT_WIRE_EQ(
      encode_frame_header({.length = 0xffffff, .type = frame_type::data, .flags = 0xff, .stream_id = max_stream_id}),
      hex("ff ff ff 00 ff 7f ff ff ff"));
}

// RFC 9113 §4.1: the reserved bit before the stream id must be ignored by who receives it.
TEST(FrameHeader, TheReservedBitIsIgnoredOnReceipt) {
  EXPECT_HEADER(parsed("00 00 00 00 01 80 00 00 03"),
                {.length = 0, .type = frame_type::data, .flags = flag::end_stream, .stream_id = 3});
  EXPECT_HEADER(parsed("00 00 00 00 00 ff ff ff ff"), {.stream_id = max_stream_id});
}

// RFC 9113 §4.1: the reserved bit before the stream id must be 0 in what is sent.
TEST(FrameHeader, TheReservedBitIsSentAsZero) {
  EXPECT_WIRE_EQ(encode_frame_header({.stream_id = 0xffff'ffff}), hex("00 00 00 00 00 7f ff ff ff"));
  EXPECT_WIRE_EQ(encode_frame_header({.stream_id = 0x8000'0003}), hex("00 00 00 00 00 00 00 00 03"));
}

// RFC 9113 §5.5: frames of unknown types are to be ignored, which takes a header that can name them.
TEST(FrameHeader, TypesThatNobodyKnowsKeepTheirNumber) {
  for (unsigned type = 0; type < 256; ++type) {
    const frame_header header{.length = 1, .type = static_cast<frame_type>(type), .flags = 0xa5, .stream_id = 7};
    EXPECT_EQ(parse_frame_header(encode_frame_header(header)), header) << type;
  }
}

TEST(FrameHeader, WhatIsEncodedParsesToTheSame) {
  for (unsigned bit = 0; bit < 32; ++bit) {
    const frame_header header{.length = bit < 24 ? 1U << bit : 0,
                              .type = frame_type::window_update,
                              .flags = static_cast<std::uint8_t>(bit < 8 ? 1U << bit : 0),
                              .stream_id = bit < 31 ? 1U << bit : 0};
    EXPECT_EQ(parse_frame_header(encode_frame_header(header)), header) << "bit " << bit;
  }
}

TEST(FrameHeader, IsAppendedBehindWhatIsThere) {
  byte_buffer out = hex("aa bb");
  append_frame_header(out, {.length = 4, .type = frame_type::rst_stream, .stream_id = 1});
  EXPECT_WIRE_EQ(out, hex("aa bb 00 00 04 03 00 00 00 00 01"));
}

TEST(FrameHeader, FlagsAreAskedForByTheirBit) {
  const frame_header header = parsed("00 00 00 01 2c 00 00 00 01");
  EXPECT_TRUE(header.has(flag::priority));
  EXPECT_TRUE(header.has(flag::padded));
  EXPECT_TRUE(header.has(flag::end_headers));
  EXPECT_FALSE(header.has(flag::end_stream));
}

// RFC 9113 §6: the ten types and their codes.
TEST(FrameType, NamesAreTheRfcs) {
  const std::vector<std::string_view> names = {"DATA",          "HEADERS",      "PRIORITY", "RST_STREAM",
                                               "SETTINGS",      "PUSH_PROMISE", "PING",     "GOAWAY",
                                               "WINDOW_UPDATE", "CONTINUATION", "UNKNOWN",  "UNKNOWN"};
  for (std::size_t type = 0; type < names.size(); ++type) {
    EXPECT_EQ(name_of(static_cast<frame_type>(type)), names[type]);
  }
  EXPECT_EQ(name_of(static_cast<frame_type>(255)), "UNKNOWN");
}

}  // namespace
