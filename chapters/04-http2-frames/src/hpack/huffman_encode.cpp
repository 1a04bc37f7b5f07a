// SPDX-License-Identifier: MIT
#include "huffman_table.hpp"

#include <h2/hpack/huffman.hpp>

namespace h2::hpack {

std::size_t huffman_size(std::string_view text) {
  std::size_t bits = 0;
  for (const char c : text) bits += huffman_codes[static_cast<std::uint8_t>(c)].length;
  return (bits + 7) / 8;
}

void encode_huffman(std::string_view text, byte_buffer& out) { encode_huffman(text, append(out, huffman_size(text))); }

std::byte* encode_huffman(std::string_view text, std::byte* to) {
  std::uint64_t bits = 0;  // the lowest `count` of them are still to be written
  unsigned count = 0;      // below 32 between two symbols, so that one of 30 bits always fits
  for (const char c : text) {
    const auto [code, length] = huffman_codes[static_cast<std::uint8_t>(c)];
    bits = bits << length | code;
    count += length;
    if (count >= 32) {
      count -= 32;
      write_u32(to, static_cast<std::uint32_t>(bits >> count));
      to += 4;
    }
  }
  // §5.2: the last byte is filled up with ones.
  const unsigned padding = (8 - count % 8) % 8;
  bits = bits << padding | ((1U << padding) - 1);
  for (count += padding; count > 0; ++to) {
    count -= 8;
    *to = static_cast<std::byte>(bits >> count & 0xff);
  }
  return to;
}

}  // namespace h2::hpack
