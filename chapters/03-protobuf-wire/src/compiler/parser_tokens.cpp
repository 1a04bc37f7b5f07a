// SPDX-License-Identifier: MIT
//
// The parser's smallest steps. Each takes what it expects or says that it is not there, at the token that is.
#include "parser_state.hpp"

#include <pbwire/compiler/numbers.hpp>

#include <array>
#include <limits>
#include <utility>

namespace pbwire::compiler {
namespace {

using Type = FieldDescriptorProto::Type;

/// The built-in type of that name; `group` is one here.
std::optional<Type> scalar_type(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, Type>, 16> types{{{"double", Type::TYPE_DOUBLE},
                                                                            {"float", Type::TYPE_FLOAT},
                                                                            {"int64", Type::TYPE_INT64},
                                                                            {"uint64", Type::TYPE_UINT64},
                                                                            {"int32", Type::TYPE_INT32},
                                                                            {"fixed64", Type::TYPE_FIXED64},
                                                                            {"fixed32", Type::TYPE_FIXED32},
                                                                            {"bool", Type::TYPE_BOOL},
                                                                            {"string", Type::TYPE_STRING},
                                                                            {"group", Type::TYPE_GROUP},
                                                                            {"bytes", Type::TYPE_BYTES},
                                                                            {"uint32", Type::TYPE_UINT32},
                                                                            {"sfixed32", Type::TYPE_SFIXED32},
                                                                            {"sfixed64", Type::TYPE_SFIXED64},
                                                                            {"sint32", Type::TYPE_SINT32},
                                                                            {"sint64", Type::TYPE_SINT64}}};
  for (const auto& [known, type] : types) {
    if (known == name) return type;
  }
  return std::nullopt;
}

constexpr std::uint64_t max_int32 = std::numeric_limits<std::int32_t>::max();

}  // namespace

bool parser::error_at(position at, std::string message) {
  if (!given_up_) errors_.add(at, std::move(message));
  return false;
}

bool parser::try_consume(std::string_view text) {
  if (!looking_at(text)) return false;
  tokens_.next();
  return true;
}

bool parser::consume(std::string_view text) {
  return try_consume(text) || error("expected \"" + std::string(text) + "\"");
}

bool parser::consume_identifier(std::string& out, std::string_view expected) {
  if (!looking_at(token_kind::identifier)) return error("expected " + std::string(expected));
  out = tokens_.current().text;
  tokens_.next();
  return true;
}

// An integer that is too large is one all the same: the statement can be read on, and its next error found.
bool parser::consume_integer64(std::uint64_t max, std::uint64_t& out, std::string_view expected) {
  if (!looking_at(token_kind::integer)) return error("expected " + std::string(expected));
  const auto value = parse_integer(tokens_.current().text, max);
  if (!value) error("integer out of range: " + std::to_string(max) + " at most");
  out = value.value_or(0);
  tokens_.next();
  return true;
}

bool parser::consume_integer(std::int32_t& out, std::string_view expected) {
  std::uint64_t value = 0;
  if (!consume_integer64(max_int32, value, expected)) return false;
  out = static_cast<std::int32_t>(value);
  return true;
}

bool parser::consume_signed_integer(std::int32_t& out, std::string_view expected) {
  const bool negative = try_consume("-");
  std::uint64_t value = 0;
  if (!consume_integer64(negative ? max_int32 + 1 : max_int32, value, expected)) return false;
  const auto magnitude = static_cast<std::int64_t>(value);
  out = static_cast<std::int32_t>(negative ? -magnitude : magnitude);
  return true;
}

bool parser::consume_number(double& out) {
  if (looking_at(token_kind::floating)) {
    out = parse_float(tokens_.current().text);
  } else if (looking_at(token_kind::integer)) {
    std::uint64_t value = 0;
    consume_integer64(std::numeric_limits<std::uint64_t>::max(), value, {});
    out = static_cast<double>(value);
    return true;
  } else if (looking_at("inf")) {
    out = std::numeric_limits<double>::infinity();
  } else if (looking_at("nan")) {
    out = std::numeric_limits<double>::quiet_NaN();
  } else {
    return error("expected a number");
  }
  tokens_.next();
  return true;
}

/// Neighbouring strings are one, as in C++.
bool parser::consume_string(std::string& out, std::string_view expected) {
  if (!looking_at(token_kind::string)) return error("expected " + std::string(expected));
  out.clear();
  while (looking_at(token_kind::string)) {
    unquote(tokens_.current().text, out);
    tokens_.next();
  }
  return true;
}

/// The name of a message or enum, perhaps with a dot in front.
bool parser::consume_type_name(std::string& out) {
  out.clear();
  if (scalar_type(tokens_.current().text)) {
    error("expected the name of a message type");
    out = tokens_.current().text;
    tokens_.next();
    return true;
  }
  if (try_consume(".")) out += '.';
  std::string part;
  if (!consume_identifier(part, "the name of a type")) return false;
  out += part;
  while (try_consume(".")) {
    if (!consume_identifier(part, "an identifier")) return false;
    (out += '.') += part;
  }
  return true;
}

bool parser::consume_type(type_reference& out) {
  out.scalar = scalar_type(tokens_.current().text);
  if (!out.scalar) return consume_type_name(out.name);
  tokens_.next();
  return true;
}

/// ";", "{" or "}". The comments around it are sorted: what trails it, and what led to the declaration, go to
/// `declared`; what leads to the next one is kept for that.
bool parser::try_consume_end_of_declaration(std::string_view text, const source_span* declared) {
  if (!looking_at(text)) return false;
  comment_set around;
  tokens_.next(around);
  around.leading.swap(upcoming_leading_);
  if (declared != nullptr) {
    around.detached.swap(upcoming_detached_);
    declared->attach(std::move(around));
  } else if (text == "}") {
    upcoming_detached_ = std::move(around.detached);  // those before the end of a scope were about nothing in it
  } else {
    upcoming_detached_.insert(upcoming_detached_.end(), around.detached.begin(), around.detached.end());
  }
  return true;
}

bool parser::consume_end_of_declaration(std::string_view text, const source_span* declared) {
  return try_consume_end_of_declaration(text, declared) || error("expected \"" + std::string(text) + "\"");
}

/// Past the next ";", or past the block that begins before one; but not out of the block that the statement is in.
void parser::skip_statement() {
  while (!at_end()) {
    if (looking_at(token_kind::symbol)) {
      if (try_consume_end_of_declaration(";", nullptr)) return;
      if (try_consume("{")) return skip_rest_of_block();
      if (looking_at("}")) return;
    }
    tokens_.next();
  }
}

// The token behind an inner block is skipped with it, whatever it is. That is protoc's way, and errors further down
// are on protoc's lines only if it is followed.
void parser::skip_rest_of_block() {
  int inner = 0;
  while (!at_end()) {
    if (try_consume_end_of_declaration("}", nullptr)) {
      if (inner-- == 0) return;
    } else if (try_consume("{")) {
      ++inner;
      continue;
    }
    tokens_.next();
  }
}

// In protoc it is the linker that counts. Here the bound keeps the parser's stack small as well.
bool parser::has_room_for_message(const source_span& element, place blamed) {
  if (depth_ < max_message_nesting) return true;
  const position at = out_.places.find(element.path(), blamed).value_or(tokens_.current().begin);
  error_at(at, "more than " + std::to_string(max_message_nesting) + " messages nested in one another");
  given_up_ = true;
  while (!at_end()) tokens_.next();
  return false;
}

}  // namespace pbwire::compiler
