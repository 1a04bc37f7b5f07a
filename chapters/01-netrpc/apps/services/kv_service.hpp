// SPDX-License-Identifier: MIT
//
// netrpc 4.3.2: a key-value store that can be watched.
#pragma once

#include "kv_store.hpp"

#include <netrpc/service.hpp>

#include <array>
#include <string>

namespace services {

class KVStoreService {
 public:
  /// Finds a value, or says "not found".
  netrpc::result<void> Get(const std::string& key, std::string* value);
  /// kv[0] is the key, kv[1] its value.
  netrpc::result<void> Set(const std::array<std::string, 2>& kv, netrpc::empty* reply);
  /// Waits for the next key to change, or says "timeout" after so many seconds. A coroutine: the
  /// connection serves others meanwhile, and cancels it when its caller leaves.
  netrpc::awaitable<netrpc::result<void>> Watch(const std::int64_t& timeout_seconds, std::string* key_changed);
  BOOST_DESCRIBE_CLASS(KVStoreService, (), (Get, Set, Watch), (), ())

  /// For tests: what a Watch has left behind.
  [[nodiscard]] std::size_t filters() const { return store_.filters(); }

 private:
  kv_store store_;
};

}  // namespace services
