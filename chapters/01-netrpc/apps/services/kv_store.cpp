// SPDX-License-Identifier: MIT
#include "kv_store.hpp"

#include <vector>

namespace services {

std::optional<std::string> kv_store::get(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const auto found = values_.find(key);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

void kv_store::set(const std::string& key, const std::string& value) {
  std::vector<std::shared_ptr<kv_filter>> told;
  {
    const std::lock_guard lock(mutex_);
    const auto [entry, is_new] = values_.try_emplace(key, value);
    if (!is_new && entry->second == value) return;
    entry->second = value;
    told.reserve(filters_.size());
    for (const auto& [id, filter] : filters_) told.push_back(filter);
  }
  // Without the lock: a filter wakes its Watch, and that one comes back to take the filter out.
  for (const auto& filter : told) filter->on_change(key);
}

std::uint64_t kv_store::add_filter(std::shared_ptr<kv_filter> filter) {
  const std::lock_guard lock(mutex_);
  filters_.emplace(next_filter_, std::move(filter));
  return next_filter_++;
}

void kv_store::remove_filter(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  filters_.erase(id);
}

std::size_t kv_store::filters() const {
  const std::lock_guard lock(mutex_);
  return filters_.size();
}

kv_subscription::kv_subscription(kv_store& store, std::shared_ptr<kv_filter> filter)
    : store_(store), id_(store.add_filter(std::move(filter))) {}

kv_subscription::~kv_subscription() { store_.remove_filter(id_); }

}  // namespace services
