// SPDX-License-Identifier: MIT
#include "rate_bucket.hpp"

namespace h2::core {

void rate_bucket::refill(instant now) {
  using std::chrono::nanoseconds;
  constexpr std::uint64_t second = 1'000'000'000;
  if (allowed_.per_second == 0 || now <= last_) return;
  const auto passed = static_cast<std::uint64_t>(std::chrono::duration_cast<nanoseconds>(now - last_).count());
  const std::uint64_t missing = allowed_.burst - tokens_;
  // Long enough to be full? Asked first, and in seconds, because the product below would overflow.
  if (passed / second > missing / allowed_.per_second) {
    tokens_ = allowed_.burst;
    last_ = now;
    return;
  }
  const std::uint64_t due = passed / second * allowed_.per_second + passed % second * allowed_.per_second / second;
  if (due >= missing) {
    tokens_ = allowed_.burst;
    last_ = now;
    return;
  }
  tokens_ += static_cast<std::uint32_t>(due);
  // What is less than a token stays in the time that has not been counted.
  last_ += nanoseconds(due * second / allowed_.per_second);
}

}  // namespace h2::core
