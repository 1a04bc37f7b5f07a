// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace basics {

/// Something that happens once: a Go channel that is closed and never sent on (grpcsync.Event: Fire, HasFired, Done).
/// Threads wait for it, coroutines await it, both any number of them; all calls from any thread.
class event {
 public:
  event() = default;
  event(const event&) = delete;
  event& operator=(const event&) = delete;

  /// True for the one call that made it happen. What waits goes on: coroutines on this thread, before fire() returns.
  bool fire();
  [[nodiscard]] bool has_fired() const;

  void wait() const;
  /// False when `limit` passed first.
  [[nodiscard]] bool wait_for(std::chrono::nanoseconds limit) const;

  /// `co_await e.done()`: ↔ `<-e.Done()`. The event must outlive whoever awaits it.
  [[nodiscard]] auto done() {
    struct awaiter {
      event& e;
      bool await_ready() { return e.has_fired(); }
      bool await_suspend(std::coroutine_handle<> waiting) { return e.add(waiting); }
      void await_resume() {}
    };
    return awaiter{*this};
  }

 private:
  // False when it has fired meanwhile, and nobody needs to wait.
  bool add(std::coroutine_handle<> waiting);

  mutable std::mutex mutex_;  // guards the rest
  mutable std::condition_variable fired_now_;
  bool fired_ = false;
  std::vector<std::coroutine_handle<>> waiting_;
};

}  // namespace basics
