// SPDX-License-Identifier: MIT
//
// The wire format's atoms. A message is a sequence of records, and a record is a tag and a value:
//
//   08 96 01              field 1, varint 150
//   │  └──┴ value: two groups of 7 bits, the lower one first, the high bit saying "more follows"
//   └ tag = (field number << 3) | wire type = (1 << 3) | 0
//
//   12 07 74 65 73 74 69 6e 67      field 2, length-delimited, 7 bytes: "testing"
//   │  │  └ value
//   │  └ its length, a varint
//   └ (2 << 3) | 2
//
// Only six wire types exist, so a reader that has never seen the schema can still step over any field. That one
// decision is what lets old and new programs talk. It also means that the bytes do not describe themselves: 08 96 01
// may be an int32, a uint64, a bool or an enum, and only the schema tells.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace pbwire {

enum class wire_type : std::uint8_t {
  varint = 0,            // int32, int64, uint32, uint64, sint32, sint64, bool, enum
  fixed64 = 1,           // fixed64, sfixed64, double
  length_delimited = 2,  // string, bytes, messages, packed repeated fields
  start_group = 3,       // groups (proto2)
  end_group = 4,
  fixed32 = 5,  // fixed32, sfixed32, float
};

/// Field numbers are 1 to 2^29-1: with the wire type a tag fills 32 bits.
inline constexpr std::uint32_t max_field_number = (1U << 29) - 1;
/// 64 bits in groups of 7.
inline constexpr std::size_t max_varint_size = 10;
/// Tags and lengths have 32 bits at most. libprotobuf reads no more than five bytes of either, and neither do we.
inline constexpr std::size_t max_varint32_size = 5;
/// Lengths are those of an int32, as in every implementation.
inline constexpr std::uint64_t max_length = 0x7fff'ffff;

constexpr std::uint32_t make_tag(std::uint32_t number, wire_type type) {
  return number << 3 | static_cast<std::uint32_t>(type);
}
constexpr std::uint32_t number_of(std::uint32_t tag) { return tag >> 3; }
constexpr wire_type type_of(std::uint32_t tag) { return static_cast<wire_type>(tag & 7); }

// Varint. Encoding, "Base 128 Varints".

/// How many bytes a value takes as a varint: 1 to 10. Zero takes one.
constexpr std::size_t varint_size(std::uint64_t value) {
  // bits/7 rounded up, without a division: 9/64 is a little more than 1/7, and near enough up to 64 bits.
  return (static_cast<std::size_t>(std::bit_width(value | 1)) * 9 + 64) / 64;
}

/// Writes a varint of any length. Returns the byte behind it. Requires: varint_size(value) bytes of room.
std::byte* encode_varint(std::byte* to, std::uint64_t value);

/// Reads a varint between `from` and `end`. Returns the byte behind it; null if `end` comes first, or if it goes on
/// after its tenth byte. Bits above the 64th are dropped, as libprotobuf does.
const std::byte* decode_varint(const std::byte* from, const std::byte* end, std::uint64_t& value);

// Zigzag. Encoding, "Signed Integers": 0, -1, 1, -2 … become 0, 1, 2, 3 …, so that small negative numbers are short.
// int32 and int64 do without: there -1 is 64 one-bits, ten bytes of varint.

std::uint32_t encode_zigzag32(std::int32_t value);
std::uint64_t encode_zigzag64(std::int64_t value);
std::int32_t decode_zigzag32(std::uint32_t value);
std::int64_t decode_zigzag64(std::uint64_t value);

// Fixed: little-endian, always 4 or 8 bytes.

template <class T>
T load_little_endian(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  if constexpr (std::endian::native == std::endian::big) {
    std::byte* bytes = reinterpret_cast<std::byte*>(&value);
    for (std::size_t i = 0; i < sizeof value / 2; ++i) std::swap(bytes[i], bytes[sizeof value - 1 - i]);
  }
  return value;
}

template <class T>
void store_little_endian(std::byte* to, T value) {
  std::memcpy(to, &value, sizeof value);
  if constexpr (std::endian::native == std::endian::big) {
    for (std::size_t i = 0; i < sizeof value / 2; ++i) std::swap(to[i], to[sizeof value - 1 - i]);
  }
}

}  // namespace pbwire
