// SPDX-License-Identifier: MIT
//
// Where a coroutine sleeps until another part of its strand wakes it: Go's receive on an empty channel. Asio 1.81 has
// timers that never expire, which go through the timer heap, and experimental::channel, which stays blocked after a
// cancelled receive. The coroutine's own continuation, kept, is all that is needed.
#pragma once

#include <h2/net/asio.hpp>

#include <optional>

namespace h2::net {

class wake_up {
 public:
  /// Until wake(); at once if it was called since the last sleep. One sleeper at a time. Lifetime: this object outlives
  /// the sleep, so whoever destroys it wakes first.
  [[nodiscard]] awaitable<void> wait();
  /// The sleeper goes on from the executor's queue, never inside this call.
  void wake();

 private:
  using continuation = asio::async_result<std::decay_t<decltype(use_awaitable)>, void()>::handler_type;
  void park(continuation sleeper);

  bool woken_ = false;  // while nobody slept
  std::optional<continuation> sleeper_;
};

}  // namespace h2::net
