// SPDX-License-Identifier: MIT
#include "scheduler.hpp"

namespace h2::core {

void scheduler::add(stream& s) {
  if (in_ring(s)) return;
  if (front_ == nullptr) {
    front_ = s.before = s.after = &s;
    return;
  }
  s.after = front_;
  s.before = front_->before;
  s.before->after = &s;
  front_->before = &s;
}

void scheduler::remove(stream& s) {
  if (!in_ring(s)) return;
  if (s.after == &s) {
    front_ = nullptr;
  } else {
    s.before->after = s.after;
    s.after->before = s.before;
    if (front_ == &s) front_ = s.after;
  }
  s.before = s.after = nullptr;
}

}  // namespace h2::core
