// SPDX-License-Identifier: MIT
//
// What is measured. Each size comes in 32 variants, used in turn: with one message over and over, the processor learns
// the lengths of its thousand varints by heart, and branches cost nothing that they cost in life.
#pragma once

#include <array>
#include <string>

namespace bench {

inline constexpr std::size_t variants = 32;
using encoded = std::array<std::string, variants>;

/// 26 bytes: the article's id, name and class.
const encoded& small_messages();

/// About 9 kB: 100 items with 10 packed integers of 1 to 48 bits each, a map of 50 entries in key order, 1 kB of bytes.
const encoded& large_messages();

/// Walks through the variants, one a call.
class in_turn {
 public:
  explicit in_turn(const encoded& all) : all_(all) {}
  const std::string& next() { return all_[at_++ % variants]; }

 private:
  const encoded& all_;
  std::size_t at_ = 0;
};

}  // namespace bench
