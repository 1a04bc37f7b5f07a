// SPDX-License-Identifier: MIT
//
// Writing into a buffer that is used again; and equality.
#include "codec_checks.hpp"
#include "hand_messages.hpp"

#include <string>

namespace {

using namespace pbwire;
using hand::full_kinds;
using hand::full_lists;
using test::hex;

// --- writing into a buffer that is used again ---------------------------------------------------------------------

TEST(Output, TakesOneMessageAfterTheOther) {
  output to;
  const hand::Kinds kinds = full_kinds();
  const hand::Lists lists = full_lists();
  for (int i = 0; i < 3; ++i) {
    EXPECT_MESSAGE_EQ(hand::Kinds, encode(kinds, to), encode(kinds));
    EXPECT_MESSAGE_EQ(hand::Lists, encode(lists, to), encode(lists));
    EXPECT_TRUE(encode(hand::User{}, to).empty());
    EXPECT_TRUE(to.bytes().empty());
  }
}

TEST(Output, GrowsAtEveryPlaceWhereItMayHaveTo) {
  hand::Tree tree;
  tree.name = "root";
  tree.left.emplace().name = std::string(70, 'l');
  tree.more.resize(30);
  for (hand::Tree& inside : tree.more) inside.name = std::string(50, 'm');
  const std::string expected = encode(tree);
  for (std::size_t capacity = 0; capacity < expected.size() + 64; ++capacity) {
    output to(capacity);
    EXPECT_MESSAGE_EQ(hand::Tree, encode(tree, to), expected) << capacity;
  }
}

TEST(Output, GrowsForListsMapsTextsAndUnknownFields) {
  hand::Maps maps;
  for (int i = 0; i < 200; ++i) maps.counts[std::to_string(i)] = i;
  maps.unknown.append(hex("fa 3e ac 02") + std::string(300, 'u'));
  hand::Lists lists;
  lists.numbers.assign(1000, -1);
  lists.ratios.assign(100, 1.5);
  lists.flags.assign(1000, true);
  lists.texts.assign(100, std::string(30, 't'));
  output to;
  EXPECT_MESSAGE_EQ(hand::Maps, encode(maps, to), encode(maps));
  EXPECT_MESSAGE_EQ(hand::Lists, encode(lists, to), encode(lists));
  EXPECT_EQ(decode<hand::Lists>(encode(lists, to)).value(), lists);
}

TEST(Output, HoldsWhatWasWrittenLast) {
  output to;
  const auto bytes = encode(hand::User{"1", "", "", {}}, to);
  EXPECT_EQ(bytes.data(), to.bytes().data());
  EXPECT_MESSAGE_EQ(hand::User, to.bytes(), hex("0a 01 31"));
}

// --- equality -----------------------------------------------------------------------------------------------------

TEST(Equality, LooksAtEveryField) {
  const hand::Lists whole = full_lists();
  hand::Lists other = whole;
  EXPECT_TRUE(whole == other);
  other.points[1].y = 2;
  EXPECT_FALSE(whole == other);
  other = whole;
  other.fixed.pop_back();
  EXPECT_FALSE(whole == other);
}

TEST(Equality, OfBoxesIsThatOfTheirContents) {
  hand::Tree a, b;
  a.left.emplace().name = "x";
  EXPECT_FALSE(a == b);
  b = a;
  EXPECT_TRUE(a == b) << "a copy is deep";
  b.left->name = "y";
  EXPECT_FALSE(a == b);
  EXPECT_EQ(a.left->name, "x");
}

TEST(Equality, OfPresenceIsNotThatOfZero) {
  hand::Maybe absent, zero;
  zero.number = 0;
  EXPECT_FALSE(absent == zero);
}

}  // namespace
