// SPDX-License-Identifier: MIT
//
// A message read record by record.
#include "hex.hpp"

#include <pbwire/reader.hpp>

#include <string>
#include <vector>

namespace {

using namespace pbwire;
using test::as_bytes;
using test::hex;

/// Every wire type once: the pictures of wire.hpp, and the others.
std::string all_types() {
  return hex("08 96 01  12 07 74 65 73 74 69 6e 67  19 01 00 00 00 00 00 00 00  25 02 00 00 00  2b 08 05 2c");
}

TEST(Reader, ReadsThePicturesInWire) {
  const std::string bytes = hex("08 96 01 12 07 74 65 73 74 69 6e 67");
  reader in(as_bytes(bytes));
  ASSERT_TRUE(in.next());
  EXPECT_EQ(in.number(), 1U);
  EXPECT_EQ(in.type(), wire_type::varint);
  EXPECT_EQ(in.varint(), 150U);
  ASSERT_TRUE(in.next());
  EXPECT_EQ(in.number(), 2U);
  EXPECT_EQ(in.type(), wire_type::length_delimited);
  EXPECT_EQ(in.text(), "testing");
  EXPECT_FALSE(in.next());
  EXPECT_FALSE(in.failed());
}

TEST(Reader, ReadsAndSkipsEveryWireType) {
  const std::string bytes = all_types();
  reader in(as_bytes(bytes));
  std::vector<std::uint32_t> numbers;
  while (in.next()) {
    numbers.push_back(in.number());
    in.skip();
  }
  EXPECT_FALSE(in.failed());
  EXPECT_TRUE(in.at_end());
  EXPECT_EQ(numbers, (std::vector<std::uint32_t>{1, 2, 3, 4, 5}));
}

TEST(Reader, ReadsFixedValues) {
  const std::string bytes = hex("19 01 00 00 00 00 00 00 80 25 02 00 00 40");
  reader in(as_bytes(bytes));
  ASSERT_TRUE(in.next());
  EXPECT_EQ(in.fixed64(), 0x8000'0000'0000'0001U);
  ASSERT_TRUE(in.next());
  EXPECT_EQ(in.fixed32(), 0x4000'0002U);
}

TEST(Reader, DoesNotCopy) {
  const std::string bytes = hex("12 07 74 65 73 74 69 6e 67");
  reader in(as_bytes(bytes));
  ASSERT_TRUE(in.next());
  EXPECT_EQ(in.text().data(), bytes.data() + 2);
}

TEST(Reader, ReadsTheContentOfAPackedField) {
  const std::string bytes = hex("03 8e 02 9e a7 05");
  reader in(as_bytes(bytes));
  std::vector<std::uint64_t> values;
  while (!in.at_end() && !in.failed()) values.push_back(in.varint());
  EXPECT_EQ(values, (std::vector<std::uint64_t>{3, 270, 86942}));
}

TEST(Reader, KeepsRecordsInTheirShortestForm) {
  const std::string bytes = hex("88 00 85 80 00 12 01 61");
  reader in(as_bytes(bytes));
  std::string records;
  while (in.next()) in.keep(records);
  EXPECT_WIRE_EQ(records, hex("08 05 12 01 61"));
}

TEST(Reader, OfNothingIsAtItsEnd) {
  reader in({});
  EXPECT_TRUE(in.at_end());
  EXPECT_FALSE(in.next());
  EXPECT_FALSE(in.failed());
}

TEST(Reader, ThatFailedStaysFailed) {
  const std::string bytes = hex("08 05 12 09 61 08 05");
  reader in(as_bytes(bytes));
  ASSERT_TRUE(in.next());
  EXPECT_EQ(in.varint(), 5U);
  ASSERT_TRUE(in.next());
  EXPECT_EQ(in.text(), "");
  EXPECT_TRUE(in.failed());
  EXPECT_FALSE(in.next());
  EXPECT_EQ(in.varint(), 0U);
  EXPECT_EQ(in.fixed32(), 0U);
  EXPECT_EQ(in.fixed64(), 0U);
  EXPECT_TRUE(in.bytes().empty());
  in.skip();
  EXPECT_EQ(in.error(), (error{errc::length_past_end, 3, {}})) << in.error().message();
}

TEST(Reader, CountsOffsetsFromItsOrigin) {
  const std::string bytes = hex("08 05 12 09 61");
  reader in(as_bytes(bytes), 100);
  ASSERT_TRUE(in.next());
  EXPECT_EQ(in.tag_offset(), 100U);
  EXPECT_EQ(in.offset(), 101U);
  in.skip();
  ASSERT_TRUE(in.next());
  EXPECT_EQ(in.tag_offset(), 102U);
  in.skip();
  EXPECT_EQ(in.error().offset, 103U);
}

TEST(Reader, FailsWhereItsCallerSaysSo) {
  const std::string bytes = hex("08 05 12 01 ff");
  reader in(as_bytes(bytes));
  ASSERT_TRUE(in.next());
  in.skip();
  ASSERT_TRUE(in.next());
  in.fail(errc::invalid_utf8);
  EXPECT_FALSE(in.next());
  EXPECT_EQ(in.error(), (error{errc::invalid_utf8, 2, {}}));
}

TEST(Reader, OfEveryTruncationEndsOrFails) {
  const std::string bytes = all_types();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string part = bytes.substr(0, size);
    reader in(as_bytes(part));
    while (in.next()) in.skip();
    const bool between_records = size == 0 || size == 3 || size == 12 || size == 21 || size == 26;
    EXPECT_EQ(in.failed(), !between_records) << size << " bytes";
    EXPECT_TRUE(!in.failed() || in.error().offset <= size) << size << " bytes";
  }
}

TEST(Reader, EndsAtTheFirstRecordThatIsNone) {
  const std::string bytes = all_types() + hex("07");
  reader in(as_bytes(bytes));
  while (in.next()) in.skip();
  EXPECT_EQ(in.error(), (error{errc::field_number_zero, all_types().size(), {}}));
}

TEST(Reader, RefusesAnEndTagThatItIsToldToSkip) {
  const std::string bytes = hex("0c");
  reader in(as_bytes(bytes));
  ASSERT_TRUE(in.next());
  in.skip();
  EXPECT_EQ(in.error().code, errc::unmatched_end_group);
}

TEST(Reader, GoesAsDeepAsItIsTold) {
  const std::string bytes = hex("0b 0b 0c 0c");
  reader two(as_bytes(bytes), 0, 2);
  ASSERT_TRUE(two.next());
  two.skip();
  EXPECT_FALSE(two.failed());
  reader one(as_bytes(bytes), 0, 1);
  ASSERT_TRUE(one.next());
  one.skip();
  EXPECT_EQ(one.error().code, errc::too_deep);
}

}  // namespace
