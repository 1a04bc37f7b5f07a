// SPDX-License-Identifier: MIT
//
// The half of the lexer that walks over comments. It notices ends of lines, which mean nothing anywhere else.
#include <pbwire/compiler/comments.hpp>
#include <pbwire/compiler/lexer.hpp>

namespace pbwire::compiler {
namespace {

bool closes_scope(const token& t) { return t.text == "}" || t.text == "]" || t.text == ")"; }

}  // namespace

void lexer::skip_blanks() {
  while (!at_end() && (peek() == ' ' || peek() == '\t' || ('\v' <= peek() && peek() <= '\r'))) step();
}

/// Only UTF-8's, and only at the very beginning. Its bytes count as columns of the first line. False: it is broken.
bool lexer::take_byte_order_mark() {
  if (!take('\xEF') || (take('\xBB') && take('\xBF'))) return true;
  error("the file begins like a byte order mark of UTF-8, and is none");
  return false;
}

lexer::comment_start lexer::take_comment_start() {
  if (!take('/')) return comment_start::none;
  if (take('/')) return comment_start::line;
  if (take('*')) return comment_start::block;
  return comment_start::only_a_slash;
}

/// Its content begins behind the slashes and includes the end of the line.
void lexer::take_line_comment(std::string& content) {
  const std::size_t from = at_;
  while (peek() != '\0' && peek() != '\n') step();
  take('\n');
  content += text_.substr(from, at_ - from);
}

/// Its content is what stands between the marks, without the stars that decorate the beginnings of its lines:
///     /* one
///      * two */      " one\n two "
void lexer::take_block_comment(std::string& content) {
  const position begin{line_, column_ - 2};
  while (true) {
    const char c = peek();
    if (c == '\0') {
      error("the text ends inside a comment");
      errors_.add(begin, "this comment has no end");
      return;
    }
    step();
    if (c == '*' && take('/')) return;
    if (c == '/' && peek() == '*') error("a block comment inside a block comment: they do not nest");
    content += c;
    if (c != '\n') continue;
    skip_blanks();
    if (take('*') && take('/')) return;
  }
}

void lexer::next(comment_set& comments) {
  comment_sorter sorter(comments);
  if (current_.kind == token_kind::start) {
    if (!take_byte_order_mark()) return;
    sorter.leave_previous();
  } else if (!read_rest_of_line(sorter)) {
    return;
  }
  while (true) {  // a line each
    skip_blanks();
    const position begin = here();
    switch (take_comment_start()) {
      case comment_start::line: take_line_comment(sorter.begin_line_comment()); break;
      case comment_start::block:
        take_block_comment(sorter.begin_block_comment());
        skip_blanks();
        take('\n');  // or the rest of its last line would pass for a blank one
        break;
      case comment_start::only_a_slash: take_slash(begin); return sorter.done();
      case comment_start::none:
        if (!take('\n')) {
          next();
          if (current_.kind == token_kind::end || closes_scope(current_)) sorter.flush();
          return sorter.done();
        }
        sorter.flush();
        sorter.leave_previous();
    }
  }
}

/// What follows a token on its own line: a comment there trails it. False: it was another token, and it has been read.
bool lexer::read_rest_of_line(comment_sorter& sorter) {
  skip_blanks();
  const position begin = here();
  switch (take_comment_start()) {
    case comment_start::line: take_line_comment(sorter.begin_line_comment()); break;
    case comment_start::block:
      take_block_comment(sorter.begin_block_comment());
      skip_blanks();
      if (take('\n')) break;
      sorter.drop();
      next();
      return false;
    case comment_start::only_a_slash: take_slash(begin); return false;
    case comment_start::none:
      if (take('\n')) return true;
      next();
      return false;
  }
  sorter.flush();  // comments on the lines below belong to something else
  return true;
}

void lexer::take_slash(position begin) { current_ = {token_kind::symbol, "/", begin, column_}; }

}  // namespace pbwire::compiler
