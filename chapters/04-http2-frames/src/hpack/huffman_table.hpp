// SPDX-License-Identifier: MIT
//
// RFC 7541 Appendix B in the shapes that coding and decoding want. Written by make_huffman_table.py.
//
// The code is canonical: in the order (length, symbol) the codes count upwards, so with all bits moved to the left the
// codes of one length are one interval of numbers, and the k-th of them belongs to the k-th symbol of that length.
#pragma once

#include <array>
#include <cstdint>

namespace h2::hpack {

struct huffman_code {
  std::uint32_t code;  // the lowest `length` bits
  std::uint32_t length;
};
extern const std::array<huffman_code, 256> huffman_codes;

/// What the next 12 bits begin with: one symbol or two, whose codes are whole within them. Neither: a longer code.
struct huffman_pair {
  std::uint8_t first, second;
  std::uint8_t count;
  std::uint8_t bits;  // of the `count` codes together
};
inline constexpr unsigned huffman_lookup_bits = 12;
extern const std::array<huffman_pair, 1U << huffman_lookup_bits> huffman_pairs;

/// All codes of one length above 12, as numbers of 32 bits with the code at the top.
struct huffman_group {
  std::uint32_t length;
  std::uint32_t first, last;  // `last` with ones behind it
  std::uint32_t symbol;       // where in huffman_symbols the first one's is
};
extern const std::array<huffman_group, 14> huffman_groups;

/// In the order of their codes.
extern const std::array<std::uint16_t, 257> huffman_symbols;
inline constexpr std::uint16_t huffman_eos = 256;

}  // namespace h2::hpack
