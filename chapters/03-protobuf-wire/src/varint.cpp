// SPDX-License-Identifier: MIT
//
// Base-128 numbers and zigzag: the two transformations that every integer in a message goes through.
#include <pbwire/wire.hpp>

namespace pbwire {

std::byte* encode_varint(std::byte* to, std::uint64_t value) {
  while (value >= 0x80) {
    *to++ = static_cast<std::byte>(value | 0x80);  // seven bits, and "more follows"
    value >>= 7;
  }
  *to++ = static_cast<std::byte>(value);
  return to;
}

const std::byte* decode_varint(const std::byte* from, const std::byte* end, std::uint64_t& value) {
  std::uint64_t sum = 0;
  for (unsigned shift = 0; shift < 70 && from != end; shift += 7) {
    const auto byte = static_cast<std::uint64_t>(*from++);
    sum |= (byte & 0x7f) << shift;  // the tenth byte is shifted by 63: all but its lowest bit fall off
    if (byte < 0x80) {
      value = sum;
      return from;
    }
  }
  return nullptr;
}

std::uint32_t encode_zigzag32(std::int32_t value) {
  // The shift brings the sign into every bit: all ones turn the doubled value over, all zeros leave it.
  return static_cast<std::uint32_t>(value) << 1 ^ static_cast<std::uint32_t>(value >> 31);
}

std::uint64_t encode_zigzag64(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}

std::int32_t decode_zigzag32(std::uint32_t value) { return static_cast<std::int32_t>(value >> 1 ^ (0U - (value & 1))); }

std::int64_t decode_zigzag64(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1 ^ (std::uint64_t{0} - (value & 1)));
}

}  // namespace pbwire
