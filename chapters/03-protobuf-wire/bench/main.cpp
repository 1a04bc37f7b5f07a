// SPDX-License-Identifier: MIT
//
// The chapter's speed beside libprotobuf's generated code: every round measures ours and then the peer's, and the table
// shows the medians. Rows go to standard output as JSON, one a line; what is going on goes to standard error.
#include "halves.hpp"
#include "rows.hpp"

#include <CLI/CLI.hpp>

#include <cmath>
#include <iostream>
#include <map>
#include <stdexcept>

namespace {

using bench::row;

struct pair {
  std::string task;  // "parse large"
  std::string name;  // in the table
  std::string peer;
  std::string peer_name;
  std::optional<double> target;
};

const std::vector<pair>& pairs() {
  static const std::vector<pair> all = {
      {"serialize small", "serialize, 26 bytes", "theirs", "libprotobuf", 2.0},
      {"serialize large", "serialize, 9 kB", "theirs", "libprotobuf", 2.0},
      {"parse small", "parse, 26 bytes", "theirs", "libprotobuf", 2.0},
      {"parse large", "parse, 9 kB", "theirs", "libprotobuf", 2.0},
      {"parse-reuse small", "parse again into the same, 26 bytes", "theirs", "libprotobuf", 1.5},
      {"parse-reuse large", "parse again into the same, 9 kB", "theirs", "libprotobuf", 1.5},
      {"view small", "view, 26 bytes", "theirs", "libprotobuf, arena", std::nullopt},
      {"view large", "view, 9 kB", "theirs", "libprotobuf, arena", 4.0},
      {"view-read large", "view and read every value, 9 kB", "theirs", "libprotobuf, arena", std::nullopt},
      {"serialize-new small", "serialize into a new string, 26 bytes", "theirs", "libprotobuf", std::nullopt},
      {"serialize-new large", "serialize into a new string, 9 kB", "theirs", "libprotobuf", std::nullopt},
      {"parse small", "parse, 26 bytes", "protozero", "protozero", std::nullopt},
      {"parse large", "parse, 9 kB", "protozero", "protozero", std::nullopt},
      {"serialize small", "serialize, 26 bytes", "protozero", "protozero", std::nullopt},
      {"serialize large", "serialize, 9 kB", "protozero", "protozero", std::nullopt},
      {"serialize large", "serialize, 9 kB", "memcpy", "memcpy, the floor", std::nullopt},
  };
  return all;
}

/// Takes the figures of one run out of Google Benchmark.
class last_figures final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      nanoseconds = run.GetAdjustedCPUTime();
      allocations = run.counters.at("allocations");
    }
  }
  double nanoseconds = 0;
  double allocations = 0;
};

struct figures {
  std::vector<double> messages_per_second;
  double allocations = 0;
};

std::map<std::string, figures> measure_all(int rounds) {
  std::map<std::string, figures> all;
  for (const pair& p : pairs()) {
    all[p.task + " ours"];
    all[p.task + " " + p.peer];
  }
  for (int round = 1; round <= rounds; ++round) {
    std::cerr << "round " << round << " of " << rounds << std::endl;
    for (auto& [name, seen] : all) {
      last_figures reporter;
      benchmark::RunSpecifiedBenchmarks(&reporter, "^" + name + "$");
      seen.messages_per_second.push_back(1e9 / reporter.nanoseconds);
      seen.allocations = reporter.allocations;
    }
  }
  return all;
}

/// Allocations of one message. Nothing can be fewer than none: then there is no row, but ours must have none either.
void print_allocations(const pair& p, const figures& ours, const figures& theirs) {
  if (std::round(theirs.allocations) == 0) {
    if (std::round(ours.allocations) > 0) throw std::runtime_error(p.task + ": allocates where libprotobuf does not");
    return;
  }
  print(row{p.name, "allocations", p.peer_name, 1.0, "lower", {ours.allocations}, {theirs.allocations}});
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{"Speed of chapter 03 beside libprotobuf, protozero and memcpy."};
  int rounds = 15;
  double seconds = 0.05;
  app.add_option("--rounds", rounds, "rounds of ours and theirs in turns")
      ->capture_default_str()
      ->check(CLI::Range(1, 99));
  app.add_option("--seconds", seconds, "length of one measurement")
      ->capture_default_str()
      ->check(CLI::Range(0.01, 10.0));
  CLI11_PARSE(app, argc, argv);

  std::string least = "--benchmark_min_time=" + std::to_string(seconds);
  std::vector<char*> options = {argv[0], least.data()};
  int count = static_cast<int>(options.size());
  benchmark::Initialize(&count, options.data());
  bench::register_ours();
  bench::register_theirs();
  bench::register_protozero();

  const auto all = measure_all(rounds);
  for (const pair& p : pairs()) {
    print(row{p.name, "messages/s", p.peer_name, p.target, "higher", all.at(p.task + " ours").messages_per_second,
              all.at(p.task + " " + p.peer).messages_per_second});
  }
  for (const pair& p : pairs()) {
    if (p.peer == "theirs") print_allocations(p, all.at(p.task + " ours"), all.at(p.task + " theirs"));
  }
  return 0;
} catch (const std::exception& e) {
  std::cerr << "pbwire_bench: " << e.what() << '\n';
  return 1;
}
