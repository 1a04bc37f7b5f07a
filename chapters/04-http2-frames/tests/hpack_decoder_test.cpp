// SPDX-License-Identifier: MIT
//
// RFC 7541 §3, §4.2, §6: what blocks mean, and every way in which they can be wrong. Whole sequences are in
// hpack_rfc7541_test.
#include "header_text.hpp"
#include "wire_eq.hpp"

#include <h2/hpack/decoder.hpp>
#include <h2/hpack/static_table.hpp>

#include <gmock/gmock.h>

namespace {

using namespace h2;
using namespace h2::hpack;
using test::hex;
using test::lines_of;
using testing::ElementsAre;
using testing::IsEmpty;

test::lines decoded(decoder& by, std::string_view digits) {
  header_list list;
  const auto whole = by.decode(hex(digits), list);
  EXPECT_TRUE(whole.has_value()) << whole.error().message();
  EXPECT_TRUE(whole.has_value() && *whole) << "the list was cut";
  return lines_of(list);
}

/// COMPRESSION_ERROR for the connection, said of the field at `offset`, with this clause.
void expect_refused(decoder& by, std::string_view digits, std::string_view clause, std::uint64_t offset) {
  SCOPED_TRACE(digits);
  header_list list;
  const auto whole = by.decode(hex(digits), list);
  ASSERT_FALSE(whole.has_value()) << "accepted:" << list;
  const error& e = whole.error();
  EXPECT_EQ(name_of(e.code), "COMPRESSION_ERROR") << e.message();
  EXPECT_EQ(e.scope, error_scope::connection) << e.message();
  EXPECT_EQ(e.clause, clause) << e.message();
  EXPECT_EQ(e.offset, offset) << e.message();
  EXPECT_FALSE(e.why.empty());
}
void expect_refused(std::string_view digits, std::string_view clause, std::uint64_t offset) {
  decoder fresh;
  expect_refused(fresh, digits, clause, offset);
}

TEST(HpackDecoder, AnEmptyBlockIsAnEmptyList) {
  decoder d;
  EXPECT_THAT(decoded(d, ""), IsEmpty());
}

TEST(HpackDecoder, FieldsAreAppendedToTheList) {
  decoder d;
  header_list list{{"before", "1"}};
  ASSERT_TRUE(d.decode(hex("82"), list).has_value());
  EXPECT_THAT(lines_of(list), ElementsAre("before: 1", ":method: GET"));
}

// RFC 7541 §2.3.1, Appendix A: indexes 1 to 61 are the static table.
TEST(HpackDecoder, EveryStaticIndexIsAField) {
  decoder d;
  for (std::uint32_t i = 1; i <= static_table_size; ++i) {
    header_list list;
    const byte_buffer block = {static_cast<std::byte>(0x80 | i)};
    ASSERT_TRUE(d.decode(block, list).has_value()) << i;
    EXPECT_EQ(list[0], static_entry(i));
  }
  EXPECT_EQ(d.table().count(), 0U);
}

// RFC 7541 §2.3.3: index 62 is the newest field of the dynamic table.
TEST(HpackDecoder, DynamicIndexesBeginBehindTheStaticOnes) {
  decoder d;
  EXPECT_THAT(decoded(d, "40 01 61 01 31  40 01 62 01 32"), ElementsAre("a: 1", "b: 2"));
  EXPECT_THAT(decoded(d, "be bf"), ElementsAre("b: 2", "a: 1"));
  EXPECT_THAT(decoded(d, "40 01 63 01 33  be bf c0"), ElementsAre("c: 3", "c: 3", "b: 2", "a: 1"));
}

TEST(HpackDecoder, ANameMayComeFromEitherTable) {
  decoder d;
  EXPECT_THAT(decoded(d, "41 01 78"), ElementsAre(":authority: x"));
  EXPECT_THAT(decoded(d, "7e 01 79"), ElementsAre(":authority: y")) << "index 62";
  EXPECT_THAT(lines_of(d.table()), ElementsAre(":authority: y", ":authority: x"));
  EXPECT_THAT(decoded(d, "0f 2f 01 7a"), ElementsAre(":authority: z")) << "index 62 in four bits and more";
}

// RFC 7541 §6.2.1, §6.2.2, §6.2.3: of the three literals only the first goes into the table.
TEST(HpackDecoder, OnlyLiteralsWithIndexingEnterTheTable) {
  decoder d;
  EXPECT_THAT(decoded(d, "40 01 61 01 31  00 01 62 01 32  10 01 63 01 33"), ElementsAre("a: 1", "b: 2", "c! 3"));
  EXPECT_THAT(lines_of(d.table()), ElementsAre("a: 1"));
}

// RFC 7541 §6.2.3: a never-indexed field stays one, so that it can be sent on as one.
TEST(HpackDecoder, NeverIndexedIsKept) {
  decoder d;
  header_list list;
  ASSERT_TRUE(d.decode(hex("1f 08 01 78  04 01 2f"), list).has_value());
  EXPECT_EQ(list[0], (header_field{"authorization", "x", true}));
  EXPECT_EQ(list[1], (header_field{":path", "/", false}));
}

TEST(HpackDecoder, StringsOfEitherKindMayBeNameOrValue) {
  decoder d;
  EXPECT_THAT(decoded(d, "40 88 25 a8 49 e9 5b a9 7d 7f 89 25 a8 49 e9 5b b8 e8 b4 bf"),
              ElementsAre("custom-key: custom-value"));
  EXPECT_THAT(decoded(d, "40 01 61 83 f1 e3 c7"), ElementsAre("a: www"));
  EXPECT_THAT(decoded(d, "40 83 f1 e3 c7 01 61"), ElementsAre("www: a"));
  EXPECT_THAT(decoded(d, "40 80 80"), ElementsAre(": ")) << "empty, in Huffman code too";
}

TEST(HpackDecoder, ANameOfAnEntryThatItsOwnFieldEvicts) {
  decoder d({.max_table_size = 64});
  EXPECT_THAT(decoded(d, "40 0a 63 75 73 74 6f 6d 2d 6b 65 79 01 31"), ElementsAre("custom-key: 1"));
  EXPECT_THAT(decoded(d, "7e 01 32"), ElementsAre("custom-key: 2"));
  EXPECT_THAT(lines_of(d.table()), ElementsAre("custom-key: 2"));
}

TEST(HpackDecoder, AFieldTooLargeForTheTableEmptiesItAndIsStillAField) {
  decoder d({.max_table_size = 40});
  EXPECT_THAT(decoded(d, "40 01 61 01 31"), ElementsAre("a: 1"));
  EXPECT_THAT(decoded(d, "40 01 62 08 31 32 33 34 35 36 37 38"), ElementsAre("b: 12345678"));
  EXPECT_THAT(lines_of(d.table()), IsEmpty());
}

// RFC 7541 §6.1: index 0 is a decoding error.
TEST(HpackDecoder, IndexZeroIsRefused) {
  expect_refused("80", "RFC 7541 §6.1", 0);
  expect_refused("82 80", "RFC 7541 §6.1", 1);
}

// RFC 7541 §2.3.3: an index past the end of both tables is a decoding error.
TEST(HpackDecoder, AnIndexPastTheTablesIsRefused) {
  expect_refused("be", "RFC 7541 §2.3.3", 0);
  expect_refused("7e 01 31", "RFC 7541 §2.3.3", 0);
  expect_refused("0f 2f 01 31", "RFC 7541 §2.3.3", 0);
  expect_refused("ff ff ff ff ff 0f", "RFC 7541 §5.1", 0);
  expect_refused("ff 80 ff ff ff 0f", "RFC 7541 §2.3.3", 0);
  decoder d;
  EXPECT_THAT(decoded(d, "40 01 61 01 31 be"), ElementsAre("a: 1", "a: 1"));
  expect_refused(d, "82 bf", "RFC 7541 §2.3.3", 1);
}

TEST(HpackDecoder, AnEvictedIndexIsPastTheTable) {
  decoder d({.max_table_size = 68});
  EXPECT_THAT(decoded(d, "40 01 61 01 31  40 01 62 01 32 bf"), ElementsAre("a: 1", "b: 2", "a: 1"));
  EXPECT_THAT(decoded(d, "40 01 63 01 33 bf"), ElementsAre("c: 3", "b: 2"));
  expect_refused(d, "c0", "RFC 7541 §2.3.3", 0);
}

// RFC 7541 §5.1: integers that are too large are decoding errors wherever they stand.
TEST(HpackDecoder, IntegersWithoutEndAreRefused) {
  expect_refused("ff 80 80 80 80 80 01", "RFC 7541 §5.1", 0);
  expect_refused("82 7f 80 80 80 80 80 80 80 80 80 80 00", "RFC 7541 §5.1", 1);
  expect_refused("40 7f 80 80 80 80 10", "RFC 7541 §5.1", 0);
  expect_refused("3f e2 ff ff ff 0f", "RFC 7541 §5.1", 0);
}

// RFC 7541 §5.2: text with wrong padding, or with EOS in it, is a decoding error.
TEST(HpackDecoder, WrongHuffmanTextIsRefused) {
  expect_refused("82 40 81 ff 01 31", "RFC 7541 §5.2", 1);
  expect_refused("82 40 01 61 84 f1 e3 c7 ff", "RFC 7541 §5.2", 1);
  expect_refused("82 40 01 61 83 f1 e3 c6", "RFC 7541 §5.2", 1);
  expect_refused("82 40 01 61 84 ff ff ff ff", "RFC 7541 §5.2", 1);
}

TEST(HpackDecoder, ABlockThatEndsInsideAFieldIsRefused) {
  // Each beginning of a block of three fields: whole where a field ends, refused elsewhere.
  const byte_buffer block = hex("82  40 01 61 83 f1 e3 c7  1f 08 02 78 79");
  for (std::size_t n = 0; n <= block.size(); ++n) {
    decoder d;
    header_list list;
    const bool ends_a_field = n == 0 || n == 1 || n == 8 || n == block.size();
    const auto whole = d.decode(bytes(block).first(n), list);
    ASSERT_EQ(whole.has_value(), ends_a_field) << n << " bytes";
    if (whole) continue;
    EXPECT_EQ(whole.error().offset, n < 8 ? 1U : 8U) << n << " bytes";
  }
}

TEST(HpackDecoder, ALengthPastTheBlockIsRefusedBeforeItIsBelieved) {
  expect_refused("40 7f 80 ff ff ff 0f 61", "RFC 7541 §5.2", 0);
  expect_refused("40 ff 80 ff ff ff 0f 61", "RFC 7541 §5.2", 0);
  expect_refused("40 02 61", "RFC 7541 §5.2", 0);
}

TEST(HpackDecoder, FieldsBeforeTheErrorHaveBeenDecoded) {
  decoder d;
  header_list list;
  ASSERT_FALSE(d.decode(hex("82 86 80"), list).has_value());
  EXPECT_THAT(lines_of(list), ElementsAre(":method: GET", ":scheme: http"));
}

// RFC 7541 §6.3: a size update sets the table's maximum.
TEST(HpackDecoder, ASizeUpdateEvicts) {
  decoder d;
  EXPECT_THAT(decoded(d, "40 01 61 01 31  40 01 62 01 32"), ElementsAre("a: 1", "b: 2"));
  EXPECT_THAT(decoded(d, "3f 03 be"), ElementsAre("b: 2")) << "34 bytes: one entry";
  EXPECT_EQ(d.table().max_size(), 34U);
  EXPECT_THAT(decoded(d, "20"), IsEmpty());
  EXPECT_EQ(d.table().count(), 0U);
  EXPECT_THAT(decoded(d, "3f e1 1f 40 01 61 01 31 be"), ElementsAre("a: 1", "a: 1")) << "4096 again";
  EXPECT_EQ(d.table().max_size(), 4096U);
}

// RFC 7541 §6.3-2: a size update above the maximum that we announced is a decoding error.
TEST(HpackDecoder, ASizeUpdateAboveOurMaximumIsRefused) {
  expect_refused("3f e2 1f", "RFC 7541 §6.3", 0);
  expect_refused("20 3f e2 1f", "RFC 7541 §6.3", 1);
  decoder small({.max_table_size = 100});
  expect_refused(small, "3f 46", "RFC 7541 §6.3", 0);
  decoder large({.max_table_size = 8192});
  EXPECT_EQ(large.table().max_size(), 4096U) << "more only when the encoder asks";
  EXPECT_THAT(decoded(large, "3f e1 3f"), IsEmpty());
  EXPECT_EQ(large.table().max_size(), 8192U);
}

// RFC 7541 §4.2-2: a size update stands at the beginning of a block.
TEST(HpackDecoder, ASizeUpdateBehindAFieldIsRefused) {
  expect_refused("82 20", "RFC 7541 §4.2", 1);
  expect_refused("20 82 3f e1 1f", "RFC 7541 §4.2", 2);
}

TEST(HpackDecoder, SeveralSizeUpdatesMayBegin) {
  decoder d;
  EXPECT_THAT(decoded(d, "40 01 61 01 31"), ElementsAre("a: 1"));
  EXPECT_THAT(decoded(d, "20 3f e1 1f 82"), ElementsAre(":method: GET"));
  EXPECT_EQ(d.table().count(), 0U) << "the first emptied it";
  EXPECT_EQ(d.table().max_size(), 4096U);
}

// RFC 7541 §4.2: after our maximum sank below the table's, the next block begins with a size update.
TEST(HpackDecoder, AMissingSizeUpdateIsRefused) {
  for (const char* block : {"", "82", "40 01 61 01 31"}) {
    decoder d;
    d.set_max_table_size(100);
    expect_refused(d, block, "RFC 7541 §4.2", 0);
  }
  decoder obedient;
  obedient.set_max_table_size(100);
  EXPECT_THAT(decoded(obedient, "3f 45 82"), ElementsAre(":method: GET")) << "100";
  EXPECT_THAT(decoded(obedient, "82"), ElementsAre(":method: GET")) << "once is enough";
  EXPECT_EQ(obedient.table().max_size(), 100U);
}

TEST(HpackDecoder, TheUpdateMayGoLowerThanItMust) {
  decoder d;
  d.set_max_table_size(100);
  EXPECT_THAT(decoded(d, "20 82"), ElementsAre(":method: GET"));
  EXPECT_EQ(d.table().max_size(), 0U);
}

TEST(HpackDecoder, AnUpdateAboveTheNewMaximumIsRefused) {
  decoder d;
  d.set_max_table_size(100);
  expect_refused(d, "3f 46", "RFC 7541 §6.3", 0);
}

// RFC 7541 §4.2-3: of several changes between two blocks, the smallest is said first.
TEST(HpackDecoder, AfterSinkingAndRisingTheLowestMustCome) {
  decoder d;
  EXPECT_THAT(decoded(d, "40 01 61 01 31"), ElementsAre("a: 1"));
  d.set_max_table_size(50);
  d.set_max_table_size(0);
  d.set_max_table_size(4096);
  EXPECT_THAT(decoded(d, "20 3f e1 1f"), IsEmpty());
  EXPECT_EQ(d.table().count(), 0U);
  EXPECT_EQ(d.table().max_size(), 4096U);

  for (const char* block : {"82", "3f e1 1f 82", "3f 13 82"}) {
    decoder disobeyed;
    disobeyed.set_max_table_size(49);
    disobeyed.set_max_table_size(4096);
    expect_refused(disobeyed, block, "RFC 7541 §4.2", 0);
  }
}

TEST(HpackDecoder, AMaximumThatIsNotBelowTheTablesAsksForNothing) {
  decoder d;
  EXPECT_THAT(decoded(d, "3f 45"), IsEmpty()) << "the encoder takes 100";
  d.set_max_table_size(100);
  EXPECT_THAT(decoded(d, "82"), ElementsAre(":method: GET"));
  d.set_max_table_size(65536);
  EXPECT_THAT(decoded(d, "82"), ElementsAre(":method: GET"));
  EXPECT_THAT(decoded(d, "3f e1 ff 03"), IsEmpty());
  EXPECT_EQ(d.table().max_size(), 65536U);
}

// RFC 9113 §6.5.2: a list's size is that of names and values, and 32 for each field.
TEST(HpackDecoder, AListOfExactlyTheLimitIsWhole) {
  decoder d({.max_list_size = 42 + 43});  // :method GET, :scheme http
  EXPECT_THAT(decoded(d, "82 86"), ElementsAre(":method: GET", ":scheme: http"));
}

TEST(HpackDecoder, ALongerListIsCutAndTheTableIsRight) {
  decoder d({.max_list_size = 42 + 43 - 1});
  header_list list;
  const auto whole = d.decode(hex("82 86 40 01 61 01 31 40 01 62 83 f1 e3 c7"), list);
  ASSERT_TRUE(whole.has_value()) << whole.error().message();
  EXPECT_FALSE(*whole);
  EXPECT_THAT(lines_of(list), ElementsAre(":method: GET")) << "nothing that comes behind what is missing";
  EXPECT_THAT(lines_of(d.table()), ElementsAre("b: www", "a: 1"));
  list.clear();
  EXPECT_TRUE(d.decode(hex("bf be"), list).value()) << "the next list begins anew";
  EXPECT_THAT(lines_of(list), ElementsAre("a: 1", "b: www"));
}

TEST(HpackDecoder, ErrorsAreSeenBehindTheCutToo) {
  decoder d({.max_list_size = 0});
  expect_refused(d, "82 86 80", "RFC 7541 §6.1", 2);
}

TEST(HpackDecoder, ABombOfIndexesIsCutAtTheLimit) {
  decoder d;
  byte_buffer bomb = hex("40 01 61 7f a1 1e");  // a value of 4000 bytes, one of 4096 bytes table
  bomb.resize(bomb.size() + 4000, std::byte{'x'});
  bomb.resize(bomb.size() + 16000, std::byte{0xbe});
  header_list list;
  const auto whole = d.decode(bomb, list);
  ASSERT_TRUE(whole.has_value()) << whole.error().message();
  EXPECT_FALSE(*whole) << "64 MB were asked for";
  EXPECT_LE(list.field_section_size(), 65536U);
  EXPECT_EQ(list.size(), 16U);
}

}  // namespace
