// SPDX-License-Identifier: MIT
//
// Two messages become one, as if the bytes of the second stood behind those of the first. Failures show all three.
#include "hand_types.hpp"
#include "hex.hpp"

#include <pbwire/dynamic.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace pbwire;
using test::hex;

class DynamicMerge : public testing::Test {
 protected:
  [[nodiscard]] dynamic_message read(std::string_view bytes) const { return decode(doc.type(), bytes).value(); }

  /// The second message merged into the first gives `expected`; so do their bytes behind each other.
  void expect_merged(std::string_view first, std::string_view second, std::string_view expected) const {
    const std::string one = hex(first), two = hex(second), three = hex(expected);
    dynamic_message m = read(one);
    m.merge(read(two));
    EXPECT_WIRE_EQ(encode(m), three) << "merging\n  " << first << "\nand\n  " << second;
    EXPECT_WIRE_EQ(encode(read(one + two)), three)
        << "decoding both, one behind the other:\n  " << first << ' ' << second;
  }

  const hand::doc_type doc;
};

// --- singular fields: the last one wins (Encoding, "Last One Wins") -------------------------------------------------

TEST_F(DynamicMerge, OfScalarsTakesTheSecond) {
  expect_merged("08 01", "08 02", "08 02");
  expect_merged("12 01 61", "12 02 62 63", "12 02 62 63");
}

TEST_F(DynamicMerge, LeavesWhatTheSecondDoesNotHave) {
  expect_merged("08 01", "12 01 61", "08 01 12 01 61");
  expect_merged("08 01", "", "08 01");
  expect_merged("", "08 01", "08 01");
}

TEST_F(DynamicMerge, TakesAZeroThatIsThere) { expect_merged("12 01 61", "12 00", "12 00"); }

// --- repeated fields grow --------------------------------------------------------------------------------------------

TEST_F(DynamicMerge, OfListsJoinsThem) {
  expect_merged("1a 02 01 02", "1a 01 03", "1a 03 01 02 03");
  expect_merged("32 01 61", "32 01 62 32 01 61", "32 01 61 32 01 62 32 01 61");
  expect_merged("42 02 08 01", "42 02 08 02", "42 02 08 01 42 02 08 02");
}

// --- messages are merged in their turn
// --------------------------------------------------------------------------------

TEST_F(DynamicMerge, OfMessagesKeepsTheFieldsOfBoth) {
  expect_merged("3a 02 08 01", "3a 03 12 01 61", "3a 05 08 01 12 01 61");
  expect_merged("3a 02 08 01", "3a 02 08 02", "3a 02 08 02");
  expect_merged("3a 02 08 01", "3a 00", "3a 02 08 01");
}

TEST_F(DynamicMerge, GoesAllTheWayDown) {
  expect_merged("3a 06 3a 04 08 01 18 01", "3a 06 3a 04 18 02 08 03", "3a 08 3a 06 08 03 1a 02 01 02");
}

// --- maps: entries by key
// -----------------------------------------------------------------------------------------------

TEST_F(DynamicMerge, OfMapsTakesTheSecondsEntryOfAKey) {
  expect_merged("62 05 0a 01 61 10 01 62 05 0a 01 62 10 02", "62 05 0a 01 61 10 03",
                "62 05 0a 01 61 10 03 62 05 0a 01 62 10 02");
}

// --- oneof: the last one set
// ----------------------------------------------------------------------------------------------

TEST_F(DynamicMerge, OfAOneofLeavesOnlyTheSeconds) {
  expect_merged("48 01", "5a 01 61", "5a 01 61");
  expect_merged("5a 01 61", "48 00", "48 00");
  expect_merged("5a 01 61", "52 02 08 01", "52 02 08 01");
}

TEST_F(DynamicMerge, OfAOneofsMessageMergesItIfItIsSetAlready) {
  expect_merged("52 02 08 01", "52 03 12 01 61", "52 05 08 01 12 01 61");
  expect_merged("52 02 08 01 48 01", "52 03 12 01 61", "52 03 12 01 61");
}

// --- what nobody knows
// -------------------------------------------------------------------------------------------------------

TEST_F(DynamicMerge, KeepsTheUnknownFieldsOfBoth) { expect_merged("98 06 01", "a0 06 02", "98 06 01 a0 06 02"); }

TEST_F(DynamicMerge, LeavesTheSecondAsItWas) {
  dynamic_message m = read(hex("3a 02 08 01 1a 01 01"));
  const dynamic_message second = read(hex("3a 03 12 01 61 1a 01 02"));
  m.merge(second);
  EXPECT_WIRE_EQ(encode(second), hex("1a 01 02 3a 03 12 01 61"));
}

TEST_F(DynamicMerge, OfAMessageIntoItselfDoublesItsLists) {
  dynamic_message m = read(hex("08 01 1a 02 01 02 3a 03 1a 01 05"));
  m.merge(m);
  EXPECT_WIRE_EQ(encode(m), hex("08 01 1a 04 01 02 01 02 3a 04 1a 02 05 05"));
}

}  // namespace
