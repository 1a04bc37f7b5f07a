// SPDX-License-Identifier: MIT
//
// Views against messages: the same verdict, and the same values in every member.
#pragma once

#include "codec_checks.hpp"
#include "hand_views.hpp"

#include <bit>
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace test {

template <class Range>
auto collect(const Range& range) {
  std::vector<typename decltype(range.begin())::value_type> values;
  for (const auto& v : range) values.push_back(v);
  EXPECT_EQ(values.size(), range.size());
  EXPECT_EQ(values.empty(), range.empty());
  return values;
}

// --- the same as the message: every member compared with what decode gives ----------------------------------------

inline void expect_same(const hand::PointView& view, const hand::Point& m) {
  EXPECT_EQ(view.x, m.x);
  EXPECT_EQ(view.y, m.y);
}

inline void expect_same(const hand::KindsView& view, const hand::Kinds& m) {
  EXPECT_EQ(std::bit_cast<std::uint64_t>(view.f64), std::bit_cast<std::uint64_t>(m.f64));
  EXPECT_EQ(view.i64, m.i64);
  EXPECT_EQ(view.x64, m.x64);
  EXPECT_EQ(view.yes, m.yes);
  EXPECT_EQ(view.text, m.text);
  EXPECT_EQ(view.raw, m.raw);
  EXPECT_EQ(view.color, m.color);
  EXPECT_EQ(view.s64, m.s64);
  ASSERT_EQ(view.point.has_value(), m.point.has_value());
  if (m.point) expect_same(view.point.get(), *m.point);
}

inline void expect_same(const hand::ListsView& view, const hand::Lists& m) {
  EXPECT_EQ(collect(view.numbers), m.numbers);
  EXPECT_EQ(collect(view.loose), m.loose);
  EXPECT_EQ(collect(view.signs), m.signs);
  const std::vector<double> ratios = collect(view.ratios);
  ASSERT_EQ(ratios.size(), m.ratios.size());
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(ratios[i]), std::bit_cast<std::uint64_t>(m.ratios[i]));
  }
  EXPECT_EQ(collect(view.flags), m.flags);
  EXPECT_EQ(collect(view.colors), m.colors);
  EXPECT_EQ(collect(view.fixed), m.fixed);
  const auto texts = collect(view.texts);
  EXPECT_EQ(std::vector<std::string>(texts.begin(), texts.end()), m.texts);
  const auto raws = collect(view.raws);
  EXPECT_EQ(std::vector<std::string>(raws.begin(), raws.end()), m.raws);
  const auto points = collect(view.points);
  ASSERT_EQ(points.size(), m.points.size());
  for (std::size_t i = 0; i < points.size(); ++i) expect_same(points[i], m.points[i]);
}

inline void expect_same(const hand::MapsView& view, const hand::Maps& m) {
  std::map<std::string, std::int32_t> counts;
  for (const auto& [key, value] : view.counts) counts[std::string(key)] = value;
  EXPECT_EQ(counts, m.counts);
  std::map<std::int64_t, hand::Color> colors;
  for (const auto& [key, value] : view.colors) colors[key] = value;
  EXPECT_EQ(colors, m.colors);
  for (const auto& [key, value] : m.points) expect_same(view.points.value_or(key, {77, 77}), value);
  for (const auto& [key, value] : m.raws) EXPECT_EQ(view.raws.value_or(key, "none"), value);
  EXPECT_GE(view.points.size(), m.points.size());
}

inline void expect_same(const hand::ChoiceView& view, const hand::Choice& m) {
  EXPECT_EQ(view.after, m.after);
  ASSERT_EQ(view.pick.index(), m.pick.index());
  switch (view.pick.index()) {
    case 1: EXPECT_EQ(std::get<1>(view.pick), std::get<1>(m.pick)); break;
    case 2: EXPECT_EQ(std::get<2>(view.pick), std::get<2>(m.pick)); break;
    case 3: expect_same(std::get<3>(view.pick).get(), std::get<3>(m.pick)); break;
    case 4: expect_same(std::get<4>(view.pick).get(), *std::get<4>(m.pick)); break;
    case 5: EXPECT_EQ(std::get<5>(view.pick), std::get<5>(m.pick)); break;
    default: break;
  }
}

inline void expect_same(const hand::TreeView& view, const hand::Tree& m) {
  EXPECT_EQ(view.name, m.name);
  ASSERT_EQ(view.left.has_value(), m.left.has_value());
  if (m.left) expect_same(view.left.get(), *m.left);
  ASSERT_EQ(view.right.has_value(), m.right.has_value());
  if (m.right) expect_same(view.right.get(), *m.right);
  const auto more = collect(view.more);
  ASSERT_EQ(more.size(), m.more.size());
  for (std::size_t i = 0; i < more.size(); ++i) expect_same(more[i], m.more[i]);
}

inline void expect_same(const hand::OldView& view, const hand::Old& m) {
  EXPECT_EQ(view.id, m.id);
  EXPECT_EQ(view.text, m.text);
  ASSERT_EQ(view.part.has_value(), m.part.has_value());
  if (m.part) {
    EXPECT_EQ(view.part.get().n, m.part->n);
  }
  const auto bits = collect(view.bits);
  ASSERT_EQ(bits.size(), m.bits.size());
  for (std::size_t i = 0; i < bits.size(); ++i) EXPECT_EQ(bits[i].n, m.bits[i].n);
  ASSERT_EQ(view.inner.has_value(), m.inner.has_value());
  if (m.inner) expect_same(view.inner.get(), *m.inner);
  const auto list = collect(view.list);
  ASSERT_EQ(list.size(), m.list.size());
  for (std::size_t i = 0; i < list.size(); ++i) expect_same(list[i], m.list[i]);
  for (const auto& [key, value] : m.old_by_number) expect_same(view.old_by_number.value_or(key, {}), value);
}

/// View and decode: both refuse, or both accept and see the same. What a view cannot merge it may refuse alone.
template <class V, class M>
void agree(const std::string& bytes, const pbwire::decode_options& how = {}) {
  SCOPED_TRACE(to_hex(bytes));
  const pbwire::result<V> view = pbwire::decode_view<V>(bytes, how);
  const pbwire::result<M> message = pbwire::decode<M>(bytes, how);
  if (!view && view.error().code == pbwire::errc::view_of_split_message) return;
  ASSERT_EQ(view.has_value(), message.has_value())
      << (view ? message.error().message() : "view: " + view.error().message());
  if (view) expect_same(*view, *message);
}

}  // namespace test
