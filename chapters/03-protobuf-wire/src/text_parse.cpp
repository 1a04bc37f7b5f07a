// SPDX-License-Identifier: MIT
//
// A message in text is a list of `name: value` and `name { … }`, and which of the two a field is, the schema says. The
// parser therefore walks text and schema together, and cannot read a text without one.
//
// The error is noted in the lexer, which from then on says that the text has ended; all functions here then come to
// their end by themselves, and report it as false.
#include "text_parser.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace pbwire {

bool text_parser::parse(dynamic_message& into) {
  while (lexer_.kind() != text_token::end) {
    if (!parse_field(into)) return false;
  }
  return !lexer_.error();
}

bool text_parser::fail(std::string message) {
  lexer_.fail(std::move(message));
  return false;
}

bool text_parser::try_take(std::string_view symbol) {
  if (lexer_.kind() != text_token::symbol || lexer_.token() != symbol) return false;
  lexer_.next();
  return true;
}

bool text_parser::take(std::string_view symbol) {
  return try_take(symbol) ||
         fail("\"" + std::string(symbol) + "\" is missing before \"" + std::string(lexer_.token()) + "\"");
}

bool text_parser::take_identifier(std::string& name) {
  if (lexer_.kind() != text_token::identifier)
    return fail("a name is missing before \"" + std::string(lexer_.token()) + "\"");
  name = lexer_.token();
  lexer_.next();
  return true;
}

/// a.b.c
bool text_parser::take_full_name(std::string& name) {
  if (!take_identifier(name)) return false;
  while (try_take(".")) {
    std::string part;
    if (!take_identifier(part)) return false;
    name += '.' + part;
  }
  return true;
}

bool text_parser::parse_field(dynamic_message& into) {
  if (looking_at("[") && into.type().full_name == "google.protobuf.Any") return parse_any(into);
  std::string name;
  const field_type* field = nullptr;
  if (try_take("[")) {
    if (!take_full_name(name) || !take("]")) return false;
    field = find_extension(into.type(), name);
    if (field == nullptr) return fail("\"" + name + "\" is no extension of " + into.type().full_name);
  } else {
    if (!take_identifier(name)) return false;
    field = find_by_name(into.type(), name);
    if (field == nullptr) {
      const auto& reserved = into.type().proto->reserved_name;
      if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) return skip_value_of_reserved();
      return fail(into.type().full_name + " has no field \"" + name + "\"");
    }
  }
  if (!may_be_set(into, *field, name)) return false;
  if (!try_take(":") && !is_message(field->value_kind)) return take(":");
  if (!(field->is_repeated() && looking_at("[") ? parse_list(into, *field) : parse_value(into, *field))) return false;
  if (!try_take(";")) try_take(",");
  return !lexer_.error();
}

/// In text each singular field stands once, and of a oneof one field.
bool text_parser::may_be_set(const dynamic_message& in, const field_type& field, const std::string& name) {
  if (field.is_repeated()) return true;
  if (in.has(field)) return fail("\"" + name + "\" is not repeated and stands here twice");
  if (field.oneof == nullptr) return true;
  const field_type* other = in.which(*field.oneof);
  return other == nullptr || fail("\"" + name + "\" and \"" + std::string(other->name) +
                                  "\" exclude each other: oneof " + std::string(field.oneof->name));
}

/// A group goes by the name of its message, with its capital letter.
const field_type* text_parser::find_by_name(const message_type& type, const std::string& name) {
  const field_type* field = type.find(name);
  if (field == nullptr) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    field = type.find(lower);
    if (field != nullptr && field->value_kind != kind::group) return nullptr;
  }
  return field != nullptr && field->value_kind == kind::group && field->message->name != name ? nullptr : field;
}

const field_type* text_parser::find_extension(const message_type& type, const std::string& name) const {
  const auto named = [&](const std::string& full_name) -> const field_type* {
    const field_type* field = known_.find_extension(full_name);
    if (field != nullptr && field->containing == &type) return field;
    const message_type* item = type.is_message_set ? known_.find_message(full_name) : nullptr;
    if (item == nullptr) return nullptr;
    for (const field_type& inside : item->extensions) {
      if (inside.containing == &type && inside.message == item && !inside.is_repeated()) return &inside;
    }
    return nullptr;
  };
  if (names_ == extension_names::relative) {
    for (std::string scope = type.full_name; scope.find('.') != std::string::npos;) {
      scope.resize(scope.rfind('.'));
      if (const field_type* field = named(scope + '.' + name); field != nullptr) return field;
    }
  }
  return named(name);
}

