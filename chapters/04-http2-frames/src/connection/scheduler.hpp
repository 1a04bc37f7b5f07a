// SPDX-License-Identifier: MIT
//
// Whose turn it is to send DATA. Round robin, one frame each:
//
//   front ─► 5 ─► 1 ─► 9 ─┐       5 sends a frame and, if it has more, goes to the end:  1 ─► 9 ─► 5
//     ▲───────────────────┘
//
// In the ring are the streams that have content and window of their own; a stream whose window is used up leaves it and
// comes back with the WINDOW_UPDATE. So nobody is asked in vain, and a reader that stalls costs the others nothing.
// RFC 9113 §5.3.2 took the priority tree of RFC 7540 back: few had implemented it, and it could starve streams.
// Equal turns cannot.
#pragma once

#include "stream.hpp"

namespace h2::core {

class scheduler {
 public:
  [[nodiscard]] bool empty() const { return front_ == nullptr; }
  /// Null when empty.
  [[nodiscard]] stream* front() const { return front_; }
  [[nodiscard]] static bool in_ring(const stream& s) { return s.after != nullptr; }
  /// To the end; nothing happens if it is in the ring.
  void add(stream& s);
  /// Nothing happens if it is not.
  void remove(stream& s);
  /// The front goes to the end. Requires: not empty.
  void turn() { front_ = front_->after; }

 private:
  stream* front_ = nullptr;
};

}  // namespace h2::core
