// SPDX-License-Identifier: MIT
#include <h2/hpack/integer.hpp>

#include <limits>

namespace h2::hpack {
namespace {

// 2^32-1 and the largest prefix need no more; a sixth byte could only add zeros, as many as the sender likes.
constexpr std::size_t most_bytes_behind = 5;

}  // namespace

decoded_integer decode_integer(bytes data, unsigned prefix_bits) {
  const std::uint32_t full = (1U << prefix_bits) - 1;
  const std::uint32_t prefix = std::to_integer<std::uint32_t>(data[0]) & full;
  if (prefix < full) return {.value = prefix, .size = 1};

  std::uint64_t value = full;
  for (std::size_t i = 1; i < data.size(); ++i) {
    if (i > most_bytes_behind) return {.status = integer_status::too_large};
    const auto byte = std::to_integer<std::uint64_t>(data[i]);
    value += (byte & 0x7f) << (7 * (i - 1));
    if (value > std::numeric_limits<std::uint32_t>::max()) return {.status = integer_status::too_large};
    if ((byte & 0x80) == 0) return {.value = static_cast<std::uint32_t>(value), .size = i + 1};
  }
  return {.status = integer_status::truncated};
}

void encode_integer(std::uint32_t value, unsigned prefix_bits, std::uint8_t pattern, byte_buffer& out) {
  const std::uint32_t full = (1U << prefix_bits) - 1;
  if (value < full) {
    out.push_back(static_cast<std::byte>(pattern | value));
    return;
  }
  out.push_back(static_cast<std::byte>(pattern | full));
  for (value -= full; value >= 0x80; value >>= 7U) out.push_back(static_cast<std::byte>(value % 0x80 | 0x80));
  out.push_back(static_cast<std::byte>(value));
}

}  // namespace h2::hpack
