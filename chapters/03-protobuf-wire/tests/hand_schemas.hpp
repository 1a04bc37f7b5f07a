// SPDX-License-Identifier: MIT
//
// Messages written by hand, of every shape that a schema can have. data/golden/hand.proto and old.proto say the same in
// protobuf's language; libprotobuf made the golden bytes from those.
#pragma once

#include <pbwire/codec.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hand {

using pbwire::box;
using pbwire::unknown_fields;

/// An open enum: proto3 takes any number.
enum class Color : std::int32_t { RED = 0, GREEN = 1, BLUE = 5, INFRARED = -1 };

/// The article's example.
struct User {
  std::string id;
  std::string name;
  std::string class_name;
  unknown_fields unknown;
  friend bool operator==(const User& a, const User& b) { return pbwire::equal(a, b); }
};

struct Point {
  std::int32_t x = 0;
  std::int32_t y = 0;
  unknown_fields unknown;
  friend bool operator==(const Point& a, const Point& b) { return pbwire::equal(a, b); }
};

/// A field of each kind, with implicit presence. More fields than `few` in decode.hpp.
struct Kinds {
  double f64 = 0;
  float f32 = 0;
  std::int64_t i64 = 0;
  std::uint64_t u64 = 0;
  std::int32_t i32 = 0;
  std::uint64_t x64 = 0;
  std::uint32_t x32 = 0;
  bool yes = false;
  std::string text;
  std::string raw;
  std::uint32_t u32 = 0;
  Color color = Color::RED;
  std::int32_t sx32 = 0;
  std::int64_t sx64 = 0;
  std::int32_t s32 = 0;
  std::int64_t s64 = 0;
  std::optional<Point> point;
  unknown_fields unknown;
  friend bool operator==(const Kinds& a, const Kinds& b) { return pbwire::equal(a, b); }
};

struct Maybe {
  std::optional<std::int32_t> number;
  std::optional<std::string> text;
  std::optional<bool> yes;
  std::optional<double> ratio;
  std::optional<Color> color;
  std::optional<Point> point;
  unknown_fields unknown;
  friend bool operator==(const Maybe& a, const Maybe& b) { return pbwire::equal(a, b); }
};

struct Lists {
  std::vector<std::int32_t> numbers;
  std::vector<std::int32_t> loose;
  std::vector<std::int64_t> signs;
  std::vector<double> ratios;
  std::vector<bool> flags;
  std::vector<Color> colors;
  std::vector<std::string> texts;
  std::vector<std::string> raws;
  std::vector<Point> points;
  std::vector<std::uint32_t> fixed;
  unknown_fields unknown;
  friend bool operator==(const Lists& a, const Lists& b) { return pbwire::equal(a, b); }
};

struct Maps {
  std::map<std::string, std::int32_t> counts;
  std::map<std::int32_t, Point> points;
  std::map<bool, std::string> raws;
  std::map<std::int64_t, Color> colors;
  unknown_fields unknown;
  friend bool operator==(const Maps& a, const Maps& b) { return pbwire::equal(a, b); }
};

struct Choice {
  std::variant<std::monostate, std::int32_t, std::string, Point, box<Choice>, Color> pick;
  std::int32_t after = 0;
  unknown_fields unknown;
  friend bool operator==(const Choice& a, const Choice& b) { return pbwire::equal(a, b); }
};

struct Tree {
  std::string name;
  box<Tree> left;
  box<Tree> right;
  std::vector<Tree> more;
  unknown_fields unknown;
  friend bool operator==(const Tree& a, const Tree& b) { return pbwire::equal(a, b); }
};

/// A closed enum: proto2 treats other numbers as unknown fields.
enum class Level : std::int32_t { LOW = 1, HIGH = 3 };
/// Another, for a map: there the first number must be 0.
enum class Mood : std::int32_t { CALM = 0, GLAD = 3 };

/// proto2, with all that it has and proto3 has not.
struct Old {
  struct Part {
    std::optional<std::int32_t> n;
    std::optional<std::string> s;
    unknown_fields unknown;
    friend bool operator==(const Part& a, const Part& b) { return pbwire::equal(a, b); }
  };
  struct Bit {
    std::optional<std::int32_t> n;
    unknown_fields unknown;
    friend bool operator==(const Bit& a, const Bit& b) { return pbwire::equal(a, b); }
  };
  std::optional<std::int32_t> id;  // required
  std::optional<std::string> text;
  std::optional<Level> level;
  std::vector<Level> levels;
  std::vector<Level> packed_levels;
  std::optional<Part> part;
  std::vector<Bit> bits;
  box<Old> inner;
  std::map<std::string, Mood> by_name;
  std::vector<Old> list;
  std::map<std::int32_t, Old> old_by_number;
  pbwire::extension_set extensions;
  unknown_fields unknown;
  friend bool operator==(const Old& a, const Old& b) { return pbwire::equal(a, b); }
};

}  // namespace hand

