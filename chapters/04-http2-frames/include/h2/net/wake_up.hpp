// SPDX-License-Identifier: MIT
//
// Where a coroutine sleeps until another part of its strand wakes it: Go's receive on an empty channel. Asio 1.81 has
// timers that never expire, which go through the timer heap, and experimental::channel, which stays blocked after a
// cancelled receive. The coroutine's own continuation, kept, is all that is needed.
#pragma once

#include <h2/net/asio.hpp>

#include <type_traits>
#include <vector>

namespace h2::net {

/// All on one strand: between looking for what one waits for and wait() nothing can happen, so no wake-up is lost.
///
///   while (!there) co_await changed.wait();          there = true; changed.wake();
class wake_up {
 public:
  /// Until wake(). Any number of sleepers.
  [[nodiscard]] awaitable<void> wait();
  /// They go on in the order in which they came, from the executor's queue, never inside this call.
  void wake();

 private:
  using continuation = asio::async_result<std::decay_t<decltype(use_awaitable)>, void()>::handler_type;
  std::vector<continuation> sleepers_;
};

}  // namespace h2::net
