// SPDX-License-Identifier: MIT
#include <h2/net/wake_up.hpp>

#include <utility>

namespace h2::net {

awaitable<void> wake_up::wait() {
  return asio::async_initiate<decltype(use_awaitable), void()>(
      [this](continuation sleeper) { sleepers_.push_back(std::move(sleeper)); }, use_awaitable);
}

void wake_up::wake() {
  for (continuation& sleeper : std::exchange(sleepers_, {})) {
    auto executor = asio::get_associated_executor(sleeper);
    asio::post(executor, std::move(sleeper));
  }
}

}  // namespace h2::net