namespace pbwire {

template <>
struct enum_schema<hand::Color> {
  static constexpr std::string_view name = "hand.Color";
  static constexpr std::array<enum_entry, 4> values{{{"RED", 0}, {"GREEN", 1}, {"BLUE", 5}, {"INFRARED", -1}}};
};

template <>
struct enum_schema<hand::Level> {
  static constexpr std::string_view name = "hand.Level";
  static constexpr std::array<enum_entry, 2> values{{{"LOW", 1}, {"HIGH", 3}}};
};

template <>
struct enum_schema<hand::Mood> {
  static constexpr std::string_view name = "hand.Mood";
  static constexpr std::array<enum_entry, 2> values{{{"CALM", 0}, {"GLAD", 3}}};
};

template <>
struct schema<hand::User> {
  using M = hand::User;
  static constexpr std::string_view name = "hand.User";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<field<"id", 1, kind::string, &M::id>, field<"name", 2, kind::string, &M::name>,
                            field<"class", 3, kind::string, &M::class_name>>;
};

template <>
struct schema<hand::Point> {
  using M = hand::Point;
  static constexpr std::string_view name = "hand.Point";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<field<"x", 1, kind::sint32, &M::x>, field<"y", 2, kind::sint32, &M::y>>;
};

template <>
struct schema<hand::Kinds> {
  using M = hand::Kinds;
  static constexpr std::string_view name = "hand.Kinds";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<field<"f64", 1, kind::double_, &M::f64>, field<"f32", 2, kind::float_, &M::f32>,
                            field<"i64", 3, kind::int64, &M::i64>, field<"u64", 4, kind::uint64, &M::u64>,
                            field<"i32", 5, kind::int32, &M::i32>, field<"x64", 6, kind::fixed64, &M::x64>,
                            field<"x32", 7, kind::fixed32, &M::x32>, field<"yes", 8, kind::bool_, &M::yes>,
                            field<"text", 9, kind::string, &M::text>, field<"raw", 12, kind::bytes, &M::raw>,
                            field<"u32", 13, kind::uint32, &M::u32>, field<"color", 14, kind::enum_, &M::color>,
                            field<"sx32", 15, kind::sfixed32, &M::sx32>, field<"sx64", 16, kind::sfixed64, &M::sx64>,
                            field<"s32", 17, kind::sint32, &M::s32>, field<"s64", 18, kind::sint64, &M::s64>,
                            field<"point", 2048, kind::message, &M::point>>;
};

template <>
struct schema<hand::Maybe> {
  using M = hand::Maybe;
  static constexpr std::string_view name = "hand.Maybe";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<field<"number", 1, kind::int32, &M::number>, field<"text", 2, kind::string, &M::text>,
                            field<"yes", 3, kind::bool_, &M::yes>, field<"ratio", 4, kind::double_, &M::ratio>,
                            field<"color", 5, kind::enum_, &M::color>, field<"point", 6, kind::message, &M::point>>;
};

template <>
struct schema<hand::Lists> {
  using M = hand::Lists;
  static constexpr std::string_view name = "hand.Lists";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields =
      field_list<field<"numbers", 1, kind::int32, &M::numbers, packed>, field<"loose", 2, kind::int32, &M::loose>,
                 field<"signs", 3, kind::sint64, &M::signs, packed>,
                 field<"ratios", 4, kind::double_, &M::ratios, packed>,
                 field<"flags", 5, kind::bool_, &M::flags, packed>, field<"colors", 6, kind::enum_, &M::colors, packed>,
                 field<"texts", 7, kind::string, &M::texts>, field<"raws", 8, kind::bytes, &M::raws>,
                 field<"points", 9, kind::message, &M::points>, field<"fixed", 300, kind::fixed32, &M::fixed, packed>>;
};

template <>
struct schema<hand::Maps> {
  using M = hand::Maps;
  static constexpr std::string_view name = "hand.Maps";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<map_field<"counts", 1, kind::string, kind::int32, &M::counts>,
                            map_field<"points", 2, kind::int32, kind::message, &M::points>,
                            map_field<"raws", 3, kind::bool_, kind::bytes, &M::raws>,
                            map_field<"colors", 4, kind::sint64, kind::enum_, &M::colors>>;
};

template <>
struct schema<hand::Choice> {
  using M = hand::Choice;
  static constexpr std::string_view name = "hand.Choice";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields =
      field_list<oneof_field<"number", 1, kind::int32, &M::pick, 1>, oneof_field<"text", 2, kind::string, &M::pick, 2>,
                 oneof_field<"point", 3, kind::message, &M::pick, 3>,
                 oneof_field<"again", 4, kind::message, &M::pick, 4>, oneof_field<"color", 5, kind::enum_, &M::pick, 5>,
                 field<"after", 6, kind::int32, &M::after>>;
};

template <>
struct schema<hand::Tree> {
  using M = hand::Tree;
  static constexpr std::string_view name = "hand.Tree";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<field<"name", 1, kind::string, &M::name>, field<"left", 2, kind::message, &M::left>,
                            field<"right", 3, kind::message, &M::right>, field<"more", 4, kind::message, &M::more>>;
};

template <>
struct schema<hand::Old::Part> {
  using M = hand::Old::Part;
  static constexpr std::string_view name = "hand.Old.Part";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<field<"n", 1, kind::int32, &M::n, required>, field<"s", 2, kind::string, &M::s>>;
};

template <>
struct schema<hand::Old::Bit> {
  using M = hand::Old::Bit;
  static constexpr std::string_view name = "hand.Old.Bit";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<field<"n", 1, kind::int32, &M::n>>;
};

template <>
struct schema<hand::Old> {
  using M = hand::Old;
  static constexpr std::string_view name = "hand.Old";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<
      field<"id", 1, kind::int32, &M::id, required>, field<"text", 2, kind::string, &M::text>,
      field<"level", 3, kind::enum_, &M::level>, field<"levels", 4, kind::enum_, &M::levels>,
      field<"packed_levels", 5, kind::enum_, &M::packed_levels, packed>, field<"part", 6, kind::group, &M::part>,
      field<"bit", 7, kind::group, &M::bits>, field<"inner", 8, kind::message, &M::inner>,
      map_field<"by_name", 9, kind::string, kind::enum_, &M::by_name>, field<"list", 10, kind::message, &M::list>,
      map_field<"old_by_number", 11, kind::int32, kind::message, &M::old_by_number>,
      extension_range<100, 199, &M::extensions>>;
};

}  // namespace pbwire
