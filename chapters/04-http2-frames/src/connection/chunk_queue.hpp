// SPDX-License-Identifier: MIT
//
// The content that one stream has still to send: buffers as they were given, first in, first out.
//
//   chunks_    ┌────────────┐ ┌─────┐ ┌──────────────┐
//              │ sent ▏ … … │ │ … … │ │ … … … … … …  │ ◄── push
//              └──────▲─────┘ └─────┘ └──────────────┘
//                     used_
//
// A buffer that was given away is kept and copied once, into the output. Views are copied here; small ones share a
// buffer, so that a writer of five bytes at a time does not cost an allocation each.
#pragma once

#include <h2/bytes.hpp>

namespace h2::core {

class chunk_queue {
 public:
  void push(bytes data);
  void push(byte_buffer&& data);
  /// Moves the first n bytes to the end of `out`. Requires: n <= size().
  void take(std::size_t n, byte_buffer& out);
  void clear();

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

 private:
  void drop_first();

  std::vector<byte_buffer> chunks_;
  std::size_t first_ = 0;  // chunks before it are used up and empty
  std::size_t used_ = 0;   // bytes of the first one
  std::size_t size_ = 0;   // bytes of all
};

}  // namespace h2::core
