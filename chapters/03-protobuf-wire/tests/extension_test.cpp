// SPDX-License-Identifier: MIT
//
// Extensions: fields that a message has from others.
#include "codec_checks.hpp"
#include "hand_extensions.hpp"
#include "hand_messages.hpp"

#include <string>
#include <utility>
#include <vector>

namespace {

using namespace pbwire;
using test::failed;
using test::hex;
using test::succeeded;

hand::Old extended() {
  hand::Old m;
  m.id = 1;
  m.extensions.mutable_value(hand::size) = 300;
  m.extensions.mutable_value(hand::signs) = {-1, 1};
  m.extensions.mutable_value(hand::more).emplace().id = 2;
  m.extensions.mutable_value(hand::texts) = {"a", "b"};
  m.extensions.mutable_value(hand::how) = hand::Level::HIGH;
  return m;
}

std::string extended_bytes() {
  return hex("08 01 a0 06 ac 02 aa 06 02 01 02 b2 06 02 08 02 ba 06 01 61 ba 06 01 62 b8 0c 03");
}

TEST(Extension, IsWrittenInItsPlace) {
  EXPECT_MESSAGE_EQ(hand::Old, encode(extended()), extended_bytes());
  EXPECT_EQ(pbwire::size(extended()), extended_bytes().size());
}

TEST(Extension, IsReadByThoseWhoKnowIt) {
  const extension_registry known = hand::all_extensions();
  const result<hand::Old> m = decode<hand::Old>(extended_bytes(), {.extensions = &known});
  ASSERT_TRUE(succeeded(m));
  EXPECT_TRUE(*m == extended()) << dump(*m);
  EXPECT_TRUE(m->unknown.empty());
  EXPECT_EQ(m->extensions.value(hand::size), 300);
  EXPECT_EQ(m->extensions.value(hand::texts), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(m->extensions.value(hand::more)->id, 2);
}

TEST(Extension, IsAnUnknownFieldToOthers) {
  const result<hand::Old> m = decode<hand::Old>(extended_bytes());
  ASSERT_TRUE(succeeded(m));
  EXPECT_FALSE(m->extensions.value(hand::size).has_value());
  EXPECT_MESSAGE_EQ(hand::Old, encode(*m), extended_bytes());
}

TEST(Extension, IsKnownOneByOne) {
  extension_registry known;
  known.add(hand::size);
  const result<hand::Old> m = decode<hand::Old>(hex("08 01 a0 06 07 ba 06 01 61"), {.extensions = &known});
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->extensions.value(hand::size), 7);
  EXPECT_WIRE_EQ(m->unknown.records(), hex("ba 06 01 61"));
}

TEST(Extension, ThatIsNotSetReadsAsNothing) {
  const hand::Old m;
  EXPECT_FALSE(m.extensions.value(hand::size).has_value());
  EXPECT_FALSE(m.extensions.value(hand::more).has_value());
  EXPECT_TRUE(m.extensions.value(hand::signs).empty());
}

TEST(Extension, ThatWasOnlyAskedForIsNotSet) {
  hand::Old touched, fresh;
  touched.id = fresh.id = 1;
  (void)touched.extensions.mutable_value(hand::size);
  EXPECT_TRUE(touched == fresh);
  EXPECT_MESSAGE_EQ(hand::Old, encode(touched), encode(fresh));
}

TEST(Extension, MayBePackedOrNot) {
  const extension_registry known = hand::all_extensions();
  const result<hand::Old> m = decode<hand::Old>(hex("08 01 a8 06 01 aa 06 02 02 03 a8 06 04"), {.extensions = &known});
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->extensions.value(hand::signs), (std::vector<std::int32_t>{-1, 1, -2, 2}));
}

TEST(Extension, OfAnotherWireTypeIsUnknown) {
  const extension_registry known = hand::all_extensions();
  const result<hand::Old> m = decode<hand::Old>(hex("08 01 a2 06 01 61 a0 06 07"), {.extensions = &known});
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->extensions.value(hand::size), 7);
  EXPECT_WIRE_EQ(m->unknown.records(), hex("a2 06 01 61"));
}

