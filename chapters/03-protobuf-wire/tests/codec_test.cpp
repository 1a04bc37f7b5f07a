// SPDX-License-Identifier: MIT
//
// Structs become bytes and bytes become structs: every kind, every shape of field.
#include "codec_checks.hpp"
#include "hand_messages.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace pbwire;
using hand::full_kinds;
using hand::full_kinds_bytes;
using hand::full_lists;
using test::both_ways;
using test::failed;
using test::hex;
using test::succeeded;
using test::survives_truncation;

// --- singular fields ----------------------------------------------------------------------------------------------

TEST(Codec, OfNothingIsNoBytes) {
  both_ways(hand::Kinds{}, "");
  both_ways(hand::Lists{}, "");
  both_ways(hand::Maps{}, "");
  both_ways(hand::Choice{}, "");
}

TEST(Codec, OfTheArticlesUserIsThreeRecords) {
  both_ways(hand::User{"1", "wohu", "3-2", {}}, hex("0a 01 31 12 04 77 6f 68 75 1a 03 33 2d 32"));
}

TEST(Codec, WritesEveryKindInTheOrderOfTheNumbers) { both_ways(full_kinds(), full_kinds_bytes()); }

TEST(Codec, OfEveryTruncationEndsOrFails) { survives_truncation<hand::Kinds>(full_kinds_bytes()); }

TEST(Codec, SignExtendsANegativeInt32ToTenBytes) {  // so that it may become an int64 one day
  hand::Kinds m;
  m.i32 = -1;
  both_ways(m, hex("28 ff ff ff ff ff ff ff ff ff 01"));
}

TEST(Codec, OfEnumsTakesAnyNumberInProto3) {
  hand::Kinds m;
  m.color = static_cast<hand::Color>(77);
  both_ways(m, hex("70 4d"));
  m.color = hand::Color::INFRARED;
  both_ways(m, hex("70 ff ff ff ff ff ff ff ff ff 01"));
}

TEST(Codec, ReachesTheEndsOfEveryRange) {
  hand::Kinds m;
  m.f64 = std::numeric_limits<double>::infinity();
  m.f32 = std::numeric_limits<float>::denorm_min();
  m.i64 = std::numeric_limits<std::int64_t>::min();
  m.u64 = std::numeric_limits<std::uint64_t>::max();
  m.i32 = std::numeric_limits<std::int32_t>::min();
  m.sx32 = std::numeric_limits<std::int32_t>::max();
  m.sx64 = std::numeric_limits<std::int64_t>::min();
  m.s32 = std::numeric_limits<std::int32_t>::min();
  m.s64 = std::numeric_limits<std::int64_t>::min();
  both_ways(m, hex("09 00 00 00 00 00 00 f0 7f  15 01 00 00 00  18 80 80 80 80 80 80 80 80 80 01"
                   "20 ff ff ff ff ff ff ff ff ff 01  28 80 80 80 80 f8 ff ff ff ff 01  7d ff ff ff 7f"
                   "81 01 00 00 00 00 00 00 00 80  88 01 ff ff ff ff 0f  90 01 ff ff ff ff ff ff ff ff ff 01"));
}

