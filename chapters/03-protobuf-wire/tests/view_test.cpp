// SPDX-License-Identifier: MIT
//
// Messages looked at where they lie: the same verdict as decode, and the same values.
#include "hand_messages.hpp"
#include "view_checks.hpp"

#include <random>
#include <string>
#include <vector>

namespace {

using namespace pbwire;
using test::agree;
using test::collect;
using test::failed;
using test::hex;
using test::succeeded;

/// The same for every truncation of the bytes, and for `count` damaged copies of them.
template <class V, class M>
void agree_on_all(const std::string& bytes, std::size_t count = 1500) {
  agree<V, M>(bytes, {.partial = true});
  for (std::size_t size = 0; size < bytes.size() && !testing::Test::HasFailure(); ++size) {
    agree<V, M>(bytes.substr(0, size), {.partial = true});
  }
  std::mt19937 random(17);
  for (std::size_t i = 0; i < count && !testing::Test::HasFailure(); ++i) {
    std::string damaged = bytes;
    for (std::size_t times = 1 + random() % 3; times > 0; --times) {
      const std::size_t at = random() % damaged.size();
      switch (random() % 4) {
        case 0: damaged[at] = static_cast<char>(random()); break;
        case 1: damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8)); break;
        case 2: damaged.insert(at, 1, static_cast<char>(random() % 4 == 0 ? 0x80 : random())); break;
        default: damaged.erase(at, 1); break;
      }
      if (damaged.empty()) break;
    }
    agree<V, M>(damaged, {.partial = true});
  }
}

std::string some_maps() {
  return hex(
      "0a 05 0a 01 61 10 01 0a 05 0a 01 62 10 02 0a 05 0a 01 61 10 03 12 06 08 01 12 02 08 02 12 02 08 02"
      "1a 05 08 01 12 01 74 22 04 08 01 10 05 22 02 10 01 78 05");
}

std::string some_tree() {
  return hex("0a 01 72 12 07 0a 01 6c 1a 02 22 00 22 00 78 01 22 05 0a 01 6d 22 00 7b 08 01 7c 22 00");
}

std::string some_old() {
  return hex(
      "08 01 12 01 61 33 08 05 12 01 62 34 3b 08 01 3c 78 05 3b 3c 42 04 08 02 3b 3c 52 02 08 03 52 02 08 04"
      "5a 06 08 07 12 02 08 08");
}

TEST(View, SeesWhatDecodeGives) {
  agree<hand::KindsView, hand::Kinds>(hand::full_kinds_bytes());
  agree<hand::ListsView, hand::Lists>(encode(hand::full_lists()));
  agree<hand::MapsView, hand::Maps>(some_maps());
  agree<hand::TreeView, hand::Tree>(some_tree());
  agree<hand::OldView, hand::Old>(some_old());
  for (const char* bytes :
       {"", "08 00", "12 01 61", "1a 02 08 02", "22 04 22 02 08 07", "28 01", "08 01 12 01 61 30 07"}) {
    agree<hand::ChoiceView, hand::Choice>(hex(bytes));
  }
}

TEST(View, OfKindsAgreesWithDecodeOnDamagedBytes) {
  agree_on_all<hand::KindsView, hand::Kinds>(hand::full_kinds_bytes());
}
TEST(View, OfListsAgreesWithDecodeOnDamagedBytes) {
  agree_on_all<hand::ListsView, hand::Lists>(encode(hand::full_lists()));
}
TEST(View, OfMapsAgreesWithDecodeOnDamagedBytes) { agree_on_all<hand::MapsView, hand::Maps>(some_maps()); }
TEST(View, OfTreesAgreesWithDecodeOnDamagedBytes) { agree_on_all<hand::TreeView, hand::Tree>(some_tree()); }
TEST(View, OfProto2AgreesWithDecodeOnDamagedBytes) { agree_on_all<hand::OldView, hand::Old>(some_old()); }
TEST(View, OfOneofsAgreesWithDecodeOnDamagedBytes) {
  agree_on_all<hand::ChoiceView, hand::Choice>(hex("22 09 12 01 61 1a 02 08 02 30 05 30 07"));
}

TEST(View, OfLongPackedFieldsAgreesWithDecodeOnDamagedBytes) {
  hand::Lists m;
  std::mt19937_64 random(5);
  for (int i = 0; i < 60; ++i) m.signs.push_back(static_cast<std::int64_t>(random() >> random() % 64));
  m.texts = {std::string(100, 'x')};
  agree_on_all<hand::ListsView, hand::Lists>(encode(m), 3000);
}

// --- text points into the input -----------------------------------------------------------------------------------

TEST(View, DoesNotCopy) {
  const std::string bytes = hex("4a 03 61 62 63");
  EXPECT_EQ(decode_view<hand::KindsView>(bytes)->text.data(), bytes.data() + 2);
}

TEST(View, ChecksUtf8AsDecodeDoes) {
  EXPECT_TRUE(failed(decode_view<hand::KindsView>(hex("4a 01 ff")), errc::invalid_utf8, 1, "text"));
  EXPECT_TRUE(failed(decode_view<hand::TreeView>(hex("12 03 0a 01 ff")), errc::invalid_utf8, 3, "left.name"));
  EXPECT_TRUE(succeeded(decode_view<hand::KindsView>(hex("62 01 ff"))));
}

