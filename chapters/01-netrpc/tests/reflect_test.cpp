// SPDX-License-Identifier: MIT
#include <netrpc/reflect.hpp>

#include <gtest/gtest.h>

#include <map>

namespace {

using namespace netrpc;

struct Tree {
  std::int64_t Value = 0;
  std::vector<Tree> Children;
  std::unique_ptr<Tree> Parent;
  int hidden = 0;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (Value, Children, Parent, hidden))

struct Tagged {
  std::string Id;
};
BOOST_DESCRIBE_STRUCT(Tagged, (), (Id))

enum class Colour : std::int16_t { red = 1 };

}  // namespace

template <>
struct netrpc::go_type<Tagged> {
  static constexpr std::string_view package = "shop", name = "Label";
  static constexpr json_tag json[] = {{"Id", "id"}};
};

namespace {

TEST(Reflect, GoNamesOfUnnamedTypesAreBuiltFromTheirParts) {
  EXPECT_EQ(reflect::go_string(reflect::of<std::vector<std::int64_t>>()), "[]int");
  EXPECT_EQ(reflect::go_string(reflect::of<std::vector<long long>>()), "[]int64");
  EXPECT_EQ(reflect::go_string(reflect::of<std::vector<std::int32_t>>()), "[]int32");
  EXPECT_EQ(reflect::go_string(reflect::of<std::vector<std::uint8_t>>()), "[]uint8");
  EXPECT_EQ(reflect::go_string(reflect::of<std::array<Tree, 2>>()), "[2]main.Tree");
  EXPECT_EQ(reflect::go_string(reflect::of<std::map<std::string, std::unique_ptr<Tree>>>()), "map[string]*main.Tree");
  EXPECT_EQ(reflect::go_string(reflect::of<any>()), "interface {}");
  EXPECT_EQ(reflect::go_string(reflect::of<empty>()), "struct {}");
  EXPECT_EQ(reflect::go_string(reflect::of<Colour>()), "main.Colour");
}

TEST(Reflect, OnlyCapitalisedMembersTravel) {
  const auto& t = reflect::of<Tree>();
  ASSERT_EQ(t.fields.size(), 3U);
  EXPECT_EQ(t.fields[0].name, "Value");
  EXPECT_EQ(t.fields[2].name, "Parent");
}

TEST(Reflect, ARecursiveTypeContainsItsOwnDescription) {
  const auto& t = reflect::of<Tree>();
  EXPECT_EQ(t.fields[1].of->element, &t);
  EXPECT_EQ(t.fields[2].of->element, &t);
}

TEST(Reflect, GoTypeSuppliesPackageNameAndJsonKeys) {
  const auto& t = reflect::of<Tagged>();
  EXPECT_EQ(reflect::go_string(t), "shop.Label");
  EXPECT_EQ(t.fields[0].json_name, "id");
}

TEST(Reflect, AFieldIsReachedThroughItsAccessor) {
  Tree tree;
  const auto& value = reflect::of<Tree>().fields[0];
  EXPECT_TRUE(reflect::store_int(*value.of, value.at(&tree), -5));
  EXPECT_EQ(tree.Value, -5);
}

TEST(Reflect, StoresRefuseWhatDoesNotFit) {
  std::int8_t small = 7;
  EXPECT_FALSE(reflect::store_int(reflect::of<std::int8_t>(), &small, 128));
  EXPECT_EQ(small, 7);
  EXPECT_TRUE(reflect::store_int(reflect::of<std::int8_t>(), &small, -128));
  EXPECT_EQ(small, -128);
  std::uint32_t u = 0;
  EXPECT_FALSE(reflect::store_uint(reflect::of<std::uint32_t>(), &u, 1ULL << 32));
  float f = 0;
  EXPECT_FALSE(reflect::store_float(reflect::of<float>(), &f, 1e39));
  EXPECT_TRUE(reflect::store_float(reflect::of<float>(), &f, std::numeric_limits<double>::infinity()));
}

TEST(Reflect, AnEnumIsItsUnderlyingInteger) {
  Colour c{};
  EXPECT_TRUE(reflect::store_int(reflect::of<Colour>(), &c, 1));
  EXPECT_EQ(c, Colour::red);
}

TEST(Reflect, AnyRemembersItsType) {
  const any a = make_any<std::string>("小王");
  ASSERT_NE(any_cast<std::string>(a), nullptr);
  EXPECT_EQ(*any_cast<std::string>(a), "小王");
  EXPECT_EQ(any_cast<bool>(a), nullptr);
}

}  // namespace
