// SPDX-License-Identifier: MIT
//
// Values to bytes: delta field numbers, type definitions, interface values, all or nothing.
#include "support/bytes.hpp"
#include "support/golden_types.hpp"

#include <netrpc/gob_decoder.hpp>
#include <netrpc/gob_encoder.hpp>

namespace {

using namespace netrpc;
using test::hex;
using test::raw;
using test::operator+;

template <class... Ts>
bytes encoded(const Ts&... values) {
  gob::encoder encoder;
  bytes out;
  const auto one = [&](const auto& v) { EXPECT_TRUE(test::succeeded(encoder.encode(v, out))); };
  (one(values), ...);
  return out;
}

/// What the second of two values of one type adds to the stream: its message, without the definitions.
template <class T>
bytes message_of(const T& v) {
  gob::encoder encoder;
  bytes out;
  EXPECT_TRUE(test::succeeded(encoder.encode(T{}, out)));
  out.clear();
  EXPECT_TRUE(test::succeeded(encoder.encode(v, out)));
  return out;
}

// --- delta field numbers: gob doc, structs -----------------------------------------------------------------

TEST(GobDelta, OfTheFirstFieldIsOneAndEachNextFieldAddsOne) {
  EXPECT_GOB_EQ(message_of(go::Point{22, 33}), hex("07 FF 82 01 2C 01 42 00"));
}

TEST(GobDelta, StepsOverFieldsThatAreZero) { EXPECT_GOB_EQ(message_of(go::Point{0, 33}), hex("05 FF 82 02 42 00")); }

TEST(GobDelta, CountsFromTheLastFieldThatWasSent) {
  EXPECT_GOB_EQ(message_of(go::ManyFields{.F1 = 1, .F5 = 5, .F10 = 10}), hex("09 FF 82  01 02  04 0A  05 14  00"));
}

TEST(GobDelta, OfZeroEndsAStructEvenAnEmptyOne) { EXPECT_GOB_EQ(message_of(go::Point{}), hex("03 FF 82 00")); }

TEST(GobDelta, BeginsAgainInEveryStructInside) {
  EXPECT_GOB_EQ(message_of(go::Line{{1, 2}, {0, 4}}), hex("0D FF 82  01 01 02 01 04 00  01 02 08 00  00"));
}

TEST(GobDelta, AnnouncesAStructFieldThatIsZero) {
  EXPECT_GOB_EQ(message_of(go::Line{}), hex("07 FF 82  01 00  01 00  00"));
}

TEST(GobDelta, PassesOverEmptyPointersAndPointersToZero) {
  EXPECT_GOB_EQ(message_of(go::Pointers{0, nullptr, nullptr, "t"}), hex("06 FF 82  04 01 74  00"));
}

// --- values that are no structs ----------------------------------------------------------------------------

TEST(GobTopLevel, ValueThatIsNoStructStandsBehindAZeroByte) {
  EXPECT_GOB_EQ(encoded(std::int64_t{7}), hex("03 04 00 0E"));
  EXPECT_GOB_EQ(encoded(std::string("小王")), hex("09 0C 00 06 E5 B0 8F E7 8E 8B"));
}

TEST(GobTopLevel, ZeroIsSentWhereNoFieldCanElideIt) {
  EXPECT_GOB_EQ(encoded(false), hex("03 02 00 00"));
  EXPECT_GOB_EQ(encoded(std::string()), hex("03 0C 00 00"));
}

TEST(GobTopLevel, ElementsAreSentEvenWhenZero) {
  EXPECT_GOB_EQ(message_of(std::vector<std::int64_t>{0, 1, 0}), hex("07 FF 82 00 03 00 02 00"));
}

// --- type definitions ----------------------------------------------------------------------------------------

TEST(GobTypes, PointIsDefinedAsThePictureInTheHeaderSays) {
  const bytes definition =
      hex("1F FF 81 03 01 01 05") + raw("Point") + hex("01 FF 82 00 01 02 01 01 58 01 04 00 01 01 59 01 04 00 00 00");
  EXPECT_GOB_EQ(encoded(go::Point{22, 33}), definition + hex("07 FF 82 01 2C 01 42 00"));
}

TEST(GobTypes, AreDefinedOnceInAStream) {
  const bytes once = encoded(go::Point{1, 2});
  EXPECT_GOB_EQ(encoded(go::Point{1, 2}, go::Point{1, 2}), once + hex("07 FF 82 01 02 01 04 00"));
}

TEST(GobTypes, OfBuiltinKindsNeedNoDefinition) {
  EXPECT_GOB_EQ(encoded(true), hex("03 02 00 01"));
  EXPECT_GOB_EQ(encoded(std::uint64_t{5}), hex("03 06 00 05"));
  EXPECT_GOB_EQ(encoded(hex("AB")), hex("04 0A 00 01 AB"));
}

TEST(GobTypes, OfAStructHaveTheirIdBeforeItsFieldsAndOfASliceAfterItsElements) {
  gob::local_types order;
  EXPECT_EQ(order.id_of(reflect::of<go::Order>()), 65);
  EXPECT_EQ(order.id_of(reflect::of<go::Item>()), 66);
  EXPECT_EQ(order.id_of(reflect::of<std::vector<std::string>>()), 67);
  EXPECT_EQ(order.id_of(reflect::of<std::vector<go::Item>>()), 68);

  gob::local_types slice_first;
  EXPECT_EQ(slice_first.id_of(reflect::of<std::vector<go::Point>>()), 66);
  EXPECT_EQ(slice_first.id_of(reflect::of<go::Point>()), 65);
}

TEST(GobTypes, CarryGosNamesWithPackageAndBuiltin) {
  gob::local_types types;
  (void)types.id_of(reflect::of<go::Order>());
  EXPECT_EQ(types.definition(reflect::of<go::Order>()).name(), "Order");
  EXPECT_EQ(types.definition(reflect::of<std::vector<go::Item>>()).name(), "[]main.Item");
  EXPECT_EQ(types.definition(reflect::of<std::vector<std::string>>()).name(), "[]string");
}

TEST(GobTypes, OfARecursiveStructReferToThemselves) {
  gob::local_types types;
  const gob::type_id node = types.id_of(reflect::of<go::Node>());
  EXPECT_EQ(types.definition(reflect::of<go::Node>()).StructT->Field.at(1).Id, node);
}

TEST(GobTypes, OfAMapKnowKeyAndElement) {
  gob::local_types types;
  const auto& map = reflect::of<std::map<std::string, go::Point>>();
  const gob::type_id id = types.id_of(map);
  const auto& definition = *types.definition(map).MapT;
  EXPECT_EQ(definition.Key, gob::id::string);
  EXPECT_EQ(definition.Elem, types.id_of(reflect::of<go::Point>()));
  EXPECT_EQ(definition.CommonType.Id, id);
}

TEST(GobTypes, OfAnArrayKnowItsLength) {
  gob::local_types types;
  const auto& array = reflect::of<std::array<std::int64_t, 3>>();
  (void)types.id_of(array);
  EXPECT_EQ(types.definition(array).ArrayT->Len, 3);
  EXPECT_EQ(types.definition(array).ArrayT->Elem, gob::id::int_);
}

TEST(GobTypes, InsideATypeAreDefinedAfterItInTheOrderOfItsFields) {
  gob::decoder decoder;
  decoder.receive(encoded(go::Twice{{{}}, {}, {}}));
  gob::value tree;
  std::vector<gob::annotation> notes;
  ASSERT_TRUE(test::succeeded(decoder.decode_tree(tree, &notes)));
  std::vector<std::string> order;
  for (const auto& n : notes) {
    if (n.meaning.starts_with("definition")) order.push_back(n.meaning.substr(n.meaning.rfind(' ') + 1));
  }
  // 65 Twice, 66 Item, 67 []string, 68 []Item, 69 map[string]Item
  EXPECT_EQ(order, (std::vector<std::string>{"65", "68", "66", "67", "69"}));
}

// --- interface values ------------------------------------------------------------------------------------------

TEST(GobInterface, OfABuiltinKindIsNameIdAndAMessageInside) {
  const auto names = gob::type_names::basic();
  gob::encoder encoder(&names);
  bytes out;
  ASSERT_TRUE(test::succeeded(encoder.encode(go::Holder{}, out)));
  out.clear();
  ASSERT_TRUE(test::succeeded(encoder.encode(go::Holder{"", make_any<std::int64_t>(5)}, out)));
  //                                delta  "int"        id  length  zero  5   end
  EXPECT_GOB_EQ(out, hex("0C FF 82  02   03 69 6E 74   04    02      00  0A  00"));
}

TEST(GobInterface, ThatIsNilHasNoNameAndNothingElse) {
  gob::encoder encoder;
  bytes out;
  ASSERT_TRUE(test::succeeded(encoder.encode(std::vector<any>(2), out)));
  out.clear();
  ASSERT_TRUE(test::succeeded(encoder.encode(std::vector<any>(2), out)));
  EXPECT_GOB_EQ(out, hex("06 FF 82 00 02 00 00"));
}

TEST(GobInterface, InsideInterfacesInsideInterfacesIsWrittenAsGo1_19WritesIt) {
  auto names = gob::type_names::basic();
  names.add<go::Item>();
  names.add<go::Holder>();
  gob::encoder encoder(&names);
  const go::Holder inner{"inner", make_any(go::Item{2, "cup", 0, {}})};
  const go::Holder outer{"outer", make_any(go::Holder{"middle", make_any(inner)})};
  bytes out;  // Item is defined three levels deep, so its definition lies in the message of "middle"
  ASSERT_TRUE(test::succeeded(encoder.encode(outer, out)));
  ASSERT_TRUE(test::succeeded(encoder.encode(outer, out)));
  EXPECT_GOB_EQ(out,
                hex("24ff8103010106486f6c64657201ff8200010201054c6162656c010c000101560110000000ffa0ff8201056f75746572"
                    "010b6d61696e2e486f6c646572ff82ff8501066d6964646c65010b6d61696e2e486f6c646572ff82480105696e6e6572"
                    "01096d61696e2e4974656dff83030101044974656d01ff840001040102496401040001044e616d65010c000105507269"
                    "636501080001045461677301ff8600000016ff85020101085b5d737472696e6701ff8600010c00000cff840801040103"
                    "6375700000000051ff8201056f75746572010b6d61696e2e486f6c646572ff823701066d6964646c65010b6d61696e2e"
                    "486f6c646572ff821e0105696e6e657201096d61696e2e4974656dff84080104010363757000000000"));
}

TEST(GobInterface, WhoseTypeHasNoNameCannotBeSent) {
  gob::encoder encoder;
  bytes out;
  const auto r = encoder.encode(go::Holder{"x", make_any(go::Point{})}, out);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().code, errc::cannot_encode);
  EXPECT_EQ(r.error().scope, error_scope::local);
  EXPECT_NE(r.error().message().find("main.Point"), std::string::npos) << r.error().message();
}

