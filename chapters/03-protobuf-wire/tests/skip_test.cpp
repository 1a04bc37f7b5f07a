// SPDX-License-Identifier: MIT
//
// Stepping over what nobody knows, and keeping it.
#include "hex.hpp"

#include <pbwire/skip.hpp>

#include <string>

namespace {

using namespace pbwire;
using test::hex;

/// Where skip_value ended, or what it complained about, in words.
struct skipped {
  std::size_t size = 0;  // how many bytes of the value it walked over; 0 after an error
  errc code = errc::none;
  std::size_t at = 0;
  friend bool operator==(const skipped&, const skipped&) = default;
  friend std::ostream& operator<<(std::ostream& to, const skipped& s) {
    if (s.code == errc::none) return to << "over " << s.size << " bytes";
    return to << error{s.code, s.at, {}}.message();
  }
};

skipped over(std::size_t size) { return {size, errc::none, 0}; }
skipped wrong(errc code, std::size_t at) { return {0, code, at}; }

/// Skips a value whose tag was read already.
skipped skip(std::uint32_t number, wire_type type, std::string_view value, int depth_left = default_depth_limit) {
  const auto input = test::as_bytes(value);
  failure why;
  const std::byte* const end = input.data() + input.size();
  const std::byte* const next = skip_value(make_tag(number, type), input.data(), end, depth_left, why);
  if (next != nullptr) return over(static_cast<std::size_t>(next - input.data()));
  return wrong(why.code, static_cast<std::size_t>(why.at - input.data()));
}

/// A group of number 1 in itself, `depth` levels, as its value stands behind the outermost tag.
std::string nested_groups(int depth) {
  std::string value;
  for (int i = 1; i < depth; ++i) value += hex("0b");
  for (int i = 0; i < depth; ++i) value += hex("0c");
  return value;
}

// --- one wire type after the other --------------------------------------------------------------------------------

TEST(Skip, OfAVarintGoesBehindItsLastByte) {
  EXPECT_EQ(skip(1, wire_type::varint, hex("05")), over(1));
  EXPECT_EQ(skip(1, wire_type::varint, hex("96 01")), over(2));
  EXPECT_EQ(skip(1, wire_type::varint, hex("ff ff ff ff ff ff ff ff ff 01")), over(10));
}

TEST(Skip, OfAVarintThatDoesNotEndIsRefused) {
  EXPECT_EQ(skip(1, wire_type::varint, ""), wrong(errc::truncated, 0));
  EXPECT_EQ(skip(1, wire_type::varint, hex("96")), wrong(errc::truncated, 0));
  EXPECT_EQ(skip(1, wire_type::varint, hex("80 80 80 80 80 80 80 80 80 80 01")), wrong(errc::varint_too_long, 0));
}

TEST(Skip, OfFixedValuesIsFourOrEightBytesWhateverTheyAre) {
  EXPECT_EQ(skip(1, wire_type::fixed32, hex("ff ff ff ff")), over(4));
  EXPECT_EQ(skip(1, wire_type::fixed64, hex("ff ff ff ff ff ff ff ff")), over(8));
}

TEST(Skip, OfFixedValuesNeedsAllTheirBytes) {
  EXPECT_EQ(skip(1, wire_type::fixed32, hex("01 02 03")), wrong(errc::truncated, 0));
  EXPECT_EQ(skip(1, wire_type::fixed64, hex("01 02 03 04 05 06 07")), wrong(errc::truncated, 0));
}

TEST(Skip, OfALengthDelimitedValueGoesByItsLength) {
  EXPECT_EQ(skip(2, wire_type::length_delimited, hex("07 74 65 73 74 69 6e 67")), over(8));
  EXPECT_EQ(skip(2, wire_type::length_delimited, hex("00")), over(1));
  EXPECT_EQ(skip(2, wire_type::length_delimited, hex("80 01") + std::string(128, 'x')), over(130));
}

TEST(Skip, DoesNotLookInsideALengthDelimitedValue) {  // it may be a string, bytes, a message, numbers
  EXPECT_EQ(skip(2, wire_type::length_delimited, hex("02 ff 0e")), over(3));
}

TEST(Skip, RefusesALengthThatReachesPastTheEnd) {
  EXPECT_EQ(skip(2, wire_type::length_delimited, hex("03 61 62")), wrong(errc::length_past_end, 0));
  EXPECT_EQ(skip(2, wire_type::length_delimited, hex("ff ff ff ff 07")), wrong(errc::length_past_end, 0));
}

TEST(Skip, RefusesALengthThatNoImplementationTakes) {  // and which would overflow a pointer if it were added to one
  EXPECT_EQ(skip(2, wire_type::length_delimited, hex("80 80 80 80 08 61")), wrong(errc::length_too_large, 0));
  EXPECT_EQ(skip(2, wire_type::length_delimited, hex("ff ff ff ff ff ff ff ff ff 01 61")),
            wrong(errc::length_too_large, 0));
}

TEST(Skip, OfAGroupGoesBehindItsEndTag) {
  EXPECT_EQ(skip(1, wire_type::start_group, hex("0c")), over(1));
  EXPECT_EQ(skip(1, wire_type::start_group, hex("10 05 0c")), over(3));
}

TEST(Skip, OfAGroupStepsOverEveryKindOfFieldInIt) {
  const std::string inside = hex("08 96 01  11 01 02 03 04 05 06 07 08  1a 01 0c  25 01 02 03 0c  2b 2c");
  EXPECT_EQ(skip(6, wire_type::start_group, inside + hex("34")), over(inside.size() + 1));
}

TEST(Skip, IsNotFooledByAnEndTagInsideAValue) {  // the byte 0c ends a group only where a tag is expected
  EXPECT_EQ(skip(1, wire_type::start_group, hex("10 0c 1a 02 0c 0c 0c")), over(7));
}

TEST(Skip, OfAGroupInAGroupEndsWithTheOuterOne) {
  EXPECT_EQ(skip(1, wire_type::start_group, hex("13 08 05 14 0c")), over(5));
  EXPECT_EQ(skip(1, wire_type::start_group, hex("0b 0c 0c")), over(3));  // the inner one has the same number
}

TEST(Skip, RefusesTheEndOfAnotherGroup) {
  EXPECT_EQ(skip(1, wire_type::start_group, hex("08 05 14")), wrong(errc::unmatched_end_group, 2));
  EXPECT_EQ(skip(1, wire_type::start_group, hex("13 0c 14")), wrong(errc::unmatched_end_group, 1));
}

TEST(Skip, RefusesAGroupThatNobodyEnds) {
  EXPECT_EQ(skip(1, wire_type::start_group, ""), wrong(errc::missing_end_group, 0));
  EXPECT_EQ(skip(1, wire_type::start_group, hex("08 05")), wrong(errc::missing_end_group, 2));
  EXPECT_EQ(skip(1, wire_type::start_group, hex("0b 0c")), wrong(errc::missing_end_group, 2));
}

TEST(Skip, RefusesABrokenFieldInAGroupWhereItIs) {
  EXPECT_EQ(skip(1, wire_type::start_group, hex("10 96")), wrong(errc::truncated, 1));
  EXPECT_EQ(skip(1, wire_type::start_group, hex("00 05 0c")), wrong(errc::field_number_zero, 0));
  EXPECT_EQ(skip(1, wire_type::start_group, hex("0e 0c")), wrong(errc::bad_wire_type, 0));
}

TEST(Skip, OfAnEndTagAloneIsRefused) {
  EXPECT_EQ(skip(1, wire_type::end_group, hex("08 05")), wrong(errc::unmatched_end_group, 0));
}

TEST(Skip, GoesAsDeepAsItMayAndNoDeeper) {
  EXPECT_EQ(skip(1, wire_type::start_group, nested_groups(100), 100), over(199));
  EXPECT_EQ(skip(1, wire_type::start_group, nested_groups(101), 100), wrong(errc::too_deep, 100));
  EXPECT_EQ(skip(1, wire_type::start_group, nested_groups(1), 0), wrong(errc::too_deep, 0));
}

TEST(Skip, CountsGroupsInsideEachOtherAndNotBesideEachOther) {
  std::string siblings;
  for (int i = 0; i < 300; ++i) siblings += hex("13 14");
  EXPECT_EQ(skip(1, wire_type::start_group, siblings + hex("0c"), 2), over(601));
}

TEST(Skip, OfEveryValueRefusesEveryTruncation) {
  const auto try_all = [](wire_type type, const std::string& value) {
    EXPECT_EQ(skip(1, type, value), over(value.size()));
    EXPECT_EQ(skip(1, type, value + hex("ff ff")), over(value.size())) << "with more behind it";
    for (std::size_t size = 0; size < value.size(); ++size) {
      EXPECT_EQ(skip(1, type, value.substr(0, size)).size, 0U) << size << " bytes of " << test::to_hex(value);
    }
  };
  try_all(wire_type::varint, hex("ff ff ff ff ff ff ff ff ff 01"));
  try_all(wire_type::fixed64, hex("01 02 03 04 05 06 07 08"));
  try_all(wire_type::length_delimited, hex("07 74 65 73 74 69 6e 67"));
  try_all(wire_type::start_group, hex("08 96 01 13 1a 02 68 69 14 25 01 02 03 04 0c"));
  try_all(wire_type::fixed32, hex("01 02 03 04"));
}

// --- tags ---------------------------------------------------------------------------------------------------------

struct tag_read {
  std::uint32_t tag = 0;
  errc code = errc::none;
  friend bool operator==(const tag_read&, const tag_read&) = default;
};

tag_read read(std::string_view bytes) {
  const auto input = test::as_bytes(bytes);
  failure why;
  tag_read result;
  const bool whole = read_tag(input.data(), input.data() + input.size(), result.tag, why) != nullptr;
  result.code = why.code;
  if (!whole) result.tag = 0;
  return result;
}

TEST(ReadTag, TakesTheSixWireTypes) {
  EXPECT_EQ(read(hex("08")), (tag_read{0x08, errc::none}));
  EXPECT_EQ(read(hex("0d")), (tag_read{0x0d, errc::none}));
  EXPECT_EQ(read(hex("0e")), (tag_read{0, errc::bad_wire_type}));
  EXPECT_EQ(read(hex("0f")), (tag_read{0, errc::bad_wire_type}));
}

TEST(ReadTag, TakesFieldNumbersFrom1To2To29Minus1) {
  EXPECT_EQ(read(hex("00")), (tag_read{0, errc::field_number_zero}));
  EXPECT_EQ(read(hex("07")), (tag_read{0, errc::field_number_zero}));
  EXPECT_EQ(read(hex("f8 ff ff ff 0f")), (tag_read{0xffff'fff8, errc::none}));
  EXPECT_EQ(read(hex("80 80 80 80 10")), (tag_read{0, errc::tag_too_large}));
}

TEST(ReadTag, MayBeLongerThanItNeedsToBeUpToFiveBytes) {
  EXPECT_EQ(read(hex("88 80 80 00")), (tag_read{0x08, errc::none}));
  EXPECT_EQ(read(hex("88 80 80 80 00")), (tag_read{0x08, errc::none}));
  EXPECT_EQ(read(hex("88 80 80 80 80 00")), (tag_read{0, errc::tag_too_large}));
}

TEST(ReadTag, ThatDoesNotEndIsRefused) {
  EXPECT_EQ(read(""), (tag_read{0, errc::truncated}));
  EXPECT_EQ(read(hex("88")), (tag_read{0, errc::truncated}));
  EXPECT_EQ(read(hex("88 80 80 80 80 80 80 80 80 80 00")), (tag_read{0, errc::varint_too_long}));
}

// --- keeping ------------------------------------------------------------------------------------------------------

/// The record that comes out for one that goes in.
std::string kept(std::string_view record) {
  const auto input = test::as_bytes(record);
  const std::byte* const end = input.data() + input.size();
  failure why;
  std::uint32_t tag = 0;
  const std::byte* const value = read_tag(input.data(), end, tag, why);
  std::string records;
  EXPECT_EQ(keep_value(tag, value, end, default_depth_limit, why, records), end) << rule_of(why.code);
  return records;
}

TEST(Keep, GivesBackWhatCame) {
  for (const char* record : {"08 96 01", "11 01 02 03 04 05 06 07 08", "12 02 68 69", "0b 13 08 05 14 0c",
                             "15 01 02 03 04", "f8 ff ff ff 0f 00", "12 00", "0b 0c"}) {
    EXPECT_WIRE_EQ(kept(hex(record)), hex(record));
  }
}

TEST(Keep, WritesEveryVarintInItsShortestForm) {
  EXPECT_WIRE_EQ(kept(hex("88 80 00 96 81 00")), hex("08 96 01"));     // tag and value
  EXPECT_WIRE_EQ(kept(hex("12 82 80 00 68 69")), hex("12 02 68 69"));  // length
  EXPECT_WIRE_EQ(kept(hex("0b 90 80 00 85 00 8c 00")), hex("0b 10 05 0c"));
  EXPECT_WIRE_EQ(kept(hex("08 80 80 80 80 80 80 80 80 80 7f")), hex("08 80 80 80 80 80 80 80 80 80 01"));
}

TEST(Keep, LeavesTheContentOfALengthDelimitedValueAsItIs) {
  EXPECT_WIRE_EQ(kept(hex("12 03 08 85 00")), hex("12 03 08 85 00"));
}

TEST(Keep, AddsNothingOfWhatIsBroken) {
  const std::string value = hex("08 05 13 10");
  const auto input = test::as_bytes(value);
  failure why;
  std::string records = "before";
  EXPECT_EQ(keep_value(0x0b, input.data(), input.data() + input.size(), 100, why, records), nullptr);
  EXPECT_EQ(records, "before");
}

}  // namespace
