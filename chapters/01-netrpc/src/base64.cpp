// SPDX-License-Identifier: MIT
#include <netrpc/base64.hpp>

#include <array>

namespace netrpc {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t no_digit = 64;

constexpr auto digit_of = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  return table;
}();

std::size_t skip_line_ends(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == '\n' || text[at] == '\r')) ++at;
  return at;
}

/// Up to three bytes from `count` digits that were collected.
void put(bytes& out, std::uint32_t group, std::size_t count) {
  group <<= 6 * (4 - count);
  for (std::size_t i = 0; i + 1 < count; ++i) out.push_back(static_cast<std::byte>(group >> (16 - 8 * i) & 0xFF));
}

}  // namespace

void append_base64(std::string& out, std::span<const std::byte> data) {
  for (std::size_t i = 0; i < data.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, data.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < count ? std::to_integer<std::uint32_t>(data[i + k]) : 0);
    for (std::size_t k = 0; k < 4; ++k) out += k <= count ? alphabet[group >> (18 - 6 * k) & 63] : '=';
  }
}

std::variant<bytes, bad_base64> parse_base64(std::string_view text) {
  bytes out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  std::size_t count = 0;  // digits in it
  for (std::size_t at = skip_line_ends(text, 0); at < text.size(); at = skip_line_ends(text, at)) {
    const std::uint32_t digit = digit_of[static_cast<unsigned char>(text[at])];
    if (digit == no_digit) {
      if (text[at] != '=' || count < 2) return bad_base64{at};
      at = skip_line_ends(text, at + 1);
      if (count == 2) {  // wants a second one
        if (at == text.size()) return bad_base64{at};
        if (text[at] != '=') return bad_base64{at - 1};
        at = skip_line_ends(text, at + 1);
      }
      if (at < text.size()) return bad_base64{at};
      put(out, group, count);
      return out;
    }
    group = group << 6 | digit;
    ++at;
    if (++count == 4) {
      put(out, group, count);
      group = 0;
      count = 0;
    }
  }
  if (count > 0) return bad_base64{text.size() - count};
  return out;
}

}  // namespace netrpc
