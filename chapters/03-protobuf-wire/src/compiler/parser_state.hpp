// SPDX-License-Identifier: MIT
//
// The parser's own header. Recursive descent: one function a rule of the grammar, each beginning at the rule's first
// token and ending behind its last, and filling in its part of the descriptor on the way.
//
// A function gives false when it could not go on. It has said why by then; whoever repeats statements skips what is
// left of this one (skip_statement) and tries the next.
//
//     parser.cpp               files: syntax, import, package, the choice of statement
//     parser_tokens.cpp        one token, one name; skipping
//     parser_message.cpp       messages, oneofs, extend blocks
//     parser_ranges.cpp        extensions, reserved
//     parser_field.cpp         fields, groups, maps
//     parser_default.cpp       a field's default value and JSON name
//     parser_enum_service.cpp  enums, services, methods
//     parser_options.cpp       options, which have one form everywhere
#pragma once

#include <pbwire/compiler/lexer.hpp>
#include <pbwire/compiler/parser.hpp>
#include <pbwire/compiler/paths.hpp>
#include <pbwire/compiler/source_info.hpp>
#include <pbwire/descriptor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pbwire::compiler {

using namespace descriptor;

/// The index that the next element of a list will have.
template <class T>
std::int32_t next_index(const std::vector<T>& list) {
  return static_cast<std::int32_t>(list.size());
}

/// The message in an optional field, made if it is not there.
template <class T>
T& made(std::optional<T>& field) {
  return field ? *field : field.emplace();
}

class parser {
 public:
  parser(std::string_view file_name, std::string_view text) : errors_(file_name), tokens_(text, errors_) {
    out_.proto.name = std::string(file_name);
  }
  parsed_file parse_file();

 private:
  using field_proto = FieldDescriptorProto;
  using option_list = std::vector<UninterpretedOption>;

  /// Where a group or a map field puts the message that it declares beside itself.
  struct sibling_messages {
    std::vector<DescriptorProto>& list;
    const source_span& parent;
    std::int32_t step;  // the list's field number in the parent
  };
  /// map<key, value>
  struct map_types;
  /// A type as the text has it: one of the built-in ones, or else a name.
  struct type_reference {
    std::optional<field_proto::Type> scalar;
    std::string name;
  };
  enum class option_style : std::uint8_t { statement, in_brackets };

  // --- parser.cpp
  void parse_statements(const source_span& root);
  bool parse_syntax(const source_span& root);
  bool parse_top_level_statement(const source_span& root);
  bool parse_import(const source_span& root);
  bool parse_package(const source_span& root);

  // --- parser_tokens.cpp
  [[nodiscard]] bool at_end() const { return tokens_.current().kind == token_kind::end; }
  [[nodiscard]] bool looking_at(std::string_view text) const { return tokens_.current().text == text; }
  [[nodiscard]] bool looking_at(token_kind kind) const { return tokens_.current().kind == kind; }
  bool try_consume(std::string_view text);
  bool consume(std::string_view text);
  bool consume_identifier(std::string& out, std::string_view expected);
  bool consume_integer(std::int32_t& out, std::string_view expected);
  bool consume_signed_integer(std::int32_t& out, std::string_view expected);
  bool consume_integer64(std::uint64_t max, std::uint64_t& out, std::string_view expected);
  bool consume_number(double& out);
  bool consume_string(std::string& out, std::string_view expected);
  bool consume_type_name(std::string& out);
  bool consume_type(type_reference& out);
  bool try_consume_end_of_declaration(std::string_view text, const source_span* declared);
  bool consume_end_of_declaration(std::string_view text, const source_span* declared);
  bool error(std::string message) { return error_at(tokens_.current().begin, std::move(message)); }
  bool error_at(position at, std::string message);
  void skip_statement();
  void skip_rest_of_block();
  /// Whether one more may be nested here. If not, the rest of the file is skipped.
  bool has_room_for_message(const source_span& element, place blamed);

  // --- parser_message.cpp
  bool parse_message(DescriptorProto& message, const source_span& span);
  bool parse_message_block(DescriptorProto& message, const source_span& span);
  bool parse_message_statement(DescriptorProto& message, const source_span& span);
  bool parse_oneof(DescriptorProto& message, std::int32_t index, const source_span& oneof, const source_span& parent);
  bool parse_oneof_field(DescriptorProto& message, std::int32_t index, const source_span& parent);
  bool parse_extend(std::vector<field_proto>& extensions, sibling_messages siblings, const source_span& block);