TEST(Codec, KeepsTheBitsOfANan) {
  const result<hand::Kinds> m = decode<hand::Kinds>(hex("09 01 00 00 00 00 00 f8 7f"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_TRUE(std::isnan(m->f64));
  EXPECT_MESSAGE_EQ(hand::Kinds, encode(*m), hex("09 01 00 00 00 00 00 f8 7f"));
  EXPECT_FALSE(*m == *m) << "a NaN differs from itself";
}

TEST(Codec, DropsBitsThatAKindHasNoRoomFor) {  // Encoding, "Updating A Message Type": int64 → int32 is truncated
  const result<hand::Kinds> m =
      decode<hand::Kinds>(hex("28 81 80 80 80 10  68 81 80 80 80 10  40 80 02  88 01 81 80 80 80 10"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->i32, 1);
  EXPECT_EQ(m->u32, 1U);
  EXPECT_TRUE(m->yes) << "every number but zero is true";
  EXPECT_EQ(m->s32, -1);
}

TEST(Codec, TakesFieldsInAnyOrder) {
  const result<hand::User> m = decode<hand::User>(hex("1a 01 63 0a 01 61 12 01 62"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_MESSAGE_EQ(hand::User, encode(*m), hex("0a 01 61 12 01 62 1a 01 63"));
}

TEST(Codec, TakesAMessageThatItHasMessagesOfInside) {
  hand::Tree tree;
  tree.name = "r";
  tree.left.emplace().name = "l";
  tree.left->right.emplace();
  tree.more.resize(2);
  tree.more[1].name = "m";
  both_ways(tree, hex("0a 01 72 12 05 0a 01 6c 1a 00 22 00 22 03 0a 01 6d"));
}

TEST(Codec, OfALargeMessageHasLengthsOfSeveralBytes) {
  hand::Tree tree;
  tree.left.emplace().name = std::string(200, 'x');
  tree.left->right.emplace().name = std::string(20'000, 'y');
  both_ways(tree, hex("12 f3 9d 01 0a c8 01") + std::string(200, 'x') + hex("1a a4 9c 01 0a a0 9c 01") +
                      std::string(20'000, 'y'));
}

// --- repeated fields ----------------------------------------------------------------------------------------------

TEST(Repeated, IsPackedWhereTheSchemaSaysSo) {
  both_ways(full_lists(),
            hex("0a 10 03 8e 02 9e a7 05 ff ff ff ff ff ff ff ff ff 01  10 01 10 ac 02  1a 03 01 02 03"
                "22 10 00 00 00 00 00 00 e0 3f 00 00 00 00 00 00 00 80  2a 03 01 00 01  32 04 01 00 ac 02"
                "3a 01 61 3a 00 3a 02 62 63  42 01 ff 42 00  4a 00 4a 02 10 02  e2 12 08 01 00 00 00 02 00 00 00"));
}

TEST(Repeated, OfEveryTruncationEndsOrFails) { survives_truncation<hand::Lists>(encode(full_lists())); }

TEST(Repeated, ElementsMayStandApart) {
  const result<hand::Lists> m = decode<hand::Lists>(hex("3a 01 61 10 01 3a 01 62 10 02"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->texts, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(m->loose, (std::vector<std::int32_t>{1, 2}));
}

// --- maps ---------------------------------------------------------------------------------------------------------

TEST(Map, IsARepeatedMessageSortedByKey) {
  hand::Maps m;
  m.counts = {{"b", 2}, {"a", 1}};
  m.points[-1].x = 1;
  m.raws = {{true, "t"}, {false, "f"}};
  m.colors = {{-1, hand::Color::BLUE}, {1, hand::Color::GREEN}};
  both_ways(m, hex("0a 05 0a 01 61 10 01  0a 05 0a 01 62 10 02  12 0f 08 ff ff ff ff ff ff ff ff ff 01 12 02 08 02"
                   "1a 05 08 00 12 01 66 1a 05 08 01 12 01 74  22 04 08 01 10 05 22 04 08 02 10 01"));
}

TEST(Map, WritesKeyAndValueEvenIfTheyAreZero) {
  hand::Maps m;
  m.counts[""] = 0;
  m.points[0];
  both_ways(m, hex("0a 04 0a 00 10 00  12 04 08 00 12 00"));
}

TEST(Map, TakesEntriesWithoutKeyOrValue) {
  const result<hand::Maps> m = decode<hand::Maps>(hex("0a 02 10 07  0a 03 0a 01 61  12 00"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->counts, (std::map<std::string, std::int32_t>{{"", 7}, {"a", 0}}));
  EXPECT_EQ(m->points.size(), 1U);
}

TEST(Map, TakesTheValueBeforeTheKey) {
  const result<hand::Maps> m = decode<hand::Maps>(hex("0a 05 10 07 0a 01 61"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->counts, (std::map<std::string, std::int32_t>{{"a", 7}}));
}

TEST(Map, ForgetsWhatAnEntryHasBesides) {  // an entry has nowhere to keep it, in libprotobuf neither
  const result<hand::Maps> m = decode<hand::Maps>(hex("0a 09 0a 01 61 18 05 10 07 0b 0c"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_MESSAGE_EQ(hand::Maps, encode(*m), hex("0a 05 0a 01 61 10 07"));
}

TEST(Map, NamesKeyAndValueInItsErrors) {
  EXPECT_TRUE(failed(decode<hand::Maps>(hex("0a 03 0a 01 ff")), errc::invalid_utf8, 3, "counts.key"));
  EXPECT_TRUE(failed(decode<hand::Maps>(hex("0a 02 10 80")), errc::truncated, 3, "counts.value"));
  EXPECT_TRUE(failed(decode<hand::Maps>(hex("12 04 12 02 08 80")), errc::truncated, 5, "points.value.x"));
  EXPECT_TRUE(failed(decode<hand::Maps>(hex("0a 01 0c")), errc::unmatched_end_group, 2, "counts"));
}

// --- groups -------------------------------------------------------------------------------------------------------

TEST(Group, StandsBetweenItsTags) {
  hand::Old m;
  m.id = 1;
  m.part.emplace().n = 5;
  m.bits.resize(2);
  m.bits[1].n = 7;
  both_ways(m, hex("08 01  33 08 05 34  3b 3c  3b 08 07 3c"));
}

TEST(Group, OfEveryTruncationEndsOrFails) {
  const std::string bytes = hex("08 01 33 08 05 34 3b 08 07 3c");
  survives_truncation<hand::Old>(bytes);
  EXPECT_TRUE(failed(decode<hand::Old>(bytes.substr(0, 5)), errc::missing_end_group, 5, "part"));
  EXPECT_TRUE(failed(decode<hand::Old>(bytes.substr(0, 9)), errc::missing_end_group, 9, "bit[0]"));
}

TEST(Group, EndsWithItsOwnNumber) {
  EXPECT_TRUE(failed(decode<hand::Old>(hex("08 01 33 08 05 3c")), errc::unmatched_end_group, 5, "part"));
  EXPECT_TRUE(failed(decode<hand::Old>(hex("08 01 34")), errc::unmatched_end_group, 2));
}

// --- text ---------------------------------------------------------------------------------------------------------

TEST(Utf8, IsDemandedOfProto3Strings) {
  EXPECT_TRUE(failed(decode<hand::User>(hex("12 02 61 ff")), errc::invalid_utf8, 1, "name"));
  EXPECT_TRUE(failed(decode<hand::Lists>(hex("3a 00 3a 02 c0 80")), errc::invalid_utf8, 3, "texts"));
  EXPECT_TRUE(succeeded(decode<hand::User>(hex("12 04 f0 9f 98 80"))));
}

TEST(Utf8, IsNotDemandedOfBytesOrProto2) {
  EXPECT_TRUE(succeeded(decode<hand::Kinds>(hex("62 02 c0 80"))));
  EXPECT_TRUE(succeeded(decode<hand::Old>(hex("08 01 12 02 c0 80"))));
}

}  // namespace
