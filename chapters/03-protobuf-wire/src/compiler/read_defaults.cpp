// SPDX-License-Identifier: MIT
//
// Default values. A descriptor has them as text, whatever the type: "42", "true", "RED", "caf\303\251" with the bytes
// of a `bytes` field escaped. Here the text becomes a value, and the text of floating ones is written again, so that
// 1e3f and 1000 are the same default.
#include "linking.hpp"

#include <pbwire/text.hpp>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace pbwire::compiler {

namespace {

template <class T>
std::optional<default_value> read_integer(std::string& text) {
  T value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  text = std::to_string(value);  // -0 is 0
  return value;
}

std::optional<double> read_double(const std::string& text) {
  if (text == "inf") return std::numeric_limits<double>::infinity();
  if (text == "-inf") return -std::numeric_limits<double>::infinity();
  if (text == "nan" || text == "-nan") return std::numeric_limits<double>::quiet_NaN();
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end != text.data() + text.size()) return std::nullopt;
  if (problem == std::errc::result_out_of_range) return std::strtod(text.c_str(), nullptr);  // 0 or infinity
  return problem == std::errc() ? std::optional(value) : std::nullopt;
}

/// The escapes that append_escaped writes, and those of C besides.
std::string unescape(std::string_view text) {
  constexpr std::string_view letters = "abfnrtv";
  constexpr std::string_view bytes = "\a\b\f\n\r\t\v";
  std::string to;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || ++i == text.size()) {
      if (i < text.size()) to += text[i];
      continue;
    }
    const std::size_t digits =
        std::min(text.find_first_not_of(text[i] == 'x' ? "0123456789abcdefABCDEF" : "01234567", i + (text[i] == 'x')),
                 std::min(text.size(), i + 3)) -
        i;
    unsigned value = 0;
    if (const std::size_t letter = letters.find(text[i]); letter != std::string_view::npos) {
      to += bytes[letter];
    } else if (digits == 0) {
      to += text[i];
    } else {
      const bool hex = text[i] == 'x';
      std::from_chars(text.data() + i + (hex ? 1 : 0), text.data() + i + digits, value, hex ? 16 : 8);
      to += static_cast<char>(value);
      i += digits - 1;
    }
  }
  return to;
}

/// The value of a text; nothing if the text is not one of the kind. Requires: the kind is not an enum or a message.
std::optional<default_value> read(kind k, std::string& text) {
  switch (k) {
    case kind::int32:
    case kind::sint32:
    case kind::sfixed32: return read_integer<std::int32_t>(text);
    case kind::int64:
    case kind::sint64:
    case kind::sfixed64: return read_integer<std::int64_t>(text);
    case kind::uint32:
    case kind::fixed32: return read_integer<std::uint32_t>(text);
    case kind::uint64:
    case kind::fixed64: return read_integer<std::uint64_t>(text);
    case kind::bool_:
      if (text != "true" && text != "false") return std::nullopt;
      return text == "true";
    case kind::string: return text;
    case kind::bytes: {
      std::string value = unescape(text);
      text.clear();
      append_escaped(text, value);
      return value;
    }
    case kind::double_:
    case kind::float_: {
      const std::optional<double> value = read_double(text);
      if (!value) return std::nullopt;
      text.clear();
      if (k == kind::double_) {
        append_double(text, *value);
        return *value;
      }
      append_float(text, static_cast<float>(*value));
      return static_cast<float>(*value);
    }
    case kind::enum_:
    case kind::group:
    case kind::message: break;
  }
  return std::nullopt;
}

/// What a field without a default reads as.
default_value zero(const field_type& f) {
  switch (f.value_kind) {
    case kind::int32:
    case kind::sint32:
    case kind::sfixed32: return std::int32_t{0};
    case kind::int64:
    case kind::sint64:
    case kind::sfixed64: return std::int64_t{0};
    case kind::uint32:
    case kind::fixed32: return std::uint32_t{0};
    case kind::uint64:
    case kind::fixed64: return std::uint64_t{0};
    case kind::bool_: return false;
    case kind::string:
    case kind::bytes: return std::string();
    case kind::double_: return 0.0;
    case kind::float_: return 0.0F;
    case kind::enum_:
      if (f.enumeration == nullptr || f.enumeration->values.empty()) return {};
      return &f.enumeration->values.front();
    case kind::group:
    case kind::message: break;
  }
  return {};
}

/// What is wrong with a default; empty if nothing is.
std::string read_default(field_type& f, std::string& text) {
  if (f.is_repeated()) return "a repeated field cannot have a default: it is empty when nothing is sent";
  if (!f.proto->type) return {};  // that it has no type has been said
  if (is_message(f.value_kind)) return "a message field cannot have a default: it is absent when it is not sent";
  if (f.value_kind != kind::enum_) {
    std::optional<default_value> value = read(f.value_kind, text);
    if (!value) return quoted(text) + " is no value of the field's type";
    f.default_ = std::move(*value);
    return {};
  }
  if (f.enumeration == nullptr) return {};  // has been complained about
  const enum_value_type* const value = f.enumeration->find(std::string_view(text));
  if (value == nullptr) {
    return "enum " + quoted(f.enumeration->full_name) + " has no value named " + quoted(text) + "; name one of its own";
  }
  f.default_ = value;
  return {};
}

}  // namespace

void read_defaults(linking& work) {
  for (const auto& [f, proto, path] : work.fields) {
    if (proto->type && !f->is_repeated()) f->default_ = zero(*f);
    if (!proto->default_value) continue;
    const std::string problem = read_default(*f, *proto->default_value);
    if (!problem.empty()) work.error(path, place::default_value, problem);
  }
}

}  // namespace pbwire::compiler
