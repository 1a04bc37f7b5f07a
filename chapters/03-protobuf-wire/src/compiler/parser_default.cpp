// SPDX-License-Identifier: MIT
//
// [default = …] and [json_name = …] stand among a field's options and are none: descriptor.proto has them as fields of
// the field itself. A default value is stored as text, in one spelling for each value: 0x10 becomes "16".
#include "parser_state.hpp"

#include <pbwire/text.hpp>

namespace pbwire::compiler {

using Type = FieldDescriptorProto::Type;

bool parser::parse_default_value(FieldDescriptorProto& field, const source_span& parent) {
  if (field.default_value) error("a second default value");
  if (!consume("default") || !consume("=")) return false;
  const source_span span(parent, {paths::field::default_value});
  span.blame(parent, place::default_value);
  std::string& value = field.default_value.emplace();
  if (field.type) return parse_default_of(*field.type, value);
  // A message or an enum, nobody knows yet. The linker finds out, and what is wrong with the type it says first.
  value = tokens_.current().text;
  tokens_.next();
  return true;
}

bool parser::parse_default_of(Type type, std::string& out) {
  switch (type) {
    case Type::TYPE_INT32:
    case Type::TYPE_SINT32:
    case Type::TYPE_SFIXED32: return parse_default_integer(true, 32, out);
    case Type::TYPE_INT64:
    case Type::TYPE_SINT64:
    case Type::TYPE_SFIXED64: return parse_default_integer(true, 64, out);
    case Type::TYPE_UINT32:
    case Type::TYPE_FIXED32: return parse_default_integer(false, 32, out);
    case Type::TYPE_UINT64:
    case Type::TYPE_FIXED64: return parse_default_integer(false, 64, out);
    case Type::TYPE_FLOAT:
    case Type::TYPE_DOUBLE: {
      if (try_consume("-")) out = "-";
      double value = 0;
      if (!consume_number(value)) return false;
      append_double(out, value);
      return true;
    }
    case Type::TYPE_BOOL:
      if (!looking_at("true") && !looking_at("false")) return error("expected true or false");
      return consume_identifier(out, {});
    case Type::TYPE_STRING: return consume_string(out, "a string");
    case Type::TYPE_BYTES: {
      std::string bytes;
      if (!consume_string(bytes, "a string")) return false;
      append_escaped(out, bytes);
      return true;
    }
    case Type::TYPE_ENUM:  // the parser gives neither to a field that has its type by name
    case Type::TYPE_MESSAGE:
    case Type::TYPE_GROUP: break;
  }
  return error("a message cannot have a default value");
}

bool parser::parse_default_integer(bool is_signed, int bits, std::string& out) {
  std::uint64_t max = ~std::uint64_t{0} >> (64 - bits + (is_signed ? 1 : 0));
  if (try_consume("-")) {
    if (is_signed) {
      out = "-";
      ++max;  // two's complement
    } else {
      error("an unsigned field cannot have a negative default value");
    }
  }
  std::uint64_t value = 0;
  if (!consume_integer64(max, value, "an integer")) return false;
  out += std::to_string(value);
  return true;
}

bool parser::parse_json_name(FieldDescriptorProto& field, const source_span& parent) {
  if (field.json_name) error("a second JSON name");
  const source_span span(parent, {paths::field::json_name});
  span.blame(parent, place::option_name);
  if (!consume("json_name") || !consume("=")) return false;
  const source_span value(span, {});
  value.blame(parent, place::option_value);
  return consume_string(field.json_name.emplace(), "a string");
}

}  // namespace pbwire::compiler
