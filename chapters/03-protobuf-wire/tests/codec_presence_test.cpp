// SPDX-License-Identifier: MIT
//
// Presence: whether a field that is zero is a field that is there.
#include "codec_checks.hpp"
#include "hand_messages.hpp"

#include <cmath>
#include <string>
#include <variant>

namespace {

using namespace pbwire;
using test::both_ways;
using test::failed;
using test::hex;
using test::succeeded;

// --- implicit: a zero is not sent ---------------------------------------------------------------------------------

TEST(ImplicitPresence, SendsNoZeros) {
  hand::Kinds m;
  m.f64 = 0.0;
  m.color = hand::Color::RED;
  m.text = "";
  both_ways(m, "");
}

TEST(ImplicitPresence, SendsMinusZero) {  // which differs from zero in its bits, and they are what counts
  hand::Kinds m;
  m.f64 = -0.0;
  m.f32 = -0.0F;
  both_ways(m, hex("09 00 00 00 00 00 00 00 80 15 00 00 00 80"));
  EXPECT_TRUE(std::signbit(decode<hand::Kinds>(encode(m))->f64));
}

TEST(ImplicitPresence, TakesAZeroThatSomebodySent) {
  const result<hand::Kinds> m = decode<hand::Kinds>(hex("28 05 28 00 4a 01 61 4a 00"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_TRUE(*m == hand::Kinds{});
  EXPECT_MESSAGE_EQ(hand::Kinds, encode(*m), "");
}

TEST(ImplicitPresence, OfAMessageIsExplicitAllTheSame) {
  hand::Kinds m;
  m.point.emplace();
  both_ways(m, hex("82 80 01 00"));
}

// --- explicit: a zero that was set is sent ------------------------------------------------------------------------

TEST(ExplicitPresence, SendsZerosThatWereSet) {
  hand::Maybe m;
  both_ways(m, "");
  m.number = 0;
  m.text = "";
  m.yes = false;
  m.ratio = 0.0;
  m.color = hand::Color::RED;
  m.point.emplace();
  both_ways(m, hex("08 00 12 00 18 00 21 00 00 00 00 00 00 00 00 28 00 32 00"));
}

TEST(ExplicitPresence, IsReadFromTheBytes) {
  const result<hand::Maybe> m = decode<hand::Maybe>(hex("08 00 18 01"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->number, 0);
  EXPECT_EQ(m->yes, true);
  EXPECT_FALSE(m->text.has_value());
  EXPECT_FALSE(m->point.has_value());
}

TEST(ExplicitPresence, OfABoxIsThatOfItsMessage) {
  hand::Tree m;
  both_ways(m, "");
  m.left.emplace();
  both_ways(m, hex("12 00"));
}

TEST(ExplicitPresence, InProto2IsThatOfEveryField) {
  hand::Old m;
  m.id = 0;
  m.text = "";
  m.level = hand::Level::LOW;
  m.part.emplace().n = 0;
  m.part->s = "";
  both_ways(m, hex("08 00 12 00 18 01 33 08 00 12 00 34"));
}

// --- oneof: at most one is there, and its zero is sent ------------------------------------------------------------

TEST(Oneof, SendsTheOneThatIsSetEvenIfItIsZero) {
  hand::Choice m;
  m.pick.emplace<1>(0);
  both_ways(m, hex("08 00"));
  m.pick.emplace<2>();
  both_ways(m, hex("12 00"));
  m.pick.emplace<3>();
  both_ways(m, hex("1a 00"));
  m.pick.emplace<5>(hand::Color::RED);
  both_ways(m, hex("28 00"));
}

TEST(Oneof, MayHoldAMessageOfItsOwnType) {
  hand::Choice inner;
  inner.pick.emplace<2>("in");
  hand::Choice m;
  m.pick.emplace<4>(inner);
  m.after = 1;
  both_ways(m, hex("22 04 12 02 69 6e 30 01"));
}

TEST(Oneof, OfAnEmptyBoxSendsNothing) {
  hand::Choice m;
  m.pick.emplace<4>();
  EXPECT_MESSAGE_EQ(hand::Choice, encode(m), "");
  EXPECT_EQ(pbwire::size(m), 0U);
}

TEST(Oneof, NamesItsFieldInErrors) {
  EXPECT_TRUE(failed(decode<hand::Choice>(hex("22 03 12 01 ff")), errc::invalid_utf8, 3, "again.text"));
}

// --- required -----------------------------------------------------------------------------------------------------

TEST(Required, FieldsMustBeThere) {
  EXPECT_TRUE(failed(decode<hand::Old>(""), errc::missing_required, 0, "id"));
  EXPECT_TRUE(failed(decode<hand::Old>(hex("08 01 33 34")), errc::missing_required, 4, "part.n"));
  EXPECT_TRUE(failed(decode<hand::Old>(hex("08 01 42 00")), errc::missing_required, 4, "inner.id"));
  EXPECT_TRUE(failed(decode<hand::Old>(hex("08 01 52 02 08 01 52 00")), errc::missing_required, 8, "list[1].id"));
}

TEST(Required, FieldsMayBeMissingIfAsked) {
  EXPECT_TRUE(succeeded(decode<hand::Old>("", {.partial = true})));
  EXPECT_TRUE(succeeded(decode<hand::Old>(hex("42 00"), {.partial = true})));
}

TEST(Required, FieldsMayComeInALaterRecordOfTheMessage) {
  EXPECT_TRUE(succeeded(decode<hand::Old>(hex("08 01 42 00 42 02 08 02"))));
}

}  // namespace
