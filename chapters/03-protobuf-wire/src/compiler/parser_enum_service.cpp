// SPDX-License-Identifier: MIT
#include "parser_state.hpp"

#include <set>

namespace pbwire::compiler {

// --- enums -------------------------------------------------------------------------------------------------------

bool parser::parse_enum(EnumDescriptorProto& enumeration, const source_span& span) {
  if (!consume("enum")) return false;
  {
    const source_span name(span, {paths::enumeration::name});
    name.blame(span, place::name);
    if (!consume_identifier(enumeration.name.emplace(), "the enum's name")) return false;
  }
  return parse_block(span, "an enum", [&] { return parse_enum_statement(enumeration, span); }) &&
         check_aliases(enumeration);
}

bool parser::parse_enum_statement(EnumDescriptorProto& enumeration, const source_span& parent) {
  if (looking_at("option")) {
    const source_span span(parent, {paths::enumeration::options});
    return parse_option(made(enumeration.options).uninterpreted_option, span, option_style::statement);
  }
  if (looking_at("reserved")) return parse_reserved(enumeration, parent);
  const source_span span(parent, {paths::enumeration::value, next_index(enumeration.value)});
  return parse_enum_value(enumeration.value.emplace_back(), span);
}

bool parser::parse_enum_value(EnumValueDescriptorProto& value, const source_span& span) {
  {
    const source_span name(span, {paths::enum_value::name});
    name.blame(span, place::name);
    if (!consume_identifier(value.name.emplace(), "the name of a value")) return false;
  }
  if (!try_consume("=")) return error("expected \"=\" and the value's number");
  {
    const source_span number(span, {paths::enum_value::number});
    number.blame(span, place::number);
    if (!consume_signed_integer(value.number.emplace(), "an integer")) return false;
  }
  if (looking_at("[")) {
    const source_span options(span, {paths::enum_value::options});
    if (!parse_option_list(made(value.options).uninterpreted_option, options)) return false;
  }
  return consume_end_of_declaration(";", &span);
}

/// allow_alias says that two names for one number are meant. Where there are none, it protects nothing and misleads.
bool parser::check_aliases(const EnumDescriptorProto& enumeration) {
  if (!enumeration.options) return true;
  const UninterpretedOption* allow_alias = nullptr;
  for (const UninterpretedOption& option : enumeration.options->uninterpreted_option) {
    if (option.name.size() != 1 || option.name[0].is_extension.value_or(false)) continue;
    if (option.name[0].name_part != "allow_alias") continue;
    allow_alias = &option;
    break;
  }
  if (allow_alias == nullptr) return true;
  if (allow_alias->identifier_value != "true") return error("allow_alias = false has no effect: leave it out");
  std::set<std::int32_t> numbers;
  for (const EnumValueDescriptorProto& value : enumeration.value) {
    if (!numbers.insert(value.number.value_or(0)).second) return true;
  }
  return error("allow_alias = true, and no two values of \"" + enumeration.name.value_or("") + "\" share a number");
}

// --- services ----------------------------------------------------------------------------------------------------

bool parser::parse_service(ServiceDescriptorProto& service, const source_span& span) {
  if (!consume("service")) return false;
  {
    const source_span name(span, {paths::service::name});
    name.blame(span, place::name);
    if (!consume_identifier(service.name.emplace(), "the service's name")) return false;
  }
  return parse_block(span, "a service", [&] { return parse_service_statement(service, span); });
}

bool parser::parse_service_statement(ServiceDescriptorProto& service, const source_span& parent) {
  if (looking_at("option")) {
    const source_span span(parent, {paths::service::options});
    return parse_option(made(service.options).uninterpreted_option, span, option_style::statement);
  }
  const source_span span(parent, {paths::service::method, next_index(service.method)});
  return parse_method(service.method.emplace_back(), span);
}

bool parser::parse_method(MethodDescriptorProto& method, const source_span& span) {
  if (!consume("rpc")) return false;
  {
    const source_span name(span, {paths::method::name});
    name.blame(span, place::name);
    if (!consume_identifier(method.name.emplace(), "the method's name")) return false;
  }
  // "(", perhaps `stream`, a message type, ")"
  const auto parse_message_type = [&](std::optional<std::string>& type, std::int32_t type_path, place type_place,
                                      std::optional<bool>& streaming, std::int32_t streaming_path) {
    if (!consume("(")) return false;
    if (looking_at("stream")) {
      const source_span word(span, {streaming_path});
      word.blame(span, place::other);
      streaming = true;
      tokens_.next();
    }
    {
      const source_span name(span, {type_path});
      name.blame(span, type_place);
      if (!consume_type_name(type.emplace())) return false;
    }
    return consume(")");
  };
  if (!parse_message_type(method.input_type, paths::method::input_type, place::input_type, method.client_streaming,
                          paths::method::client_streaming) ||
      !consume("returns") ||
      !parse_message_type(method.output_type, paths::method::output_type, place::output_type, method.server_streaming,
                          paths::method::server_streaming)) {
    return false;
  }
  if (!looking_at("{")) return consume_end_of_declaration(";", &span);
  auto& options = method.options.emplace().uninterpreted_option;  // {} are options, if none
  return parse_block(span, "a method", [&] {
    const source_span option(span, {paths::method::options});
    return parse_option(options, option, option_style::statement);
  });
}

}  // namespace pbwire::compiler
