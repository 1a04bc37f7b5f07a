// SPDX-License-Identifier: MIT
#include "kv_service.hpp"

#include <netrpc/wake_up.hpp>

#include <algorithm>
#include <chrono>

namespace services {
namespace {

constexpr std::int64_t longest_watch_seconds = std::int64_t{365} * 24 * 3600;  // a clock's arithmetic has an end

/// Go's `ch := make(chan string, 1)` and a send that does not wait: the first key is the answer.
class first_change final : public kv_filter {
 public:
  void on_change(const std::string& key) override {
    {
      const std::lock_guard lock(mutex_);
      if (key_) return;
      key_ = key;
    }
    changed_.wake();
  }
  [[nodiscard]] netrpc::awaitable<void> wait() { return changed_.wait(); }
  [[nodiscard]] std::optional<std::string> key() {
    const std::lock_guard lock(mutex_);
    return key_;
  }

 private:
  std::mutex mutex_;
  std::optional<std::string> key_;
  netrpc::wake_up changed_;
};

}  // namespace

netrpc::result<void> KVStoreService::Get(const std::string& key, std::string* value) {
  std::optional<std::string> found = store_.get(key);
  if (!found) return netrpc::rpc_error("not found");
  *value = std::move(*found);
  return {};
}

netrpc::result<void> KVStoreService::Set(const std::array<std::string, 2>& kv, netrpc::empty*) {
  store_.set(kv[0], kv[1]);
  return {};
}

netrpc::awaitable<netrpc::result<void>> KVStoreService::Watch(const std::int64_t& timeout_seconds,
                                                              std::string* key_changed) {
  using namespace netrpc::asio::experimental::awaitable_operators;
  const auto filter = std::make_shared<first_change>();
  const kv_subscription subscribed(store_, filter);
  const auto executor = co_await netrpc::asio::this_coro::executor;
  const auto seconds = std::clamp<std::int64_t>(timeout_seconds, 0, longest_watch_seconds);
  netrpc::asio::steady_timer timeout(executor, std::chrono::seconds(seconds));
  // Go's select { case <-time.After(…): case key := <-ch: }
  auto change = filter->wait();
  auto time = timeout.async_wait(netrpc::as_tuple_awaitable);
  (void)co_await (std::move(change) || std::move(time));
  const std::optional<std::string> key = filter->key();
  if (!key) co_return netrpc::rpc_error("timeout");
  *key_changed = *key;
  co_return netrpc::result<void>();
}

}  // namespace services