// --- repeated fields and maps are read while one walks through them -----------------------------------------------

TEST(RepeatedView, WalksThroughPackedAndSingleRecords) {
  const std::string bytes = hex("08 01 0a 02 02 03 12 01 09 0a 00 08 04 3a 01 61 0a 01 05");
  const result<hand::ListsView> view = decode_view<hand::ListsView>(bytes);
  ASSERT_TRUE(succeeded(view));
  EXPECT_EQ(collect(view->numbers), (std::vector<std::int32_t>{1, 2, 3, 4, 5}));
  EXPECT_EQ(collect(view->loose), (std::vector<std::int32_t>{9}));
}

TEST(RepeatedView, OfEmptyPackedRecordsIsEmpty) {
  const std::string bytes = hex("0a 00 0a 00");
  EXPECT_TRUE(collect(decode_view<hand::ListsView>(bytes)->numbers).empty());
}

TEST(RepeatedView, CanBeWalkedAgain) {
  const std::string bytes = hex("3a 01 61 3a 01 62");
  const result<hand::ListsView> view = decode_view<hand::ListsView>(bytes);
  EXPECT_EQ(collect(view->texts), collect(view->texts));
}

TEST(RepeatedView, StepsOverWhatStandsBetweenItsRecords) {
  const std::string bytes =
      hex("3a 01 61 7b 08 01 7c 79 00 00 00 00 00 00 00 00 7d 00 00 00 00 7a 01 3a 78 3a 3a 01 62");
  const result<hand::ListsView> view = decode_view<hand::ListsView>(bytes);
  ASSERT_TRUE(succeeded(view));
  EXPECT_EQ(collect(view->texts), (std::vector<std::string_view>{"a", "b"}));
}

TEST(MapView, GivesTheLastValueOfAKey) {
  const std::string bytes = some_maps();
  const result<hand::MapsView> view = decode_view<hand::MapsView>(bytes);
  ASSERT_TRUE(succeeded(view));
  EXPECT_EQ(view->counts.size(), 3U) << "as they came";
  EXPECT_EQ(view->counts.value_or("a", -1), 3);
  EXPECT_EQ(view->counts.value_or("b", -1), 2);
  EXPECT_EQ(view->counts.value_or("c", -1), -1);
  EXPECT_EQ(view->points.value_or(1, {}).x, 1);
}

// --- what a view cannot do ----------------------------------------------------------------------------------------

TEST(View, RefusesAMessageInSeveralRecords) {
  EXPECT_TRUE(failed(decode_view<hand::TreeView>(hex("12 00 12 00")), errc::view_of_split_message, 2, "left"));
  EXPECT_TRUE(
      failed(decode_view<hand::OldView>(hex("08 01 33 08 01 34 33 34")), errc::view_of_split_message, 6, "part"));
  EXPECT_TRUE(
      failed(decode_view<hand::TreeView>(hex("12 04 1a 00 1a 00")), errc::view_of_split_message, 4, "left.right"));
  EXPECT_TRUE(succeeded(decode_view<hand::TreeView>(hex("12 00 1a 00 22 00 22 00"))));
}

// --- required -----------------------------------------------------------------------------------------------------

TEST(View, DemandsRequiredFields) {
  EXPECT_TRUE(failed(decode_view<hand::OldView>(""), errc::missing_required, 0, "id"));
  EXPECT_TRUE(failed(decode_view<hand::OldView>(hex("08 01 33 34")), errc::missing_required, 4, "part.n"));
  EXPECT_TRUE(succeeded(decode_view<hand::OldView>("", {.partial = true})));
  for (const char* bytes : {"08 01 42 00", "08 01 52 02 08 01 52 00", "08 01 5a 02 08 07", "08 01 5a 02 12 00",
                            "08 01 5a 00", "08 01 5a 06 08 07 12 02 08 08"}) {
    agree<hand::OldView, hand::Old>(hex(bytes));
  }
}

TEST(View, DemandsThemInEntriesThatAreReplacedToo) {  // where decode, which has forgotten the entry, does not
  const std::string bytes = hex("08 01 5a 04 08 07 12 00 5a 06 08 07 12 02 08 08");
  EXPECT_TRUE(succeeded(decode<hand::Old>(bytes)));
  EXPECT_TRUE(failed(decode_view<hand::OldView>(bytes), errc::missing_required, 8, "old_by_number.value.id"));
}

// --- depth --------------------------------------------------------------------------------------------------------

TEST(View, OpensWhatALargerDepthLimitLetIn) {
  std::string bytes, groups;
  for (int i = 0; i < 150; ++i) {
    std::string around;
    bytes = (around += '\x12') +
            (bytes.size() < 128
                 ? std::string(1, static_cast<char>(bytes.size()))
                 : std::string{static_cast<char>(bytes.size() % 128 + 128), static_cast<char>(bytes.size() / 128)}) +
            bytes;
    groups = hex("7b") + groups + hex("7c");
  }
  EXPECT_FALSE(decode_view<hand::TreeView>(bytes).has_value());
  agree<hand::TreeView, hand::Tree>(bytes, {.depth_limit = 200});
  agree<hand::TreeView, hand::Tree>(hex("22 00") + groups + hex("22 00"), {.depth_limit = 200});
}

}  // namespace