// --- all or nothing ------------------------------------------------------------------------------------------

TEST(GobAllOrNothing, AFailedValueLeavesNoByteAndNoBeliefBehind) {
  gob::encoder encoder;
  bytes out = hex("AA BB");
  ASSERT_FALSE(encoder.encode(go::Holder{"x", make_any(go::Point{})}, out));
  EXPECT_BYTES_EQ(out, hex("AA BB"));
  out.clear();
  ASSERT_TRUE(test::succeeded(encoder.encode(go::Holder{"y", {}}, out)));
  EXPECT_GOB_EQ(out, encoded(go::Holder{"y", {}})) << "the definition is sent again";
}

TEST(GobAllOrNothing, OfTwoValuesTheFirstIsTakenBackWithTheSecond) {
  gob::encoder encoder;
  bytes out;
  const go::Point good{1, 2};
  const go::Holder bad{"x", make_any(go::Point{})};
  const std::array pair = {reflect::ref(good), reflect::ref(bad)};
  ASSERT_FALSE(encoder.encode_all(pair, out));
  EXPECT_TRUE(out.empty());
  ASSERT_TRUE(test::succeeded(encoder.encode(good, out)));
  gob::decoder decoder;
  decoder.receive(out);
  go::Point back;
  ASSERT_TRUE(test::succeeded(decoder.decode(back)));
  EXPECT_EQ(back, good);
}

