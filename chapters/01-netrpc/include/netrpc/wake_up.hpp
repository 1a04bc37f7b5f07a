// SPDX-License-Identifier: MIT
//
// Where a coroutine sleeps until somebody wakes it, from any thread: what Go's scheduler does to a
// goroutine that reads an empty channel.
//
// Asio has no such thing in 1.81. A steady_timer that never expires does the work, but every sleep then
// goes through the timer heap; experimental::channel stays blocked after a cancelled receive. The
// coroutine's own continuation, kept in an optional, is all that is needed.
#pragma once

#include <netrpc/asio.hpp>

#include <mutex>
#include <optional>

namespace netrpc {

class wake_up {
 public:
  /// Sleeps until wake() is called, or returns at once when it was called since the last sleep. One
  /// sleeper at a time. Cancellation ends the sleep with operation_aborted (thrown).
  /// Lifetime: this object outlives the sleep.
  [[nodiscard]] awaitable<void> wait();

  /// Wakes the sleeper on the sleeper's own executor: at once if the caller runs there already, so
  /// hold no lock. Without a sleeper, the next wait() returns at once. Any thread.
  void wake();

 private:
  using continuation = asio::async_result<std::decay_t<decltype(use_awaitable)>, void(error_code)>::handler_type;

  void park(continuation sleeper);
  /// The sleeper, if any; if none, and it is to be remembered, the next wait() returns at once.
  std::optional<continuation> take(bool remember);

  std::mutex mutex_;    // protects:
  bool woken_ = false;  // wake() came while nobody slept
  std::optional<continuation> sleeper_;
};

}  // namespace netrpc
