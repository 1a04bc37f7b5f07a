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

#include <string_view>

namespace pbwire {

/// Whether all of the text is well-formed UTF-8. Most texts are ASCII, which is checked eight bytes at a time.
bool is_utf8(std::string_view text);

}  // namespace pbwire
