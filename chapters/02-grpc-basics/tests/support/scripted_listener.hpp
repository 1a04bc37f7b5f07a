// SPDX-License-Identifier: MIT
//
// A listener without a network, and time without waiting.
#pragma once

#include <basics/accept.hpp>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

namespace support {

/// Any descriptor will do where nobody speaks on it: /dev/null's.
[[nodiscard]] basics::raw_conn any_conn(std::string remote_addr = "127.0.0.1:43535",
                                        std::string local_addr = "127.0.0.1:9080");

/// Gives what it is told to give, in that order; after that accept() waits for more, or for close(). Thread-safe.
class scripted_listener final : public basics::listener {
 public:
  /// An error, or a connection.
  using step = std::variant<std::errc, basics::raw_conn>;

  explicit scripted_listener(std::string addr = "127.0.0.1:9080") : addr_(std::move(addr)) {}

  /// Appends to the script.
  void then(std::errc error, int times = 1);
  void then(basics::raw_conn conn);
  /// The script is whole: an accept() after its last step throws std::logic_error instead of waiting.
  void ends();
  /// Called in accept(), before it gives the step with this number, counted from 0.
  void before(std::size_t number, std::function<void()> f);

  basics::accepted accept() override;
  void close() override;
  [[nodiscard]] std::string addr() const override { return addr_; }

  /// Waits until somebody has called accept() for the first time. False when nobody does.
  [[nodiscard]] bool await_accept() const;
  [[nodiscard]] std::size_t accepts() const;
  [[nodiscard]] bool closed() const;

 private:
  const std::string addr_;
  mutable std::mutex mutex_;  // guards the rest
  mutable std::condition_variable changed_;
  std::deque<step> script_;
  std::deque<std::pair<std::size_t, std::function<void()>>> before_;
  std::size_t accepts_ = 0;
  bool accepting_ = false;
  bool ended_ = false;
  bool closed_ = false;
};

/// Time that passes when somebody sleeps, at once. Throws std::logic_error when somebody sleeps without end.
class virtual_clock final : public basics::clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point now() const override;
  bool sleep(std::chrono::nanoseconds pause, const basics::event& quit) override;

  /// Called in sleep(), in place of the time that would pass in the real one.
  std::function<void()> while_asleep = [] {};
  /// How long everybody slept, in milliseconds.
  [[nodiscard]] std::vector<int> slept() const;

 private:
  mutable std::mutex mutex_;  // guards the rest
  std::chrono::nanoseconds now_{0};
  std::vector<int> slept_;
};

}  // namespace support
