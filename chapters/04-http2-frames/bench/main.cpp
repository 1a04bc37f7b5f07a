// SPDX-License-Identifier: MIT
//
// The chapter's speed beside nghttp2's: every round measures ours and then theirs, and the table shows the medians.
// Rows go to standard output as JSON, one a line; what is going on goes to standard error.
#include "frame_rates.hpp"
#include "hpack_rates.hpp"
#include "server_rates.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

int main(int argc, char** argv) try {
  CLI::App app{"Speed of chapter 04 beside nghttp2; without --only, all of it."};
  int rounds = 15;
  double seconds = 0.05;
  bench::server_settings servers;
  std::vector<std::string> only = {"frames", "hpack", "servers"};
  app.add_option("--rounds", rounds, "rounds of ours and theirs in turns")
      ->capture_default_str()
      ->check(CLI::Range(1, 99));
  app.add_option("--seconds", seconds, "length of one measurement")
      ->capture_default_str()
      ->check(CLI::Range(0.001, 10.0));
  app.add_option("--only", only, "parts to measure")
      ->capture_default_str()
      ->check(CLI::IsMember({"frames", "hpack", "servers"}));
  app.add_option("--server-rounds", servers.rounds, "rounds of h2serve and nghttpd in turns")
      ->capture_default_str()
      ->check(CLI::Range(1, 99));
  app.add_option("--requests", servers.requests, "requests a round")
      ->capture_default_str()
      ->check(CLI::Range(1000, 10'000'000));
  app.add_option("--connections", servers.connections, "idle connections to hold")
      ->capture_default_str()
      ->check(CLI::Range(1, 15'000));
  CLI11_PARSE(app, argc, argv);

  const auto wanted = [&](const char* part) { return std::find(only.begin(), only.end(), part) != only.end(); };
  if (wanted("frames")) bench::measure_frames(rounds, seconds);
  if (wanted("hpack")) bench::measure_hpack(rounds, seconds);
  if (wanted("servers")) bench::measure_servers(servers);
  return 0;
} catch (const std::exception& e) {
  std::cerr << "h2_bench: " << e.what() << '\n';
  return 1;
}
