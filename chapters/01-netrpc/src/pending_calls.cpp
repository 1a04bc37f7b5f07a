// SPDX-License-Identifier: MIT
#include <netrpc/pending_calls.hpp>

namespace netrpc {

result<std::uint64_t> pending_calls::add(std::shared_ptr<call> asked) {
  if (shut_down_) return error{errc::shutdown, error_scope::local};
  if (calls_.size() >= limit_) return error{errc::too_many_pending, error_scope::local};
  const std::uint64_t seq = next_seq_++;
  calls_.emplace_hint(calls_.end(), seq, std::move(asked));  // numbers only grow
  return seq;
}

std::shared_ptr<call> pending_calls::take(std::uint64_t seq) {
  const auto found = calls_.find(seq);
  if (found == calls_.end()) return nullptr;
  std::shared_ptr<call> answered = std::move(found->second);
  calls_.erase(found);  // a second answer with this number must find nobody
  return answered;
}

std::vector<std::shared_ptr<call>> pending_calls::fail_all(const error& why) {
  shut_down_ = true;
  std::vector<std::shared_ptr<call>> failed;
  failed.reserve(calls_.size());
  for (auto& [seq, waiting] : calls_) {
    waiting->failure = why;
    failed.push_back(std::move(waiting));
  }
  calls_.clear();
  return failed;
}

}  // namespace netrpc
