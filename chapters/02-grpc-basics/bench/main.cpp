// SPDX-License-Identifier: MIT
//
// What our server costs on top of grpc++: the same call to ours, to the generic service it stands on, and to a
// generated service, in turns, each server and the caller in a process of its own. Rows go to standard output as JSON,
// one a line; what is going on goes to standard error.
#include "caller.hpp"
#include "child.hpp"
#include "rows.hpp"
#include "servers.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <map>

namespace {

struct settings {
  int rounds = 25;
  double seconds = 0.5;
};

/// Calls per second to a server that this program is when started with `role`.
double measured(const std::string& role, int in_flight, double seconds) {
  bench::child server({bench::this_program(), "serve", role});
  const std::string address = server.after("listening on ");
  return std::stod(
      bench::child({bench::this_program(), "call", address, std::to_string(in_flight), std::to_string(seconds)})
          .line());
}

void measure(const settings& s, int in_flight, const std::string& how) {
  const std::string name = "unary calls, " + how;
  bench::row bare{name, "calls/s", "bare CallbackGenericService", 0.90};
  bench::row typed{name, "calls/s", "generated callback service", std::nullopt};
  bench::row observed{name + ", stats handler and 2 interceptors", "calls/s", "ours without", 0.95};
  // One measurement differs from the next by a tenth and more, from how threads come to lie on two cores. So there are
  // many short ones, and each round begins with another server.
  std::array<std::string, 4> roles = {"ours", "bare", "typed", "observed"};
  for (int round = 1; round <= s.rounds; ++round) {
    std::cerr << name << ": round " << round << " of " << s.rounds << std::endl;
    std::map<std::string, double> rate;
    for (const std::string& role : roles) rate[role] = measured(role, in_flight, s.seconds);
    std::rotate(roles.begin(), roles.begin() + 1, roles.end());
    bare.ours.push_back(rate["ours"]);
    bare.peer.push_back(rate["bare"]);
    typed.ours.push_back(rate["ours"]);
    typed.peer.push_back(rate["typed"]);
    observed.ours.push_back(rate["observed"]);
    observed.peer.push_back(rate["ours"]);
  }
  bench::print(bare);
  bench::print(typed);
  bench::print(observed);
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{"Speed of chapter 02's server beside grpc++'s own; without a subcommand, all of it."};
  settings s;
  app.add_option("--rounds", s.rounds, "rounds of ours and theirs in turns")
      ->capture_default_str()
      ->check(CLI::Range(1, 99));
  app.add_option("--seconds", s.seconds, "length of one measurement")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 60.0));
  std::string role, address;
  int in_flight = 1;
  double seconds = 1;
  auto* serve = app.add_subcommand("serve", "one of the servers, until standard input ends");
  serve->add_option("role", role)->required()->check(CLI::IsMember({"ours", "observed", "bare", "typed"}));
  auto* call = app.add_subcommand("call", "calls for a while and prints the calls per second");
  call->add_option("address", address)->required();
  call->add_option("in_flight", in_flight)->required()->check(CLI::Range(1, 10000));
  call->add_option("seconds", seconds)->required();
  CLI11_PARSE(app, argc, argv);

  if (*serve && role == "bare") bench::serve_bare();
  else if (*serve && role == "typed") bench::serve_typed();
  else if (*serve) bench::serve_ours(role == "observed");
  else if (*call) std::cout << bench::calls_per_second(address, in_flight, seconds) << std::endl;
  else {
    measure(s, 64, "64 in flight");
    measure(s, 1, "one at a time");
  }
  return 0;
} catch (const std::exception& e) {
  std::cerr << "basics_bench: " << e.what() << '\n';
  return 1;
}
