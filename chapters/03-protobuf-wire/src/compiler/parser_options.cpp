// SPDX-License-Identifier: MIT
//
// Options. What they mean depends on types that this file may not even declare, so here they are only taken down: the
// parts of the name, and the value by the kind of its token. The linker interprets them.
//
//     option deprecated = true;                     {deprecated}                   identifier_value "true"
//     option (validate.rules).string.min_len = 3;   {(validate.rules), string, min_len}   positive_int_value 3
//     option (rule) = { name: "x" max: 3 };         {(rule)}                       aggregate_value "name : \"x\" max :
//     3"
#include "parser_state.hpp"

#include <limits>

namespace pbwire::compiler {

/// name = value, behind the word `option` and before a semicolon when it is a statement.
bool parser::parse_option(option_list& options, const source_span& parent, option_style style) {
  const source_span span(parent, {paths::options::uninterpreted_option, next_index(options)});
  if (style == option_style::statement && !consume("option")) return false;
  UninterpretedOption& option = options.emplace_back();
  {
    const source_span name(span, {paths::uninterpreted::name});
    name.blame(span, place::option_name);
    if (!parse_option_name(option, name)) return false;
  }
  if (!consume("=") || !parse_option_value(option, span)) return false;
  return style == option_style::in_brackets || consume_end_of_declaration(";", &span);
}

/// [name = value, name = value]
bool parser::parse_option_list(option_list& options, const source_span& span) {
  if (!consume("[")) return false;
  do {
    if (!parse_option(options, span, option_style::in_brackets)) return false;
  } while (try_consume(","));
  return consume("]");
}

bool parser::parse_field_options(FieldDescriptorProto& field, const source_span& parent) {
  if (!looking_at("[")) return true;
  const source_span span(parent, {paths::field::options});
  if (!consume("[")) return false;
  do {
    bool read = false;
    if (looking_at("default")) read = parse_default_value(field, parent);
    else if (looking_at("json_name")) read = parse_json_name(field, parent);
    else read = parse_option(made(field.options).uninterpreted_option, span, option_style::in_brackets);
    if (!read) return false;
  } while (try_consume(","));
  return consume("]");
}

bool parser::parse_option_name(UninterpretedOption& option, const source_span& span) {
  do {
    const source_span part(span, {next_index(option.name)});
    if (!parse_option_name_part(option, part)) return false;
  } while (try_consume("."));
  return true;
}

/// name, or the name of an extension in parentheses, which may have dots between its parts and in front.
bool parser::parse_option_name_part(UninterpretedOption& option, const source_span& parent) {
  UninterpretedOption::NamePart& part = option.name.emplace_back();
  part.is_extension = try_consume("(");
  {
    const source_span span(parent, {paths::name_part::name_part});
    if (!*part.is_extension) return consume_identifier(part.name_part.emplace(), "an identifier");
    if (looking_at(token_kind::identifier)) consume_identifier(part.name_part.emplace(), {});
    while (try_consume(".")) {  // () has no name at all, and the linker says so
      std::string behind_dot;
      if (!consume_identifier(behind_dot, "an identifier")) return false;
      (made(part.name_part) += '.') += behind_dot;
    }
  }
  return consume(")");
}

bool parser::parse_option_value(UninterpretedOption& option, const source_span& parent) {
  source_span span(parent, {});  // the path ends with the field that the value goes to
  span.blame(parent, place::option_value);
  const bool negative = try_consume("-");
  switch (tokens_.current().kind) {
    case token_kind::identifier:
      span.extend_path(paths::uninterpreted::identifier_value);
      if (negative) return error("a minus before an identifier");
      return consume_identifier(option.identifier_value.emplace(), {});
    case token_kind::integer:
    case token_kind::floating: return parse_number_value(option, negative, span);
    case token_kind::string:
      span.extend_path(paths::uninterpreted::string_value);
      if (negative) return error("a minus before a string");
      return consume_string(option.string_value.emplace(), {});
    case token_kind::symbol:
      if (!looking_at("{")) break;
      span.extend_path(paths::uninterpreted::aggregate_value);
      return parse_aggregate(option.aggregate_value.emplace());
    case token_kind::start:
    case token_kind::end: break;
  }
  return error("expected the option's value");
}

bool parser::parse_number_value(UninterpretedOption& option, bool negative, source_span& span) {
  if (looking_at(token_kind::floating)) {
    span.extend_path(paths::uninterpreted::double_value);
    double value = 0;
    if (!consume_number(value)) return false;
    option.double_value = negative ? -value : value;
    return true;
  }
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max(), most_below_0 = most / 2 + 1;
  std::uint64_t value = 0;
  if (!consume_integer64(negative ? most_below_0 : most, value, {})) return false;
  if (negative) {
    span.extend_path(paths::uninterpreted::negative_int_value);
    option.negative_int_value = static_cast<std::int64_t>(0 - value);
  } else {
    span.extend_path(paths::uninterpreted::positive_int_value);
    option.positive_int_value = value;
  }
  return true;
}

/// The text format, kept as tokens with spaces between them; the braces around it are not. Blocks inside are.
bool parser::parse_aggregate(std::string& out) {
  if (!consume("{")) return false;
  for (int depth = 1; !at_end(); tokens_.next()) {
    if (looking_at("{")) ++depth;
    if (looking_at("}") && --depth == 0) {
      tokens_.next();
      return true;
    }
    if (!out.empty()) out += ' ';
    out += tokens_.current().text;
  }
  return error("the file ends inside an option's value: \"}\" is missing");
}

}  // namespace pbwire::compiler
