// SPDX-License-Identifier: MIT
//
// Bytes: a view of somebody's, a buffer of one's own, and the big-endian numbers of RFC 9113 §2.2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace h2 {

using bytes = std::span<const std::byte>;
using byte_buffer = std::vector<std::byte>;

[[nodiscard]] inline bytes bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}
[[nodiscard]] inline std::string_view text_of(bytes data) {
  return {reinterpret_cast<const char*>(data.data()), data.size()};
}

[[nodiscard]] constexpr std::uint32_t read_u16(const std::byte* at) {
  return std::to_integer<std::uint32_t>(at[0]) << 8U | std::to_integer<std::uint32_t>(at[1]);
}
[[nodiscard]] constexpr std::uint32_t read_u24(const std::byte* at) {
  return read_u16(at) << 8U | std::to_integer<std::uint32_t>(at[2]);
}
[[nodiscard]] constexpr std::uint32_t read_u32(const std::byte* at) { return read_u16(at) << 16U | read_u16(at + 2); }

constexpr void write_u16(std::byte* at, std::uint32_t value) {
  at[0] = static_cast<std::byte>(value >> 8U & 0xffU);
  at[1] = static_cast<std::byte>(value & 0xffU);
}
constexpr void write_u24(std::byte* at, std::uint32_t value) {
  write_u16(at, value >> 8U);
  at[2] = static_cast<std::byte>(value & 0xffU);
}
constexpr void write_u32(std::byte* at, std::uint32_t value) {
  write_u16(at, value >> 16U);
  write_u16(at + 2, value);
}

/// Makes `out` longer by n bytes and returns where they begin. Lifetime: until `out` grows again.
inline std::byte* append(byte_buffer& out, std::size_t n) {
  const std::size_t was = out.size();
  out.resize(was + n);
  return out.data() + was;
}
inline void append(byte_buffer& out, bytes more) { out.insert(out.end(), more.begin(), more.end()); }

}  // namespace h2
