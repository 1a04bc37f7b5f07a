// SPDX-License-Identifier: MIT
//
// RFC 4648 §5, without padding. Three bytes are four characters of six bits; one or two bytes left over are two or
// three characters, whose last has bits that mean nothing. They must be zero here, or two texts would say the same.
#include <h2/upgrade.hpp>

#include <h2/bytes.hpp>

namespace h2 {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string to_base64url(bytes data) {
  std::string text;
  text.reserve((data.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  unsigned held = 0;  // how many low bits of `bits` are still to be written
  for (const std::byte each : data) {
    bits = bits << 8U | std::to_integer<std::uint32_t>(each);
    for (held += 8; held >= 6; held -= 6) text += alphabet[bits >> (held - 6) & 63U];
  }
  if (held != 0) text += alphabet[bits << (6 - held) & 63U];
  return text;
}

}  // namespace

std::string http2_settings_value(const settings_frame& frame) {
  byte_buffer payload;
  for (const setting& one : frame.values) {
    std::byte* at = append(payload, 6);
    write_u16(at, static_cast<std::uint32_t>(one.id));
    write_u32(at + 2, one.value);
  }
  return to_base64url(payload);
}

std::optional<byte_buffer> parse_http2_settings(std::string_view value) {
  byte_buffer payload;
  payload.reserve(value.size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char each : value) {
    const std::size_t digit = alphabet.find(each);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    payload.push_back(static_cast<std::byte>(bits >> held & 0xffU));
  }
  if (held == 6 || (bits & ((1U << held) - 1)) != 0) return std::nullopt;  // half a byte, or bits that should be zero
  return payload;
}

}  // namespace h2
