// SPDX-License-Identifier: MIT
//
// What the schema does not know, and the numbers that a closed enum does not declare.
#include "codec_checks.hpp"
#include "hand_messages.hpp"

#include <map>
#include <string>
#include <vector>

namespace {

using namespace pbwire;

using test::hex;
using test::succeeded;

// --- what the schema does not know --------------------------------------------------------------------------------

TEST(Unknown, FieldsOfEveryWireTypeAreKeptAndFollowTheKnownOnes) {
  const std::string unknown = hex("20 05  29 01 00 00 00 00 00 00 00  32 02 68 69  3b 08 01 3c  45 01 00 00 00");
  const result<hand::User> m = decode<hand::User>(unknown + hex("0a 01 61"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->id, "a");
  EXPECT_WIRE_EQ(m->unknown.records(), unknown);
  EXPECT_MESSAGE_EQ(hand::User, encode(*m), hex("0a 01 61") + unknown);
}

TEST(Unknown, FieldsComeOutInTheirShortestForm) {
  const result<hand::User> m = decode<hand::User>(hex("a0 80 00 85 80 00  32 81 00 61"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_MESSAGE_EQ(hand::User, encode(*m), hex("20 05 32 01 61"));
}

TEST(Unknown, IsAKnownNumberWithAnotherWireType) {
  for (const char* record : {"08 05", "0d 01 02 03 04", "09 01 02 03 04 05 06 07 08", "0b 0c"}) {
    const result<hand::User> m = decode<hand::User>(hex(record));  // id is a string
    ASSERT_TRUE(succeeded(m));
    EXPECT_EQ(m->id, "");
    EXPECT_WIRE_EQ(m->unknown.records(), hex(record));
  }
  const result<hand::Kinds> kinds = decode<hand::Kinds>(hex("0a 01 61 2a 01 05 82 80 01 00 80 80 01 05"));
  ASSERT_TRUE(succeeded(kinds));
  EXPECT_WIRE_EQ(kinds->unknown.records(), hex("0a 01 61 2a 01 05 80 80 01 05")) << "a singular field is never packed";
  EXPECT_TRUE(kinds->point.has_value());
}

TEST(Unknown, FieldsLiveInTheMessageTheyCameIn) {
  const result<hand::Tree> m = decode<hand::Tree>(hex("12 05 78 01 0a 01 6c 78 02"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_WIRE_EQ(m->unknown.records(), hex("78 02"));
  EXPECT_WIRE_EQ(m->left->unknown.records(), hex("78 01"));
  EXPECT_MESSAGE_EQ(hand::Tree, encode(*m), hex("12 05 0a 01 6c 78 01 78 02"));
}

TEST(Unknown, FieldsMakeMessagesDifferent) {
  EXPECT_FALSE(*decode<hand::User>(hex("20 05")) == hand::User{});
  EXPECT_TRUE(*decode<hand::User>(hex("20 05")) == *decode<hand::User>(hex("20 85 00")));
}

// --- closed enums -------------------------------------------------------------------------------------------------

TEST(ClosedEnum, KeepsAnUndeclaredNumberAsAnUnknownField) {
  const result<hand::Old> m = decode<hand::Old>(hex("08 01 18 02"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_FALSE(m->level.has_value());
  EXPECT_WIRE_EQ(m->unknown.records(), hex("18 02"));
  EXPECT_EQ(decode<hand::Old>(hex("08 01 18 03"))->level, hand::Level::HIGH);
}

TEST(ClosedEnum, DoesNotOverwriteAValueWithAnUndeclaredNumber) {
  const result<hand::Old> m = decode<hand::Old>(hex("08 01 18 03 18 02"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->level, hand::Level::HIGH);
}

TEST(ClosedEnum, SortsARepeatedFieldIntoDeclaredAndOthers) {
  const result<hand::Old> m = decode<hand::Old>(hex("08 01 20 01 20 02 20 03  2a 04 03 02 01 07"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->levels, (std::vector{hand::Level::LOW, hand::Level::HIGH}));
  EXPECT_EQ(m->packed_levels, (std::vector{hand::Level::HIGH, hand::Level::LOW}));
  EXPECT_WIRE_EQ(m->unknown.records(), hex("20 02 28 02 28 07"));
}

TEST(ClosedEnum, KeepsAWholeEntryOfAMap) {
  const result<hand::Old> m = decode<hand::Old>(hex("08 01 4a 05 0a 01 61 10 02 4a 05 0a 01 62 10 03"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->by_name, (std::map<std::string, hand::Mood>{{"b", hand::Mood::GLAD}}));
  EXPECT_WIRE_EQ(m->unknown.records(), hex("4a 05 0a 01 61 10 02"));
}

}  // namespace
