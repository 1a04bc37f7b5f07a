// SPDX-License-Identifier: MIT
//
// RFC 7541 §2.3.2 and §4: what is in the dynamic table after each change.
#include "random_seed.hpp"

#include <h2/hpack/dynamic_table.hpp>

#include <gmock/gmock.h>

#include <deque>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace h2;
using namespace h2::hpack;
using testing::ElementsAre;

/// "name: value", newest first.
std::vector<std::string> content(const dynamic_table& table) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < table.count(); ++i) {
    const header_field field = table[i];
    EXPECT_EQ(table.joined(i).text, std::string(field.name) + std::string(field.value));
    EXPECT_EQ(table.joined(i).name_size, field.name.size());
    lines.push_back(std::string(field.name) + ": " + std::string(field.value));
  }
  return lines;
}

// RFC 7541 §4.1: an entry's size is that of its name and value, without Huffman, and 32.
TEST(DynamicTable, AnEntryCostsItsLettersAnd32) {
  dynamic_table table;
  table.add("custom-key", "custom-header");
  EXPECT_EQ(table.size(), 55U);
  table.add("", "");
  EXPECT_EQ(table.size(), 55U + 32U);
}

TEST(DynamicTable, BeginsEmpty) {
  const dynamic_table table(100);
  EXPECT_EQ(table.count(), 0U);
  EXPECT_EQ(table.size(), 0U);
  EXPECT_EQ(table.max_size(), 100U);
  EXPECT_EQ(table.added(), 0U);
}

TEST(DynamicTable, TheNewestIsFirst) {
  dynamic_table table;
  table.add("a", "1");
  table.add("b", "2");
  table.add("c", "3");
  EXPECT_THAT(content(table), ElementsAre("c: 3", "b: 2", "a: 1"));
  EXPECT_EQ(table.added(), 3U);
}

TEST(DynamicTable, TheSameFieldMayBeThereTwice) {
  dynamic_table table;
  table.add("a", "1");
  table.add("a", "1");
  EXPECT_THAT(content(table), ElementsAre("a: 1", "a: 1"));
  EXPECT_EQ(table.size(), 68U);
}

TEST(DynamicTable, IsFilledToTheLastByte) {
  dynamic_table table(3 * 34);
  for (const char* value : {"1", "2", "3"}) table.add("a", value);
  EXPECT_THAT(content(table), ElementsAre("a: 3", "a: 2", "a: 1"));
  EXPECT_EQ(table.size(), table.max_size());
}

// RFC 7541 §4.4: before a field is added, entries go from the end until it fits.
TEST(DynamicTable, OneByteTooManyEvictsTheOldest) {
  dynamic_table table(3 * 34 - 1);
  for (const char* value : {"1", "2", "3"}) table.add("a", value);
  EXPECT_THAT(content(table), ElementsAre("a: 3", "a: 2"));
  EXPECT_EQ(table.size(), 68U);
  EXPECT_EQ(table.added(), 3U) << "evicted ones keep their number";
}

TEST(DynamicTable, ALargeFieldEvictsSeveral) {
  dynamic_table table(4 * 34);
  for (const char* value : {"1", "2", "3", "4"}) table.add("a", value);
  table.add("b", std::string(36, 'x'));  // 69 bytes: two entries and a byte
  EXPECT_THAT(content(table), ElementsAre("b: " + std::string(36, 'x'), "a: 4"));
  EXPECT_EQ(table.size(), 69U + 34U);
}

TEST(DynamicTable, AFieldAsLargeAsTheTableIsAloneInIt) {
  dynamic_table table(64);
  table.add("a", "1");
  table.add("b", std::string(31, 'x'));
  EXPECT_THAT(content(table), ElementsAre("b: " + std::string(31, 'x')));
  EXPECT_EQ(table.size(), 64U);
}

// RFC 7541 §4.4: a field larger than the table empties it, which is no error.
TEST(DynamicTable, AFieldLargerThanTheTableEmptiesIt) {
  dynamic_table table(64);
  table.add("a", "1");
  table.add("b", std::string(32, 'x'));
  EXPECT_EQ(table.count(), 0U);
  EXPECT_EQ(table.size(), 0U);
  EXPECT_EQ(table.added(), 1U) << "it was never in it";
  table.add("c", "3");
  EXPECT_THAT(content(table), ElementsAre("c: 3"));
}

// RFC 7541 §4.3: a lower maximum evicts from the end until the size is within it.
TEST(DynamicTable, ALowerMaximumEvictsAtOnce) {
  dynamic_table table(4 * 34);
  for (const char* value : {"1", "2", "3", "4"}) table.add("a", value);
  table.set_max_size(2 * 34 + 33);
  EXPECT_THAT(content(table), ElementsAre("a: 4", "a: 3"));
  table.set_max_size(2 * 34);
  EXPECT_THAT(content(table), ElementsAre("a: 4", "a: 3")) << "it fits exactly";
  EXPECT_EQ(table.size(), 68U);
}

