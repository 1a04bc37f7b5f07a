// SPDX-License-Identifier: MIT
#include <netrpc/wake_up.hpp>

#include <stdexcept>
#include <utility>

namespace netrpc {

awaitable<void> wake_up::wait() {
  return asio::async_initiate<decltype(use_awaitable), void(error_code)>(
      [this](continuation sleeper) { park(std::move(sleeper)); }, use_awaitable);
}

void wake_up::park(continuation sleeper) {
  // The slot first: once the sleeper stands in sleeper_, another thread may run it to its end.
  auto slot = asio::get_associated_cancellation_slot(sleeper);
  if (slot.is_connected()) {
    slot.assign([this](asio::cancellation_type) {
      std::optional<continuation> cancelled = take(false);
      if (!cancelled) return;  // wake() was quicker
      auto executor = asio::get_associated_executor(*cancelled);
      // Not at once: this runs inside the signal that the sleeper's slot belongs to.
      asio::post(executor, [c = std::move(*cancelled)]() mutable { std::move(c)(asio::error::operation_aborted); });
    });
  }
  {
    const std::lock_guard lock(mutex_);
    if (sleeper_) throw std::logic_error("netrpc: a wake_up has room for one sleeper");
    if (!std::exchange(woken_, false)) {
      sleeper_.emplace(std::move(sleeper));
      return;
    }
  }
  auto executor = asio::get_associated_executor(sleeper);
  asio::dispatch(executor, [c = std::move(sleeper)]() mutable { std::move(c)(error_code()); });
}

std::optional<wake_up::continuation> wake_up::take(bool remember) {
  const std::lock_guard lock(mutex_);
  std::optional<continuation> taken = std::move(sleeper_);
  sleeper_.reset();
  woken_ = woken_ || (remember && !taken);
  return taken;
}

void wake_up::wake() {
  std::optional<continuation> sleeper = take(true);
  if (!sleeper) return;
  auto executor = asio::get_associated_executor(*sleeper);
  asio::dispatch(executor, [c = std::move(*sleeper)]() mutable { std::move(c)(error_code()); });
}

}  // namespace netrpc
