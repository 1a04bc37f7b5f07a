// SPDX-License-Identifier: MIT
//
// Programs change, their peers do not: fields added, removed, reordered, retyped.
#include "support/bytes.hpp"
#include "support/golden_types.hpp"

#include <netrpc/gob_decoder.hpp>
#include <netrpc/gob_encoder.hpp>

namespace {

using namespace netrpc;

template <class T>
bytes encoded(const T& v) {
  auto names = gob::type_names::basic();
  names.add<go::Point>();
  gob::encoder encoder(&names);
  bytes out;
  EXPECT_TRUE(test::succeeded(encoder.encode(v, out)));
  return out;
}

template <class To, class From>
To sent_as(const From& v) {
  gob::decoder decoder;
  decoder.receive(encoded(v));
  To back{};
  EXPECT_TRUE(test::succeeded(decoder.decode(back)));
  EXPECT_TRUE(decoder.at_boundary());
  return back;
}

template <class To, class From>
error refused_as(const From& v) {
  gob::decoder decoder;
  decoder.receive(encoded(v));
  To back{};
  const auto outcome = decoder.decode(back);
  EXPECT_FALSE(outcome);
  EXPECT_TRUE(decoder.at_boundary()) << "the value is lost, the stream is not";
  return outcome ? error{errc::io} : outcome.error();
}

struct Before {
  std::int64_t Id = 0;
  std::string Name;
};
BOOST_DESCRIBE_STRUCT(Before, (), (Id, Name))

struct After {  // Id moved, Extra and More are new
  std::vector<std::map<std::string, go::Point>> Extra;
  std::string Name;
  any Whatever;
  std::int64_t Id = 0;
  go::Tree More;
};
BOOST_DESCRIBE_STRUCT(After, (), (Extra, Name, Whatever, Id, More))

TEST(GobPlan, MatchesFieldsByNameAndNotByPlace) {
  const auto back = sent_as<go::EvolvedReordered>(go::Nested{"n", {}, {}, {{1}}, {"a", "b"}, nullptr, 5});
  EXPECT_EQ(back.Name, "n");
  EXPECT_EQ(back.Pair[1], "b");
  EXPECT_EQ(back.Opt, 5);
  EXPECT_EQ(back.Matrix, (go::matrix{{1}}));
}

TEST(GobPlan, LeavesAFieldThatTheSenderDoesNotHaveAlone) {
  gob::decoder decoder;
  decoder.receive(encoded(Before{1, "n"}));
  After back;
  back.More.Value = 9;
  ASSERT_TRUE(test::succeeded(decoder.decode(back)));
  EXPECT_EQ(back.Id, 1);
  EXPECT_EQ(back.Name, "n");
  EXPECT_EQ(back.More.Value, 9);
}

TEST(GobPlan, ReadsPastFieldsThatNobodyHereHas) {
  const After sent{{{{"k", {1, 2}}}, {}}, "n", make_any(go::Point{3, 4}), 7, {1, {{2, {{3, {}}}}}}};
  const auto back = sent_as<Before>(sent);
  EXPECT_EQ(back.Id, 7);
  EXPECT_EQ(back.Name, "n");
}

struct WithNils {
  std::vector<any> Nils;
  std::string Name;
};
BOOST_DESCRIBE_STRUCT(WithNils, (), (Nils, Name))

TEST(GobPlan,
     ReadsPastNilInterfacesWhereGoLosesItsPlace) {  // decode.go ignoreInterface expects a type after the empty name
  EXPECT_EQ(sent_as<Before>(WithNils{std::vector<any>(3), "n"}).Name, "n");
}

TEST(GobPlan, TakesAnIntegerOfAnotherWidthWhileItFits) {
  EXPECT_EQ((sent_as<std::int8_t>(std::int64_t{-128})), -128);
  EXPECT_EQ((sent_as<std::uint16_t>(std::uint64_t{65535})), 65535);
  EXPECT_EQ((sent_as<float>(0.5)), 0.5F);
}

TEST(GobPlan, RefusesAnIntegerThatDoesNotFit) {
  EXPECT_EQ((refused_as<std::int8_t>(std::int64_t{-129}).code), errc::value_out_of_range);
  EXPECT_EQ((refused_as<std::uint16_t>(std::uint64_t{65536}).code), errc::value_out_of_range);
  EXPECT_EQ((refused_as<float>(1e39).code), errc::value_out_of_range);
}

TEST(GobPlan, RefusesSignedForUnsignedAndIntegersForFloats) {
  EXPECT_EQ((refused_as<std::uint64_t>(std::int64_t{1}).code), errc::type_mismatch);
  EXPECT_EQ((refused_as<double>(std::int64_t{1}).code), errc::type_mismatch);
  EXPECT_EQ((refused_as<std::string>(std::vector<std::uint8_t>{1}).code), errc::type_mismatch);
}

struct IdIsText {
  std::string Id;
};
BOOST_DESCRIBE_STRUCT(IdIsText, (), (Id))

TEST(GobPlan, RefusesAFieldOfAnotherKindByItsName) {
  const error e = refused_as<IdIsText>(Before{1, "n"});
  EXPECT_EQ(e.code, errc::type_mismatch);
  EXPECT_EQ(e.scope, error_scope::value);
  EXPECT_NE(e.message().find("Before.Id"), std::string::npos) << e.message();
}

TEST(GobPlan, RefusesAFieldOfAnotherKindEvenWhenItIsZero) {  // decided once per type, before any value
  EXPECT_EQ((refused_as<IdIsText>(Before{}).code), errc::type_mismatch);
}

TEST(GobPlan, RefusesAStructOfWhichNoFieldMatches) {
  const error e = refused_as<go::Point>(go::GetUserReq{"1"});
  EXPECT_EQ(e.code, errc::no_fields_matched);
  EXPECT_EQ(e.scope, error_scope::value);
}

TEST(GobPlan, TakesAnythingForAStructWithoutFields) {
  (void)sent_as<empty>(go::GetUserReq{"1"});
  (void)sent_as<go::GetUserReq>(empty{});
}

TEST(GobPlan, RefusesAnArrayOfAnotherLength) {
  EXPECT_EQ((refused_as<std::array<std::int64_t, 2>>(std::array<std::int64_t, 3>{}).code), errc::type_mismatch);
}

TEST(GobPlan, RefusesASliceForAnArrayAndAStructForASlice) {
  EXPECT_EQ((refused_as<std::array<std::int64_t, 1>>(std::vector<std::int64_t>{1}).code), errc::type_mismatch);
  EXPECT_EQ((refused_as<std::vector<std::int64_t>>(go::Point{1, 2}).code), errc::type_mismatch);
  EXPECT_EQ((refused_as<go::Point>(std::vector<std::int64_t>{1}).code), errc::type_mismatch);
}

TEST(GobPlan, TellsValuesThatEncodeThemselvesFromThoseThatDoNot) {
  EXPECT_EQ((refused_as<go::Celsius>(1.5).code), errc::type_mismatch);
  EXPECT_EQ((refused_as<double>(go::Celsius{1.5}).code), errc::type_mismatch);
  EXPECT_EQ((refused_as<go::Celsius>(go::Binary{}).code), errc::type_mismatch);
}

TEST(GobPlan, IsMadeForEachIdTheSenderUses) {
  gob::decoder decoder;
  gob::encoder encoder;
  bytes out;
  ASSERT_TRUE(test::succeeded(encoder.encode(Before{1, "one"}, out)));
  ASSERT_TRUE(test::succeeded(encoder.encode(After{{}, "two", {}, 2, {}}, out)));
  ASSERT_TRUE(test::succeeded(encoder.encode(Before{3, "three"}, out)));
  decoder.receive(out);
  for (const char* expected : {"one", "two", "three"}) {
    Before b;
    ASSERT_TRUE(test::succeeded(decoder.decode(b)));
    EXPECT_EQ(b.Name, expected);
  }
}

TEST(GobPlan, OfAMismatchDoesNotHarmTheNextValue) {
  gob::decoder decoder;
  gob::encoder encoder;
  bytes out;
  ASSERT_TRUE(test::succeeded(encoder.encode(Before{1, "one"}, out)));
  ASSERT_TRUE(test::succeeded(encoder.encode(Before{2, "two"}, out)));
  decoder.receive(out);
  IdIsText wrong;
  EXPECT_FALSE(decoder.decode(wrong));
  Before right;
  ASSERT_TRUE(test::succeeded(decoder.decode(right)));
  EXPECT_EQ(right.Name, "two");
}

}  // namespace
