// SPDX-License-Identifier: MIT
//
// The bounds of limits.hpp that gob keeps to, each from both sides.
#include "support/golden_types.hpp"
#include "support/hand_made.hpp"

namespace {

using namespace netrpc;
using namespace test;

TEST(GobLimits, NestingCountsLevelsOfValues) {
  limits bounds;
  bounds.nesting = 10;
  const auto chain = [](int length) {
    std::shared_ptr<go::Node> first;
    for (int i = 0; i < length; ++i) first = std::make_shared<go::Node>(go::Node{i, first});
    gob::encoder encoder;
    bytes out;
    EXPECT_TRUE(test::succeeded(encoder.encode(*first, out)));
    return out;
  };
  gob::decoder decoder(nullptr, bounds);
  decoder.receive(chain(10));
  go::Node node;
  EXPECT_TRUE(test::succeeded(decoder.decode(node)));
  EXPECT_EQ(refusal<go::Node>(chain(11), bounds).code, errc::too_deep);
}

TEST(GobLimits, NestingHoldsForDefinitionsToo) {
  limits bounds;
  bounds.nesting = 10;
  const auto ladder = [](gob::type_id rungs) {  // 65 is a slice of 66, which is a slice of 67, …
    bytes stream;
    for (gob::type_id i = 0; i < rungs; ++i)
      stream = stream + definition(65 + i, slice_of(i + 1 == rungs ? gob::id::int_ : 66 + i));
    return stream + hex("04 FF 82 00 00");
  };
  gob::decoder decoder(nullptr, bounds);
  decoder.receive(ladder(9));  // and the int makes ten
  gob::value tree;
  EXPECT_TRUE(test::succeeded(decoder.decode_tree(tree)));
  EXPECT_EQ(tree_refusal(ladder(10), bounds).code, errc::too_deep);
}

TEST(GobLimits, NestingHoldsTheEncoderToo) {
  limits bounds;
  bounds.nesting = 2;
  gob::encoder encoder(nullptr, bounds);
  bytes out;
  EXPECT_EQ(encoder.encode(go::Tree{1, {{2, {}}}}, out).error().code, errc::too_deep);  // struct, slice, struct
}

TEST(GobLimits, TypesCountsDefinitions) {
  limits bounds;
  bounds.types = 3;
  bytes stream;
  for (gob::type_id i = 0; i < 3; ++i) stream = stream + definition(65 + i, slice_of(gob::id::int_));
  gob::decoder decoder(nullptr, bounds);
  decoder.receive(stream + hex("03 04 00 02"));
  std::int64_t v = 0;
  EXPECT_TRUE(test::succeeded(decoder.decode(v)));
  EXPECT_REFUSED(refusal<std::int64_t>(stream + definition(68, slice_of(gob::id::int_)), bounds), too_many_types,
                 stream, stream.size() + 3);
}

TEST(GobLimits, DefinitionBytesCountsThemAllTogether) {
  limits bounds;
  const bytes one = definition(65, slice_of(gob::id::int_)), two = definition(66, slice_of(gob::id::int_));
  bounds.definition_bytes = one.size() + two.size() - 6;  // lengths and ids (3 bytes each) are not counted
  gob::decoder decoder(nullptr, bounds);
  decoder.receive(one + two + hex("03 04 00 02"));
  std::int64_t v = 0;
  EXPECT_TRUE(test::succeeded(decoder.decode(v)));
  --bounds.definition_bytes;
  EXPECT_EQ(refusal<std::int64_t>(one + two, bounds).code, errc::too_many_types);
}

TEST(GobLimits, ValueBytesCountsElementsBeforeTheyAreMade) {
  limits bounds;
  bounds.value_bytes = 10 * sizeof(std::int64_t);
  const bytes slice = definition(65, slice_of(gob::id::int_));
  const auto of = [&](std::uint64_t count) {
    return slice + message(id(65), hex("00"), number(count), bytes(count, std::byte{2}));
  };
  gob::decoder decoder(nullptr, bounds);
  decoder.receive(of(10));
  std::vector<std::int64_t> v;
  EXPECT_TRUE(test::succeeded(decoder.decode(v)));
  EXPECT_EQ(refusal<std::vector<std::int64_t>>(of(11), bounds).code, errc::value_too_big);
}

TEST(GobLimits, ValueBytesCountsWhatPointersAndMapsAndInterfacesMake) {
  limits bounds;
  bounds.value_bytes = 10'000;
  const bytes slice = definition(65, struct_of({})) + definition(66, slice_of(65));
  const bytes thousand = slice + message(id(66), hex("00"), number(1000), bytes(1000, std::byte{0}));
  EXPECT_EQ(refusal<std::vector<std::shared_ptr<go::Everything>>>(thousand, bounds).code, errc::value_too_big);
  const bytes map = definition(65, map_of(gob::id::int_, gob::id::int_));
  const bytes entries = map + message(id(65), hex("00"), number(1000), bytes(2000, std::byte{2}));
  EXPECT_EQ((refusal<std::map<std::int64_t, std::int64_t>>(entries, bounds).code), errc::value_too_big);
}

TEST(GobLimits, ValueBytesHoldsForTreesNamesIncluded) {
  limits bounds;
  bounds.value_bytes = 100'000;
  const std::string name(5000, 'n');
  gob::wire_type long_name = struct_of({{name, gob::id::int_}});
  const bytes types = definition(65, long_name) + definition(66, slice_of(65));
  bytes elements;
  for (int i = 0; i < 100; ++i) elements = elements + hex("01 02 00");
  EXPECT_EQ(tree_refusal(types + message(id(66), hex("00"), number(100), elements), bounds).code, errc::value_too_big);
}

TEST(GobLimits, ASliceThatClaimsMuchTakesNoMoreThanItsMessageHasBytes) {
  const bytes slice = definition(65, slice_of(gob::id::int_));
  gob::decoder decoder;
  decoder.receive(slice + message(id(65), hex("00"), number(30'000'000), hex("02")));
  std::vector<std::int64_t> v;
  EXPECT_FALSE(decoder.decode(v));
  EXPECT_LT(v.capacity(), 16U);
}

TEST(GobLimits, AValueSpreadOverManyMessagesIsHeldToTheSameBounds) {
  // each message ends inside an interface value, so the value never ends
  limits bounds;
  bounds.message_bytes = 1000;
  bounds.types = 5;
  const bytes slice = definition(65, slice_of(gob::id::interface));
  const bytes first = message(id(65), hex("00"), number(1'000'000), hex("03"), raw("int"));
  const bytes next = message(hex("04 02 00 02 03"), raw("int"));
  bytes few = slice + first, large = slice + first;
  for (int i = 0; i < 10; ++i) few = few + next;
  EXPECT_EQ(tree_refusal(few, bounds).code, errc::too_many_types);
  const bytes padded = message(hex("04 02 00 02 06"), raw("string"), id(6), number(300), hex("00"), number(290),
                               bytes(290, std::byte{'a'}), hex("03"), raw("int"));
  for (int i = 0; i < 4; ++i) large = large + padded;
  EXPECT_EQ(tree_refusal(large, bounds).code, errc::message_too_big);
}

TEST(GobLimits, TheEncoderKeepsToTheMessageLimitToo) {
  limits bounds;
  bounds.message_bytes = 100;
  gob::encoder encoder(nullptr, bounds);
  bytes out;
  EXPECT_TRUE(test::succeeded(encoder.encode(std::string(97, 'a'), out)));
  const auto r = encoder.encode(std::string(98, 'a'), out);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().code, errc::message_too_big);
}

}  // namespace
