// SPDX-License-Identifier: MIT
//
// Which token a comment belongs to.
//
//     optional int32 a = 1;  // trailing a
//
//     // detached: a blank line parts it from what follows
//
//     // leading b,
//     // over two lines
//     optional int32 b = 2;
//     // trailing b: right below it, and a blank line follows
//
//     optional int32 c = 3;
//
// So the sorter holds a comment back until a blank line, another comment or a token shows whose it is. Line comments
// on neighbouring lines are one comment; a block comment stands alone.
#pragma once

#include <pbwire/compiler/lexer.hpp>

#include <string>

namespace pbwire::compiler {

class comment_sorter {
 public:
  /// Fills `into`, the last of it when done() is called.
  explicit comment_sorter(comment_set& into) : into_(into) { into_ = {}; }

  /// A comment begins; its content goes to the end of the string.
  std::string& begin_line_comment();
  std::string& begin_block_comment();

  /// What was read so far has nothing to do with the token after: it trails the one before, or is detached.
  void flush();
  /// From here on nothing can trail the token before.
  void leave_previous() { may_trail_ = false; }
  /// Both tokens stand on one line with the comment between them. Nobody can tell whose it is, and it is lost.
  void drop();
  /// The next token is reached: what is held leads it.
  void done();

 private:
  comment_set& into_;
  std::string held_;
  bool holds_ = false;  // and not held_.empty(): /**/ is a comment too
  bool held_is_line_ = false;
  bool may_trail_ = true;
};

}  // namespace pbwire::compiler
