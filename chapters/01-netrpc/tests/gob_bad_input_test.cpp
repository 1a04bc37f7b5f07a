// SPDX-License-Identifier: MIT
//
// Streams that nobody honest sends. Each is refused with a code, a scope, and the byte at which it went wrong.
#include "support/golden_types.hpp"
#include "support/hand_made.hpp"

namespace {

using namespace netrpc;
using namespace test;

const bytes point = definition(65, struct_of({{"X", gob::id::int_}, {"Y", gob::id::int_}}));

// --- lengths ---------------------------------------------------------------------------------------------------

TEST(GobBadLength, OfAMessageUpTo2To64Minus1IsRefusedBeforeAnyOfItArrives) {
  EXPECT_REFUSED(refusal<std::int64_t>(hex("F8 FF FF FF FF FF FF FF FF")), message_too_big, stream, 0);
  EXPECT_REFUSED(refusal<std::int64_t>(hex("F8 80 00 00 00 00 00 00 00")), message_too_big, stream, 0);
}

TEST(GobBadLength, OfNineBytesIsRefusedAtItsFirst) {
  EXPECT_REFUSED(refusal<std::int64_t>(hex("F7")), uint_too_long, stream, 0);
}

TEST(GobBadLength, OfAMessageMayBeTheLimitAndNotMore) {
  limits bounds;
  bounds.message_bytes = 100;
  gob::decoder decoder(nullptr, bounds);
  decoder.receive(message(hex("0C 00"), number(97), bytes(97, std::byte{'a'})));
  std::string text;
  EXPECT_EQ(decoder.decode(text).value(), progress::done);
  EXPECT_REFUSED(refusal<std::string>(hex("65"), bounds), message_too_big, stream, 0);
}

TEST(GobBadLength, OfAStringPastTheMessageIsRefusedWhereItBegins) {
  EXPECT_REFUSED(refusal<std::string>(hex("05 0C 00 03 61 62")), length_past_input, stream, 4);
  EXPECT_REFUSED(refusal<std::string>(message(hex("0C 00 F8 FF FF FF FF FF FF FF FF"))), length_past_input, stream, 12);
  EXPECT_REFUSED(refusal<std::vector<std::uint8_t>>(hex("04 0A 00 02 61")), length_past_input, stream, 4);
}

TEST(GobBadLength, OfASliceOrMapThatIsNegativeInGoIsRefused) {
  const bytes minus_one = hex("F8 FF FF FF FF FF FF FF FF"), least = hex("F8 80 00 00 00 00 00 00 00");
  for (const bytes& count : {minus_one, least}) {
    const bytes slice = definition(65, slice_of(gob::id::int_)),
                map = definition(65, map_of(gob::id::string, gob::id::int_));
    EXPECT_EQ(refusal<std::vector<std::int64_t>>(slice + message(id(65), hex("00"), count)).code,
              errc::length_past_input);
    EXPECT_EQ((refusal<std::map<std::string, std::int64_t>>(map + message(id(65), hex("00"), count)).code),
              errc::length_past_input);
    EXPECT_EQ(tree_refusal(slice + message(id(65), hex("00"), count)).code, errc::length_past_input);
    EXPECT_EQ(tree_refusal(map + message(id(65), hex("00"), count)).code, errc::length_past_input);
  }
}

TEST(GobBadLength, OfASlicePastTheMessageIsRefusedAtItsEnd) {
  const bytes slice = definition(65, slice_of(gob::id::int_));
  EXPECT_REFUSED(refusal<std::vector<std::int64_t>>(slice + hex("06 FF 82 00 03 02 04")), length_past_input, stream,
                 slice.size() + 7);
}

TEST(GobBadLength, OfAMapPastTheMessageIsRefusedEvenWhenItsEntriesTakeNoBytes) {
  const bytes types = definition(65, struct_of({})) + definition(66, map_of(65, 65));
  const bytes endless = types + message(id(66), hex("00"), number(1ULL << 62));
  EXPECT_REFUSED(tree_refusal(endless), length_past_input, stream, endless.size());
  gob::decoder decoder;
  decoder.receive(endless);
  EXPECT_FALSE(decoder.decode(reflect::value{}));
}

TEST(GobBadLength, OfAnArrayMustBeItsTypes) {
  gob::wire_type array;
  array.ArrayT.emplace(gob::array_type{{"", 0}, gob::id::int_, 2});
  const bytes stream = definition(65, array) + hex("06 FF 82 00 01 02 04");
  EXPECT_EQ((refusal<std::array<std::int64_t, 2>>(stream).code), errc::array_length);
  EXPECT_EQ(tree_refusal(stream).code, errc::array_length);
}

TEST(GobBadLength, OfATypesNameInAnInterfaceHasALimit) {
  limits bounds;
  bounds.type_name_bytes = 5;
  const auto names = gob::type_names::basic();
  const auto outcome_of = [&](std::string_view name) {
    gob::decoder decoder(&names, bounds);
    decoder.receive(message(hex("10 00"), number(name.size()), raw(name), hex("04 02 00 0A")));
    any v;
    return decoder.decode(v);
  };
  EXPECT_TRUE(test::succeeded(outcome_of("int64")));
  EXPECT_EQ(outcome_of("uint64").error().code, errc::name_too_long);
}

// --- numbers and structs -----------------------------------------------------------------------------------------

TEST(GobBadStruct, WithADeltaPastItsLastFieldIsRefused) {
  EXPECT_REFUSED(refusal<go::Point>(point + hex("05 FF 82 03 02 00")), field_out_of_range, stream, point.size() + 4);
  EXPECT_REFUSED(tree_refusal(point + hex("05 FF 82 03 02 00")), field_out_of_range, stream, point.size() + 4);
}

TEST(GobBadStruct, WithADeltaThatWouldWrapAroundIsRefused) {
  for (const char* delta : {"F8 FF FF FF FF FF FF FF FF", "F8 80 00 00 00 00 00 00 00", "F8 7F FF FF FF FF FF FF FF"}) {
    const bytes stream = point + message(id(65), hex("01 02"), hex(delta), hex("02 00"));
    EXPECT_EQ(refusal<go::Point>(stream).code, errc::field_out_of_range);
    EXPECT_EQ(tree_refusal(stream).code, errc::field_out_of_range);
  }
}

TEST(GobBadStruct, MayEndWithItsMessageAsInGo) {
  gob::decoder decoder;
  decoder.receive(point + hex("04 FF 82 01 2C"));
  go::Point p;
  ASSERT_TRUE(test::succeeded(decoder.decode(p)));
  EXPECT_EQ(p.X, 22);
}

TEST(GobBadStruct, CutInsideANumberIsRefused) {
  EXPECT_REFUSED(refusal<go::Point>(point + hex("05 FF 82 01 FE 01")), truncated, stream, point.size() + 4);
}

TEST(GobBadValue, ThatIsNoStructWithoutItsZeroIsRefused) {
  EXPECT_REFUSED(refusal<std::int64_t>(hex("03 04 01 02")), nonzero_singleton, stream, 3);
  EXPECT_REFUSED(tree_refusal(hex("03 04 01 02")), nonzero_singleton, stream, 3);
}

TEST(GobBadValue, InAnEmptyMessageIsRefused) { EXPECT_REFUSED(refusal<std::int64_t>(hex("00")), truncated, stream, 1); }

TEST(GobBadValue, ThatDoesNotFitLosesOnlyItself) {
  EXPECT_REFUSED(refusal<std::int8_t>(hex("05 04 00 FE 01 00")), value_out_of_range, value, 6);
}

// --- type ids and definitions --------------------------------------------------------------------------------------

TEST(GobBadType, ThatNobodyDefinedIsRefused) {
  EXPECT_REFUSED(refusal<go::Point>(hex("03 FF 82 00")), unknown_type_id, stream, 3);
  EXPECT_REFUSED(tree_refusal(hex("03 FF 82 00")), unknown_type_id, stream, 3);
  EXPECT_REFUSED(tree_refusal(hex("02 00 00")), unknown_type_id, stream, 2);
}

TEST(GobBadType, ThatAFieldRefersToInVainIsRefused) {
  const bytes stream = definition(65, struct_of({{"X", 99}})) + hex("05 FF 82 01 02 00");
  EXPECT_EQ(tree_refusal(stream).code, errc::unknown_type_id);
  EXPECT_EQ(refusal<go::Point>(stream).code, errc::unknown_type_id) << "a mismatch too, but then its end is nowhere";
  EXPECT_EQ(refusal<go::GetUserReq>(stream).code, errc::unknown_type_id);
}

TEST(GobBadType, DefinedTwiceIsRefused) {
  EXPECT_REFUSED(refusal<go::Point>(point + point), duplicate_type, stream, point.size() + 3);
}

TEST(GobBadType, DefinedUnderAReservedIdIsRefused) {
  EXPECT_EQ(refusal<go::Point>(definition(63, struct_of({}))).code, errc::duplicate_type);
  EXPECT_EQ(refusal<go::Point>(definition(16, struct_of({}))).code, errc::duplicate_type);
  EXPECT_EQ(refusal<go::Point>(message(id(std::numeric_limits<std::int32_t>::min()), hex("00"))).code,
            errc::duplicate_type);
}

TEST(GobBadType, DefinedAsNothingIsRefusedWhenUsed) {
  EXPECT_EQ(tree_refusal(definition(65, {}) + hex("04 FF 82 00 00")).code, errc::bad_type_definition);
}

TEST(GobBadType, WithANamelessFieldIsRefusedWhenUsed) {
  const bytes stream = definition(65, struct_of({{"", gob::id::int_}})) + hex("03 FF 82 00");
  EXPECT_EQ(tree_refusal(stream).code, errc::bad_type_definition);
  EXPECT_EQ(refusal<go::Point>(stream).code, errc::bad_type_definition);
}

TEST(GobBadType, FollowedByMoreInItsMessageIsRefused) {
  const bytes stream = message(id(-65), hex("00 00"));
  EXPECT_REFUSED(refusal<go::Point>(stream), extra_data, stream, 4);
}

TEST(GobBadType, BrokenInItsDefinitionEndsTheStreamWhateverWasWrong) {
  // sliceType.Elem = 2^40 does not fit an id: for a value that would be a matter of its own
  const bytes stream = message(id(-65), hex("02 02"), id(1LL << 40), hex("00 00"));
  gob::decoder decoder;
  decoder.receive(stream + hex("03 04 00 02"));
  std::int64_t v = 0;
  const auto first = decoder.decode(v);
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, errc::value_out_of_range);
  EXPECT_EQ(first.error().scope, error_scope::stream);
  EXPECT_FALSE(decoder.decode(v));
}

