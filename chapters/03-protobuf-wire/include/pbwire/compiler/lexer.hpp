// SPDX-License-Identifier: MIT
//
// The text of a .proto file as tokens. There are six kinds and no keywords: `message` is an identifier like any other
// and may name a field; only the parser knows where it means something.
//
// A token keeps its text as written, quotes and escapes included. Comments are no tokens. But they document what
// stands beside them, so that the parser may ask for those it passes (comments.hpp).
#pragma once

#include <pbwire/compiler/diagnostic.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pbwire::compiler {

enum class token_kind : std::uint8_t {
  start,       // before the first
  end,         // after the last
  identifier,  // letters, digits and _, not beginning with a digit
  integer,     // 7, 0x1F, 017; a sign is a symbol of its own
  floating,    // 1.5, .5, 1., 2e-3
  string,      // "…" or '…'
  symbol,      // any other character
};

struct token {
  token_kind kind = token_kind::start;
  std::string_view text;
  position begin;
  std::int32_t end_column = 0;  // just behind it; no token spans two lines

  [[nodiscard]] position end() const { return {begin.line, end_column}; }
};

class comment_sorter;

/// The comments between two tokens, by what they belong to.
struct comment_set {
  std::string trailing;               // the token before
  std::vector<std::string> detached;  // neither
  std::string leading;                // the token after
};

class lexer {
 public:
  /// Lifetime: the text outlives the lexer and its tokens.
  lexer(std::string_view text, error_log& errors) : text_(text), errors_(errors) {}

  [[nodiscard]] const token& current() const { return current_; }
  [[nodiscard]] const token& previous() const { return previous_; }

  /// Goes on to the next token, over space and comments.
  void next();
  /// The same, and sorts the comments on the way.
  void next(comment_set& comments);

 private:
  enum class comment_start : std::uint8_t { none, line, block, only_a_slash };

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }
  [[nodiscard]] position here() const { return {line_, column_}; }
  void step();
  bool take(char c);
  void error(std::string message) { errors_.add(here(), std::move(message)); }

  template <class Class>
  bool take_one(Class in_class);
  template <class Class>
  void take_all(Class in_class);
  template <class Class>
  bool take_exactly(int count, Class in_class);

  // lexer_comments.cpp
  void skip_blanks();
  bool take_byte_order_mark();
  comment_start take_comment_start();
  void take_line_comment(std::string& content);
  void take_block_comment(std::string& content);
  bool read_rest_of_line(comment_sorter& sorter);
  void take_slash(position begin);

  void skip_control_characters();
  void read_token();
  token_kind take_token();
  token_kind take_number();
  void take_string(char quote);
  void take_escape();

  std::string_view text_;
  error_log& errors_;
  std::size_t at_ = 0;
  std::int32_t line_ = 0;
  std::int32_t column_ = 0;
  token current_;
  token previous_;
};

/// Appends what a string token says to `out`: without quotes, escapes replaced. A \u or \U escape becomes UTF-8.
void unquote(std::string_view text, std::string& out);

}  // namespace pbwire::compiler
