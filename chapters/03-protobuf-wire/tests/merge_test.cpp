// SPDX-License-Identifier: MIT
//
// The same field more than once: of a scalar the last one counts, lists grow, messages are merged. And messages that
// are used again, which must not show it.
#include "codec_checks.hpp"
#include "hand_messages.hpp"

#include <string>
#include <variant>
#include <vector>

namespace {

using namespace pbwire;
using test::hex;
using test::succeeded;

/// The bytes of what these bytes decode to.
template <class M>
std::string canonical(const std::string& bytes) {
  const result<M> m = decode<M>(bytes, {.partial = true});
  EXPECT_TRUE(succeeded(m));
  return encode(*m);
}

// --- Encoding, "Last One Wins" ------------------------------------------------------------------------------------

TEST(LastOneWins, OfScalars) {
  EXPECT_MESSAGE_EQ(hand::Kinds, canonical<hand::Kinds>(hex("28 01 28 02 28 03")), hex("28 03"));
  EXPECT_MESSAGE_EQ(hand::User, canonical<hand::User>(hex("0a 03 61 62 63 12 01 6e 0a 01 78")),
                    hex("0a 01 78 12 01 6e"));
  EXPECT_MESSAGE_EQ(hand::Maybe, canonical<hand::Maybe>(hex("08 01 08 00")), hex("08 00"));
}

TEST(LastOneWins, OfAZeroToo) { EXPECT_MESSAGE_EQ(hand::Kinds, canonical<hand::Kinds>(hex("28 01 28 00")), ""); }

TEST(LastOneWins, OfEntriesWithTheSameKey) {
  EXPECT_MESSAGE_EQ(hand::Maps, canonical<hand::Maps>(hex("0a 05 0a 01 61 10 01 0a 05 0a 01 61 10 02")),
                    hex("0a 05 0a 01 61 10 02"));
}

TEST(LastOneWins, OfEntriesWholly) {  // the message of the earlier entry is replaced, not merged with
  EXPECT_MESSAGE_EQ(hand::Maps, canonical<hand::Maps>(hex("12 06 08 01 12 02 08 02 12 06 08 01 12 02 10 04")),
                    hex("12 06 08 01 12 02 10 04"));
}

TEST(LastOneWins, InAnEntryAsInAnyMessage) {
  EXPECT_MESSAGE_EQ(hand::Maps, canonical<hand::Maps>(hex("0a 0a 0a 01 61 10 01 0a 01 62 10 02")),
                    hex("0a 05 0a 01 62 10 02"));
  EXPECT_MESSAGE_EQ(hand::Maps, canonical<hand::Maps>(hex("12 0a 12 02 08 02 12 02 10 04 08 01")),
                    hex("12 08 08 01 12 04 08 02 10 04"))
      << "a value that comes in two records is merged";
}

TEST(LastOneWins, OfAOneofsFields) {
  EXPECT_MESSAGE_EQ(hand::Choice, canonical<hand::Choice>(hex("08 01 12 01 61")), hex("12 01 61"));
  EXPECT_MESSAGE_EQ(hand::Choice, canonical<hand::Choice>(hex("12 01 61 08 01")), hex("08 01"));
}

// --- messages are merged ------------------------------------------------------------------------------------------

TEST(Merge, OfAMessageInTwoRecordsKeepsTheFieldsOfBoth) {
  EXPECT_MESSAGE_EQ(hand::Kinds, canonical<hand::Kinds>(hex("82 80 01 02 08 02 82 80 01 02 10 04")),
                    hex("82 80 01 04 08 02 10 04"));
  EXPECT_MESSAGE_EQ(hand::Tree, canonical<hand::Tree>(hex("12 05 0a 01 61 1a 00 12 03 0a 01 62")),
                    hex("12 05 0a 01 62 1a 00"));
  EXPECT_MESSAGE_EQ(hand::Old, canonical<hand::Old>(hex("33 08 05 34 33 12 01 61 34")), hex("33 08 05 12 01 61 34"));
}

TEST(Merge, GoesAllTheWayDown) {
  EXPECT_MESSAGE_EQ(hand::Tree, canonical<hand::Tree>(hex("12 05 12 03 0a 01 61  12 04 12 02 22 00")),
                    hex("12 07 12 05 0a 01 61 22 00"));
}

TEST(Merge, OfAOneofsMessageNeedsItToBeTheOneThatIsSet) {
  EXPECT_MESSAGE_EQ(hand::Choice, canonical<hand::Choice>(hex("1a 02 08 02 1a 02 10 04")), hex("1a 04 08 02 10 04"));
  EXPECT_MESSAGE_EQ(hand::Choice, canonical<hand::Choice>(hex("1a 02 08 02 08 07 1a 02 10 04")), hex("1a 02 10 04"));
  EXPECT_MESSAGE_EQ(hand::Choice, canonical<hand::Choice>(hex("22 02 08 01 22 02 30 05")), hex("22 04 08 01 30 05"));
}

TEST(Merge, OfListsJoinsThem) {
  EXPECT_MESSAGE_EQ(hand::Lists, canonical<hand::Lists>(hex("0a 01 01 3a 01 61 08 02 0a 02 03 04 3a 01 62")),
                    hex("0a 04 01 02 03 04 3a 01 61 3a 01 62"));
}

TEST(Merge, OfAMessageIsAsIfItsBytesStoodBehind) {
  const std::vector<std::string> messages{
      hex("0a 01 61"),
      hex("12 03 0a 01 6c 22 00"),
      hex("1a 02 12 00"),
      hex("12 02 1a 00 0a 01 62"),
      hex("78 05 22 03 0a 01 63"),
  };
  for (const std::string& first : messages) {
    for (const std::string& second : messages) {
      hand::Tree m = *decode<hand::Tree>(first);
      ASSERT_TRUE(succeeded(merge(m, second)));
      EXPECT_MESSAGE_EQ(hand::Tree, encode(m), canonical<hand::Tree>(first + second));
    }
  }
}

TEST(Merge, LeavesWhatTheBytesDoNotSpeakOf) {
  hand::Kinds m = hand::full_kinds();
  ASSERT_TRUE(succeeded(merge(m, hex("28 07"))));
  hand::Kinds expected = hand::full_kinds();
  expected.i32 = 7;
  EXPECT_TRUE(m == expected) << dump(m);
}

// --- decode_into: the same as decode, whatever the message held before --------------------------------------------

/// Decodes one message after the other into the same struct, in every order of two.
template <class M>
void reuse(const std::vector<std::string>& messages) {
  for (const std::string& before : messages) {
    for (const std::string& bytes : messages) {
      M used = *decode<M>(before, {.partial = true});
      ASSERT_TRUE(succeeded(decode_into(used, bytes, {.partial = true})));
      const M fresh = *decode<M>(bytes, {.partial = true});
      EXPECT_TRUE(used == fresh) << "after " << test::to_hex(before) << "\nof " << test::to_hex(bytes) << "\nit is\n"
                                 << dump(used) << "and not\n"
                                 << dump(fresh);
    }
  }
}

TEST(Reuse, OfEveryKindShowsNothingOfWhatWasThere) {
  reuse<hand::Kinds>({"", hand::full_kinds_bytes(), hex("28 05"), hex("4a 03 61 62 63"), hex("82 80 01 02 10 02"),
                      hex("82 80 01 02 08 02 82 80 01 02 10 04"), hex("f8 7f 01")});
}

TEST(Reuse, OfPresenceShowsNothingOfWhatWasThere) {
  reuse<hand::Maybe>({"", hex("08 00 12 00 18 00"), hex("08 05 12 01 61 32 02 08 02"), hex("28 05 32 00")});
}

TEST(Reuse, OfListsShowsNothingOfWhatWasThere) {
  reuse<hand::Lists>({"", encode(hand::full_lists()), hex("0a 00"), hex("08 01 08 02 0a 02 03 04"),
                      hex("0a 01 05 08 06"), hex("2a 02 01 00"), hex("28 01"), hex("3a 01 78"),
                      hex("3a 00 3a 00 3a 00 3a 00 3a 00"), hex("4a 02 08 02"), hex("4a 00 4a 00 4a 02 10 02"),
                      hex("e2 12 04 01 00 00 00"), hex("78 01")});
}

TEST(Reuse, OfMapsShowsNothingOfWhatWasThere) {
  reuse<hand::Maps>({"", hex("0a 05 0a 01 61 10 01 0a 05 0a 01 62 10 02"), hex("0a 05 0a 01 62 10 03"),
                     hex("0a 05 0a 01 61 10 01 0a 05 0a 01 61 10 02 0a 05 0a 01 61 10 03"),
                     hex("12 06 08 01 12 02 08 02"), hex("12 02 08 01 12 02 08 02 12 00"),
                     hex("1a 05 08 01 12 01 78")});
}

TEST(Reuse, OfOneofsShowsNothingOfWhatWasThere) {
  reuse<hand::Choice>({"", hex("08 01"), hex("12 01 61"), hex("1a 02 08 02"), hex("1a 02 08 02 1a 02 10 04"),
                       hex("1a 02 08 02 08 05 1a 02 10 04"), hex("22 02 08 01"), hex("22 02 12 00 22 02 30 05"),
                       hex("28 01 30 02"), hex("12 01 61 08 00")});
}

TEST(Reuse, OfTreesShowsNothingOfWhatWasThere) {
  reuse<hand::Tree>({"", hex("0a 01 61"), hex("12 03 0a 01 6c"), hex("12 02 1a 00 12 02 22 00"),
                     hex("22 00 22 03 0a 01 6d"), hex("22 02 12 00 22 02 1a 00 22 02 22 00"),
                     hex("12 02 78 01 78 02")});
}

TEST(Reuse, OfProto2ShowsNothingOfWhatWasThere) {
  reuse<hand::Old>({"", hex("08 01 12 01 61 18 03"), hex("18 02"), hex("20 01 20 02 20 03"), hex("2a 03 02 02 02"),
                    hex("2a 02 01 03"), hex("33 08 05 34"), hex("33 12 00 34 33 08 01 34"), hex("3b 08 01 3c 3b 3c"),
                    hex("3b 3c"), hex("42 02 08 01"), hex("4a 05 0a 01 61 10 02"), hex("4a 05 0a 01 61 10 01"),
                    hex("52 00 52 02 08 01"), hex("a0 06 07")});
}

TEST(Reuse, KeepsTheMemoryOfStringsAndLists) {
  hand::Lists m;
  ASSERT_TRUE(succeeded(decode_into(m, hex("3a 28") + std::string(40, 'x') + hex("0a 02 01 02"))));
  const char* const text = m.texts[0].data();
  const std::int32_t* const numbers = m.numbers.data();
  ASSERT_TRUE(succeeded(decode_into(m, hex("3a 1e") + std::string(30, 'y') + hex("0a 02 03 04"))));
  EXPECT_EQ(m.texts[0].data(), text);
  EXPECT_EQ(m.numbers.data(), numbers);
}

}  // namespace
