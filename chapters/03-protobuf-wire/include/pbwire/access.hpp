// SPDX-License-Identifier: MIT
//
// Members as encode, size, equality, dump and views see them: a singular field is a pointer to its value, or null if
// there is nothing to send; a repeated field is a range. What the member's type is matters here and nowhere else.
#pragma once

#include <pbwire/schema.hpp>

#include <bit>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace pbwire::access {

template <class V>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

template <class V>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class M>
inline constexpr bool is_optional<box<M>> = true;

template <class F>
inline constexpr bool is_field = false;
template <fixed_string Name, std::uint32_t Number, kind Kind, auto Member, flag Flag>
inline constexpr bool is_field<field<Name, Number, Kind, Member, Flag>> = true;

template <class F>
inline constexpr bool is_map = false;
template <fixed_string Name, std::uint32_t Number, kind Key, kind Value, auto Member>
inline constexpr bool is_map<map_field<Name, Number, Key, Value, Member>> = true;

template <class F>
inline constexpr bool is_oneof = false;
template <fixed_string Name, std::uint32_t Number, kind Kind, auto Member, std::size_t Index>
inline constexpr bool is_oneof<oneof_field<Name, Number, Kind, Member, Index>> = true;

template <class F>
inline constexpr bool is_extension_range = false;
template <std::uint32_t First, std::uint32_t Last, auto Member>
inline constexpr bool is_extension_range<extension_range<First, Last, Member>> = true;

/// The type of a field's member in message M.
template <class M, class F>
using member_type = std::remove_cvref_t<decltype(std::declval<M&>().*F::member)>;

template <class V>
struct inner {
  using type = V;
};
template <class T>
struct inner<std::optional<T>> {
  using type = T;
};
template <class M>
struct inner<box<M>> {
  using type = M;
};
template <class T>
struct inner<std::vector<T>> {
  using type = T;
};
template <class K, class V>
struct inner<std::map<K, V>> {
  using type = V;
};

template <class M, class F>
constexpr auto place() {
  if constexpr (is_oneof<F>) {
    return std::type_identity<std::variant_alternative_t<F::index, member_type<M, F>>>{};
  } else {
    return std::type_identity<member_type<M, F>>{};
  }
}

/// The type of one value of a field: the number, the enum, the string, the message; of a map, what keys lead to.
template <class M, class F>
using value_type = typename inner<typename decltype(place<M, F>())::type>::type;

template <class M, class F>
constexpr bool is_repeated() {
  if constexpr (is_field<F>) {
    return is_vector<member_type<M, F>>;
  } else {
    return false;
  }
}

/// Implicit presence: whether the value is the one that is not sent. A float is compared by its bits, so -0.0 is sent.
template <class T>
bool is_zero(const T& value) {
  if constexpr (std::same_as<T, double>) {
    return std::bit_cast<std::uint64_t>(value) == 0;
  } else if constexpr (std::same_as<T, float>) {
    return std::bit_cast<std::uint32_t>(value) == 0;
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    return value == T{};
  } else {
    return value.empty();
  }
}

/// What an optional or a box holds: a pointer to it, or null.
template <class T>
const auto* unwrap(const T& value) {
  if constexpr (is_optional<T>) {
    return value.has_value() ? &*value : nullptr;
  } else {
    return &value;
  }
}

/// The value of a singular field if it is to be sent, null otherwise.
template <class F, class M>
const auto* singular(const M& m) {
  const auto& member = m.*F::member;
  if constexpr (is_oneof<F>) {
    const auto* held = std::get_if<F::index>(&member);
    return held != nullptr ? unwrap(*held) : nullptr;
  } else if constexpr (is_optional<member_type<M, F>>) {
    return unwrap(member);
  } else {
    return is_zero(member) ? nullptr : &member;
  }
}

/// Calls each(F{}) for every field of the message, in number order.
template <class... Fields, class Each>
constexpr void for_each(field_list<Fields...>, Each&& each) {
  (each(Fields{}), ...);
}

/// The same from the last field to the first.
template <class Each>
constexpr void for_each_backwards(field_list<>, Each&&) {}
template <class First, class... Rest, class Each>
constexpr void for_each_backwards(field_list<First, Rest...>, Each&& each) {
  for_each_backwards(field_list<Rest...>{}, each);
  each(First{});
}

}  // namespace pbwire::access