bool text_parser::parse_list(dynamic_message& into, const field_type& field) {
  lexer_.next();
  if (try_take("]")) return true;
  for (;;) {
    if (!parse_value(into, field)) return false;
    if (try_take("]")) return true;
    if (!take(",")) return false;
  }
}

bool text_parser::parse_message(dynamic_message& into) {
  const bool angles = try_take("<");
  if (!angles && !take("{")) return false;
  if (--depth_left_ < 0) return fail("messages are nested too deep");
  while (!looking_at(">") && !looking_at("}")) {
    if (!parse_field(into)) return false;
  }
  ++depth_left_;
  return take(angles ? ">" : "}");
}

bool text_parser::parse_value(dynamic_message& into, const field_type& field) {
  if (field.is_map()) return parse_message(into.add_entry(field));
  if (is_message(field.value_kind)) {
    return parse_message(field.is_repeated() ? into.add_message(field) : into.message(field));
  }
  std::optional<dynamic_value> value = parse_scalar(field);
  if (!value) return false;
  if (field.is_repeated()) into.add(field, std::move(*value));
  else into.set(field, std::move(*value));
  return true;
}

/// [type.googleapis.com/pkg.Type] { … }: an Any by its content.
bool text_parser::parse_any(dynamic_message& into) {
  lexer_.next();
  std::string prefix;
  std::string name;
  if (!take_full_name(prefix) || !take("/") || !take_full_name(name) || !take("]")) return false;
  try_take(":");
  const bool known_prefix = prefix == "type.googleapis.com" || prefix == "type.googleprod.com";
  const message_type* type = known_prefix ? known_.find_message(name) : nullptr;
  if (type == nullptr) return fail("no type \"" + name + "\" under \"" + prefix + "/\"");
  dynamic_message content(*type);
  if (!parse_message(content)) return false;
  const field_type& url = *into.type().find(1U);
  const field_type& value = *into.type().find(2U);
  if (into.has(url) || into.has(value)) return fail("an Any holds one message");
  into.set(url, prefix + '/' + name);
  into.set(value, encode(content));
  return true;
}

/// The value of a name that the message has reserved: read, and thrown away.
bool text_parser::skip_value_of_reserved() {
  if (try_take(":") && !looking_at("{") && !looking_at("<")) return skip_scalar();
  return skip_message();
}

bool text_parser::skip_message() {
  const bool angles = try_take("<");
  if (!angles && !take("{")) return false;
  if (--depth_left_ < 0) return fail("messages are nested too deep");
  while (!looking_at(">") && !looking_at("}")) {
    std::string name;
    std::string type;
    if (try_take("[")) {
      if (!take_full_name(name) || (try_take("/") && !take_full_name(type)) || !take("]")) return false;
    } else if (!take_identifier(name)) {
      return false;
    }
    if (!skip_value_of_reserved()) return false;
    if (!try_take(";")) try_take(",");
  }
  ++depth_left_;
  return take(angles ? ">" : "}");
}

bool text_parser::skip_scalar() {
  if (lexer_.kind() == text_token::string) {
    while (lexer_.kind() == text_token::string) lexer_.next();
    return !lexer_.error();
  }
  if (try_take("[")) {
    if (--depth_left_ < 0) return fail("lists are nested too deep");
    for (bool more = !try_take("]"); more; more = !try_take("]") && take(",")) {
      if (!(looking_at("{") || looking_at("<") ? skip_message() : skip_scalar())) return false;
    }
    ++depth_left_;
    return !lexer_.error();
  }
  const bool negative = try_take("-");
  const text_token kind = lexer_.kind();
  if (kind != text_token::integer && kind != text_token::floating && kind != text_token::identifier) {
    return fail("a value is missing before \"" + std::string(lexer_.token()) + "\"");
  }
  if (!negative || kind != text_token::identifier) lexer_.next();
  else if (!take_infinity_or_nan()) return fail("\"" + std::string(lexer_.token()) + "\" is no number");
  return !lexer_.error();
}

std::optional<text_error> parse_text(std::string_view text, dynamic_message& into, const pool& known,
                                     extension_names names) {
  text_lexer lexer(text);
  (void)text_parser(lexer, known, names).parse(into);
  return lexer.error();
}

}  // namespace pbwire