TEST(GobAllOrNothing, AFailureInsideAnInterfaceLeavesTheStreamUsable) {
  auto names = gob::type_names::basic();
  names.add<go::Holder>();
  gob::encoder encoder(&names);
  bytes out;
  const go::Holder inner{"inner", make_any(go::Point{})};
  ASSERT_FALSE(encoder.encode(go::Holder{"outer", make_any(inner)}, out));
  ASSERT_TRUE(test::succeeded(encoder.encode(go::Holder{"outer", make_any<std::int64_t>(1)}, out)));
  gob::decoder decoder(&names);
  decoder.receive(out);
  go::Holder back;
  ASSERT_TRUE(test::succeeded(decoder.decode(back)));
  EXPECT_EQ(back.Label, "outer");
}

TEST(GobAllOrNothing, AnEmptyPointerCannotStandAtTheTopNorInASlice) {
  gob::encoder encoder;
  bytes out;
  EXPECT_EQ(encoder.encode(std::optional<std::int64_t>(), out).error().code, errc::cannot_encode);
  EXPECT_EQ(encoder.encode(std::vector<std::shared_ptr<go::Point>>(1), out).error().code, errc::cannot_encode);
  EXPECT_TRUE(out.empty());
}

struct Refuses {
  [[nodiscard]] result<bytes> GobEncode() const {
    return error{errc::cannot_encode, error_scope::local, 0, "not today"};
  }
  [[nodiscard]] result<void> GobDecode(std::span<const std::byte>) { return {}; }
};

TEST(GobAllOrNothing, AValueMayRefuseToEncodeItself) {
  gob::encoder encoder;
  bytes out;
  const auto r = encoder.encode(Refuses{}, out);
  ASSERT_FALSE(r);
  EXPECT_NE(r.error().message().find("not today"), std::string::npos);
  EXPECT_TRUE(out.empty());
}

TEST(GobAllOrNothing, ACircleOfPointersEndsAtTheNestingLimit) {
  gob::encoder encoder;
  bytes out;
  auto node = std::make_shared<go::Node>();
  node->Next = node;
  const auto r = encoder.encode(*node, out);
  node->Next.reset();
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().code, errc::too_deep);
  EXPECT_TRUE(out.empty());
}

}  // namespace
