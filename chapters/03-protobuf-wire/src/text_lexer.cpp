// SPDX-License-Identifier: MIT
#include "text_lexer.hpp"

#include <pbwire/compiler/numbers.hpp>

#include <utility>

namespace pbwire {
namespace {

bool is_digit(char c) { return '0' <= c && c <= '9'; }
bool is_octal(char c) { return '0' <= c && c <= '7'; }
bool is_hex(char c) { return is_digit(c) || ('a' <= c && c <= 'f') || ('A' <= c && c <= 'F'); }
bool is_letter(char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_'; }
bool is_space(char c) { return c == ' ' || ('\t' <= c && c <= '\r'); }

}  // namespace

void text_lexer::fail_at(int line, int column, std::string message) {
  if (!error_) error_ = text_error{line + 1, column + 1, std::move(message)};
  kind_ = text_token::end;
  token_ = {};
  at_ = text_.size();
}

void text_lexer::step() {
  const char c = text_[at_++];
  if (c == '\n') {
    ++here_line_;
    here_column_ = 0;
  } else if (c == '\t') {
    here_column_ += 8 - here_column_ % 8;
  } else {
    ++here_column_;
  }
}

void text_lexer::step(std::size_t count) {
  while (count-- > 0) step();
}

void text_lexer::skip_blanks() {
  while (at_ < text_.size()) {
    if (is_space(peek())) {
      step();
    } else if (peek() == '#') {
      while (at_ < text_.size() && peek() != '\n') step();
    } else {
      return;
    }
  }
}

void text_lexer::next() {
  const std::size_t before = at_;
  skip_blanks();
  line_ = here_line_;
  column_ = here_column_;
  const std::size_t begin = at_;
  const char c = peek();
  if (at_ == text_.size()) {
    kind_ = text_token::end;
  } else if (is_letter(c)) {
    kind_ = text_token::identifier;
    while (is_letter(peek()) || is_digit(peek())) step();
  } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
    if (c == '.' && kind_ == text_token::identifier && begin == before)
      return fail("a space is missing between a name and a number");
    take_number();
  } else if (c == '"' || c == '\'') {
    kind_ = text_token::string;
    take_string(c);
  } else if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) {
    return fail("a character that may only stand in a string");
  } else {
    kind_ = text_token::symbol;
    step();
  }
  if (!error_) token_ = text_.substr(begin, at_ - begin);
}

void text_lexer::take_number() {
  const bool octal = peek() == '0' && is_digit(peek(1));
  const bool hexadecimal = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
  const compiler::scanned_number number = compiler::scan_number(text_.substr(at_));
  kind_ = number.kind == compiler::token_kind::integer ? text_token::integer : text_token::floating;
  if (!number.problem.empty()) {
    step(number.problem_at);
    return fail_here(std::string(number.problem));
  }
  step(number.length);
  if (!octal && !hexadecimal && (peek() == 'f' || peek() == 'F')) {
    kind_ = text_token::floating;
    step();
  }
  if (is_letter(peek())) fail_here("a space is missing between a number and a name");
  else if (peek() == '.') fail_here("a second point in a number, or one in a number that must be whole");
}

void text_lexer::take_string(char quote) {
  step();
  while (peek() != quote || at_ == text_.size()) {
    if (at_ == text_.size()) return fail_here("the text ends inside a string");
    if (peek() == '\n') return fail_here("a string must end on the line it begins on");
    if (peek() == '\\') take_escape();
    else step();
    if (error_) return;
  }
  step();
}

void text_lexer::take_escape() {
  step();
  const char c = peek();
  if (is_octal(c)) {
    for (int i = 0; i < 3 && is_octal(peek()); ++i) step();
  } else if (c != '\0' && std::string_view("abfnrtv\\?'\"").find(c) != std::string_view::npos) {
    step();
  } else if (c == 'x') {
    step();
    take_hex(1, "\\x needs hexadecimal digits");  // a second one may follow, as any character may
  } else if (c == 'u') {
    step();
    take_hex(4, "\\u needs four hexadecimal digits");
  } else if (c == 'U') {
    take_code_point();
  } else {
    fail_here("no such escape in a string");
  }
}

/// \U and eight digits, no more than 001fffff; what lies above 0010ffff is nobody's business here.
void text_lexer::take_code_point() {
  constexpr const char* problem = "\\U needs eight hexadecimal digits, up to 0010ffff";
  step();
  for (const std::string_view allowed : {"0", "0", "01"}) {
    if (at_ == text_.size() || allowed.find(peek()) == std::string_view::npos) return fail_here(problem);
    step();
  }
  take_hex(5, problem);
}

void text_lexer::take_hex(int count, const char* problem) {
  for (; count > 0; --count) {
    if (!is_hex(peek())) return fail_here(problem);
    step();
  }
}

}  // namespace pbwire
