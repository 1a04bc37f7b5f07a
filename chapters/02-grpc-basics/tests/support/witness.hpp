// SPDX-License-Identifier: MIT
//
// What a test waits for instead of sleeping: something that happened in a server, seen from outside.
#pragma once

#include <basics/stats.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace support {

/// How long anything here waits for what must come. Long, because only a failing test waits so long.
inline constexpr std::chrono::seconds patience{30};

/// A value that many threads change and a test waits for.
template <class T>
class watched {
 public:
  template <class F>
  auto change(F f) {
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
    return f(value_);
  }
  [[nodiscard]] T get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }
  /// False when it has not come to that.
  template <class Predicate>
  [[nodiscard]] bool await(Predicate is_so) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return is_so(value_); });
  }

 private:
  mutable std::mutex mutex_;  // guards value_
  mutable std::condition_variable changed_;
  T value_ = {};
};

/// Lines that a server says.
class lines {
 public:
  [[nodiscard]] std::function<void(const std::string&)> sink() {
    return [this](const std::string& line) { said_.change([&](auto& all) { all.push_back(line); }); };
  }
  [[nodiscard]] std::vector<std::string> all() const { return said_.get(); }
  [[nodiscard]] bool await(const std::string& part) const {
    return said_.await([&](const auto& all) { return has(all, part); });
  }
  [[nodiscard]] bool have(const std::string& part) const { return has(said_.get(), part); }

 private:
  static bool has(const std::vector<std::string>& all, const std::string& part) {
    for (const std::string& line : all) {
      if (line.find(part) != std::string::npos) return true;
    }
    return false;
  }
  watched<std::vector<std::string>> said_;
};

/// Counts connections and calls.
class witness final : public basics::stats::handler {
 public:
  struct counts {
    std::vector<std::size_t> live = {0};  // the number of connections after each beginning and end
    std::size_t begun = 0;
    std::size_t calls_begun = 0;
    std::vector<basics::status> calls_ended = {};
    std::vector<std::string> remote = {};  // of each connection
    bool negative = false;                 // more ends than beginnings
  };

  basics::context tag_conn(basics::context ctx, const basics::stats::conn_tag_info& info) override {
    seen_.change([&](counts& c) { c.remote.push_back(info.remote_addr); });
    return ctx;
  }
  void handle_conn(const basics::context&, const basics::stats::conn_stats& e) override {
    const bool begins = std::holds_alternative<basics::stats::conn_begin>(e);
    seen_.change([&](counts& c) {
      c.begun += begins;
      c.negative = c.negative || (!begins && c.live.back() == 0);
      c.live.push_back(begins ? c.live.back() + 1 : c.live.back() - 1);
    });
  }
  basics::context tag_rpc(basics::context ctx, const basics::stats::rpc_tag_info&) override { return ctx; }
  void handle_rpc(const basics::context&, const basics::stats::rpc_stats& e) override {
    if (std::holds_alternative<basics::stats::begin>(e)) {
      seen_.change([](counts& c) { ++c.calls_begun; });
    } else if (const auto* end = std::get_if<basics::stats::end>(&e)) {
      seen_.change([&](counts& c) { c.calls_ended.push_back(end->error); });
    }
  }

  [[nodiscard]] counts seen() const { return seen_.get(); }
  [[nodiscard]] bool await_live(std::size_t n) const {
    return seen_.await([&](const counts& c) { return c.live.back() == n; });
  }
  [[nodiscard]] bool await_begun(std::size_t n) const {
    return seen_.await([&](const counts& c) { return c.begun >= n; });
  }
  [[nodiscard]] bool await_calls_begun(std::size_t n) const {
    return seen_.await([&](const counts& c) { return c.calls_begun >= n; });
  }
  [[nodiscard]] bool await_calls_ended(std::size_t n) const {
    return seen_.await([&](const counts& c) { return c.calls_ended.size() >= n; });
  }

 private:
  watched<counts> seen_;
};

}  // namespace support
