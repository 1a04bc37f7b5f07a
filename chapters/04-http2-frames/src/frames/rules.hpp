// SPDX-License-Identifier: MIT
//
// What the ten types' rules and printed lines have in common.
#pragma once

#include <h2/frames/priority.hpp>

#include <string>

namespace h2 {

/// A rule of one frame was broken, and the connection cannot go on.
[[nodiscard]] inline error fatal(const frame_header& header, error_code code, std::string_view clause,
                                 std::string_view why) {
  error broken = connection_error(code, clause, why);
  broken.stream_id = header.stream_id;
  return broken;
}

/// The flags byte, as `bit` if it is wanted.
[[nodiscard]] constexpr std::uint8_t flag_if(bool wanted, std::uint8_t bit) { return wanted ? bit : std::uint8_t{0}; }

/// What strip_padding takes off, around what the frame is about.
inline void open_padding(byte_buffer& out, std::uint16_t overhead) {
  if (overhead > 0) out.push_back(static_cast<std::byte>(overhead - 1));
}
inline void close_padding(byte_buffer& out, std::uint16_t overhead) {
  if (overhead > 1) append(out, overhead - std::size_t{1});  // zeros (§6.1), as all new elements are
}

/// "HEADERS stream 1": how the line of a stream's frame begins.
[[nodiscard]] inline std::string title(frame_type type, std::uint32_t stream_id) {
  return std::string(name_of(type)) + " stream " + std::to_string(stream_id);
}

/// ", padding 4", where there is any.
[[nodiscard]] inline std::string padding_text(std::uint16_t overhead) {
  return overhead == 0 ? "" : ", padding " + std::to_string(overhead);
}

/// ", depends on stream 0, exclusive, weight 16".
[[nodiscard]] inline std::string priority_text(const priority_fields& fields) {
  return ", depends on stream " + std::to_string(fields.dependency) + (fields.exclusive ? ", exclusive" : "") +
         ", weight " + std::to_string(fields.weight);
}

/// "23 bytes", "1 byte".
[[nodiscard]] inline std::string count_of_bytes(std::size_t n) {
  return std::to_string(n) + (n == 1 ? " byte" : " bytes");
}

/// Two digits of a byte; of a number as many as it needs, with 0x.
[[nodiscard]] inline std::string hex_pair(std::byte value) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto n = std::to_integer<std::size_t>(value);
  return {digits[n >> 4U], digits[n & 15U]};
}
[[nodiscard]] inline std::string hex(std::uint32_t value) {
  std::string text;
  do {
    text.insert(text.begin(), "0123456789abcdef"[value & 15U]);
    value >>= 4U;
  } while (value != 0);
  return "0x" + text;
}

}  // namespace h2
