// SPDX-License-Identifier: MIT
#include "dump_values.hpp"

#include <pbwire/scalars.hpp>
#include <pbwire/text.hpp>
#include <pbwire/utf8.hpp>

#include <algorithm>
#include <array>
#include <bit>

namespace pbdump {

using pbwire::field_type;
using pbwire::kind;
using pbwire::wire_type;
namespace scalars = pbwire::scalars;

namespace {

std::string text_of(double value) {
  std::string text;
  pbwire::append_double(text, value);
  return text;
}
std::string text_of(float value) {
  std::string text;
  pbwire::append_float(text, value);
  return text;
}
std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(std::int32_t value) { return std::to_string(value); }
std::string text_of(std::int64_t value) { return std::to_string(value); }
std::string text_of(std::uint32_t value) { return std::to_string(value); }
std::string text_of(std::uint64_t value) { return std::to_string(value); }

/// Bytes of the character at the front; 0 if it is not UTF-8.
std::size_t character_size(std::string_view text) {
  for (std::size_t size = 1; size <= std::min<std::size_t>(4, text.size()); ++size) {
    if (pbwire::is_utf8(text.substr(0, size))) return size;
  }
  return 0;
}

void append_byte(std::string& to, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  to += "\\x";
  to += digits[static_cast<unsigned char>(c) >> 4];
  to += digits[static_cast<unsigned char>(c) & 15];
}

std::string_view name_of(wire_type type) {
  switch (type) {
    case wire_type::varint: return "varint";
    case wire_type::fixed64: return "fixed64";
    case wire_type::length_delimited: return "length-delimited";
    case wire_type::start_group: return "start of a group";
    case wire_type::end_group: return "end of a group";
    case wire_type::fixed32: return "fixed32";
  }
  return "";
}

template <kind K>
std::string varint_as(std::uint64_t bits) {
  const auto value = scalars::from_varint<K>(bits);
  if (scalars::to_varint<K>(value) == bits) return text_of(value);
  return text_of(value) + "; on the wire " + std::to_string(bits) +
         (K == kind::bool_ ? "" : ", which needs more than 32 bits");
}

std::string enum_value(const field_type& field, std::uint64_t bits) {
  const auto number = scalars::from_varint<kind::enum_>(bits);
  const pbwire::enum_value_type* const found = field.enumeration->find(number);
  if (found != nullptr) return std::string(found->name) + " = " + varint_as<kind::enum_>(bits);
  return varint_as<kind::enum_>(bits) + ", which " + field.enumeration->full_name + " does not have: " +
         (field.is_closed_enum ? "unknown, since the enum is closed" : "kept as a number, since the enum is open");
}

constexpr std::array<std::string_view, 19> kind_names = {
    "",      "double",  "float", "int64",  "uint64", "int32",    "fixed64",  "fixed32", "bool",  "string",
    "group", "message", "bytes", "uint32", "enum",   "sfixed32", "sfixed64", "sint32",  "sint64"};

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const auto lead = static_cast<unsigned char>(text[0]);
    const bool control =
        lead < 0x20 || lead == 0x7f || (size == 2 && lead == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0);
    const std::size_t taken = std::max<std::size_t>(size, 1);
    if (text[0] == '\n') out += "\\n";
    else if (text[0] == '"' || text[0] == '\\') out += {'\\', text[0]};
    else if (control || size == 0) std::for_each_n(text.begin(), taken, [&](char c) { append_byte(out, c); });
    else out += text.substr(0, taken);
    text.remove_prefix(taken);
  }
  return out + '"';
}

std::string type_name(const field_type& field) {
  if (field.value_kind == kind::group) return "group " + std::string(field.message->name);
  if (field.message != nullptr) return field.message->full_name;
  if (field.enumeration != nullptr) return field.enumeration->full_name;
  return std::string(kind_names.at(static_cast<std::size_t>(field.value_kind)));
}

std::string name_of(const field_type& field) {
  return field.is_extension ? '[' + field.full_name + ']' : std::string(field.name);
}

std::string declaration(const field_type& field) {
  std::string text = "field " + std::to_string(field.number) + ' ';
  text += name_of(field) + ": ";
  if (field.is_map()) {
    return text + "map<" + type_name(*field.message->find(1U)) + ", " + type_name(*field.message->find(2U)) + '>';
  }
  if (field.is_repeated()) text += "repeated ";
  if (field.is_required()) text += "required ";
  text += type_name(field);
  if (field.is_packed) text += ", packed";
  if (field.oneof != nullptr && !field.oneof->is_synthetic) text += ", of oneof " + std::string(field.oneof->name);
  return text;
}

