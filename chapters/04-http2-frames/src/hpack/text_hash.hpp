// SPDX-License-Identifier: MIT
//
// A hash of a few nanoseconds for texts of which most differ at an end or in length: eight bytes from the front, the
// middle and the back, whatever lies between. Texts made to collide cost a comparison each, and a table has room for
// 128 of them (4096 bytes, 32 and more each).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace h2::hpack {

/// The bytes of a number in the machine's order. The compiler, which hashes the static table, has no memcpy.
template <class Number>
constexpr Number load(const char* at) {
  Number value = 0;
  if (!std::is_constant_evaluated()) {
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  for (unsigned i = 0; i < sizeof value; ++i) {
    const unsigned place = std::endian::native == std::endian::little ? i : sizeof value - 1 - i;
    value |= Number{static_cast<unsigned char>(at[i])} << (8 * place);
  }
  return value;
}

constexpr std::uint32_t text_hash(std::string_view text, std::size_t name_size) {
  const char* const at = text.data();
  const std::size_t size = text.size();
  std::uint64_t front = 0;
  std::uint64_t middle = 0;
  std::uint64_t back = 0;
  if (size >= 8) {
    front = load<std::uint64_t>(at);
    middle = load<std::uint64_t>(at + (size - 8) / 2);
    back = load<std::uint64_t>(at + size - 8);
  } else if (size >= 4) {
    front = load<std::uint32_t>(at);
    back = load<std::uint32_t>(at + size - 4);
  } else {
    for (const char c : text) front = front << 8U | static_cast<unsigned char>(c);
  }
  // Odd numbers with their bits mixed, from the golden ratio and its like.
  std::uint64_t hash = front * 0x9e3779b97f4a7c15 ^ middle * 0xd1b54a32d192ed03 ^ back * 0x8cb92ba72f3d8dd7;
  hash = (hash ^ hash >> 32U ^ size << 8U ^ name_size) * 0x9e3779b97f4a7c15;
  return static_cast<std::uint32_t>(hash >> 32U);
}

}  // namespace h2::hpack
