// SPDX-License-Identifier: MIT
//
// Every limit from both sides.
#include "codec_checks.hpp"
#include "hand_messages.hpp"

#include <pbwire/writer.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace {

using namespace pbwire;
using test::failed;
using test::hex;
using test::succeeded;

/// Puts `content` into a length-delimited field, `depth` times.
std::string nested(std::uint32_t number, int depth, std::string content = {}) {
  for (int i = 0; i < depth; ++i) {
    std::string around;
    writer(around).text(number, content);
    content = around;
  }
  return content;
}

std::string groups(std::uint32_t number, int depth) {
  std::string bytes;
  writer w(bytes);
  for (int i = 0; i < depth; ++i) w.begin_group(number);
  for (int i = 0; i < depth; ++i) w.end_group(number);
  return bytes;
}

template <class M>
errc verdict(const std::string& bytes, const decode_options& how = {.partial = true}) {
  const result<M> m = decode<M>(bytes, how);
  return m ? errc::none : m.error().code;
}

// --- depth: 100 messages and groups inside each other, as libprotobuf ---------------------------------------------

TEST(DepthLimit, OfMessagesIs100) {
  EXPECT_EQ(verdict<hand::Tree>(nested(2, 100)), errc::none);
  EXPECT_EQ(verdict<hand::Tree>(nested(2, 101)), errc::too_deep);
  EXPECT_EQ(verdict<hand::Tree>(nested(4, 100)), errc::none) << "repeated";
  EXPECT_EQ(verdict<hand::Tree>(nested(4, 101)), errc::too_deep);
  EXPECT_EQ(verdict<hand::Choice>(nested(4, 100)), errc::none) << "in a oneof";
  EXPECT_EQ(verdict<hand::Choice>(nested(4, 101)), errc::too_deep);
}

TEST(DepthLimit, OfUnknownGroupsIs100) {
  EXPECT_EQ(verdict<hand::Tree>(groups(15, 100)), errc::none);
  EXPECT_EQ(verdict<hand::Tree>(groups(15, 101)), errc::too_deep);
}

TEST(DepthLimit, CountsMessagesAndUnknownGroupsTogether) {
  EXPECT_EQ(verdict<hand::Tree>(nested(2, 60, groups(15, 40))), errc::none);
  EXPECT_EQ(verdict<hand::Tree>(nested(2, 60, groups(15, 41))), errc::too_deep);
}

TEST(DepthLimit, CountsKnownGroups) {
  EXPECT_EQ(verdict<hand::Old>(nested(8, 99, groups(6, 1))), errc::none);
  EXPECT_EQ(verdict<hand::Old>(nested(8, 100, groups(6, 1))), errc::too_deep);
}

TEST(DepthLimit, CountsAnEntryOfAMapAsAMessage) {
  const auto entries = [](int depth) {
    std::string bytes;
    for (int i = 0; i < depth; ++i) bytes = nested(11, 1, nested(2, 1, bytes));
    return bytes;
  };
  EXPECT_EQ(verdict<hand::Old>(entries(50)), errc::none);
  EXPECT_EQ(verdict<hand::Old>(entries(51)), errc::too_deep);
  EXPECT_EQ(verdict<hand::Old>(nested(8, 99, nested(9, 1, hex("0a 00")))), errc::none);
  EXPECT_EQ(verdict<hand::Old>(nested(8, 100, nested(9, 1, hex("0a 00")))), errc::too_deep);
}

TEST(DepthLimit, DoesNotCountWhatStandsBesideEachOther) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) bytes += nested(4, 99) + groups(15, 99);
  EXPECT_EQ(verdict<hand::Tree>(bytes), errc::none);
}

TEST(DepthLimit, DoesNotLookIntoUnknownBytes) {
  EXPECT_EQ(verdict<hand::Point>(nested(4, 500)), errc::none) << "they may be a text";
}

TEST(DepthLimit, CanBeChosen) {
  EXPECT_EQ(verdict<hand::Tree>(nested(2, 3), {.depth_limit = 3}), errc::none);
  EXPECT_EQ(verdict<hand::Tree>(nested(2, 4), {.depth_limit = 3}), errc::too_deep);
  EXPECT_EQ(verdict<hand::Tree>("", {.depth_limit = 0}), errc::none);
  EXPECT_EQ(verdict<hand::Tree>(nested(2, 1), {.depth_limit = 0}), errc::too_deep);
  EXPECT_EQ(verdict<hand::Tree>(nested(2, 1000), {.depth_limit = 1000}), errc::none);
}

TEST(DepthLimit, NamesTheWayDown) {
  const result<hand::Tree> m = decode<hand::Tree>(nested(2, 1, nested(4, 2)), {.depth_limit = 2});
  EXPECT_TRUE(failed(m, errc::too_deep, 6, "left.more[0].more[0]"));
}

// --- field numbers: 1 to 2^29-1 -----------------------------------------------------------------------------------

TEST(FieldNumber, BeginsAt1) {
  EXPECT_EQ(verdict<hand::User>(hex("08 05")), errc::none);
  EXPECT_TRUE(failed(decode<hand::User>(hex("0a 00 00 05")), errc::field_number_zero, 2));
  EXPECT_TRUE(failed(decode<hand::User>(hex("80 00 05")), errc::field_number_zero, 0));
}

TEST(FieldNumber, EndsAt2To29Minus1) {
  EXPECT_EQ(verdict<hand::User>(hex("f8 ff ff ff 0f 05")), errc::none);
  EXPECT_TRUE(failed(decode<hand::User>(hex("0a 00 80 80 80 80 10 05")), errc::tag_too_large, 2));
  EXPECT_TRUE(failed(decode<hand::User>(hex("88 80 80 80 10 05")), errc::tag_too_large, 0)) << "its low bits are 8";
}