TEST(Extension, OfAClosedEnumKeepsUndeclaredNumbersAside) {
  const extension_registry known = hand::all_extensions();
  const result<hand::Old> m = decode<hand::Old>(hex("08 01 b8 0c 02"), {.extensions = &known});
  ASSERT_TRUE(succeeded(m));
  EXPECT_FALSE(m->extensions.value(hand::how).has_value());
  EXPECT_WIRE_EQ(m->unknown.records(), hex("b8 0c 02"));
}

TEST(Extension, IsMergedLikeAField) {
  const extension_registry known = hand::all_extensions();
  const decode_options how{.extensions = &known};
  hand::Old m = extended();
  ASSERT_TRUE(succeeded(merge(m, hex("a0 06 05 b2 06 03 12 01 78 ba 06 01 63 aa 06 01 03"), how)));
  EXPECT_EQ(m.extensions.value(hand::size), 5);
  EXPECT_EQ(m.extensions.value(hand::more)->id, 2);
  EXPECT_EQ(m.extensions.value(hand::more)->text, "x");
  EXPECT_EQ(m.extensions.value(hand::texts).size(), 3U);
  EXPECT_EQ(m.extensions.value(hand::signs), (std::vector<std::int32_t>{-1, 1, -2}));
}

TEST(Extension, ShowsNothingOfWhatWasThere) {
  const extension_registry known = hand::all_extensions();
  const decode_options how{.partial = true, .extensions = &known};
  const std::vector<std::string> messages{"",
                                          extended_bytes(),
                                          hex("a0 06 05"),
                                          hex("ba 06 01 78"),
                                          hex("b2 06 00"),
                                          hex("aa 06 00 a8 06 05"),
                                          hex("b8 0c 02")};
  for (const std::string& before : messages) {
    for (const std::string& bytes : messages) {
      hand::Old used = *decode<hand::Old>(before, how);
      ASSERT_TRUE(succeeded(decode_into(used, bytes, how)));
      const hand::Old fresh = *decode<hand::Old>(bytes, how);
      EXPECT_TRUE(used == fresh) << dump(used) << "and not\n" << dump(fresh);
      EXPECT_MESSAGE_EQ(hand::Old, encode(used), encode(fresh));
    }
  }
}

TEST(Extension, IsCopiedDeeply) {
  const hand::Old m = extended();
  hand::Old copy = m;
  copy.extensions.mutable_value(hand::more)->id = 9;
  EXPECT_EQ(m.extensions.value(hand::more)->id, 2);
  EXPECT_FALSE(copy == m);
  copy = m;
  EXPECT_TRUE(copy == m);
  const hand::Old moved = std::move(copy);
  EXPECT_TRUE(moved == m);
}

TEST(Extension, WithRequiredFieldsDemandsThem) {
  const extension_registry known = hand::all_extensions();
  const result<hand::Old> m = decode<hand::Old>(hex("08 01 b2 06 00"), {.extensions = &known});
  ASSERT_FALSE(m.has_value());
  EXPECT_EQ(m.error().code, errc::missing_required);
  EXPECT_EQ(m.error().offset, 5U);
  EXPECT_TRUE(succeeded(decode<hand::Old>(hex("08 01 b2 06 00")))) << "nobody knows what is in it";
}

TEST(Extension, NamesItselfInErrors) {
  const extension_registry known = hand::all_extensions();
  const result<hand::Old> m = decode<hand::Old>(hex("08 01 b2 06 02 08 80"), {.extensions = &known});
  ASSERT_FALSE(m.has_value());
  EXPECT_EQ(m.error().code, errc::truncated);
  EXPECT_EQ(m.error().offset, 6U);
  EXPECT_EQ(m.error().path, "[hand.more].id");
}

TEST(Extension, OfEveryTruncationEndsOrFails) {
  const extension_registry known = hand::all_extensions();
  const std::string bytes = extended_bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string part = bytes.substr(0, size);
    const result<hand::Old> m = decode<hand::Old>(part, {.partial = true, .extensions = &known});
    if (m) {
      EXPECT_MESSAGE_EQ(hand::Old, encode(*m), part);
    } else {
      EXPECT_LE(m.error().offset, size);
    }
  }
}

}  // namespace