bool fits(const field_type& field, wire_type type) {
  return type == pbwire::wire_type_of(field.value_kind) ||
         (type == wire_type::length_delimited && field.is_repeated() && pbwire::is_packable(field.value_kind));
}

std::string tag_words(const pbwire::message_type* in, const field_type* field, std::uint32_t tag) {
  const wire_type type = pbwire::type_of(tag);
  if (field == nullptr) {
    const std::string words = "field " + std::to_string(pbwire::number_of(tag)) + ", " + std::string(name_of(type));
    return in == nullptr ? words : words + "; unknown to " + in->full_name;
  }
  std::string words = declaration(*field);
  if (!fits(*field, type)) return words + "; unknown, since its wire type here is " + std::string(name_of(type));
  if (!field->is_repeated() || !pbwire::is_packable(field->value_kind)) return words;
  const bool is_packed = type == wire_type::length_delimited;
  if (is_packed != field->is_packed) words += is_packed ? "; packed here" : "; not packed here";
  return words;
}

std::string length_words(std::size_t size, std::ptrdiff_t width, std::string_view of) {
  std::string words = "length " + std::to_string(size);
  if (!of.empty()) words += "; " + std::string(of);
  return width > static_cast<std::ptrdiff_t>(pbwire::varint_size(size)) ? words + "; overlong" : words;
}

std::string broken_length_words(std::uint64_t claimed, std::ptrdiff_t left) {
  return "length " + std::to_string(claimed) + ", but only " + std::to_string(left) + (left == 1 ? " byte" : " bytes") +
         " left";
}

std::string varint_value(const field_type& field, std::uint64_t bits) {
  switch (field.value_kind) {
    case kind::int32: return varint_as<kind::int32>(bits);
    case kind::int64: return varint_as<kind::int64>(bits);
    case kind::uint32: return varint_as<kind::uint32>(bits);
    case kind::uint64: return varint_as<kind::uint64>(bits);
    case kind::sint32: return varint_as<kind::sint32>(bits);
    case kind::sint64: return varint_as<kind::sint64>(bits);
    case kind::bool_: return varint_as<kind::bool_>(bits);
    case kind::enum_: return enum_value(field, bits);
    case kind::double_:
    case kind::float_:
    case kind::fixed64:
    case kind::fixed32:
    case kind::string:
    case kind::group:
    case kind::message:
    case kind::bytes:
    case kind::sfixed32:
    case kind::sfixed64: break;
  }
  return guessed_varint(bits);  // not reached: these are no varints
}

std::string fixed_value(const field_type& field, const std::byte* from) {
  switch (field.value_kind) {
    case kind::double_: return text_of(pbwire::load_little_endian<double>(from));
    case kind::float_: return text_of(pbwire::load_little_endian<float>(from));
    case kind::fixed64: return text_of(pbwire::load_little_endian<std::uint64_t>(from));
    case kind::sfixed64: return text_of(pbwire::load_little_endian<std::int64_t>(from));
    case kind::fixed32: return text_of(pbwire::load_little_endian<std::uint32_t>(from));
    case kind::sfixed32: return text_of(pbwire::load_little_endian<std::int32_t>(from));
    case kind::int64:
    case kind::uint64:
    case kind::int32:
    case kind::bool_:
    case kind::string:
    case kind::group:
    case kind::message:
    case kind::bytes:
    case kind::uint32:
    case kind::enum_:
    case kind::sint32:
    case kind::sint64: break;
  }
  return {};  // not reached: these are not fixed
}

std::string guessed_varint(std::uint64_t bits) {
  std::string text = std::to_string(bits);
  if (bits <= 1) text += std::string("; if bool, ") + (bits == 1 ? "true" : "false");
  if (bits > INT64_MAX) text += "; if int, " + std::to_string(static_cast<std::int64_t>(bits));
  if (bits > 0) text += "; if sint, " + std::to_string(pbwire::decode_zigzag64(bits));
  return text;
}

std::string guessed_fixed32(std::uint32_t bits) {
  std::string text = std::to_string(bits);
  if (bits > INT32_MAX) text += "; if sfixed32, " + std::to_string(static_cast<std::int32_t>(bits));
  return text + "; if float, " + text_of(std::bit_cast<float>(bits));
}

std::string guessed_fixed64(std::uint64_t bits) {
  std::string text = std::to_string(bits);
  if (bits > INT64_MAX) text += "; if sfixed64, " + std::to_string(static_cast<std::int64_t>(bits));
  return text + "; if double, " + text_of(std::bit_cast<double>(bits));
}

}  // namespace pbdump