TEST(FieldNumber, OfATagMayTakeFiveBytesAndNotSix) {
  EXPECT_EQ(verdict<hand::User>(hex("88 80 80 80 00 05")), errc::none);
  EXPECT_TRUE(failed(decode<hand::User>(hex("88 80 80 80 80 00 05")), errc::tag_too_large, 0));
  EXPECT_TRUE(failed(decode<hand::User>(hex("88 80 80 80 80 80 80 80 80 80 00 05")), errc::varint_too_long, 0));
}

TEST(WireType, IsOneOfSix) {
  EXPECT_TRUE(failed(decode<hand::User>(hex("0e 00")), errc::bad_wire_type, 0));
  EXPECT_TRUE(failed(decode<hand::User>(hex("0a 00 0f 00")), errc::bad_wire_type, 2));
}

// --- varints: ten bytes -------------------------------------------------------------------------------------------

TEST(VarintLimit, IsTenBytes) {
  EXPECT_EQ(verdict<hand::Kinds>(hex("20 80 80 80 80 80 80 80 80 80 01")), errc::none);
  EXPECT_TRUE(failed(decode<hand::Kinds>(hex("20 80 80 80 80 80 80 80 80 80 80 01")), errc::varint_too_long, 1, "u64"));
  EXPECT_TRUE(failed(decode<hand::Kinds>(hex("20 80 80 80 80 80 80 80 80 80")), errc::truncated, 1, "u64"));
}

// --- lengths: what is there, and 2^31-1 ---------------------------------------------------------------------------

TEST(Length, ReachesToTheEndAndNoFurther) {
  EXPECT_EQ(verdict<hand::User>(hex("0a 02 61 62")), errc::none);
  EXPECT_TRUE(failed(decode<hand::User>(hex("0a 03 61 62")), errc::length_past_end, 1, "id"));
  EXPECT_TRUE(failed(decode<hand::User>(hex("22 03 61 62")), errc::length_past_end, 1)) << "nobody knows the field";
}

TEST(Length, OfANestedMessageBoundsWhatIsInside) {  // though the input goes on
  EXPECT_TRUE(failed(decode<hand::Tree>(hex("12 03 0a 02 61 62")), errc::length_past_end, 3, "left.name"));
  EXPECT_TRUE(failed(decode<hand::Tree>(hex("12 02 78 80 01 0a 00")), errc::truncated, 3, "left"));
  EXPECT_TRUE(failed(decode<hand::Tree>(hex("12 01 7b 7c")), errc::missing_end_group, 3, "left"));
}

TEST(Length, IsAtMost2To31Minus1) {
  EXPECT_TRUE(failed(decode<hand::User>(hex("0a ff ff ff ff 07 61")), errc::length_past_end, 1, "id"));
  EXPECT_TRUE(failed(decode<hand::User>(hex("0a 80 80 80 80 08 61")), errc::length_too_large, 1, "id"));
  EXPECT_TRUE(failed(decode<hand::User>(hex("0a ff ff ff ff ff ff ff ff ff 01 61")), errc::length_too_large, 1, "id"));
}

TEST(Length, MayTakeFiveBytesAndNotSix) {
  EXPECT_EQ(verdict<hand::User>(hex("0a 82 80 80 80 00 61 62")), errc::none);
  EXPECT_TRUE(failed(decode<hand::User>(hex("0a 82 80 80 80 80 00 61 62")), errc::length_too_large, 1, "id"));
}

TEST(Length, ThatIsHugeAllocatesNothing) {  // a count is never believed beyond the bytes that are there
  EXPECT_EQ(verdict<hand::Lists>(hex("0a ff ff ff ff 07 01")), errc::length_past_end);
  EXPECT_EQ(verdict<hand::Lists>(hex("22 f8 ff ff ff 07 01")), errc::length_past_end);
  EXPECT_EQ(verdict<hand::Lists>(hex("4a ff ff ff ff 07 01")), errc::length_past_end);
}

// --- groups -------------------------------------------------------------------------------------------------------

TEST(EndGroup, BelongsToTheGroupAroundIt) {
  EXPECT_TRUE(failed(decode<hand::User>(hex("0a 00 7c")), errc::unmatched_end_group, 2));
  EXPECT_TRUE(failed(decode<hand::User>(hex("7b 74")), errc::unmatched_end_group, 1));
  EXPECT_TRUE(failed(decode<hand::Tree>(hex("7b 12 01 7c 7c 7c")), errc::unmatched_end_group, 5))
      << "inside a length-delimited value it is not looked at";
}

// --- the error in words -------------------------------------------------------------------------------------------

TEST(ErrorMessage, NamesTheOffsetTheFieldAndTheRule) {
  EXPECT_EQ(decode<hand::Tree>(hex("22 00 22 03 0a 01 ff")).error().message(),
            "at byte 5, in more[1].name: a proto3 string must be UTF-8");
  EXPECT_EQ(decode<hand::User>(hex("00")).error().message(), "at byte 0: field number 0; field numbers begin at 1");
}

TEST(ErrorMessage, HasARuleForEveryCode) {
  for (int code = 0; code <= static_cast<int>(errc::view_of_split_message); ++code) {
    EXPECT_NE(rule_of(static_cast<errc>(code)), "unknown error") << code;
  }
}

TEST(ErrorMessage, IsThrownByWhoeverTakesTheValueAllTheSame) {
  try {
    (void)decode<hand::User>(hex("00")).value();
    FAIL() << "there is no value";
  } catch (const std::runtime_error& e) {
    EXPECT_EQ(std::string_view(e.what()), "at byte 0: field number 0; field numbers begin at 1");
  }
}

}  // namespace
