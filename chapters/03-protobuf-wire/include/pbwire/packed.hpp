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

/// The ends of the next varints, as many as fit into one look.
class varint_ends {
 public:
  /// Looks at up to 64 bytes from p. `limit` is the end of the whole input: bytes up to there may be loaded. False if
  /// it is too near, or if no varint ends here.
  bool look(const std::byte* p, const std::byte* end, const std::byte* limit) {
    constexpr std::ptrdiff_t window = 64;
    if (limit - p < window + 8) return false;  // a value near the end of the window is loaded as eight bytes, too
    const std::ptrdiff_t size = std::min(end - p, window);
    base_ = p;
    ends_ = 0;
    for (std::ptrdiff_t i = 0; i < size; i += 8) ends_ |= ends_of_eight(p + i) << i;
    if (size < window) ends_ &= (std::uint64_t{1} << size) - 1;
    return ends_ != 0;
  }
  [[nodiscard]] bool any() const { return ends_ != 0; }
  /// One past the end of the next varint. Requires: any().
  const std::byte* take() {
    const std::byte* const behind = base_ + std::countr_zero(ends_) + 1;
    ends_ &= ends_ - 1;
    return behind;
  }

 private:
  const std::byte* base_ = nullptr;
  std::uint64_t ends_ = 0;
};

/// The value of a varint of 1 to 8 bytes. Requires: eight bytes can be loaded at p.
inline std::uint64_t load_varint(const std::byte* p, const std::byte* behind) {
  const std::uint64_t mask = ~std::uint64_t{0} >> (64 - 8 * (behind - p)) & 0x7f7f'7f7f'7f7f'7f7f;
  return join_groups(load_little_endian<std::uint64_t>(p) & mask);
}

/// Reads the varints between p and end, which are as many as count_varints says. Returns `end`; null if one is too long
/// or not finished.
template <kind K>
const std::byte* read_varints(scalars::value<K>* to, const std::byte* p, const std::byte* end, const std::byte* limit,
                              failure& why) {
  for (varint_ends ends; p < end && ends.look(p, end, limit);) {
    for (const std::byte* behind = p; ends.any(); p = behind) {
      behind = ends.take();
      std::uint64_t bits = 0;
      if (behind - p <= 8) [[likely]]
        bits = load_varint(p, behind);
      else if (decode_varint(p, behind, bits) == nullptr) return why.fail_varint(p, end);
      *to++ = scalars::from_varint<K>(bits);
    }
  }
  while (p < end) {
    scalars::value<K> v{};  // not *to: for a varint that is not finished there is no element
    p = scalars::read<K>(v, p, end, why);
    if (p == nullptr) return nullptr;
    *to++ = v;
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
      if (ends_.any() || ends_.look(p_, end_, limit_)) {
        if (const std::byte* const behind = ends_.take(); behind - p_ <= 8) [[likely]] {
          const std::uint64_t bits = load_varint(p_, behind);
          p_ = behind;
          return scalars::from_varint<K>(bits);
        }
      }
    }
    failure none;
    scalars::value<K> v{};
    p_ = scalars::read<K>(v, p_, end_, none);
    return v;
  }

 private:
  const std::byte* p_ = nullptr;
  const std::byte* end_ = nullptr;
  const std::byte* limit_ = nullptr;
  [[no_unique_address]] varint_ends ends_;
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
