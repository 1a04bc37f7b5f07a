// SPDX-License-Identifier: MIT
#include "dump_page.hpp"

#include <algorithm>
#include <string_view>

namespace pbdump {

namespace {

constexpr std::size_t per_row = 8;
constexpr std::size_t offset_width = 8;
constexpr std::size_t shown_of_long = 32;
constexpr std::size_t meaning_limit = 120;
constexpr int deepest_indent = 20;

std::string_view colour_of(role what) {
  switch (what) {
    case role::tag: return "36";       // cyan
    case role::length: return "2";     // faint
    case role::number: return "32";    // green
    case role::text: return "33";      // yellow
    case role::bytes: return "35";     // magenta
    case role::broken: return "1;31";  // bold red
  }
  return "0";
}

std::string painted(std::string_view text, std::string_view colour, layout how) {
  if (!how.colour || text.empty()) return std::string(text);
  return "\x1b[" + std::string(colour) + 'm' + std::string(text) + "\x1b[0m";
}

std::string right_aligned(std::string_view text) {
  return std::string(offset_width - std::min(offset_width, text.size()), ' ') + std::string(text);
}

std::string hex(std::span<const std::byte> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::byte b : bytes) {
    if (!text.empty()) text += ' ';
    text += digits[std::to_integer<std::size_t>(b >> 4)];
    text += digits[std::to_integer<std::size_t>(b & std::byte{15})];
  }
  return text;
}

/// Cut behind a character, not inside of one.
std::string shortened(std::string_view text, layout how) {
  if (how.all || text.size() <= meaning_limit) return std::string(text);
  std::size_t size = meaning_limit;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  return std::string(text.substr(0, size)) + "…";
}

}  // namespace

std::string rows_of(const line& what, std::span<const std::byte> input, layout how) {
  const auto run = input.subspan(what.offset, what.length);
  const std::size_t shown = how.all || run.size() <= shown_of_long + per_row ? run.size() : shown_of_long;
  std::string out;
  for (std::size_t at = 0; at < shown; at += per_row) {
    std::string bytes = hex(run.subspan(at, std::min(per_row, shown - at)));
    const std::size_t padding = 3 * per_row + 1 - bytes.size();
    out += painted(right_aligned(std::to_string(what.offset + at)), "2", how) + "  ";
    out += painted(bytes, colour_of(what.what), how);
    if (at == 0) {
      out += std::string(padding + 2 * static_cast<std::size_t>(std::min(what.depth, deepest_indent)), ' ');
      out += painted(shortened(what.meaning, how), what.is_guess ? "3" : colour_of(what.what), how);
    }
    out += '\n';
  }
  if (shown < run.size()) {
    out += std::string(offset_width - 1, ' ') + "…  and " + std::to_string(run.size() - shown) + " bytes more\n";
  }
  return out;
}

std::string page_of(const dumped& what, std::span<const std::byte> input, layout how) {
  std::string out;
  for (const line& each : what.lines) out += rows_of(each, input, how);
  return out;
}

}  // namespace pbdump
