// SPDX-License-Identifier: MIT
//
// UTF-8, as proto3 demands it of every string field. A code point takes one to four bytes:
//
//   0xxxxxxx                               up to U+007F
//   110xxxxx 10xxxxxx                      up to U+07FF
//   1110xxxx 10xxxxxx 10xxxxxx             up to U+FFFF, without the surrogates U+D800 to U+DFFF
//   11110xxx 10xxxxxx 10xxxxxx 10xxxxxx    up to U+10FFFF
//
// The shortest form is the only one (RFC 3629 §3), so C0, C1 and F5 to FF occur nowhere.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace pbwire {

/// Whether no byte has its high bit set: a first look in line, for the short texts that most strings are.
inline bool is_ascii(std::string_view text) {
  const auto has_high_bit = []<class Word>(const char* at, Word word) {
    std::memcpy(&word, at, sizeof word);
    return (word & static_cast<Word>(0x8080'8080'8080'8080)) != 0;
  };
  const char* p = text.data();
  const char* const end = p + text.size();
  for (; end - p >= 8; p += 8) {
    if (has_high_bit(p, std::uint64_t{})) return false;
  }
  if (text.size() >= 8) return !has_high_bit(end - 8, std::uint64_t{});  // overlaps what was looked at already
  if (end - p >= 4 && (has_high_bit(p, std::uint32_t{}) || has_high_bit(end - 4, std::uint32_t{}))) return false;
  for (; p != end; ++p) {
    if (static_cast<unsigned char>(*p) >= 0x80) return false;
  }
  return true;
}

/// Whether all of the text is well-formed UTF-8. Most texts are ASCII, which is checked eight bytes at a time.
bool is_utf8(std::string_view text);

}  // namespace pbwire
