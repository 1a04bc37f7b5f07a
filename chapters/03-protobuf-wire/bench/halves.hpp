// SPDX-License-Identifier: MIT
//
// The same work, by us, by libprotobuf and by protozero. Every function registers its measurements with Google
// Benchmark as "task size who"; main.cpp pairs them.
#pragma once

#include "allocations.hpp"
#include "messages.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace bench {

void register_ours();
void register_theirs();
void register_protozero();  // and memcpy, the floor

/// Times `work` and counts its allocations.
template <class Work>
void measure(const std::string& name, Work work) {
  benchmark::RegisterBenchmark(name.c_str(), [work](benchmark::State& state) mutable {
    for (std::size_t i = 0; i < variants; ++i) work();  // grows what is used again
    const std::size_t before = allocations();
    for (auto _ : state) work();
    state.counters["allocations"] =
        benchmark::Counter(static_cast<double>(allocations() - before), benchmark::Counter::kAvgIterations);
  });
}

}  // namespace bench
