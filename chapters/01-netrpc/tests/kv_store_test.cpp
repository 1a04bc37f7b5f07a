// SPDX-License-Identifier: MIT
#include "../apps/services/kv_store.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace {

using namespace services;

struct recording final : kv_filter {
  void on_change(const std::string& key) override { keys.push_back(key); }
  std::vector<std::string> keys;
};

TEST(KvStore, GivesBackWhatWasSet) {
  kv_store store;
  EXPECT_EQ(store.get("abc"), std::nullopt);
  store.set("abc", "abc-value");
  EXPECT_EQ(store.get("abc"), "abc-value");
  store.set("abc", "");
  EXPECT_EQ(store.get("abc"), "") << "an empty value is a value";
}

TEST(KvStore, AFilterHearsOfChangesOnly) {
  kv_store store;
  const auto heard = std::make_shared<recording>();
  store.add_filter(heard);
  store.set("a", "1");
  store.set("a", "1");
  store.set("b", "1");
  store.set("a", "2");
  EXPECT_EQ(heard->keys, (std::vector<std::string>{"a", "b", "a"}));
}

TEST(KvStore, ANewKeyWithAnEmptyValueIsAChange) {
  kv_store store;
  const auto heard = std::make_shared<recording>();
  store.add_filter(heard);
  store.set("a", "");
  EXPECT_EQ(heard->keys, (std::vector<std::string>{"a"})) << "the article compares with the zero value, and misses it";
}

TEST(KvStore, EveryFilterHears) {
  kv_store store;
  const auto first = std::make_shared<recording>();
  const auto second = std::make_shared<recording>();
  store.add_filter(first);
  store.add_filter(second);
  store.set("a", "1");
  EXPECT_EQ(first->keys.size(), 1U);
  EXPECT_EQ(second->keys.size(), 1U);
}

TEST(KvStore, ARemovedFilterHearsNothingMore) {
  kv_store store;
  const auto gone = std::make_shared<recording>();
  const auto stays = std::make_shared<recording>();
  const auto id = store.add_filter(gone);
  store.add_filter(stays);
  store.remove_filter(id);
  store.remove_filter(id);
  store.set("a", "1");
  EXPECT_TRUE(gone->keys.empty());
  EXPECT_EQ(stays->keys.size(), 1U) << "the wrong filter was removed";
  EXPECT_EQ(store.filters(), 1U);
}

TEST(KvStore, AFilterMayComeBackToTheStoreWhileItIsTold) {
  struct leaving final : kv_filter {
    explicit leaving(kv_store& s) : store(s) {}
    void on_change(const std::string& key) override {
      seen = store.get(key);
      store.remove_filter(id);
    }
    kv_store& store;
    std::uint64_t id = 0;
    std::optional<std::string> seen;
  };
  kv_store store;
  const auto filter = std::make_shared<leaving>(store);
  filter->id = store.add_filter(filter);
  store.set("a", "1");  // with the lock held this would never return
  EXPECT_EQ(filter->seen, "1") << "whoever is told of a change finds it made";
  EXPECT_EQ(store.filters(), 0U);
}

TEST(KvSubscription, TakesItsFilterOutHoweverItsScopeEnds) {
  kv_store store;
  {
    const kv_subscription subscribed(store, std::make_shared<recording>());
    EXPECT_EQ(store.filters(), 1U);
  }
  EXPECT_EQ(store.filters(), 0U);
  try {
    const kv_subscription subscribed(store, std::make_shared<recording>());
    throw std::runtime_error("cancelled");
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(store.filters(), 0U) << "a filter was left behind: the article's leak";
}

TEST(KvSubscription, TheArticlesElevenSetsPass) {
  kv_store store;
  for (int watch = 0; watch < 3; ++watch) {
    const kv_subscription subscribed(store, std::make_shared<recording>());
    store.set("abc", "watch-" + std::to_string(watch));
  }
  for (int i = 0; i < 30; ++i) store.set("abc", std::to_string(i));
  EXPECT_EQ(store.get("abc"), "29");
  EXPECT_EQ(store.filters(), 0U);
}

}  // namespace
