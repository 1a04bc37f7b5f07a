// SPDX-License-Identifier: MIT
//
// Our encoder: which representation it chooses, what it never indexes, and how it says that its table has changed.
#include "header_text.hpp"
#include "random_seed.hpp"
#include "wire_eq.hpp"

#include <h2/hpack/decoder.hpp>
#include <h2/hpack/encoder.hpp>
#include <h2/hpack/static_table.hpp>

#include <gmock/gmock.h>

#include <random>

namespace {

using namespace h2;
using namespace h2::hpack;
using test::hex;
using test::lines_of;
using testing::ElementsAre;
using testing::IsEmpty;

byte_buffer encoded(encoder& by, const header_list& list) {
  byte_buffer out;
  by.encode(list, out);
  return out;
}

/// The bits that say how the first field of a block goes.
std::string representation(const header_list& list, encoder_options options = {}) {
  encoder by(options);
  byte_buffer updates;
  by.encode({}, updates);
  const auto first = std::to_integer<unsigned>(encoded(by, list).at(0));
  if (first >= 0x80) return "indexed";
  if (first >= 0x40) return "into the table";
  if (first >= 0x20) return "size update";
  return first >= 0x10 ? "never indexed" : "not indexed";
}

TEST(StaticTable, EveryEntryIsFoundByNameAndValue) {
  for (std::uint32_t i = 1; i <= static_table_size; ++i) {
    const header_field entry = static_entry(i);
    const static_match match = find_static(entry.name, entry.value);
    EXPECT_EQ(match.index, i) << entry;
    EXPECT_TRUE(match.with_value) << entry;
    EXPECT_EQ(static_joined(i).name(), entry.name);
    EXPECT_EQ(static_joined(i).value(), entry.value);
  }
}

TEST(StaticTable, HasTheEntriesOfAppendixAAtTheirPlaces) {
  EXPECT_EQ(static_entry(1), (header_field{":authority", ""}));
  EXPECT_EQ(static_entry(2), (header_field{":method", "GET"}));
  EXPECT_EQ(static_entry(7), (header_field{":scheme", "https"}));
  EXPECT_EQ(static_entry(14), (header_field{":status", "500"}));
  EXPECT_EQ(static_entry(16), (header_field{"accept-encoding", "gzip, deflate"}));
  EXPECT_EQ(static_entry(23), (header_field{"authorization", ""}));
  EXPECT_EQ(static_entry(31), (header_field{"content-type", ""}));
  EXPECT_EQ(static_entry(38), (header_field{"host", ""}));
  EXPECT_EQ(static_entry(58), (header_field{"user-agent", ""}));
  EXPECT_EQ(static_entry(61), (header_field{"www-authenticate", ""}));
}

TEST(StaticTable, ANameAloneGivesItsFirstEntry) {
  EXPECT_EQ(find_static(":method", "PUT").index, 2U);
  EXPECT_FALSE(find_static(":method", "PUT").with_value);
  EXPECT_EQ(find_static(":status", "418").index, 8U);
  EXPECT_EQ(find_static("www-authenticate", "x").index, 61U);
  EXPECT_FALSE(find_static("www-authenticate", "x").with_value);
}

TEST(StaticTable, OtherNamesAreNotInIt) {
  for (const char* name : {"", "te", "x", ":metho", ":methods", "Accept", "grpc-status", "content-typf"}) {
    EXPECT_EQ(find_static(name, "").index, 0U) << name;
    EXPECT_FALSE(find_static(name, "").with_value) << name;
  }
}

TEST(HpackEncoder, AnEmptyListIsAnEmptyBlock) {
  encoder by;
  EXPECT_WIRE_EQ(encoded(by, {}), byte_buffer{});
}

TEST(HpackEncoder, WritesBehindWhatIsThere) {
  encoder by;
  byte_buffer out = hex("00 00 03");
  by.encode({{":method", "GET"}}, out);
  EXPECT_WIRE_EQ(out, hex("00 00 03 82"));
}

TEST(HpackEncoder, AFieldSentOnceIsOneByte) {
  encoder by;
  const header_list list{{":path", "/user.User/GetUser"}, {"te", "trailers"}};
  EXPECT_GT(encoded(by, list).size(), 20U);
  EXPECT_WIRE_EQ(encoded(by, list), hex("bf be"));
  EXPECT_WIRE_EQ(encoded(by, {{"te", "trailers"}}), hex("be")) << "in a list of another length too";
  EXPECT_WIRE_EQ(encoded(by, {{"te", "trailers"}, {":path", "/user.User/GetUser"}}), hex("be bf"));
}

TEST(HpackEncoder, TheNewestOfEqualFieldsIsMeantByItsIndex) {
  encoder by({.max_table_size = 3 * 34});
  byte_buffer out;
  by.encode({{"a", "1"}, {"b", "2"}, {"c", "3"}}, out);
  EXPECT_WIRE_EQ(encoded(by, {{"a", "1"}}), hex("c0"));
  EXPECT_WIRE_EQ(encoded(by, {{"d", "4"}}), hex("40 01 64 01 34"));
  EXPECT_WIRE_EQ(encoded(by, {{"a", "1"}}), hex("40 01 61 01 31")) << "it was evicted by d";
  EXPECT_WIRE_EQ(encoded(by, {{"c", "3"}, {"d", "4"}, {"a", "1"}}), hex("c0 bf be"));
}

TEST(HpackEncoder, ANameInATableIsNotWritten) {
  encoder by;
  EXPECT_WIRE_EQ(encoded(by, {{":authority", "\x01"}}), hex("41 01 01")) << "static";
  EXPECT_WIRE_EQ(encoded(by, {{"x", "\x01"}}), hex("40 01 78 01 01"));
  EXPECT_WIRE_EQ(encoded(by, {{"x", "\x02"}}), hex("7e 01 02")) << "dynamic";
  EXPECT_WIRE_EQ(encoded(by, {{":status", "\x02"}}), hex("48 01 02")) << "the first of the name";
}

TEST(HpackEncoder, TextIsHuffmanCodedWhenThatIsShorter) {
  encoder by;
  EXPECT_WIRE_EQ(encoded(by, {{"www", "\x01\x02"}}), hex("40 03 77 77 77 02 01 02")) << "three bytes either way";
  EXPECT_WIRE_EQ(encoded(by, {{"aaaa", "\x01\x02"}}), hex("40 83 18 c6 3f 02 01 02"));
}

// RFC 7541 §7.1.3: a field marked so is a literal that is never indexed, and nothing else.
TEST(HpackEncoder, AMarkedFieldIsNeverIndexedWhateverTheTablesHold) {
  encoder by;
  (void)encoded(by, {{"token", "1"}});
  const header_list marked{{"token", "1", true}, {":method", "GET", true}};
  const byte_buffer block = encoded(by, marked);
  EXPECT_WIRE_EQ(block, hex("1f 2f 01 31  12 03 47 45 54"));
  EXPECT_WIRE_EQ(encoded(by, marked), block) << "nor the next time";
  EXPECT_THAT(lines_of(by.table()), ElementsAre("token: 1"));
}

// RFC 7541 §7.1.3: fields whose values a guess could find are kept out of tables.
TEST(HpackEncoder, SecretsAreNeverIndexed) {
  EXPECT_EQ(representation({{"authorization", "Bearer 0123456789abcdef"}}), "never indexed");
  EXPECT_EQ(representation({{"proxy-authorization", "Basic x"}}), "never indexed");
  EXPECT_EQ(representation({{"cookie", std::string(19, 'x')}}), "never indexed");
  EXPECT_EQ(representation({{"cookie", std::string(20, 'x')}}), "into the table");
}

TEST(HpackEncoder, WhatSeldomComesTwiceStaysOutOfTheTable) {
  for (const char* name :
       {"age", "content-length", "date", "etag", "grpc-message", "grpc-status-details-bin", "grpc-timeout",
        "if-modified-since", "if-none-match", "last-modified", "location", "set-cookie", "traceparent", "tracestate"}) {
    EXPECT_EQ(representation({{name, "123"}}), "not indexed") << name;
  }
  EXPECT_EQ(representation({{":path", "/search?q=1"}}), "not indexed");
  EXPECT_EQ(representation({{":path", "/user.User/GetUser"}}), "into the table");
  EXPECT_EQ(representation({{"content-type", "application/grpc"}}), "into the table");
  EXPECT_EQ(representation({{"grpc-status", "0"}}), "into the table");
}

TEST(HpackEncoder, WhatWouldEmptyTheTableStaysOutOfIt) {
  const encoder_options small{.max_table_size = 400};
  EXPECT_EQ(representation({{"x", std::string(300 - 33, 'v')}}, small), "into the table");
  EXPECT_EQ(representation({{"x", std::string(300 - 32, 'v')}}, small), "not indexed");
  EXPECT_EQ(representation({{"x", "v"}}, {.max_table_size = 0}), "not indexed");
}

// RFC 7541 §6.3-1: nor is any size update that it sends.
// RFC 7541 §4.2-1: the encoder's table is no larger than the peer allows.
TEST(HpackEncoder, TheTableIsTheSmallerOfOursAndThePeers) {
  encoder by({.max_table_size = 8192});
  EXPECT_EQ(by.table().max_size(), 4096U) << "the default, before the peer has spoken";
  by.set_max_table_size(65536);
  EXPECT_EQ(by.table().max_size(), 8192U);
  by.set_max_table_size(1000);
  EXPECT_EQ(by.table().max_size(), 1000U);
}

// RFC 7541 §4.2-2: a change is said at the beginning of the next block.
TEST(HpackEncoder, AChangedTableSizeIsSaidOnce) {
  encoder by({.max_table_size = 8192});
  by.set_max_table_size(8192);
  EXPECT_WIRE_EQ(encoded(by, {{":method", "GET"}}), hex("3f e1 3f 82"));
  EXPECT_WIRE_EQ(encoded(by, {{":method", "GET"}}), hex("82"));
  by.set_max_table_size(100);
  EXPECT_WIRE_EQ(encoded(by, {{":method", "GET"}}), hex("3f 45 82"));
  EXPECT_WIRE_EQ(encoded(by, {{":method", "GET"}}), hex("82"));
}

TEST(HpackEncoder, ASizeThatIsNoChangeIsNotSaid) {
  encoder by;
  by.set_max_table_size(4096);
  by.set_max_table_size(65536);
  EXPECT_WIRE_EQ(encoded(by, {{":method", "GET"}}), hex("82")) << "ours stays at 4096";
}

TEST(HpackEncoder, ATableSmallerThanTheDefaultIsSaidAtFirst) {
  encoder by({.max_table_size = 100});
  EXPECT_WIRE_EQ(encoded(by, {{":method", "GET"}}), hex("3f 45 82"));
}

// RFC 7541 §4.2-3: of several changes between two blocks, the smallest and then the last are said.
TEST(HpackEncoder, AfterSinkingAndRisingBothAreSaid) {
  encoder by;
  (void)encoded(by, {{"a", "1"}});
  by.set_max_table_size(50);
  by.set_max_table_size(0);
  by.set_max_table_size(200);
  by.set_max_table_size(300);
  EXPECT_WIRE_EQ(encoded(by, {{"a", "1"}}), hex("20 3f 8d 02 40 01 61 01 31")) << "a was evicted in between";
}

TEST(HpackEncoder, AfterSinkingFurtherOnlyTheLastIsSaid) {
  encoder by;
  by.set_max_table_size(200);
  by.set_max_table_size(100);
  EXPECT_WIRE_EQ(encoded(by, {}), hex("3f 45"));
}

TEST(HpackEncoder, ALowerSizeEvictsWhatIsFoundNoMore) {
  encoder by;
  (void)encoded(by, {{"a", "1"}, {"b", "2"}});
  by.set_max_table_size(34);
  EXPECT_WIRE_EQ(encoded(by, {{"b", "2"}, {"a", "1"}}), hex("3f 03 be 00 01 61 01 31"));
}

header_list random_list(std::mt19937_64& random) {
  constexpr std::array<std::string_view, 9> names = {"a",      "te",     "x-one", ":path",     "x-of-some-length",
                                                     "cookie", "x-one2", "date",  "user-agent"};
  header_list list;
  for (std::uint64_t n = random() % 12; n > 0; --n) {
    // Few values, so that fields come again; equal ends and middles, so that hashes collide.
    std::string value(random() % (random() % 20 == 0 ? 500 : 30), 'v');
    if (!value.empty()) value[random() % value.size()] = static_cast<char>('a' + random() % 4);
    list.add(names[random() % names.size()], value, random() % 20 == 0);
  }
  return list;
}

TEST(HpackEncoder, OurDecoderReadsWhatItWritesAndHoldsTheSameTable) {
  std::mt19937_64 random(test::random_seed());
  for (int connection = 0; connection < 20; ++connection) {
    constexpr std::uint32_t most = 10000;
    encoder by({.max_table_size = static_cast<std::uint32_t>(random() % most)});
    decoder d({.max_table_size = most});
    for (int block = 0; block < 200; ++block) {
      SCOPED_TRACE(test::how_to_repeat() + ", connection " + std::to_string(connection) + ", block " +
                   std::to_string(block));
      if (random() % 20 == 0) by.set_max_table_size(static_cast<std::uint32_t>(random() % most));
      const header_list list = random_list(random);
      const byte_buffer out = encoded(by, list);
      header_list got;
      const auto whole = d.decode(out, got);
      ASSERT_TRUE(whole.has_value()) << whole.error().message();
      ASSERT_EQ(got.size(), list.size());
      for (std::size_t i = 0; i < list.size(); ++i) {
        ASSERT_EQ(got[i].name, list[i].name);
        ASSERT_EQ(got[i].value, list[i].value);
        ASSERT_TRUE(got[i].never_indexed || !list[i].never_indexed) << "a mark is never lost";
      }
      ASSERT_EQ(lines_of(d.table()), lines_of(by.table()));
    }
  }
}

}  // namespace
