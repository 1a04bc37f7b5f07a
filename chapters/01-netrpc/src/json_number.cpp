// SPDX-License-Identifier: MIT
#include <netrpc/json_number.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace netrpc::json {
namespace {

template <class Int>
std::optional<Int> parse_all(std::string_view text) {
  Int v{};
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return v;
}

/// Of a number that is out of range: above it (true), or so small that it is zero (false).
bool is_too_big(std::string_view number) {
  const std::size_t e = std::min(number.find_first_of("eE"), number.size());
  const std::string_view mantissa = number.substr(0, e);
  const std::size_t first = mantissa.find_first_of("123456789");
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  if (first == std::string_view::npos) return false;
  const auto magnitude = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
  std::string_view exponent = number.substr(std::min(e + 1, number.size()));
  const bool negative = exponent.starts_with('-');
  if (!exponent.empty() && (negative || exponent[0] == '+')) exponent.remove_prefix(1);
  const auto power = exponent.empty() ? 0 : parse_all<std::int32_t>(exponent);
  if (!power) return !negative;  // no text is so long that its digits could make up for that
  return magnitude + (negative ? -std::int64_t{*power} : *power) > 0;
}

template <class Float>
std::optional<double> parse(std::string_view text) {
  Float v{};
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (ec == std::errc()) return std::isfinite(v) ? std::optional<double>(v) : std::nullopt;
  if (is_too_big(text)) return std::nullopt;
  return text.starts_with('-') ? -0.0 : 0.0;
}

/// d.ddde±xx with as few digits as needed.
template <class Float>
std::string scientific(Float v) {
  char room[40];
  const auto [end, ec] = std::to_chars(std::begin(room), std::end(room), v, std::chars_format::scientific);
  return {room, end};
}

int exponent_of(std::string_view scientific) {
  std::string_view exponent = scientific.substr(scientific.find('e') + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  return parse_all<int>(exponent).value_or(0);
}

/// The same number without its exponent. (std::to_chars would, without an exponent, go on to digits
/// beyond those that are needed.)
std::string plain(std::string_view number) {
  std::string out;
  if (number.starts_with('-')) {
    out = "-";
    number.remove_prefix(1);
  }
  const std::size_t e = number.find('e');
  std::string digits(number.substr(0, 1));
  if (e > 2) digits += number.substr(2, e - 2);
  const int point = exponent_of(number) + 1;  // how many digits stand before it
  if (point <= 0) return out + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  const auto whole = static_cast<std::size_t>(point);
  if (whole >= digits.size()) return out + digits + std::string(whole - digits.size(), '0');
  return out + digits.substr(0, whole) + "." + digits.substr(whole);
}

template <class Float>
void append(std::string& out, Float v) {
  const Float size = std::abs(v);
  std::string text = scientific(v);
  if (size == 0 || (size >= Float(1e-6) && size < Float(1e21))) {
    out += plain(text);
    return;
  }
  const std::size_t zero = text.size() - 2;  // e-09 is written e-9, and e+21 stays
  if (text.substr(zero - 2, 3) == "e-0") text.erase(zero, 1);
  out += text;
}

}  // namespace

std::optional<std::int64_t> parse_int(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  return parse_all<std::int64_t>(text);
}

std::optional<std::uint64_t> parse_uint(std::string_view text) { return parse_all<std::uint64_t>(text); }

std::optional<double> parse_float(std::string_view text, unsigned bits) {
  return bits == 32 ? parse<float>(text) : parse<double>(text);
}

void append_float(std::string& out, double v, unsigned bits) {
  if (bits == 32) append(out, static_cast<float>(v));
  else append(out, v);
}

std::string print_float(double v) {
  const std::string text = scientific(v);
  const int exponent = exponent_of(text);
  return exponent >= -4 && exponent < 6 ? plain(text) : text;
}

}  // namespace netrpc::json
