// SPDX-License-Identifier: MIT
#include "cpp_parts.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <type_traits>

namespace pbwire::compiler {

std::string cpp_string_literal(std::string_view bytes) {
  std::string literal = "\"";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || (c == '?' && literal.ends_with('?'))) {  // ??/ was a backslash once
      literal += {'\\', c};
    } else if (c == '\n') {
      literal += "\\n";
    } else if (byte >= 0x20 && byte < 0x7f) {
      literal += c;
    } else {
      // Octal, because a hexadecimal escape goes on for as long as digits follow.
      literal += {'\\', static_cast<char>('0' + (byte >> 6)), static_cast<char>('0' + (byte >> 3 & 7)),
                  static_cast<char>('0' + (byte & 7))};
    }
  }
  return literal + '"';
}

namespace cpp {
namespace {

template <class T>
std::string number_literal(T value) {
  if constexpr (std::is_floating_point_v<T>) {
    const std::string limits =
        std::is_same_v<T, float> ? "std::numeric_limits<float>::" : "std::numeric_limits<double>::";
    if (std::isnan(value)) return limits + "quiet_NaN()";
    if (std::isinf(value)) return (value < 0 ? "-" : "") + limits + "infinity()";
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    // Its digits are a literal of their own, too large before the minus is applied.
    if (value == std::numeric_limits<T>::min()) return "std::numeric_limits<std::int64_t>::min()";
  }
  std::array<char, 32> digits{};
  std::string text(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
  if constexpr (std::is_floating_point_v<T>) {
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    if (std::is_same_v<T, float>) text += 'f';
  }
  return std::is_unsigned_v<T> ? text + 'U' : text;
}

}  // namespace

std::string value_type(header& h, const field_type& f, const message_type* scope) {
  switch (f.value_kind) {
    case kind::double_: return "double";
    case kind::float_: return "float";
    case kind::int64:
    case kind::sint64:
    case kind::sfixed64: return "std::int64_t";
    case kind::uint64:
    case kind::fixed64: return "std::uint64_t";
    case kind::int32:
    case kind::sint32:
    case kind::sfixed32: return "std::int32_t";
    case kind::uint32:
    case kind::fixed32: return "std::uint32_t";
    case kind::bool_: return "bool";
    case kind::string:
    case kind::bytes: return "std::string";
    case kind::group:
    case kind::message: return h.names.name_from(*f.message, h.file, scope);
    case kind::enum_: return h.names.name_from(*f.enumeration, h.file, scope);
  }
  return {};
}

std::string member_type(header& h, const field_type& f, const message_type* scope) {
  if (f.is_map()) {
    const auto& entry = f.message->by_number;
    return "std::map<" + value_type(h, *entry[0], scope) + ", " + value_type(h, *entry[1], scope) + '>';
  }
  const std::string value = value_type(h, f, scope);
  if (f.is_repeated()) return "std::vector<" + value + '>';
  if (h.names.layout(h.file).is_boxed(f)) return "pbwire::box<" + value + '>';
  const bool is_alternative = f.oneof != nullptr && !f.oneof->is_synthetic;
  return f.has_presence && !is_alternative ? "std::optional<" + value + '>' : value;
}

std::string initialiser(header& h, const field_type& f, const message_type* scope) {
  if (f.is_repeated() || f.has_presence || is_text(f.value_kind)) return {};
  if (f.value_kind == kind::bool_) return " = false";
  if (f.value_kind != kind::enum_) return " = 0";
  return " = " + value_type(h, f, scope) + "::" + h.names.name(f.enumeration->values.front());
}

std::string default_literal(header& h, const field_type& f, const message_type* scope) {
  const auto literal = [&](const auto& value) -> std::string {
    using T = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_same_v<T, std::monostate>) {
      return {};
    } else if constexpr (std::is_same_v<T, bool>) {
      return value ? "true" : "false";
    } else if constexpr (std::is_same_v<T, std::string>) {
      const std::string text = cpp_string_literal(value);
      if (value.find('\0') == std::string::npos) return text;
      return "std::string_view(" + text + ", " + std::to_string(value.size()) + ')';
    } else if constexpr (std::is_same_v<T, const enum_value_type*>) {
      return value_type(h, f, scope) + "::" + h.names.name(*value);
    } else {
      return number_literal(value);
    }
  };
  return std::visit(literal, f.default_);
}

std::string kind_name(kind k) {
  switch (k) {
    case kind::double_: return "kind::double_";
    case kind::float_: return "kind::float_";
    case kind::int64: return "kind::int64";
    case kind::uint64: return "kind::uint64";
    case kind::int32: return "kind::int32";
    case kind::fixed64: return "kind::fixed64";
    case kind::fixed32: return "kind::fixed32";
    case kind::bool_: return "kind::bool_";
    case kind::string: return "kind::string";
    case kind::group: return "kind::group";
    case kind::message: return "kind::message";
    case kind::bytes: return "kind::bytes";
    case kind::uint32: return "kind::uint32";
    case kind::enum_: return "kind::enum_";
    case kind::sfixed32: return "kind::sfixed32";
    case kind::sfixed64: return "kind::sfixed64";
    case kind::sint32: return "kind::sint32";
    case kind::sint64: return "kind::sint64";
  }
  return {};
}

}  // namespace cpp
}  // namespace pbwire::compiler
