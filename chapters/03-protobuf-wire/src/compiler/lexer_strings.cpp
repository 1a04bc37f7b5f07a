// SPDX-License-Identifier: MIT
//
// What a string token says. The lexer has complained about escapes that are none; here they stand for something or
// other, and nobody will look at it.
#include <pbwire/compiler/lexer.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace pbwire::compiler {
namespace {

/// Reads at most `count` digits of a base from the front of `text`, and drops them there.
std::uint32_t take_digits(std::string_view& text, std::size_t count, int base) {
  std::uint32_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + std::min(count, text.size()), value, base).ptr;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool is_high_surrogate(std::uint32_t c) { return 0xD800 <= c && c < 0xDC00; }
bool is_low_surrogate(std::uint32_t c) { return 0xDC00 <= c && c < 0xE000; }

/// \uD83D\uDE00: UTF-16's pair for one character beyond 16 bits. A half alone stays what it is, as protoc has it.
std::uint32_t take_code_point(std::string_view& text, std::size_t digits) {
  const std::uint32_t high = take_digits(text, digits, 16);
  if (!is_high_surrogate(high) || !text.starts_with("\\u")) return high;
  std::string_view behind = text.substr(2);
  const std::uint32_t low = take_digits(behind, 4, 16);
  if (!is_low_surrogate(low)) return high;
  text = behind;
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

void append_utf8(std::uint32_t c, std::string& out) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

/// The lexer lets \U go up to 001fffff, past Unicode's end. protoc then puts the escape itself, in eight digits.
void append_code_point(std::uint32_t c, std::string& out) {
  if (c <= 0x10FFFF) return append_utf8(c, out);
  std::array<char, 8> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), c, 16).ptr;
  const auto length = static_cast<std::size_t>(end - digits.data());
  out += "\\U" + std::string(digits.size() - length, '0') + std::string(digits.data(), length);
}

char simple_escape(char c) {
  switch (c) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case '\\':
    case '\'':
    case '"':
    case '?': return c;
    default: return '?';
  }
}

/// Behind a backslash.
void take_escape(std::string_view& text, std::string& out) {
  const char c = text.front();
  if ('0' <= c && c <= '7') {
    out += static_cast<char>(take_digits(text, 3, 8));
    return;
  }
  text.remove_prefix(1);
  switch (c) {
    case 'x': out += static_cast<char>(take_digits(text, 2, 16)); break;
    case 'u': append_code_point(take_code_point(text, 4), out); break;
    case 'U': append_code_point(take_code_point(text, 8), out); break;
    default: out += simple_escape(c);
  }
}

}  // namespace

void unquote(std::string_view text, std::string& out) {
  const char quote = text.front();
  text.remove_prefix(1);
  if (text.ends_with(quote)) text.remove_suffix(1);  // missing at the end of a line: an error, reported
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '\\' && !text.empty()) take_escape(text, out);
    else out += c;
  }
}

}  // namespace pbwire::compiler
