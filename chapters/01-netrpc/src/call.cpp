// SPDX-License-Identifier: MIT
#include <netrpc/call.hpp>

#include <utility>

namespace netrpc {

bool done_queue::try_push(std::shared_ptr<call> finished) {
  if (calls_.size() >= capacity_) return false;
  calls_.push_back(std::move(finished));
  return true;
}

std::shared_ptr<call> done_queue::try_pop() {
  if (calls_.empty()) return nullptr;
  std::shared_ptr<call> first = std::move(calls_.front());
  calls_.pop_front();
  return first;
}

bool finish(const std::shared_ptr<call>& finished) {
  // Letting go of the channel breaks the circle channel → call → channel, which Go leaves to its collector.
  const std::shared_ptr<call_sink> done = std::exchange(finished->done, nullptr);
  // Go: `select { case call.Done <- call: default: }`. Whoever shares one channel between many calls
  // has to give it room for all of them.
  return done != nullptr && done->try_push(finished);
}

}  // namespace netrpc
