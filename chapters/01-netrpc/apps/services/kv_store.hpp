// SPDX-License-Identifier: MIT
//
// The store of netrpc 4.3.2, without sockets or clocks: keys, values, and filters that hear of changes.
//
// In the article a finished Watch never takes its filter out. Its channel has room for ten keys; the
// eleventh change blocks inside that filter, under the store's lock, and the store is dead. Two rules
// make that impossible here:
//
//   a subscription takes its filter out, whichever way its owner ends      (nothing is left behind)
//   a filter is told without the lock, and takes one key without waiting   (nothing can hold up a Set)
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace services {

/// Hears of changes: the article's `func(key string)`.
class kv_filter {
 public:
  virtual ~kv_filter() = default;
  /// Must not wait. Any thread; perhaps once more, shortly after it was removed.
  virtual void on_change(const std::string& key) = 0;
};

/// Any thread, as the article's: one mutex.
class kv_store {
 public:
  [[nodiscard]] std::optional<std::string> get(std::string_view key) const;

  /// Stores, and tells every filter if that was a change: a new key, or another value. (The article
  /// misses a new key whose value is "".)
  void set(const std::string& key, const std::string& value);

  /// Returns the number to remove it by; numbers are never used again.
  std::uint64_t add_filter(std::shared_ptr<kv_filter> filter);
  void remove_filter(std::uint64_t id);
  [[nodiscard]] std::size_t filters() const;

 private:
  mutable std::mutex mutex_;  // protects:
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::uint64_t, std::shared_ptr<kv_filter>> filters_;
  std::uint64_t next_filter_ = 0;
};

/// A filter's stay in a store. Timeout, change, cancellation, exception: its owner's scope ends, and
/// the filter is out.
class kv_subscription {
 public:
  kv_subscription(kv_store& store, std::shared_ptr<kv_filter> filter);
  ~kv_subscription();
  kv_subscription(const kv_subscription&) = delete;
  kv_subscription& operator=(const kv_subscription&) = delete;

 private:
  kv_store& store_;
  std::uint64_t id_;
};

}  // namespace services
