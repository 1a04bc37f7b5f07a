// SPDX-License-Identifier: MIT
//
// Single values in text. The schema decides what a token means: 1 may be a number, true, or an enum's value.
#include <pbwire/compiler/lexer.hpp>
#include <pbwire/compiler/numbers.hpp>

#include "text_parser.hpp"

#include <algorithm>
#include <cctype>
#include <limits>

namespace pbwire {
namespace {

template <class T>
std::optional<dynamic_value> as_value(const std::optional<T>& parsed) {
  if (!parsed) return std::nullopt;
  return dynamic_value(*parsed);
}

template <class To, class From>
std::optional<dynamic_value> narrowed(const std::optional<From>& parsed) {
  if (!parsed) return std::nullopt;
  return dynamic_value(static_cast<To>(*parsed));
}

constexpr std::int64_t max_int32 = std::numeric_limits<std::int32_t>::max();

}  // namespace

std::optional<dynamic_value> text_parser::parse_scalar(const field_type& field) {
  switch (field.value_kind) {
    case kind::int32:
    case kind::sint32:
    case kind::sfixed32: return narrowed<std::int32_t>(parse_signed(max_int32));
    case kind::int64:
    case kind::sint64:
    case kind::sfixed64: return as_value(parse_signed(std::numeric_limits<std::int64_t>::max()));
    case kind::uint32:
    case kind::fixed32: return narrowed<std::uint32_t>(parse_unsigned(std::numeric_limits<std::uint32_t>::max()));
    case kind::uint64:
    case kind::fixed64: return as_value(parse_unsigned(std::numeric_limits<std::uint64_t>::max()));
    case kind::float_: return narrowed<float>(parse_double());
    case kind::double_: return as_value(parse_double());
    case kind::bool_: return as_value(parse_bool());
    case kind::enum_: return as_value(parse_enum(field));
    case kind::string:
    case kind::bytes: return as_value(parse_string());
    case kind::message:
    case kind::group: break;  // not a scalar
  }
  return std::nullopt;
}

std::optional<std::uint64_t> text_parser::parse_unsigned(std::uint64_t max) {
  if (lexer_.kind() != text_token::integer) {
    fail("a whole number is missing before \"" + std::string(lexer_.token()) + "\"");
    return std::nullopt;
  }
  const std::optional<std::uint64_t> value = compiler::parse_integer(lexer_.token(), max);
  if (value) lexer_.next();
  else fail(std::string(lexer_.token()) + " is out of the field's range");
  return lexer_.error() ? std::nullopt : value;
}

std::optional<std::int64_t> text_parser::parse_signed(std::int64_t max) {
  const bool negative = try_take("-");
  const auto magnitude = parse_unsigned(static_cast<std::uint64_t>(max) + (negative ? 1 : 0));
  if (!magnitude) return std::nullopt;
  return static_cast<std::int64_t>(negative ? 0 - *magnitude : *magnitude);  // two's complement wraps as it should
}

/// inf, infinity and nan, in capital letters or not.
std::optional<double> text_parser::take_infinity_or_nan() {
  std::string word(lexer_.token());
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::optional<double> value;
  if (word == "inf" || word == "infinity") value = std::numeric_limits<double>::infinity();
  else if (word == "nan") value = std::numeric_limits<double>::quiet_NaN();
  if (value) lexer_.next();
  return value;
}

std::optional<double> text_parser::parse_double() {
  const bool negative = try_take("-");
  std::optional<double> value;
  std::string_view digits = lexer_.token();
  if (lexer_.kind() == text_token::floating) {
    if (digits.back() == 'f' || digits.back() == 'F') digits.remove_suffix(1);
    value = compiler::parse_float(digits);
    lexer_.next();
  } else if (lexer_.kind() == text_token::integer && (digits == "0" || digits.front() != '0')) {
    value = compiler::parse_float(digits);  // an octal or hexadecimal number is refused
    lexer_.next();
  } else if (lexer_.kind() == text_token::identifier) {
    value = take_infinity_or_nan();
  }
  if (!value) fail("a decimal number is missing before \"" + std::string(digits) + "\"");
  if (lexer_.error()) return std::nullopt;
  return negative ? -*value : *value;
}

std::optional<bool> text_parser::parse_bool() {
  if (lexer_.kind() == text_token::integer) {
    const auto value = parse_unsigned(1);
    return value ? std::optional<bool>(*value == 1) : std::nullopt;
  }
  std::string word;
  if (!take_identifier(word)) return std::nullopt;
  const bool is_true = word == "true" || word == "True" || word == "t";
  const bool is_false = word == "false" || word == "False" || word == "f";
  if (!is_true && !is_false) fail("\"" + word + "\" is neither true nor false");
  return lexer_.error() ? std::nullopt : std::optional<bool>(is_true);
}

/// Strings that stand side by side are one.
std::optional<std::string> text_parser::parse_string() {
  if (lexer_.kind() != text_token::string) fail("a string is missing before \"" + std::string(lexer_.token()) + "\"");
  std::string value;
  for (; lexer_.kind() == text_token::string; lexer_.next()) compiler::unquote(lexer_.token(), value);
  return lexer_.error() ? std::nullopt : std::optional<std::string>(std::move(value));
}

std::optional<std::int32_t> text_parser::parse_enum(const field_type& field) {
  if (lexer_.kind() == text_token::identifier) {
    std::string word;
    (void)take_identifier(word);
    const enum_value_type* named = field.enumeration->find(std::string_view(word));
    if (named == nullptr) fail(field.enumeration->full_name + " has no value \"" + word + "\"");
    return lexer_.error() ? std::nullopt : std::optional<std::int32_t>(named->number);
  }
  const std::optional<std::int64_t> number = parse_signed(max_int32);
  if (!number) return std::nullopt;
  const auto value = static_cast<std::int32_t>(*number);
  if (field.is_closed_enum && field.enumeration->find(value) == nullptr) {
    fail(field.enumeration->full_name + " has no value " + std::to_string(value));
    return std::nullopt;
  }
  return value;
}

}  // namespace pbwire
