// SPDX-License-Identifier: MIT
#pragma once

#include "text_lexer.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace pbwire {

/// Reads text into a message: one function for each rule of the grammar. All return false after an error, which the
/// lexer has noted.
class text_parser {
 public:
  text_parser(text_lexer& lexer, const pool& known, extension_names names)
      : lexer_(lexer), known_(known), names_(names) {}

  bool parse(dynamic_message& into);

 private:
  bool fail(std::string message);
  [[nodiscard]] bool looking_at(std::string_view symbol) const {
    return lexer_.kind() == text_token::symbol && lexer_.token() == symbol;
  }
  bool try_take(std::string_view symbol);
  bool take(std::string_view symbol);
  bool take_identifier(std::string& name);
  bool take_full_name(std::string& name);

  bool parse_field(dynamic_message& into);
  bool may_be_set(const dynamic_message& in, const field_type& field, const std::string& name);
  static const field_type* find_by_name(const message_type& type, const std::string& name);
  [[nodiscard]] const field_type* find_extension(const message_type& type, const std::string& name) const;
  bool parse_list(dynamic_message& into, const field_type& field);
  bool parse_message(dynamic_message& into);
  bool parse_value(dynamic_message& into, const field_type& field);
  bool parse_any(dynamic_message& into);
  bool skip_value_of_reserved();
  bool skip_message();
  bool skip_scalar();

  // text_parse_scalar.cpp
  std::optional<dynamic_value> parse_scalar(const field_type& field);
  std::optional<std::int64_t> parse_signed(std::int64_t max);
  std::optional<std::uint64_t> parse_unsigned(std::uint64_t max);
  std::optional<double> parse_double();
  std::optional<double> take_infinity_or_nan();
  std::optional<bool> parse_bool();
  std::optional<std::string> parse_string();
  std::optional<std::int32_t> parse_enum(const field_type& field);

  text_lexer& lexer_;
  const pool& known_;
  extension_names names_;
  int depth_left_ = text_depth_limit;
};

}  // namespace pbwire
