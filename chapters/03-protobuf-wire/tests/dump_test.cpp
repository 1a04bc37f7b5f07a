// SPDX-License-Identifier: MIT
//
// Messages as text. What libprotobuf prints of the same messages is in data/golden; here is what each part looks like.
#include "codec_checks.hpp"
#include "hand_extensions.hpp"
#include "hand_messages.hpp"

#include <string>

namespace {

using namespace pbwire;
using test::hex;

template <class M>
std::string dumped(const std::string& bytes, const extension_registry* known = nullptr) {
  const result<M> m = decode<M>(bytes, {.partial = true, .extensions = known});
  EXPECT_TRUE(test::succeeded(m));
  return m ? dump(*m) : "";
}

TEST(Dump, IsOneFieldALine) {
  EXPECT_EQ(dump(hand::User{"1", "wohu", "3-2", {}}), "id: \"1\"\nname: \"wohu\"\nclass: \"3-2\"\n");
}

TEST(Dump, OfNothingIsNothing) {
  EXPECT_EQ(dump(hand::Kinds{}), "");
  EXPECT_EQ(dump(hand::Maybe{}), "");
}

TEST(Dump, ShowsZerosThatWereSet) { EXPECT_EQ(dumped<hand::Maybe>(hex("08 00 18 00")), "number: 0\nyes: false\n"); }

TEST(Dump, IndentsMessagesAndGroups) {
  EXPECT_EQ(dumped<hand::Tree>(hex("12 05 0a 01 6c 1a 00")), "left {\n  name: \"l\"\n  right {\n  }\n}\n");
  EXPECT_EQ(dumped<hand::Old>(hex("33 08 05 34 3b 3c")), "Part {\n  n: 5\n}\nBit {\n}\n")
      << "a group has its type's name";
}

TEST(Dump, NamesEnums) {
  EXPECT_EQ(dumped<hand::Kinds>(hex("70 05")), "color: BLUE\n");
  EXPECT_EQ(dumped<hand::Kinds>(hex("70 4d")), "color: 77\n") << "a number without a name";
}

TEST(Dump, RepeatsTheNameOfARepeatedField) {
  EXPECT_EQ(dumped<hand::Lists>(hex("0a 02 01 02 2a 01 01")), "numbers: 1\nnumbers: 2\nflags: true\n");
}

TEST(Dump, ShowsMapsAsEntriesSortedByKey) {
  EXPECT_EQ(dumped<hand::Maps>(hex("0a 05 0a 01 62 10 02 0a 05 0a 01 61 10 01")),
            "counts {\n  key: \"a\"\n  value: 1\n}\ncounts {\n  key: \"b\"\n  value: 2\n}\n");
}

TEST(Dump, EscapesWhatIsNotPrintable) {
  EXPECT_EQ(dumped<hand::User>(hex("12 07 22 5c 0a 09 01 27 41")), "name: \"\\\"\\\\\\n\\t\\001\\'A\"\n");
}

TEST(Dump, ShowsUnknownFieldsByNumber) {
  EXPECT_EQ(dumped<hand::User>(hex("20 05 29 01 00 00 00 00 00 00 00 45 02 00 00 00")),
            "4: 5\n5: 0x0000000000000001\n8: 0x00000002\n");
}

TEST(Dump, GuessesWhetherUnknownBytesAreAMessage) {
  EXPECT_EQ(dumped<hand::User>(hex("32 02 08 05")), "6 {\n  1: 5\n}\n");
  EXPECT_EQ(dumped<hand::User>(hex("32 02 68 ff")), "6: \"h\\377\"\n");
  EXPECT_EQ(dumped<hand::User>(hex("32 00")), "6: \"\"\n");
}

TEST(Dump, PutsTheNameOfAnExtensionInBrackets) {
  const extension_registry known = hand::all_extensions();
  EXPECT_EQ(dumped<hand::Old>(hex("08 01 a0 06 07 b2 06 02 08 02"), &known),
            "id: 1\n[hand.size]: 7\n[hand.more] {\n  id: 2\n}\n");
}

}  // namespace
