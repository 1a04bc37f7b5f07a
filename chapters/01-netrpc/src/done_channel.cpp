// SPDX-License-Identifier: MIT
#include <netrpc/done_channel.hpp>

namespace netrpc {

bool done_channel::try_push(std::shared_ptr<call> finished) {
  {
    const std::lock_guard lock(mutex_);
    if (!queue_.try_push(std::move(finished))) return false;
  }
  pushed_.wake();
  return true;
}

std::shared_ptr<call> done_channel::try_receive() {
  const std::lock_guard lock(mutex_);
  return queue_.try_pop();
}

awaitable<std::shared_ptr<call>> done_channel::receive() {
  for (;;) {
    if (std::shared_ptr<call> first = try_receive()) co_return first;
    co_await pushed_.wait();  // may be an old wake-up whose call was taken already; then look again
  }
}

}  // namespace netrpc
