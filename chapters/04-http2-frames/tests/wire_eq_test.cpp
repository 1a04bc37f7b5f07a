// SPDX-License-Identifier: MIT
//
// The picture that the other tests draw when they fail: it must name the right byte.
#include "wire_eq.hpp"

namespace {

using test::hex;
using test::picture::difference;
using test::picture::role;

const char* const padded_data = "000005 00 08 00000001 02 6869 0000";
const char* const headers_with_all = "000009 01 28 00000001 01 00000000 10 8286 00";
const char* const settings = "00000c 04 00 00000000 000100000000 00040000ffff";

TEST(WireEq, EqualBytesSucceedWhateverHoldsThem) {
  EXPECT_WIRE_EQ(hex("61 62"), "ab");
  EXPECT_WIRE_EQ((std::array{std::byte{0x61}, std::byte{0x62}}), hex("6162"));
  EXPECT_TRUE(test::picture::same_bytes("", "", "", h2::byte_buffer()));
  EXPECT_FALSE(test::picture::same_bytes("", "", "a", "b"));
  EXPECT_FALSE(test::picture::same_bytes("", "", "a", "ab"));
  EXPECT_FALSE(test::picture::same_bytes("", "", "ab", "a"));
}

TEST(WireEq, TheMarkStandsUnderTheFirstDifference) {
  EXPECT_EQ(difference(hex("0001020304"), hex("0001ff0304")),
            "first difference at byte 2\n"
            "  at 0\n"
            "    actual   00 01 02 03 04\n"
            "    expected 00 01 ff 03 04\n"
            "                   ^^\n"
            "  actual: 5 bytes, expected: 5");
}

TEST(WireEq, LongBytesAreShownAroundTheDifferenceOnly) {
  h2::byte_buffer actual(100);
  const h2::byte_buffer expected(100);
  actual[50] = std::byte{1};
  const std::string text = difference(actual, expected);
  EXPECT_NE(text.find("  at 32\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  at 64\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("  at 16\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("  at 80\n"), std::string::npos) << text;
}

TEST(WireEq, EveryByteOfAFrameHasAName) {
  const auto all = hex(std::string(padded_data) + headers_with_all + settings);
  const std::size_t data = 0, headers = 14, third = headers + 18;
  EXPECT_EQ(role(all, data + 2), "frame 1, DATA, its length   [RFC 9113 §4.1]");
  EXPECT_EQ(role(all, data + 3), "frame 1, DATA, its type   [RFC 9113 §4.1]");
  EXPECT_EQ(role(all, data + 4), "frame 1, DATA, its flags   [RFC 9113 §4.1]");
  EXPECT_EQ(role(all, data + 5), "frame 1, DATA, its stream id   [RFC 9113 §4.1]");
  EXPECT_EQ(role(all, data + 9), "frame 1, DATA, its pad length   [RFC 9113 §6.1]");
  EXPECT_EQ(role(all, data + 11), "frame 1, DATA, its data   [RFC 9113 §6.1]");
  EXPECT_EQ(role(all, data + 12), "frame 1, DATA, its padding   [RFC 9113 §6.1]");
  EXPECT_EQ(role(all, headers + 9), "frame 2, HEADERS, its pad length   [RFC 9113 §6.2]");
  EXPECT_EQ(role(all, headers + 13), "frame 2, HEADERS, its stream dependency   [RFC 9113 §6.2]");
  EXPECT_EQ(role(all, headers + 14), "frame 2, HEADERS, its weight   [RFC 9113 §6.2]");
  EXPECT_EQ(role(all, headers + 15), "frame 2, HEADERS, its field block   [RFC 9113 §6.2]");
  EXPECT_EQ(role(all, headers + 17), "frame 2, HEADERS, its padding   [RFC 9113 §6.2]");
  EXPECT_EQ(role(all, third + 15), "frame 3, SETTINGS, setting 2, its identifier   [RFC 9113 §6.5]");
  EXPECT_EQ(role(all, third + 17), "frame 3, SETTINGS, setting 2, its value   [RFC 9113 §6.5]");
  EXPECT_EQ(role(all, all.size()), "behind the last frame");
}

TEST(WireEq, ThePrefaceIsKnownAndOtherBytesHaveNoNames) {
  auto all = hex("505249202a20485454502f322e300d0a0d0a534d0d0a0d0a");
  EXPECT_EQ(role(all, 0), "the preface   [RFC 9113 §3.4]");
  h2::append(all, hex("000000 04 01 00000000"));
  EXPECT_EQ(role(all, 28), "frame 1, SETTINGS, its flags   [RFC 9113 §4.1]");
  EXPECT_EQ(role(hex("828684"), 1), "");
}

}  // namespace
