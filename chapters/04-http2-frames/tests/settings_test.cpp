// SPDX-License-Identifier: MIT
//
// Settings and their acknowledgement (RFC 9113 §6.5).
#include <h2/settings.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace h2;

std::string to_text(const settings& s) {
  return "HEADER_TABLE_SIZE " + std::to_string(s.header_table_size) + ", ENABLE_PUSH " + std::to_string(s.enable_push) +
         ", MAX_CONCURRENT_STREAMS " + std::to_string(s.max_concurrent_streams) + ", INITIAL_WINDOW_SIZE " +
         std::to_string(s.initial_window_size) + ", MAX_FRAME_SIZE " + std::to_string(s.max_frame_size) +
         ", MAX_HEADER_LIST_SIZE " + std::to_string(s.max_header_list_size);
}

void expect_same(const settings& actual, const settings& expected) {
  EXPECT_TRUE(actual == expected) << "  actual    " << to_text(actual) << "\n  expected  " << to_text(expected);
}

void expect_acknowledged(settings_exchange& ours, const settings& expected) {
  const result<settings> now = ours.acknowledged();
  ASSERT_TRUE(now.has_value()) << now.error().message();
  expect_same(*now, expected);
  expect_same(ours.in_force(), expected);
}

constexpr settings every_other = {.header_table_size = 0,
                                  .enable_push = false,
                                  .max_concurrent_streams = 0,
                                  .initial_window_size = 0x7fff'ffff,
                                  .max_frame_size = 0xff'ffff,
                                  .max_header_list_size = 8192};

// RFC 9113 §6.5.2: what holds before any SETTINGS has come.
TEST(Settings, BeginWithTheDefaults) {
  const settings initial;
  EXPECT_EQ(initial.header_table_size, 4096U);
  EXPECT_TRUE(initial.enable_push);
  EXPECT_EQ(initial.max_concurrent_streams, 0xffff'ffffU) << "no limit";
  EXPECT_EQ(initial.initial_window_size, 65535U);
  EXPECT_EQ(initial.max_frame_size, 16384U);
  EXPECT_EQ(initial.max_header_list_size, 0xffff'ffffU) << "no limit";
}

// RFC 9113 §6.5: a frame changes what it names, and the rest stays.
TEST(Settings, ApplyChangesOnlyWhatIsNamed) {
  const settings after = apply(every_other, {.values = {{setting_id::max_concurrent_streams, 7}}});
  settings expected = every_other;
  expected.max_concurrent_streams = 7;
  expect_same(after, expected);
  expect_same(apply(every_other, {}), every_other);
}

TEST(Settings, ApplyKnowsAllSix) {
  const settings after = apply({}, {.values = {{setting_id::header_table_size, 0},
                                               {setting_id::enable_push, 0},
                                               {setting_id::max_concurrent_streams, 0},
                                               {setting_id::initial_window_size, 0x7fff'ffff},
                                               {setting_id::max_frame_size, 0xff'ffff},
                                               {setting_id::max_header_list_size, 8192}}});
  expect_same(after, every_other);
  EXPECT_TRUE(apply(after, {.values = {{setting_id::enable_push, 1}}}).enable_push);
}

// RFC 9113 §6.5.3: values are processed in the order in which they appear; so the last of a kind holds.
TEST(Settings, TheLastOfAKindHolds) {
  const settings after =
      apply({}, {.values = {{setting_id::initial_window_size, 1}, {setting_id::initial_window_size, 2}}});
  EXPECT_EQ(after.initial_window_size, 2U);
}

// RFC 9113 §6.5.2: an unknown identifier must be ignored.
TEST(Settings, UnknownOnesChangeNothing) {
  expect_same(apply({}, {.values = {{static_cast<setting_id>(0), 5},
                                    {static_cast<setting_id>(7), 5},
                                    {static_cast<setting_id>(0xffff), 5}}}),
              {});
}

TEST(Settings, DifferenceIsWhatMustBeSaid) {
  EXPECT_TRUE(difference(every_other, every_other).values.empty());
  EXPECT_EQ(difference({}, every_other).values.size(), 6U);
  expect_same(apply({}, difference({}, every_other)), every_other);
  expect_same(apply(every_other, difference(every_other, {})), {});
  settings other = every_other;
  other.max_frame_size = 16384;
  const settings_frame said = difference(every_other, other);
  ASSERT_EQ(said.values.size(), 1U);
  EXPECT_EQ(said.values[0], (setting{setting_id::max_frame_size, 16384}));
  EXPECT_FALSE(said.ack);
}

constexpr settings first = {.initial_window_size = 1};
constexpr settings second = {.initial_window_size = 2};

// RFC 9113 §6.5.3: settings hold for the sender once they are acknowledged, not when they are sent.
TEST(SettingsExchange, NothingHoldsBeforeItsAck) {
  settings_exchange ours;
  ours.sent(first);
  expect_same(ours.in_force(), {});
  expect_same(ours.latest(), first);
  EXPECT_EQ(ours.waiting(), 1U);
  expect_acknowledged(ours, first);
  EXPECT_EQ(ours.waiting(), 0U);
  expect_same(ours.latest(), first);
}

// RFC 9113 §6.5.3: an ACK names no settings; it means the oldest that wait, for frames come in order.
TEST(SettingsExchange, EachAckMeansTheOldest) {
  settings_exchange ours;
  ours.sent(first);
  ours.sent(second);
  expect_same(ours.latest(), second);
  expect_acknowledged(ours, first);
  EXPECT_EQ(ours.waiting(), 1U);
  expect_same(ours.latest(), second);
  ours.sent(first);
  expect_acknowledged(ours, second);
  expect_acknowledged(ours, first);
  EXPECT_EQ(ours.waiting(), 0U);
}

TEST(SettingsExchange, AnAckOfNothingIsAConnectionError) {
  settings_exchange ours;
  const auto expect_refused = [&ours] {
    const result<settings> r = ours.acknowledged();
    ASSERT_FALSE(r.has_value()) << "an ACK for nothing was taken for " << to_text(*r);
    EXPECT_EQ(name_of(r.error().code), "PROTOCOL_ERROR");
    EXPECT_EQ(r.error().scope, error_scope::connection);
    EXPECT_EQ(r.error().clause, "RFC 9113 §6.5.3");
  };
  expect_refused();
  ours.sent(first);
  expect_acknowledged(ours, first);
  expect_refused();
  expect_same(ours.in_force(), first);
}

}  // namespace
