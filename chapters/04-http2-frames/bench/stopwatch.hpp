// SPDX-License-Identifier: MIT
#pragma once

#include <benchmark/benchmark.h>

#include <ctime>

namespace bench {

/// Processor time of this thread, in seconds: what other programs on the machine take does not count.
inline double thread_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// How often a second `work` can be done, measured for about `seconds`.
template <class Work>
double rate(double seconds, Work&& work) {
  for (std::size_t times = 16;; times *= 2) {
    const double before = thread_seconds();
    for (std::size_t i = 0; i < times; ++i) {
      work();
      benchmark::ClobberMemory();
    }
    const double took = thread_seconds() - before;
    if (took >= seconds / 2) return static_cast<double>(times) / took;
  }
}

}  // namespace bench