TEST(DynamicTable, AHigherMaximumBringsNothingBack) {
  dynamic_table table(4 * 34);
  for (const char* value : {"1", "2", "3", "4"}) table.add("a", value);
  table.set_max_size(34);
  table.set_max_size(4 * 34);
  EXPECT_THAT(content(table), ElementsAre("a: 4"));
  table.add("a", "5");
  EXPECT_THAT(content(table), ElementsAre("a: 5", "a: 4"));
}

// RFC 7541 §4.2: a maximum of 0 empties the table.
TEST(DynamicTable, OfSizeZeroHoldsNothing) {
  dynamic_table table;
  table.add("a", "1");
  table.set_max_size(0);
  EXPECT_EQ(table.count(), 0U);
  EXPECT_EQ(table.size(), 0U);
  table.add("", "");
  EXPECT_EQ(table.count(), 0U) << "even an empty field costs 32";
}

// RFC 7541 §4.4: the new entry may have the name of an entry that it evicts.
TEST(DynamicTable, ANameMayBeThatOfAnEntryWhichGoes) {
  // Long and short texts, so that the name lies in a full block of text, in one with room, and in a small one.
  for (const std::size_t size : {1U, 10U, 100U, 1000U}) {
    SCOPED_TRACE(size);
    const std::string name(size, 'n');
    const auto entry = static_cast<std::uint32_t>(size + 4 + entry_overhead);
    dynamic_table table(entry + entry / 2);
    table.add(name, "0000");
    for (int i = 1; i < 50; ++i) {
      const std::string value = std::to_string(1000 + i);
      table.add(table[0].name, value);
      ASSERT_THAT(content(table), ElementsAre(name + ": " + value));
      ASSERT_EQ(table.size(), entry);
    }
  }
}

TEST(DynamicTable, AWholeEntryMayBeAddedToItsOwnTable) {
  dynamic_table table(3 * 44);
  table.add("first", "1234567");
  table.add("other", "7654321");
  for (int i = 0; i < 50; ++i) {
    const header_field oldest = table[table.count() - 1];
    const std::string line = std::string(oldest.name) + ": " + std::string(oldest.value);
    table.add(oldest.name, oldest.value);
    ASSERT_EQ(content(table).front(), line);
  }
}

TEST(DynamicTable, ATextLargerThanAllCountsIsMeasuredIn64Bits) {
  // Four gigabytes that are not there: only their length is looked at.
  const std::string_view huge("", 0xffff'ffe0);
  dynamic_table table;
  table.add("a", "1");
  table.add("", huge);
  EXPECT_EQ(table.count(), 0U) << "2^32 - 32 + 32 is 0 in 32 bits";
}

/// The table as §4 tells it, with no thought of speed.
struct plain_table {
  std::deque<std::pair<std::string, std::string>> entries;
  std::size_t max_size;

  [[nodiscard]] std::size_t size() const {
    std::size_t total = 0;
    for (const auto& [name, value] : entries) total += name.size() + value.size() + 32;
    return total;
  }
  void evict(std::size_t limit) {
    while (size() > limit) entries.pop_back();
  }
  void add(const std::string& name, const std::string& value) {
    const std::size_t more = name.size() + value.size() + 32;
    evict(more > max_size ? 0 : max_size - more);
    if (more <= max_size) entries.emplace_front(name, value);
  }
};

TEST(DynamicTable, RandomChangesLeaveWhatAPlainListWouldHold) {
  std::mt19937_64 random(test::random_seed());
  for (int round = 0; round < 20; ++round) {
    const auto max_size = static_cast<std::uint32_t>(random() % 2000);
    dynamic_table table(max_size);
    plain_table plain{{}, max_size};
    for (int step = 0; step < 500; ++step) {
      SCOPED_TRACE(test::how_to_repeat() + ", round " + std::to_string(round) + ", step " + std::to_string(step));
      const std::string value(random() % (random() % 100 == 0 ? 3000 : 60), static_cast<char>('a' + random() % 26));
      if (random() % 50 == 0) {
        plain.max_size = random() % 2000;
        plain.evict(plain.max_size);
        table.set_max_size(static_cast<std::uint32_t>(plain.max_size));
      } else if (random() % 3 == 0 && table.count() > 0) {
        const std::size_t i = random() % table.count();
        plain.add(std::string(plain.entries[i].first), value);
        table.add(table[i].name, value);
      } else {
        const std::string name = "name-" + std::to_string(random() % 1000);
        plain.add(name, value);
        table.add(name, value);
      }
      std::vector<std::string> expected;
      for (const auto& [name, text] : plain.entries) expected.push_back(name + ": " + text);
      ASSERT_EQ(content(table), expected);
      ASSERT_EQ(table.size(), plain.size());
    }
  }
}

}  // namespace
