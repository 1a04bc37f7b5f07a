// SPDX-License-Identifier: MIT
//
// Nothing that stands in a file stops the lexer. What is wrong goes to the error log, the wrong token is passed on as
// what it was meant to be, and the parser's own errors behind it stay as few as they can be.
#include <pbwire/compiler/lexer.hpp>

#include <pbwire/compiler/numbers.hpp>

namespace pbwire::compiler {
namespace {

constexpr std::int32_t tab_width = 8;

// Not <cctype>, which asks the locale.
bool is_digit(char c) { return '0' <= c && c <= '9'; }
bool is_octal_digit(char c) { return '0' <= c && c <= '7'; }
bool is_hex_digit(char c) { return is_digit(c) || ('a' <= c && c <= 'f') || ('A' <= c && c <= 'F'); }
bool is_letter(char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_'; }
bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }
bool is_space(char c) { return c == ' ' || ('\t' <= c && c <= '\r'); }
bool is_control(char c) { return '\0' <= c && c < ' '; }
bool is_simple_escape(char c) { return std::string_view("abfnrtv\\?'\"").find(c) != std::string_view::npos; }

}  // namespace

void lexer::step() {
  switch (text_[at_++]) {
    case '\n':
      ++line_;
      column_ = 0;
      break;
    case '\t': column_ += tab_width - column_ % tab_width; break;
    default: ++column_;
  }
}

bool lexer::take(char c) {
  if (at_end() || text_[at_] != c) return false;
  step();
  return true;
}

template <class Class>
bool lexer::take_one(Class in_class) {
  if (at_end() || !in_class(text_[at_])) return false;
  step();
  return true;
}

template <class Class>
void lexer::take_all(Class in_class) {
  while (take_one(in_class)) {
  }
}

template <class Class>
bool lexer::take_exactly(int count, Class in_class) {
  while (count > 0 && take_one(in_class)) --count;
  return count == 0;
}

void lexer::next() {
  previous_ = current_;
  std::string ignored;
  while (true) {
    take_all(is_space);
    const position begin = here();
    switch (take_comment_start()) {
      case comment_start::line: take_line_comment(ignored); continue;
      case comment_start::block: take_block_comment(ignored); continue;
      case comment_start::only_a_slash: return take_slash(begin);
      case comment_start::none: break;
    }
    if (!at_end() && is_control(peek())) {
      skip_control_characters();
      continue;
    }
    read_token();
    return;
  }
}

void lexer::skip_control_characters() {
  error("control character in the text");
  take_all(is_control);
}

void lexer::read_token() {
  const position begin = here();
  const std::size_t from = at_;
  current_ = {token_kind::end, {}, begin, begin.column};
  if (at_end()) return;
  current_.kind = take_token();
  current_.text = text_.substr(from, at_ - from);
  current_.end_column = column_;
}

token_kind lexer::take_token() {
  const char first = peek();
  if (take_one(is_letter)) {
    take_all(is_letter_or_digit);
    return token_kind::identifier;
  }
  if (is_digit(first)) return take_number();
  if (first == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])) {
    // "name.5": read as one name and one number it would be two tokens that nobody meant
    if (previous_.kind == token_kind::identifier && previous_.end() == here()) error("a name directly before a number");
    return take_number();
  }
  if (first == '"' || first == '\'') {
    step();
    take_string(first);
    return token_kind::string;
  }
  if ((static_cast<unsigned char>(first) & 0x80U) != 0)
    error("a byte that is not ASCII, outside of strings and comments");
  step();
  return token_kind::symbol;
}

token_kind lexer::take_number() {
  const position begin = here();
  const scanned_number number = scan_number(text_.substr(at_));
  for (std::size_t i = 0; i < number.length; ++i) step();
  if (!number.problem.empty()) {
    errors_.add({begin.line, begin.column + static_cast<std::int32_t>(number.problem_at)}, std::string(number.problem));
  }
  // scan_number took all that can belong to it, so that a point here is the second one, or one too many.
  if (!at_end() && is_letter(peek())) error("a number directly before a name");
  else if (peek() == '.')
    error(number.kind == token_kind::floating ? "a second point or one behind the exponent"
                                              : "a point in a hexadecimal or octal number");
  return number.kind;
}

void lexer::take_string(char quote) {
  while (true) {
    if (peek() == '\0') return error("the text ends inside a string");
    if (peek() == '\n') return error("the line ends inside a string");
    if (take(quote)) return;
    if (take('\\')) take_escape();
    else step();
  }
}

// Whether it is one. What it stands for is unquote's. Further octal or hexadecimal digits pass as ordinary characters.
void lexer::take_escape() {
  if (take_one(is_simple_escape) || take_one(is_octal_digit)) return;
  if (take('x')) {
    if (!take_one(is_hex_digit)) error("\\x needs a hexadecimal digit");
  } else if (take('u')) {
    if (!take_exactly(4, is_hex_digit)) error("\\u needs four hexadecimal digits");
  } else if (take('U')) {
    const bool in_range = take('0') && take('0') && (take('0') || take('1')) && take_exactly(5, is_hex_digit);
    if (!in_range) error("\\U needs eight hexadecimal digits, 0010ffff at most");
  } else {
    error("no such escape sequence");
  }
}

}  // namespace pbwire::compiler
