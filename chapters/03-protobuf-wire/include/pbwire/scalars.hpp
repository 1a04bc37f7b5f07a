// SPDX-License-Identifier: MIT
//
// The numeric kinds: which C++ type holds them, and how they become a varint or a fixed value.
#pragma once

#include <pbwire/schema.hpp>
#include <pbwire/skip.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pbwire::scalars {

template <kind K>
constexpr auto zero_of() {
  if constexpr (K == kind::double_) return double{};
  else if constexpr (K == kind::float_) return float{};
  else if constexpr (K == kind::int64 || K == kind::sint64 || K == kind::sfixed64) return std::int64_t{};
  else if constexpr (K == kind::uint64 || K == kind::fixed64) return std::uint64_t{};
  else if constexpr (K == kind::uint32 || K == kind::fixed32) return std::uint32_t{};
  else if constexpr (K == kind::bool_) return bool{};
  else return std::int32_t{};  // int32, sint32, sfixed32, and the number of an enum
}

/// The C++ type of a numeric kind; std::int32_t for an enum.
template <kind K>
using value = decltype(zero_of<K>());

template <kind K>
inline constexpr bool is_varint = wire_type_of(K) == wire_type::varint;

/// The number that is written as a varint. A negative int32 is sign-extended, and so takes ten bytes: that is what
/// lets an int64 reader read it.
template <kind K>
std::uint64_t to_varint(value<K> v) {
  if constexpr (K == kind::sint32) return encode_zigzag32(v);
  else if constexpr (K == kind::sint64) return encode_zigzag64(v);
  else if constexpr (K == kind::bool_) return v ? 1 : 0;
  else if constexpr (std::is_signed_v<value<K>>) return static_cast<std::uint64_t>(static_cast<std::int64_t>(v));
  else return v;
}

/// The value of a varint: too many bits for the kind are dropped, and every number but zero is true.
template <kind K>
value<K> from_varint(std::uint64_t bits) {
  if constexpr (K == kind::sint32) return decode_zigzag32(static_cast<std::uint32_t>(bits));
  else if constexpr (K == kind::sint64) return decode_zigzag64(bits);
  else if constexpr (K == kind::bool_) return bits != 0;
  else return static_cast<value<K>>(bits);
}

/// Bytes of a value without its tag.
template <kind K>
std::size_t size(value<K> v) {
  if constexpr (K == kind::bool_) return 1;
  else if constexpr (is_varint<K>) return varint_size(to_varint<K>(v));
  else return sizeof v;
}

/// Reads one value. Returns the byte behind it, or null.
template <kind K>
const std::byte* read(value<K>& v, const std::byte* p, const std::byte* end, failure& why) {
  if constexpr (is_varint<K>) {
    std::uint64_t bits = 0;
    const std::byte* next = read_varint(p, end, bits);
    if (next == nullptr) [[unlikely]]
      return why.fail_varint(p, end);
    v = from_varint<K>(bits);
    return next;
  } else {
    if (end - p < static_cast<std::ptrdiff_t>(sizeof v)) [[unlikely]]
      return why.fail(errc::truncated, p);
    v = load_little_endian<value<K>>(p);
    return p + sizeof v;
  }
}

/// Writes a varint so that it ends at p. Returns its first byte. Requires: room for it.
inline std::byte* put_varint(std::byte* p, std::uint64_t v) {
  if (v < 0x80) {
    *--p = static_cast<std::byte>(v);
    return p;
  }
  if (v < 0x4000) {
    p -= 2;
    p[0] = static_cast<std::byte>(v | 0x80);
    p[1] = static_cast<std::byte>(v >> 7);
    return p;
  }
  p -= varint_size(v);
  encode_varint(p, v);
  return p;
}

/// Writes one value so that it ends at p. Returns its first byte.
template <kind K>
std::byte* put(std::byte* p, value<K> v) {
  if constexpr (is_varint<K>) {
    return put_varint(p, to_varint<K>(v));
  } else {
    p -= sizeof v;
    store_little_endian(p, v);
    return p;
  }
}

/// The most that put() writes.
template <kind K>
inline constexpr std::size_t max_size = is_varint<K> ? max_varint_size : sizeof(value<K>);

}  // namespace pbwire::scalars