  // --- parser_ranges.cpp
  bool parse_extensions(DescriptorProto& message, const source_span& statement);
  bool parse_extension_options(DescriptorProto& message, std::size_t first, const source_span& statement);
  bool parse_reserved(DescriptorProto& message, const source_span& parent);
  bool parse_reserved(EnumDescriptorProto& enumeration, const source_span& parent);
  template <class Range>
  bool parse_reserved_numbers(std::vector<Range>& ranges, const source_span& statement, std::string_view expected);
  bool parse_reserved_names(std::vector<std::string>& names, const source_span& statement, std::string_view expected);
  template <class Range>
  bool parse_range(Range& range, const source_span& span, std::string_view expected);

  // --- parser_field.cpp
  bool parse_field(field_proto& field, sibling_messages siblings, const source_span& span);
  bool parse_field_without_label(field_proto& field, sibling_messages siblings, const source_span& span);
  void parse_label(field_proto& field, const source_span& span);
  bool parse_field_type(field_proto& field, std::optional<map_types>& map, const source_span& span);
  bool parse_map_type(const field_proto& field, map_types& map);
  bool parse_field_name(field_proto& field, const source_span& span);
  bool parse_field_number(field_proto& field, const source_span& span);
  bool parse_group(field_proto& field, const token& name, sibling_messages siblings, const source_span& span);
  void add_map_entry(const map_types& types, field_proto& field, std::vector<DescriptorProto>& messages);

  // --- parser_default.cpp
  bool parse_default_value(field_proto& field, const source_span& span);
  bool parse_default_of(field_proto::Type type, std::string& out);
  bool parse_default_integer(bool is_signed, int bits, std::string& out);
  bool parse_json_name(field_proto& field, const source_span& span);

  // --- parser_enum_service.cpp
  bool parse_enum(EnumDescriptorProto& enumeration, const source_span& span);
  bool parse_enum_statement(EnumDescriptorProto& enumeration, const source_span& span);
  bool parse_enum_value(EnumValueDescriptorProto& value, const source_span& span);
  bool check_aliases(const EnumDescriptorProto& enumeration);
  bool parse_service(ServiceDescriptorProto& service, const source_span& span);
  bool parse_service_statement(ServiceDescriptorProto& service, const source_span& span);
  bool parse_method(MethodDescriptorProto& method, const source_span& span);
  /// "{", statements until "}". An empty statement is one; `statement` reads any other.
  template <class Statement>
  bool parse_block(const source_span& span, std::string_view what, Statement statement);

  // --- parser_options.cpp
  bool parse_option(option_list& options, const source_span& span, option_style style);
  bool parse_option_list(option_list& options, const source_span& span);
  bool parse_field_options(field_proto& field, const source_span& span);
  bool parse_option_name(UninterpretedOption& option, const source_span& span);
  bool parse_option_name_part(UninterpretedOption& option, const source_span& span);
  bool parse_option_value(UninterpretedOption& option, const source_span& span);
  bool parse_number_value(UninterpretedOption& option, bool negative, source_span& value);
  bool parse_aggregate(std::string& out);

  error_log errors_;
  lexer tokens_;
  parsed_file out_;
  SourceCodeInfo source_;  // moved into the proto when all spans are closed
  bool proto3_ = false;
  int depth_ = 0;          // of the message block that is being read
  bool given_up_ = false;  // too deep; what else would be found is not worth reporting

  // Comments that stand before the next declaration. Its span takes them when its end is reached, because only then
  // it is known to be one.
  std::string upcoming_leading_;
  std::vector<std::string> upcoming_detached_;
};

template <class Statement>
bool parser::parse_block(const source_span& span, std::string_view what, Statement statement) {
  if (!consume_end_of_declaration("{", &span)) return false;
  while (!try_consume_end_of_declaration("}", nullptr)) {
    if (at_end()) return error("the file ends inside " + std::string(what) + ": \"}\" is missing");
    if (try_consume_end_of_declaration(";", nullptr)) continue;
    if (!statement()) skip_statement();
  }
  return true;
}

}  // namespace pbwire::compiler
