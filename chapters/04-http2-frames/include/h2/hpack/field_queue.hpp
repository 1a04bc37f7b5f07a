// SPDX-License-Identifier: MIT
//
// Where the dynamic table keeps its fields: a queue, newest in, oldest out, that knows nothing of sizes and limits.
//
//   text   │ gone … │ oldest: name value │ … │ newest: name value │ room │
//
// Text is only ever put behind text. When the room is used up, the live part moves into a new block twice its size, so
// each byte moves once on average, every field stays in one piece, and no more than twice the live text is held. A
// true ring would hold half as much, and cut fields in two at its end.
#pragma once

#include <h2/hpack/header_list.hpp>

namespace h2::hpack {

class field_queue {
 public:
  /// `name` and `value` may be views into this queue, even of fields that have been popped since the last push.
  void push(std::string_view name, std::string_view value);
  /// Takes the oldest out. Requires: count() > 0.
  void pop() { --count_; }

  [[nodiscard]] std::size_t count() const { return count_; }
  /// How many were ever pushed.
  [[nodiscard]] std::uint64_t pushed() const { return pushed_; }
  /// The i-th newest, from 0. Requires: i < count(). Lifetime: until the next push.
  [[nodiscard]] joined_field newest(std::size_t i) const {
    const entry& e = entry_of(pushed_ - 1 - i);
    return {{text_.data() + (e.at - gone_), std::size_t{e.name_size} + e.value_size}, e.name_size};
  }

 private:
  struct entry {
    std::uint64_t at;  // counted over all text ever pushed
    std::uint32_t name_size;
    std::uint32_t value_size;
  };
  [[nodiscard]] const entry& entry_of(std::uint64_t number) const { return ring_[number & (ring_.size() - 1)]; }
  void append_text(std::string_view name, std::string_view value);
  void widen_ring();

  std::string text_;
  std::uint64_t gone_ = 0;   // how much text was pushed before text_ begins
  std::vector<entry> ring_;  // the n-th entry at n modulo its size, a power of two
  std::uint64_t pushed_ = 0;
  std::size_t count_ = 0;
};

}  // namespace h2::hpack
