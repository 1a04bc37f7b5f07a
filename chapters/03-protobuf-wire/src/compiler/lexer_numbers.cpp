// SPDX-License-Identifier: MIT
#include <pbwire/compiler/numbers.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

namespace pbwire::compiler {
namespace {

constexpr unsigned no_digit = 99;

unsigned digit_value(char c) {
  if ('0' <= c && c <= '9') return static_cast<unsigned>(c - '0');
  if ('a' <= c && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if ('A' <= c && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return no_digit;
}

/// The first position from `at` on that holds no digit of the base.
std::size_t past_digits(std::string_view text, std::size_t at, unsigned base) {
  while (at < text.size() && digit_value(text[at]) < base) ++at;
  return at;
}

bool is_at(std::string_view text, std::size_t at, std::string_view any_of) {
  return at < text.size() && any_of.find(text[at]) != std::string_view::npos;
}

scanned_number scan_hexadecimal(std::string_view text) {
  const std::size_t end = past_digits(text, 2, 16);
  if (end == 2) return {token_kind::integer, end, "no hexadecimal digit behind 0x", end};
  return {token_kind::integer, end, {}, 0};
}

// In 0790 it is the 9 that is wrong, but the reader meant one number.
scanned_number scan_octal(std::string_view text) {
  const std::size_t end = past_digits(text, 1, 8), end_as_decimal = past_digits(text, end, 10);
  if (end == end_as_decimal) return {token_kind::integer, end, {}, 0};
  return {token_kind::integer, end_as_decimal, "a number that begins with 0 is octal: digits 0 to 7", end};
}

scanned_number scan_decimal(std::string_view text) {
  scanned_number number{token_kind::integer, past_digits(text, 0, 10), {}, 0};
  if (is_at(text, number.length, ".")) {
    number.kind = token_kind::floating;
    number.length = past_digits(text, number.length + 1, 10);
  }
  if (is_at(text, number.length, "eE")) {
    number.kind = token_kind::floating;
    const std::size_t digits = number.length + (is_at(text, number.length + 1, "+-") ? 2 : 1);
    number.length = past_digits(text, digits, 10);
    if (number.length == digits) {
      number.problem = "no digit in the exponent";
      number.problem_at = digits;
    }
  }
  return number;
}

/// Whether a number that is out of a double's range is so because it is large. Its leading digit says: the power of
/// ten it stands for is far from 0, on one side or the other.
bool is_large(std::string_view text) {
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  const std::size_t point = std::min(text.find('.'), e), first = text.find_first_of("123456789");
  const double leading = static_cast<double>(point) - static_cast<double>(first);
  if (e == text.size()) return leading > 0;
  const bool negative = is_at(text, e + 1, "-");
  double exponent = 0;  // a double, because an exponent may have any number of digits
  for (const char c : text.substr(e + 1)) {
    if (digit_value(c) < 10) exponent = exponent * 10 + digit_value(c);
  }
  return leading + (negative ? -exponent : exponent) > 0;
}

}  // namespace

scanned_number scan_number(std::string_view text) {
  if (text[0] == '0' && is_at(text, 1, "xX")) return scan_hexadecimal(text);
  if (text[0] == '0' && is_at(text, 1, "0123456789")) return scan_octal(text);
  return scan_decimal(text);
}

std::optional<std::uint64_t> parse_integer(std::string_view text, std::uint64_t max) {
  unsigned base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.starts_with('0')) {
    base = 8;  // and "0" is octal
  }
  std::uint64_t value = 0;
  for (const char c : text) {
    const unsigned digit = digit_value(c);
    if (digit >= base) return std::nullopt;
    // value * base + digit > max, asked without the overflow
    if (digit > max || value > (max - digit) / base) return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

double parse_float(std::string_view text) {
  double value = 0;
  const auto [end, outcome] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (outcome == std::errc::result_out_of_range) return is_large(text) ? std::numeric_limits<double>::infinity() : 0;
  return value;
}

}  // namespace pbwire::compiler
