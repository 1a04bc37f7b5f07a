// SPDX-License-Identifier: MIT
//
// A file: its syntax, then statements in any order. parser_state.hpp says how the parser works and what is where.
#include "parser_state.hpp"

namespace pbwire::compiler {

parsed_file parse(std::string_view file_name, std::string_view text) { return parser(file_name, text).parse_file(); }

parsed_file parser::parse_file() {
  comment_set before;
  tokens_.next(before);
  upcoming_leading_ = std::move(before.leading);
  upcoming_detached_ = std::move(before.detached);
  {
    const source_span root({tokens_, out_.places}, source_.location);
    root.blame(root, place::other);
    // What is written in an unknown syntax cannot be judged by the rules of a known one.
    if (parse_syntax(root)) parse_statements(root);
  }
  out_.proto.source_code_info = std::move(source_);
  out_.errors = errors_.take();
  return std::move(out_);
}

void parser::parse_statements(const source_span& root) {
  while (!at_end()) {
    if (parse_top_level_statement(root)) continue;
    skip_statement();
    if (!looking_at("}")) continue;
    error("\"}\" without a \"{\"");
    comment_set before;
    tokens_.next(before);
    upcoming_leading_ = std::move(before.leading);
    upcoming_detached_ = std::move(before.detached);
  }
}

bool parser::parse_syntax(const source_span& root) {
  if (!looking_at("syntax")) {
    out_.warnings.push_back({*out_.proto.name, 0, 0, "no syntax statement: taken as proto2"});
    return true;
  }
  const source_span span(root, {paths::file::syntax});
  if (!consume("syntax") || !consume("=")) return false;
  const position begin = tokens_.current().begin;
  std::string syntax;
  if (!consume_string(syntax, "the syntax, \"proto2\" or \"proto3\"")) return false;
  if (!consume_end_of_declaration(";", &span)) return false;
  if (syntax != "proto2" && syntax != "proto3") {
    return error_at(begin, "unknown syntax \"" + syntax + "\": neither \"proto2\" nor \"proto3\"");
  }
  proto3_ = syntax == "proto3";
  out_.proto.syntax = std::move(syntax);
  return true;
}

bool parser::parse_top_level_statement(const source_span& root) {
  FileDescriptorProto& file = out_.proto;
  if (try_consume_end_of_declaration(";", nullptr)) return true;
  if (looking_at("message")) {
    const source_span span(root, {paths::file::message_type, next_index(file.message_type)});
    return parse_message(file.message_type.emplace_back(), span);
  }
  if (looking_at("enum")) {
    const source_span span(root, {paths::file::enum_type, next_index(file.enum_type)});
    return parse_enum(file.enum_type.emplace_back(), span);
  }
  if (looking_at("service")) {
    const source_span span(root, {paths::file::service, next_index(file.service)});
    return parse_service(file.service.emplace_back(), span);
  }
  if (looking_at("extend")) {
    const source_span span(root, {paths::file::extension});
    return parse_extend(file.extension, {file.message_type, root, paths::file::message_type}, span);
  }
  if (looking_at("import")) return parse_import(root);
  if (looking_at("package")) return parse_package(root);
  if (looking_at("option")) {
    const source_span span(root, {paths::file::options});
    return parse_option(made(file.options).uninterpreted_option, span, option_style::statement);
  }
  return error("expected a statement: message, enum, service, extend, import, package or option");
}

bool parser::parse_import(const source_span& root) {
  FileDescriptorProto& file = out_.proto;
  const std::int32_t index = next_index(file.dependency);
  const source_span span(root, {paths::file::dependency, index});
  if (!consume("import")) return false;
  if (looking_at("public")) {
    const source_span word(root, {paths::file::public_dependency, next_index(file.public_dependency)});
    tokens_.next();
    file.public_dependency.push_back(index);
  } else if (looking_at("weak")) {
    const source_span word(root, {paths::file::weak_dependency, next_index(file.weak_dependency)});
    word.blame_import("weak");
    tokens_.next();
    file.weak_dependency.push_back(index);
  }
  std::string imported;
  if (!consume_string(imported, "the imported file's name in quotes")) return false;
  span.blame_import(imported);
  file.dependency.push_back(std::move(imported));
  return consume_end_of_declaration(";", &span);
}

bool parser::parse_package(const source_span& root) {
  if (out_.proto.package) error("a second package statement");
  const source_span span(root, {paths::file::package});
  span.blame(root, place::name);
  if (!consume("package")) return false;
  out_.proto.package.reset();
  do {
    std::string part;
    if (!consume_identifier(part, "an identifier")) return false;
    if (out_.proto.package) *out_.proto.package += '.';
    made(out_.proto.package) += part;
  } while (try_consume("."));
  return consume_end_of_declaration(";", &span);
}

}  // namespace pbwire::compiler
