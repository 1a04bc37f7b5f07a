// SPDX-License-Identifier: MIT
#include <basics/event.hpp>

namespace basics {

bool event::fire() {
  std::vector<std::coroutine_handle<>> waiting;
  {
    const std::lock_guard lock(mutex_);
    if (fired_) return false;
    fired_ = true;
    waiting.swap(waiting_);
    fired_now_.notify_all();
  }
  // Outside the lock: what goes on may look at this event again, and the last of them may destroy it.
  for (const std::coroutine_handle<> next : waiting) next.resume();
  return true;
}

bool event::has_fired() const {
  const std::lock_guard lock(mutex_);
  return fired_;
}

void event::wait() const {
  std::unique_lock lock(mutex_);
  fired_now_.wait(lock, [&] { return fired_; });
}

bool event::wait_for(std::chrono::nanoseconds limit) const {
  std::unique_lock lock(mutex_);
  return fired_now_.wait_for(lock, limit, [&] { return fired_; });
}

bool event::add(std::coroutine_handle<> waiting) {
  const std::lock_guard lock(mutex_);
  if (fired_) return false;
  waiting_.push_back(waiting);
  return true;
}

}  // namespace basics
