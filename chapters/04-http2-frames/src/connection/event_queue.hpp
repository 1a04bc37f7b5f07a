// SPDX-License-Identifier: MIT
//
// What has happened and was not yet asked for. One frame makes two events at the most (GOAWAY aside), so the queue is
// nearly always empty again before the next frame is looked at, and its memory is used again.
#pragma once

#include <h2/event.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace h2::core {

class event_queue {
 public:
  template <class E>
  void push(E&& what) {
    events_.emplace_back(std::forward<E>(what));
  }
  [[nodiscard]] bool empty() const { return next_ == events_.size(); }
  [[nodiscard]] std::size_t size() const { return events_.size() - next_; }
  /// Requires: not empty.
  [[nodiscard]] std::optional<event> take() {
    std::optional<event> first(std::move(events_[next_]));
    if (++next_ == events_.size()) {
      events_.clear();
      next_ = 0;
    }
    return first;
  }

 private:
  std::vector<event> events_;
  std::size_t next_ = 0;
};

}  // namespace h2::core
