// SPDX-License-Identifier: MIT
//
// Many varints at once. Decoded one by one, varints of mixed lengths cost a mispredicted branch each, more than all
// the arithmetic. So lengths are not branched on here but computed:
//
//   bytes       ac 02 | 07 | 80 80 01 | …       the last byte of each varint has a clear high bit
//   ends         0  1    1    0  0  1           one bit for each byte: this is all that has to be looked at in order
//
// The value between two ends is loaded as eight bytes, and its groups of seven bits are pushed together in three steps.
// Writing does the same backwards.
#pragma once

#include <pbwire/scalars.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace pbwire::packing {

/// Eight 7-bit groups, one in each byte with its high bit clear, become one number of 56 bits.
constexpr std::uint64_t join_groups(std::uint64_t x) {
  x = (x & 0x007f'007f'007f'007f) | (x & 0x7f00'7f00'7f00'7f00) >> 1;
  x = (x & 0x0000'3fff'0000'3fff) | (x & 0x3fff'0000'3fff'0000) >> 2;
  return (x & 0x0000'0000'0fff'ffff) | (x & 0x0fff'ffff'0000'0000) >> 4;
}

/// The opposite. Requires: x < 2^56.
constexpr std::uint64_t split_groups(std::uint64_t x) {
  x = (x & 0x0000'0000'0fff'ffff) | (x & 0x00ff'ffff'f000'0000) << 4;
  x = (x & 0x0000'3fff'0000'3fff) | (x & 0x0fff'c000'0fff'c000) << 2;
  return (x & 0x007f'007f'007f'007f) | (x & 0x3f80'3f80'3f80'3f80) << 1;
}

/// The lowest bit of each of eight bytes: set where a varint ends.
inline std::uint64_t last_bytes(const std::byte* p) {
  return ~load_little_endian<std::uint64_t>(p) >> 7 & 0x0101'0101'0101'0101;
}

/// The same as eight bits next to each other: the product moves the bit of byte i to bit 56 + i.
inline std::uint64_t ends_of_eight(const std::byte* p) { return last_bytes(p) * 0x0102'0408'1020'4080 >> 56; }

/// How many varints end between p and end.
inline std::size_t count_varints(const std::byte* p, const std::byte* end) {
  std::size_t count = 0;
  for (; end - p >= 8; p += 8) count += last_bytes(p) * 0x0101'0101'0101'0101 >> 56;
  for (; p != end; ++p) count += static_cast<std::uint8_t>(*p) < 0x80 ? 1 : 0;
  return count;
}

/// Reads the varints between p and end, which are as many as count_varints says. `limit` is the end of the whole
/// input: bytes up to there may be looked at. Returns `end`; null if a varint is too long or not finished.
template <kind K>
const std::byte* read_varints(scalars::value<K>* to, const std::byte* p, const std::byte* end, const std::byte* limit,
                              failure& why) {
  constexpr std::ptrdiff_t window = 64;
  while (p < end && limit - p >= window + 8) {
    const std::ptrdiff_t size = std::min(end - p, window);
    std::uint64_t ends = 0;
    for (std::ptrdiff_t i = 0; i < size; i += 8) ends |= ends_of_eight(p + i) << i;
    if (size < window) ends &= (std::uint64_t{1} << size) - 1;
    if (ends == 0) return why.fail_varint(p, end);
    const std::byte* const base = p;
    for (; ends != 0; ends &= ends - 1) {
      const std::byte* const next = base + std::countr_zero(ends) + 1;
      const std::ptrdiff_t length = next - p;
      if (length <= 8) [[likely]] {
        const std::uint64_t mask = ~std::uint64_t{0} >> (64 - 8 * length) & 0x7f7f'7f7f'7f7f'7f7f;
        *to++ = scalars::from_varint<K>(join_groups(load_little_endian<std::uint64_t>(p) & mask));
      } else {
        std::uint64_t bits = 0;
        if (decode_varint(p, next, bits) == nullptr) return why.fail_varint(p, end);
        *to++ = scalars::from_varint<K>(bits);
      }
      p = next;
    }
  }
  while (p < end) {
    p = scalars::read<K>(*to, p, end, why);
    if (p == nullptr) return nullptr;
    ++to;
  }
  return p;
}

/// The values of a packed field one after the other. Requires: the field was looked through before.
template <kind K>
class packed_cursor {
 public:
  packed_cursor() = default;
  packed_cursor(const std::byte* p, const std::byte* end, const std::byte* limit) : p_(p), end_(end), limit_(limit) {}

  [[nodiscard]] bool done() const { return p_ == end_; }
  /// Requires: !done().
  [[gnu::always_inline]] scalars::value<K> next() {
    if constexpr (scalars::is_varint<K>) {
      if (ends_ == 0) refill();
      const std::byte* const behind = ends_ != 0 ? base_ + std::countr_zero(ends_) + 1 : p_ + max_varint_size;
      ends_ &= ends_ - 1;
      if (behind - p_ <= 8) [[likely]] {
        const std::uint64_t mask = ~std::uint64_t{0} >> (64 - 8 * (behind - p_)) & 0x7f7f'7f7f'7f7f'7f7f;
        const std::uint64_t groups = load_little_endian<std::uint64_t>(p_) & mask;
        p_ = behind;
        return scalars::from_varint<K>(join_groups(groups));
      }
    }
    failure none;
    scalars::value<K> v{};
    p_ = scalars::read<K>(v, p_, end_, none);
    return v;
  }

 private:
  /// Looks for the ends of the next varints; finds none where the input is too short to load eight bytes anywhere.
  void refill() {
    constexpr std::ptrdiff_t window = 64;
    if (limit_ - p_ < window + 8) return;
    base_ = p_;
    const std::ptrdiff_t size = std::min(end_ - p_, window);
    for (std::ptrdiff_t i = 0; i < size; i += 8) ends_ |= ends_of_eight(p_ + i) << i;
    if (size < window) ends_ &= (std::uint64_t{1} << size) - 1;
  }

  const std::byte* p_ = nullptr;
  const std::byte* end_ = nullptr;
  const std::byte* limit_ = nullptr;
  const std::byte* base_ = nullptr;
  std::uint64_t ends_ = 0;
};

/// Writes a varint so that it ends at p. Returns its first byte. Requires: 16 bytes of room below p, which it may
/// spoil.
inline std::byte* put_varint(std::byte* p, std::uint64_t v) {
  if (v >= std::uint64_t{1} << 56) [[unlikely]]
    return scalars::put_varint(p, v);
  const std::size_t size = varint_size(v);
  const std::uint64_t more = 0x8080'8080'8080'8080 & ((std::uint64_t{1} << 8 * (size - 1)) - 1);
  store_little_endian(p - 8, (split_groups(v) | more) << (64 - 8 * size));
  return p - size;
}

}  // namespace pbwire::packing
