// SPDX-License-Identifier: MIT
#include "parser_state.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace pbwire::compiler {
namespace {

/// option message_set_wire_format = true, which is read before anyone interprets options.
bool is_message_set(const DescriptorProto& message) {
  if (!message.options) return false;
  const auto& options = message.options->uninterpreted_option;
  return std::any_of(options.begin(), options.end(), [](const UninterpretedOption& option) {
    return option.name.size() == 1 && option.name[0].name_part == "message_set_wire_format" &&
           option.identifier_value == "true";
  });
}

/// `max` is 2^29-1 like any field number, but a MessageSet numbers its extensions up to 2^31-1. So its value is known
/// when the message's options are: at its end. Until then -1 stands in its place, which no range can end with.
template <class Range>
void resolve_max(std::vector<Range>& ranges, std::int32_t max_end) {
  for (Range& range : ranges) {
    if (range.end == -1) range.end = max_end;
  }
}

/// The presence of a proto3 `optional` field is that of a oneof with one member, and so it is written down: readers
/// that know oneofs, and do not know of `optional` in proto3, do the right thing. The oneof is called _field; while
/// the name is taken, X goes in front.
void add_synthetic_oneofs(DescriptorProto& message) {
  std::set<std::string> taken;
  for (const auto& field : message.field) taken.insert(field.name.value_or(""));
  for (const auto& oneof : message.oneof_decl) taken.insert(oneof.name.value_or(""));
  for (auto& field : message.field) {
    if (!field.proto3_optional.value_or(false)) continue;
    std::string name = field.name.value_or("");
    if (!name.starts_with('_')) name.insert(0, 1, '_');
    while (!taken.insert(name).second) name.insert(0, 1, 'X');
    field.oneof_index = next_index(message.oneof_decl);
    message.oneof_decl.emplace_back().name = name;
  }
}

}  // namespace

bool parser::parse_message(DescriptorProto& message, const source_span& span) {
  if (!consume("message")) return false;
  {
    const source_span name(span, {paths::message::name});
    name.blame(span, place::name);
    if (!consume_identifier(message.name.emplace(), "the message's name")) return false;
  }
  return has_room_for_message(span, place::name) && parse_message_block(message, span);
}

bool parser::parse_message_block(DescriptorProto& message, const source_span& span) {
  ++depth_;
  const bool read = parse_block(span, "a message", [&] { return parse_message_statement(message, span); });
  --depth_;
  if (!read) return false;
  const std::int32_t max_end = is_message_set(message) ? std::numeric_limits<std::int32_t>::max() : 1 << 29;
  resolve_max(message.extension_range, max_end);
  resolve_max(message.reserved_range, max_end);
  add_synthetic_oneofs(message);
  return true;
}

bool parser::parse_message_statement(DescriptorProto& message, const source_span& parent) {
  if (looking_at("message")) {
    const source_span span(parent, {paths::message::nested_type, next_index(message.nested_type)});
    return parse_message(message.nested_type.emplace_back(), span);
  }
  if (looking_at("enum")) {
    const source_span span(parent, {paths::message::enum_type, next_index(message.enum_type)});
    return parse_enum(message.enum_type.emplace_back(), span);
  }
  if (looking_at("extensions")) {
    const source_span span(parent, {paths::message::extension_range});
    return parse_extensions(message, span);
  }
  if (looking_at("reserved")) return parse_reserved(message, parent);
  if (looking_at("extend")) {
    const source_span span(parent, {paths::message::extension});
    return parse_extend(message.extension, {message.nested_type, parent, paths::message::nested_type}, span);
  }
  if (looking_at("option")) {
    const source_span span(parent, {paths::message::options});
    return parse_option(made(message.options).uninterpreted_option, span, option_style::statement);
  }
  if (looking_at("oneof")) {
    const std::int32_t index = next_index(message.oneof_decl);
    const source_span span(parent, {paths::message::oneof_decl, index});
    message.oneof_decl.emplace_back();
    return parse_oneof(message, index, span, parent);
  }
  const source_span span(parent, {paths::message::field, next_index(message.field)});
  return parse_field(message.field.emplace_back(), {message.nested_type, parent, paths::message::nested_type}, span);
}

// A oneof is no scope of its own: its fields are the message's, and point back by oneof_index.
bool parser::parse_oneof(DescriptorProto& message, std::int32_t index, const source_span& span,
                         const source_span& parent) {
  if (!consume("oneof")) return false;
  {
    const source_span name(span, {paths::oneof::name});
    if (!consume_identifier(message.oneof_decl.back().name.emplace(), "the oneof's name")) return false;
  }
  if (!consume_end_of_declaration("{", &span)) return false;
  do {  // at least one field
    if (at_end()) return error("the file ends inside a oneof: \"}\" is missing");
    if (looking_at("option")) {
      const source_span options(span, {paths::oneof::options});
      auto& list = made(message.oneof_decl.back().options).uninterpreted_option;
      if (!parse_option(list, options, option_style::statement)) return false;
    } else if (!parse_oneof_field(message, index, parent)) {
      skip_statement();
    }
  } while (!try_consume_end_of_declaration("}", nullptr));
  return true;
}

bool parser::parse_oneof_field(DescriptorProto& message, std::int32_t index, const source_span& parent) {
  if (looking_at("required") || looking_at("optional") || looking_at("repeated")) {
    error("a field of a oneof has no label");
    tokens_.next();
  }
  const source_span span(parent, {paths::message::field, next_index(message.field)});
  FieldDescriptorProto& field = message.field.emplace_back();
  field.label = FieldDescriptorProto::Label::LABEL_OPTIONAL;
  field.oneof_index = index;
  return parse_field_without_label(field, {message.nested_type, parent, paths::message::nested_type}, span);
}

bool parser::parse_extend(std::vector<FieldDescriptorProto>& extensions, sibling_messages siblings,
                          const source_span& block) {
  if (!consume("extend")) return false;
  const token first = tokens_.current();
  std::string extendee;
  if (!consume_type_name(extendee)) return false;
  const token last = tokens_.previous();
  if (!consume_end_of_declaration("{", &block)) return false;
  bool is_first = true;
  do {  // at least one field
    if (at_end()) return error("the file ends inside an extend block: \"}\" is missing");
    const source_span span(block, {next_index(extensions)});
    FieldDescriptorProto& field = extensions.emplace_back();
    {
      source_span name(span, {paths::field::extendee});
      name.start_at(first);
      name.end_at(last);
      if (is_first) name.blame(span, place::extendee);
    }
    is_first = false;
    field.extendee = extendee;
    if (!parse_field(field, siblings, span)) skip_statement();
  } while (!try_consume_end_of_declaration("}", nullptr));
  return true;
}

}  // namespace pbwire::compiler
