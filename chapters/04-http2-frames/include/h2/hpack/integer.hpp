// SPDX-License-Identifier: MIT
//
// RFC 7541 §5.1: a number in the rest of a byte, and in more bytes when it does not fit there.
//
//   prefix of 5 bits:       10:  x x x 0 1 0 1 0
//                         1337:  x x x 1 1 1 1 1   1 0 0 1 1 0 1 0   0 0 0 0 1 0 1 0
//                                      31       +        26       +      10 × 128
//
// Unlike a protobuf varint a number has a prefix to fill first, and only what is left over is cut into sevens.
#pragma once

#include <h2/bytes.hpp>

namespace h2::hpack {

/// Why a number could not be read.
enum class integer_status : std::uint8_t { ok, truncated, too_large };

struct decoded_integer {
  integer_status status = integer_status::ok;
  std::uint32_t value = 0;
  std::size_t size = 0;  // bytes read, the first one included
};

/// Reads a number whose prefix is the lowest `prefix_bits` (1 to 8) of the first byte. Requires: data is not empty.
/// too_large: above 2^32-1, or more than 5 bytes behind the prefix, zeros included (§5.1 asks for a limit).
[[nodiscard]] decoded_integer decode_integer(bytes data, unsigned prefix_bits);

/// Writes one. `pattern` is the first byte's other bits, already in place.
void encode_integer(std::uint32_t value, unsigned prefix_bits, std::uint8_t pattern, byte_buffer& out);

}  // namespace h2::hpack
