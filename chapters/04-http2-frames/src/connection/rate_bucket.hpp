// SPDX-License-Identifier: MIT
//
// limits::rate at work: a bucket of `burst` tokens that time refills. Time is an argument; the bucket has no clock.
#pragma once

#include <h2/limits.hpp>

#include <chrono>

namespace h2::core {

class rate_bucket {
 public:
  using instant = std::chrono::steady_clock::time_point;

  explicit rate_bucket(rate allowed) : allowed_(allowed), tokens_(allowed.burst) {}

  /// One token. False: there is none.
  [[nodiscard]] bool take(instant now) {
    if (tokens_ < allowed_.burst) refill(now);
    if (tokens_ == 0) return false;
    // A full bucket does not look at the clock, so the time of its first token is where refilling starts.
    if (tokens_ == allowed_.burst) last_ = now;
    --tokens_;
    return true;
  }

 private:
  void refill(instant now);

  rate allowed_;
  std::uint32_t tokens_;
  instant last_{};  // up to here refilled
};

}  // namespace h2::core