TEST(GobBadType, ThatContainsItselfIsReadAsFarAsItGoes) {
  const bytes types = definition(65, slice_of(65));  // type T []T
  gob::decoder decoder;
  decoder.receive(types + hex("07 FF 82 00 02 01 00 00"));
  gob::value tree;
  ASSERT_TRUE(test::succeeded(decoder.decode_tree(tree)));
  EXPECT_EQ(std::get<gob::sequence_value>(tree.content).elements.size(), 2U);
}

TEST(GobBadType, ThatContainsItselfForEverIsTooDeep) {
  const bytes types = definition(65, slice_of(65));
  const bytes bomb = types + message(id(65), hex("00"), bytes(100'000, std::byte{1}));
  EXPECT_EQ(tree_refusal(bomb).code, errc::too_deep);
  gob::decoder decoder;
  decoder.receive(bomb);
  EXPECT_EQ(decoder.decode(reflect::value{}).error().code, errc::too_deep);
  const bytes array_bomb = [] {
    gob::wire_type array;
    array.ArrayT.emplace(gob::array_type{{"", 0}, 65, 1});
    return definition(65, array) + message(id(65), hex("00"), bytes(100'000, std::byte{1}));
  }();
  EXPECT_EQ(tree_refusal(array_bomb).code, errc::too_deep);
}

// --- afterwards ------------------------------------------------------------------------------------------------------

TEST(GobBroken, StreamGivesTheSameErrorForEver) {
  gob::decoder decoder;
  decoder.receive(hex("03 04 01 02") + hex("03 04 00 02"));
  std::int64_t v = 0;
  const error first = decoder.decode(v).error();
  const error again = decoder.decode(v).error();
  EXPECT_EQ(first.message(), again.message());
  decoder.receive(hex("03 04 00 02"));
  EXPECT_EQ(decoder.decode(v).error().message(), first.message());
}

}  // namespace
