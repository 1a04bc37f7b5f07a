// SPDX-License-Identifier: MIT
#include <h2/hpack/field_queue.hpp>

#include <algorithm>

namespace h2::hpack {

void field_queue::push(std::string_view name, std::string_view value) {
  if (count_ == ring_.size()) widen_ring();
  append_text(name, value);
  const std::uint64_t end = gone_ + text_.size();
  ring_[pushed_ & (ring_.size() - 1)] = {end - name.size() - value.size(), static_cast<std::uint32_t>(name.size()),
                                         static_cast<std::uint32_t>(value.size())};
  ++pushed_;
  ++count_;
}

void field_queue::append_text(std::string_view name, std::string_view value) {
  const std::size_t more = name.size() + value.size();
  if (text_.capacity() - text_.size() >= more) {
    text_.append(name).append(value);
    return;
  }
  const std::uint64_t live_from = count_ == 0 ? gone_ + text_.size() : entry_of(pushed_ - count_).at;
  const std::string_view live = std::string_view(text_).substr(live_from - gone_);
  std::string roomier;
  roomier.reserve(2 * (live.size() + more));
  roomier.append(live).append(name).append(value);
  text_.swap(roomier);  // the old text, which name and value may be views of, goes only now
  gone_ = live_from;
}

void field_queue::widen_ring() {
  std::vector<entry> wider(std::max<std::size_t>(8, 2 * ring_.size()));
  for (std::uint64_t n = pushed_ - count_; n < pushed_; ++n) wider[n & (wider.size() - 1)] = entry_of(n);
  ring_.swap(wider);
}

}  // namespace h2::hpack
