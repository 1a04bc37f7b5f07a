// SPDX-License-Identifier: MIT
//
// Fields, in messages, oneofs and extend blocks alike. Two kinds of field declare a message on the side: a group has
// its body right there, and a map is a repeated field of entries {key, value}.
#include "parser_state.hpp"

#include <utility>

namespace pbwire::compiler {
namespace {

using Type = FieldDescriptorProto::Type;
using Label = FieldDescriptorProto::Label;

/// The entries of the map foo_bar are of type FooBarEntry.
std::string map_entry_name(std::string_view field_name) {
  std::string name;
  bool capital = true;
  for (const char c : field_name) {
    if (c != '_') name += capital && 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    capital = c == '_';
  }
  return name + "Entry";
}

std::string lower_case(std::string text) {
  for (char& c : text) {
    if ('A' <= c && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

struct parser::map_types {
  type_reference key;
  type_reference value;
};

bool parser::parse_field(FieldDescriptorProto& field, sibling_messages siblings, const source_span& span) {
  parse_label(field, span);
  return parse_field_without_label(field, siblings, span);
}

void parser::parse_label(FieldDescriptorProto& field, const source_span& parent) {
  static constexpr std::pair<std::string_view, Label> labels[] = {
      {"optional", Label::LABEL_OPTIONAL}, {"repeated", Label::LABEL_REPEATED}, {"required", Label::LABEL_REQUIRED}};
  for (const auto& [word, label] : labels) {
    if (!looking_at(word)) continue;
    const source_span span(parent, {paths::field::label});
    tokens_.next();
    field.label = label;
    if (proto3_ && label == Label::LABEL_OPTIONAL) field.proto3_optional = true;
    return;
  }
}

bool parser::parse_field_without_label(FieldDescriptorProto& field, sibling_messages siblings,
                                       const source_span& span) {
  std::optional<map_types> map;
  if (!parse_field_type(field, map, span)) return false;
  const token name = tokens_.current();
  if (!parse_field_name(field, span)) return false;
  if (!try_consume("=")) return error("expected \"=\" and the field's number");
  if (!parse_field_number(field, span)) return false;
  if (!parse_field_options(field, span)) return false;
  if (field.type == Type::TYPE_GROUP) return parse_group(field, name, siblings, span);
  if (!consume_end_of_declaration(";", &span)) return false;
  if (!map) return true;
  if (!has_room_for_message(span, place::type)) return false;
  add_map_entry(*map, field, siblings.list);
  return true;
}

bool parser::parse_field_type(FieldDescriptorProto& field, std::optional<map_types>& map, const source_span& parent) {
  source_span span(parent, {});  // the path ends with type or type_name, depending on which it is
  span.blame(parent, place::type);
  type_reference type;
  if (try_consume("map")) {
    if (looking_at("<")) {
      span.extend_path(paths::field::type_name);
      if (!parse_map_type(field, map.emplace())) return false;
      field.label = Label::LABEL_REPEATED;
      return true;
    }
    type.name = "map";  // a message of that name
  }
  if (!field.label && !proto3_) error("expected \"required\", \"optional\" or \"repeated\"");
  if (!field.label) field.label = Label::LABEL_OPTIONAL;
  if (type.name.empty() && !consume_type(type)) return false;
  span.extend_path(type.scalar ? paths::field::type : paths::field::type_name);
  field.type = type.scalar;
  if (!type.scalar) field.type_name = std::move(type.name);
  return true;
}

bool parser::parse_map_type(const FieldDescriptorProto& field, map_types& map) {
  if (field.oneof_index) return error("a map cannot be in a oneof");
  if (field.label) return error("a map has no label");
  if (field.extendee) return error("a map cannot be an extension");
  return consume("<") && consume_type(map.key) && consume(",") && consume_type(map.value) && consume(">");
}

bool parser::parse_field_name(FieldDescriptorProto& field, const source_span& parent) {
  const source_span span(parent, {paths::field::name});
  span.blame(parent, place::name);
  return consume_identifier(field.name.emplace(), "the field's name");
}

bool parser::parse_field_number(FieldDescriptorProto& field, const source_span& parent) {
  const source_span span(parent, {paths::field::number});
  span.blame(parent, place::number);
  return consume_integer(field.number.emplace(), "the field's number");
}

// One declaration, two elements: the field and its message. Their spans begin at the same token, and the name is the
// name of both: the message has it as written, the field in lower case.
bool parser::parse_group(FieldDescriptorProto& field, const token& name, sibling_messages siblings,
                         const source_span& field_span) {
  source_span span(siblings.parent, {siblings.step, next_index(siblings.list)});
  span.start_at(field_span.begin());
  DescriptorProto& group = siblings.list.emplace_back();
  group.name = field.name;
  {
    source_span group_name(span, {paths::message::name});
    group_name.start_at(name);
    group_name.end_at(name);
    group_name.blame(span, place::name);
  }
  {
    source_span type_name(field_span, {paths::field::type_name});
    type_name.start_at(name);
    type_name.end_at(name);
  }
  if (name.text[0] < 'A' || 'Z' < name.text[0]) error_at(name.begin, "a group's name begins with a capital letter");
  field.type_name = field.name;
  field.name = lower_case(std::move(*field.name));
  if (!looking_at("{")) return error("expected \"{\": a group has its fields right here");
  return has_room_for_message(field_span, place::type) && parse_message_block(group, span);
}

void parser::add_map_entry(const map_types& types, FieldDescriptorProto& field,
                           std::vector<DescriptorProto>& messages) {
  DescriptorProto& entry = messages.emplace_back();
  entry.name = field.type_name = map_entry_name(*field.name);
  entry.options.emplace().map_entry = true;
  const auto add = [&entry](std::string_view name, std::int32_t number, const type_reference& type) {
    FieldDescriptorProto& part = entry.field.emplace_back();
    part.name = std::string(name);
    part.number = number;
    part.label = Label::LABEL_OPTIONAL;
    part.type = type.scalar;
    if (!type.scalar) part.type_name = type.name;
  };
  add("key", 1, types.key);
  add("value", 2, types.value);
}

}  // namespace pbwire::compiler
