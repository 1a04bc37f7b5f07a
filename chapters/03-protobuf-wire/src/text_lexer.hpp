// SPDX-License-Identifier: MIT
//
// The text format's tokens are those of a .proto file with three differences: a comment begins with #, a number may end
// with f, and nobody asks for the comments.
#pragma once

#include <pbwire/text_format.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pbwire {

enum class text_token : std::uint8_t { end, identifier, integer, floating, string, symbol };

class text_lexer {
 public:
  explicit text_lexer(std::string_view text) : text_(text) { next(); }

  // The token that is looked at. After an error it is the end.
  [[nodiscard]] text_token kind() const { return kind_; }
  [[nodiscard]] std::string_view token() const { return token_; }
  void next();

  /// Notes what is wrong, at the token that is looked at. Only the first error counts.
  void fail(std::string message) { fail_at(line_, column_, std::move(message)); }
  [[nodiscard]] const std::optional<text_error>& error() const { return error_; }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void step();
  void step(std::size_t count);
  void skip_blanks();
  void take_number();
  void take_string(char quote);
  void take_escape();
  void take_code_point();
  void take_hex(int count, const char* problem);
  void fail_here(std::string message) { fail_at(here_line_, here_column_, std::move(message)); }
  void fail_at(int line, int column, std::string message);

  std::string_view text_;
  std::size_t at_ = 0;
  int here_line_ = 0;  // of at_, from 0
  int here_column_ = 0;

  text_token kind_ = text_token::end;
  std::string_view token_;
  int line_ = 0;  // of the token
  int column_ = 0;
  std::optional<text_error> error_;
};

}  // namespace pbwire
