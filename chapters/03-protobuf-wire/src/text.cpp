// SPDX-License-Identifier: MIT
//
// Numbers go through <charconv>, which prints as printf's %g does and does not look at the locale: a decimal comma in
// a .textproto would be a parse error.
#include <pbwire/text.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <system_error>
#include <type_traits>

namespace pbwire {
namespace {

/// The letter behind the backslash, or 0 if the byte has none.
char escape_letter(char c) {
  switch (c) {
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '"':
    case '\'':
    case '\\': return c;
    default: return 0;
  }
}

template <class T>
void append_number(std::string& to, T value, int few_digits, int all_digits) {
  if (std::isnan(value)) {
    to += "nan";
    return;
  }
  if (std::isinf(value)) {
    to += value < 0 ? "-inf" : "inf";
    return;
  }
  std::array<char, 64> buffer;  // at most 17 digits, signs, a point and an exponent
  char* const begin = buffer.data();
  char* end = std::to_chars(begin, begin + buffer.size(), value, std::chars_format::general, few_digits).ptr;
  T back = 0;
  const std::from_chars_result read = std::from_chars(begin, end, back);
  // libprotobuf reads back with strtof, which reports every subnormal number as an underflow; so those are long.
  const bool underflows = std::is_same_v<T, float> && std::fpclassify(value) == FP_SUBNORMAL;
  if (read.ec != std::errc() || back != value || underflows) {
    end = std::to_chars(begin, begin + buffer.size(), value, std::chars_format::general, all_digits).ptr;
  }
  to.append(begin, end);
}

}  // namespace

void append_escaped(std::string& to, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (const char letter = escape_letter(c); letter != 0) {
      to += '\\';
      to += letter;
    } else if (byte < 0x20 || byte > 0x7e) {
      to += '\\';
      to += static_cast<char>('0' + (byte >> 6));
      to += static_cast<char>('0' + (byte >> 3 & 7));
      to += static_cast<char>('0' + (byte & 7));
    } else {
      to += c;
    }
  }
}

void append_quoted(std::string& to, std::string_view text) {
  to += '"';
  append_escaped(to, text);
  to += '"';
}

void append_double(std::string& to, double value) {
  append_number(to, value, std::numeric_limits<double>::digits10, std::numeric_limits<double>::max_digits10);
}

void append_float(std::string& to, float value) {
  append_number(to, value, std::numeric_limits<float>::digits10, std::numeric_limits<float>::max_digits10);
}

void append_indent(std::string& to, int level) { to.append(static_cast<std::size_t>(level) * 2, ' '); }

}  // namespace pbwire
