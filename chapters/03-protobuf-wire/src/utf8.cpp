// SPDX-License-Identifier: MIT
//
// A lead byte says how many bytes follow, and each of those is 80 to BF. All that is forbidden besides (overlong
// forms, surrogates, code points above U+10FFFF) shows in the first byte behind the lead: four leads narrow its range.
#include <pbwire/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace pbwire {
namespace {

/// The first byte of eight that is not ASCII, or where fewer than eight are left.
std::size_t skip_ascii(std::string_view text, std::size_t at) {
  constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;
  for (std::uint64_t eight = 0; text.size() - at >= sizeof eight; at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & high_bits) != 0) break;
  }
  return at;
}

/// The size of the code point that begins with `lead`, a byte above 7F. Zero if none does.
std::size_t size_behind(std::uint8_t lead) {
  if (lead < 0xc2) return 0;  // 80 to BF come later in a code point, C0 and C1 would be overlong
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

bool may_follow(std::uint8_t lead, std::uint8_t second) {
  switch (lead) {
    case 0xe0: return second >= 0xa0 && second <= 0xbf;  // below: overlong
    case 0xed: return second >= 0x80 && second <= 0x9f;  // above: surrogates
    case 0xf0: return second >= 0x90 && second <= 0xbf;  // below: overlong
    case 0xf4: return second >= 0x80 && second <= 0x8f;  // above: past U+10FFFF
    default: return second >= 0x80 && second <= 0xbf;
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  std::size_t at = 0;
  while ((at = skip_ascii(text, at)) < text.size()) {
    const auto lead = static_cast<std::uint8_t>(text[at]);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    const std::size_t size = size_behind(lead);
    if (size == 0 || text.size() - at < size) return false;
    if (!may_follow(lead, static_cast<std::uint8_t>(text[at + 1]))) return false;
    for (std::size_t i = 2; i < size; ++i) {
      if ((static_cast<std::uint8_t>(text[at + i]) & 0xc0) != 0x80) return false;
    }
    at += size;
  }
  return true;
}

}  // namespace pbwire
