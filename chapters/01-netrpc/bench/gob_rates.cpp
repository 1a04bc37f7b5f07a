// SPDX-License-Identifier: MIT
#include "gob_rates.hpp"

#include "services/user_service.hpp"

#include <netrpc/gob_decoder.hpp>
#include <netrpc/gob_encoder.hpp>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <stdexcept>

namespace {

using namespace netrpc;

// The values of bench_gob, the Go peer: see tests/oracle/bench_gob/main.go.
struct Item {
  std::int64_t Id = 0;
  std::string Name;
  double Price = 0;
  std::vector<std::string> Tags;
};
BOOST_DESCRIBE_STRUCT(Item, (), (Id, Name, Price, Tags))

struct Order {
  std::int64_t Id = 0;
  std::vector<Item> Items;
};
BOOST_DESCRIBE_STRUCT(Order, (), (Id, Items))

services::GetUserResp get_user_resp() { return {"1", "bala", "13100001111"}; }

Order order_200() {
  Order order{7, {}};
  for (std::int64_t i = 0; i < 200; ++i) {
    order.Items.push_back(
        {i, fmt::format("item-{:03}", i), static_cast<double>(i) * 1.25, {"red", fmt::format("x{}", i % 7)}});
  }
  return order;
}

template <class T>
void encode(benchmark::State& state, const T& value) {
  gob::encoder encoder;
  bytes out;
  (void)encoder.encode(value, out).value();  // the definitions
  for (auto _ : state) {
    out.clear();
    if (!encoder.encode(value, out)) state.SkipWithError("refused");
    benchmark::DoNotOptimize(out.data());
  }
}

template <class T>
void decode(benchmark::State& state, const T& value) {
  gob::encoder encoder;
  gob::decoder decoder;
  bytes message;
  T first;
  (void)encoder.encode(value, message).value();
  decoder.receive(message);
  (void)decoder.decode(first).value();
  message.clear();
  (void)encoder.encode(value, message).value();
  for (auto _ : state) {
    T fresh;
    decoder.receive(message);
    const auto outcome = decoder.decode(fresh);
    if (!outcome || *outcome != progress::done) state.SkipWithError("refused");
    benchmark::DoNotOptimize(fresh);
  }
}

void register_all() {
  benchmark::RegisterBenchmark("encode GetUserResp", [](auto& state) { encode(state, get_user_resp()); });
  benchmark::RegisterBenchmark("decode GetUserResp", [](auto& state) { decode(state, get_user_resp()); });
  benchmark::RegisterBenchmark("encode Order200", [](auto& state) { encode(state, order_200()); });
  benchmark::RegisterBenchmark("decode Order200", [](auto& state) { decode(state, order_200()); });
}

class last_figure final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.error_occurred) throw std::runtime_error(run.benchmark_name() + ": " + run.error_message);
      nanoseconds = run.GetAdjustedRealTime();
    }
  }
  double nanoseconds = 0;
};

}  // namespace

double bench::gob_nanoseconds(const std::string& name) {
  [[maybe_unused]] static const bool once = (register_all(), true);
  last_figure reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter, "^" + name + "$");
  return reporter.nanoseconds;
}
