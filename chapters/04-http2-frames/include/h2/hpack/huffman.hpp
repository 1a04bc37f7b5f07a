// SPDX-License-Identifier: MIT
//
// RFC 7541 §5.2 and Appendix B: text in a fixed prefix code made from many HTTP headers: 5 bits for the likeliest,
// 'a' or '0', 30 for the rarest. The last byte is filled up with ones, the beginning of EOS.
//
//   "www" = 1111000 1111000 1111000 = f1 e3 c7 (the last three ones are padding)
#pragma once

#include <h2/bytes.hpp>

#include <string>
#include <string_view>

namespace h2::hpack {

/// Bytes that the coded text takes.
[[nodiscard]] std::size_t huffman_size(std::string_view text);

/// Writes the code at the end of `out`.
void encode_huffman(std::string_view text, byte_buffer& out);
/// Writes it to `to`, where huffman_size(text) bytes have room. Returns the byte behind the last.
std::byte* encode_huffman(std::string_view text, std::byte* to);

enum class huffman_status : std::uint8_t {
  ok,
  padding_too_long,  // §5.2: more than 7 bits
  padding_not_ones,  // §5.2: not the beginning of EOS
  eos,               // §5.2: EOS itself in the text
};

/// Appends the text to `out`; on failure `out` may have grown.
[[nodiscard]] huffman_status decode_huffman(bytes data, std::string& out);

}  // namespace h2::hpack
