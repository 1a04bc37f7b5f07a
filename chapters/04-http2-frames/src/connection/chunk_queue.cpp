// SPDX-License-Identifier: MIT
#include "chunk_queue.hpp"

#include <algorithm>
#include <utility>

namespace h2::core {

namespace {
constexpr std::size_t shared_chunk = 16384;  // views are gathered up to the default frame size
constexpr std::size_t worth_owning = 1024;   // a smaller buffer that was given away is copied: the next may join it
constexpr std::size_t worth_moving = 32;     // used-up entries in front before the rest moves down
}  // namespace

void chunk_queue::push(bytes data) {
  if (data.empty()) return;
  size_ += data.size();
  if (!chunks_.empty() && chunks_.back().size() + data.size() <= shared_chunk) {
    append(chunks_.back(), data);
  } else {
    chunks_.emplace_back(data.begin(), data.end());
  }
}

void chunk_queue::push(byte_buffer&& data) {
  if (data.size() < worth_owning) return push(bytes(data));
  size_ += data.size();
  chunks_.push_back(std::move(data));
}

void chunk_queue::take(std::size_t n, byte_buffer& out) {
  size_ -= n;
  while (n > 0) {
    const byte_buffer& chunk = chunks_[first_];
    const std::size_t piece = std::min(n, chunk.size() - used_);
    append(out, bytes(chunk).subspan(used_, piece));
    used_ += piece;
    n -= piece;
    if (used_ == chunk.size()) drop_first();
  }
}

void chunk_queue::drop_first() {
  chunks_[first_] = {};
  used_ = 0;
  ++first_;
  if (first_ == chunks_.size()) {
    chunks_.clear();
    first_ = 0;
  } else if (first_ >= worth_moving && first_ * 2 >= chunks_.size()) {
    chunks_.erase(chunks_.begin(), chunks_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

void chunk_queue::clear() {
  chunks_.clear();
  if (chunks_.capacity() > worth_moving) chunks_.shrink_to_fit();
  first_ = used_ = size_ = 0;
}

}  // namespace h2::core
