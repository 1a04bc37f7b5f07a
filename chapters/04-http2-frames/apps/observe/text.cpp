// SPDX-License-Identifier: MIT
#include "text.hpp"

#include <fmt/format.h>

namespace h2::observe {

namespace {

/// Bytes of the UTF-8 character that `text` begins with; 0 when it is none, or one that moves the cursor.
std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return lead < 0x20 || lead == 0x7f ? 0 : 1;
  const std::size_t size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (size == 0 || text.size() < size) return 0;
  unsigned code = lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return 0;
    code = code << 6U | (byte(i) & 0x3fU);
  }
  const bool overlong = (size == 3 && code < 0x800U) || (size == 4 && code < 0x10000U);
  const bool surrogate = code >= 0xd800U && code < 0xe000U;
  const bool turns_text = (code >= 0x200eU && code <= 0x202eU) || (code >= 0x2066U && code <= 0x2069U);
  return code < 0xa0U || overlong || surrogate || turns_text || code > 0x10ffffU ? 0 : size;
}

}  // namespace

std::string printable(std::string_view text, std::size_t most) {
  std::string out;
  while (!text.empty()) {
    if (out.size() >= most) return out + "…";
    const std::size_t size = character(text);
    if (text[0] == '\r') out += "\\r";
    else if (text[0] == '\n') out += "\\n";
    else if (size == 0) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]));
    else out += text.substr(0, size);
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

std::string quoted(std::string_view text, std::size_t most) { return '"' + printable(text, most) + '"'; }

std::string counted(std::uint64_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

std::string hex(bytes data) {
  std::string out;
  for (const std::byte b : data) out += fmt::format("{}{:02x}", out.empty() ? "" : " ", std::to_integer<unsigned>(b));
  return out;
}

}  // namespace h2::observe
