// SPDX-License-Identifier: MIT
//
// The messages of hand_schemas.hpp as views.
#pragma once

#include "hand_schemas.hpp"

#include <pbwire/view.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace hand {

using pbwire::kind;
using pbwire::map_view;
using pbwire::message_view;
using pbwire::repeated_view;

struct PointView {
  std::int32_t x = 0;
  std::int32_t y = 0;
};

struct KindsView {
  double f64 = 0;
  std::int64_t i64 = 0;
  std::uint64_t x64 = 0;
  bool yes = false;
  std::string_view text;
  std::string_view raw;
  Color color = Color::RED;
  std::int64_t s64 = 0;
  message_view<PointView> point;
};

struct ListsView {
  repeated_view<kind::int32> numbers;
  repeated_view<kind::int32> loose;
  repeated_view<kind::sint64> signs;
  repeated_view<kind::double_> ratios;
  repeated_view<kind::bool_> flags;
  repeated_view<kind::enum_, Color> colors;
  repeated_view<kind::string> texts;
  repeated_view<kind::bytes> raws;
  repeated_view<kind::message, PointView> points;
  repeated_view<kind::fixed32> fixed;
};

struct MapsView {
  map_view<kind::string, kind::int32> counts;
  map_view<kind::int32, kind::message, PointView> points;
  map_view<kind::bool_, kind::bytes> raws;
  map_view<kind::sint64, kind::enum_, Color> colors;
};

struct ChoiceView {
  std::variant<std::monostate, std::int32_t, std::string_view, message_view<PointView>, message_view<ChoiceView>, Color>
      pick;
  std::int32_t after = 0;
};

struct TreeView {
  std::string_view name;
  message_view<TreeView> left;
  message_view<TreeView> right;
  repeated_view<kind::message, TreeView> more;
};

struct OldView {
  struct PartView {
    std::optional<std::int32_t> n;
    std::optional<std::string_view> s;
  };
  struct BitView {
    std::optional<std::int32_t> n;
  };
  std::optional<std::int32_t> id;
  std::optional<std::string_view> text;
  message_view<PartView> part;
  repeated_view<kind::group, BitView> bits;
  message_view<OldView> inner;
  repeated_view<kind::message, OldView> list;
  map_view<kind::int32, kind::message, OldView> old_by_number;
};

}  // namespace hand

namespace pbwire {

template <>
struct schema<hand::PointView> {
  using M = hand::PointView;
  static constexpr std::string_view name = "hand.Point";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<field<"x", 1, kind::sint32, &M::x>, field<"y", 2, kind::sint32, &M::y>>;
};

template <>
struct schema<hand::KindsView> {  // not all fields: the others are skipped
  using M = hand::KindsView;
  static constexpr std::string_view name = "hand.Kinds";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<field<"f64", 1, kind::double_, &M::f64>, field<"i64", 3, kind::int64, &M::i64>,
                            field<"x64", 6, kind::fixed64, &M::x64>, field<"yes", 8, kind::bool_, &M::yes>,
                            field<"text", 9, kind::string, &M::text>, field<"raw", 12, kind::bytes, &M::raw>,
                            field<"color", 14, kind::enum_, &M::color>, field<"s64", 18, kind::sint64, &M::s64>,
                            field<"point", 2048, kind::message, &M::point>>;
};

template <>
struct schema<hand::ListsView> {
  using M = hand::ListsView;
  static constexpr std::string_view name = "hand.Lists";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields =
      field_list<field<"numbers", 1, kind::int32, &M::numbers>, field<"loose", 2, kind::int32, &M::loose>,
                 field<"signs", 3, kind::sint64, &M::signs>, field<"ratios", 4, kind::double_, &M::ratios>,
                 field<"flags", 5, kind::bool_, &M::flags>, field<"colors", 6, kind::enum_, &M::colors>,
                 field<"texts", 7, kind::string, &M::texts>, field<"raws", 8, kind::bytes, &M::raws>,
                 field<"points", 9, kind::message, &M::points>, field<"fixed", 300, kind::fixed32, &M::fixed>>;
};

template <>
struct schema<hand::MapsView> {
  using M = hand::MapsView;
  static constexpr std::string_view name = "hand.Maps";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<map_field<"counts", 1, kind::string, kind::int32, &M::counts>,
                            map_field<"points", 2, kind::int32, kind::message, &M::points>,
                            map_field<"raws", 3, kind::bool_, kind::bytes, &M::raws>,
                            map_field<"colors", 4, kind::sint64, kind::enum_, &M::colors>>;
};

template <>
struct schema<hand::ChoiceView> {
  using M = hand::ChoiceView;
  static constexpr std::string_view name = "hand.Choice";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields =
      field_list<oneof_field<"number", 1, kind::int32, &M::pick, 1>, oneof_field<"text", 2, kind::string, &M::pick, 2>,
                 oneof_field<"point", 3, kind::message, &M::pick, 3>,
                 oneof_field<"again", 4, kind::message, &M::pick, 4>, oneof_field<"color", 5, kind::enum_, &M::pick, 5>,
                 field<"after", 6, kind::int32, &M::after>>;
};

template <>
struct schema<hand::TreeView> {
  using M = hand::TreeView;
  static constexpr std::string_view name = "hand.Tree";
  static constexpr auto syntax = pbwire::syntax::proto3;
  using fields = field_list<field<"name", 1, kind::string, &M::name>, field<"left", 2, kind::message, &M::left>,
                            field<"right", 3, kind::message, &M::right>, field<"more", 4, kind::message, &M::more>>;
};

template <>
struct schema<hand::OldView::PartView> {
  using M = hand::OldView::PartView;
  static constexpr std::string_view name = "hand.Old.Part";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<field<"n", 1, kind::int32, &M::n, required>, field<"s", 2, kind::string, &M::s>>;
};

template <>
struct schema<hand::OldView::BitView> {
  using M = hand::OldView::BitView;
  static constexpr std::string_view name = "hand.Old.Bit";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<field<"n", 1, kind::int32, &M::n>>;
};

template <>
struct schema<hand::OldView> {
  using M = hand::OldView;
  static constexpr std::string_view name = "hand.Old";
  static constexpr auto syntax = pbwire::syntax::proto2;
  using fields = field_list<field<"id", 1, kind::int32, &M::id, required>, field<"text", 2, kind::string, &M::text>,
                            field<"part", 6, kind::group, &M::part>, field<"bit", 7, kind::group, &M::bits>,
                            field<"inner", 8, kind::message, &M::inner>, field<"list", 10, kind::message, &M::list>,
                            map_field<"old_by_number", 11, kind::int32, kind::message, &M::old_by_number>>;
};

}  // namespace pbwire
