// SPDX-License-Identifier: MIT
#include <pbwire/compiler/comments.hpp>

namespace pbwire::compiler {

std::string& comment_sorter::begin_line_comment() {
  if (holds_ && !held_is_line_) flush();
  holds_ = held_is_line_ = true;
  return held_;
}

std::string& comment_sorter::begin_block_comment() {
  if (holds_) flush();
  holds_ = true;
  held_is_line_ = false;
  return held_;
}

void comment_sorter::flush() {
  if (!holds_) return;
  if (may_trail_) {
    into_.trailing = std::move(held_);
    may_trail_ = false;
  } else {
    into_.detached.push_back(std::move(held_));
  }
  drop();
}

void comment_sorter::drop() {
  held_.clear();
  holds_ = false;
}

void comment_sorter::done() {
  if (holds_) into_.leading = std::move(held_);
}

}  // namespace pbwire::compiler
