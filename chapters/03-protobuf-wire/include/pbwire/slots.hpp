// SPDX-License-Identifier: MIT
//
// Members as decode sees them: places to put a value. The counterpart of access.hpp.
//
// Decoding into a message that was used before (Reuse) should not free its memory and take it again. So each place is
// told how many values this decode has put there (`used`), and the first one overwrites what an earlier decode has
// left: strings and vectors keep their capacity, and the elements of a vector of messages are filled again one by one.
// What was not overwritten is cleared at the end. Without Reuse values are added to what is there, which is merging.
#pragma once

#include <pbwire/access.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace pbwire::slots {

/// The member of a field; of a oneof, the alternative, which becomes the one that is set.
template <class F, class M>
auto& member(M& m) {
  if constexpr (access::is_oneof<F>) {
    auto& choice = m.*F::member;
    if (choice.index() != F::index) choice.template emplace<F::index>();
    return *std::get_if<F::index>(&choice);
  } else {
    return m.*F::member;
  }
}

/// Sets or adds a number.
template <class F, bool Reuse, class M, class T>
void put(M& m, T v, std::uint32_t& used) {
  auto& place = member<F>(m);
  if constexpr (access::is_repeated<M, F>()) {
    if (Reuse && used == 0) place.clear();
    place.push_back(v);
  } else {
    place = v;
  }
  ++used;
}

/// Makes `count` more numbers of a repeated field. Returns the first of them. Requires: not a vector<bool>.
template <class F, bool Reuse, class M>
auto* add(M& m, std::size_t count, std::uint32_t& used) {
  auto& place = member<F>(m);
  if (Reuse && used++ == 0) place.clear();
  place.resize(place.size() + count);
  return place.data() + place.size() - count;
}

/// A string or message to fill: the next element of a repeated field, or the field's only value.
template <class F, bool Reuse, class M>
auto& next(M& m, std::uint32_t& used) {
  auto& place = member<F>(m);
  const std::uint32_t index = used++;
  if constexpr (access::is_repeated<M, F>()) {
    if (Reuse && index < place.size()) return place[index];
    return place.emplace_back();
  } else if constexpr (access::is_optional<std::remove_cvref_t<decltype(place)>>) {
    if (!place.has_value()) place.emplace();
    return *place;
  } else {
    return place;
  }
}

/// The place of the value that next() gave last, for a path.
template <class F, bool Reuse, class M>
std::size_t last_index(const M& m, std::uint32_t used) {
  return (Reuse ? used : (m.*F::member).size()) - 1;
}

/// Ends a decode with Reuse: whatever it did not put there goes.
template <class F, class M>
void finish(M& m, std::uint32_t used) {
  auto& place = m.*F::member;
  if constexpr (access::is_oneof<F>) {
    if (used == 0 && place.index() == F::index) place.template emplace<0>();
  } else if constexpr (access::is_extension_range<F>) {
    if (used == 0) place.clear(F::number, F::last);
  } else if constexpr (access::is_repeated<M, F>()) {
    if constexpr (is_packable(F::value_kind)) {
      if (used == 0) place.clear();
    } else {
      place.resize(used);
    }
  } else if constexpr (access::is_optional<access::member_type<M, F>>) {
    if (used == 0) place.reset();
  } else {
    if (used == 0) place = {};
  }
}

}  // namespace pbwire::slots
