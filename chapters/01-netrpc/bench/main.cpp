// SPDX-License-Identifier: MIT
//
// The chapter's speed, beside Go's: every round measures ours and then the peer's, and the table shows
// the medians. Rows go to standard output as JSON, one a line; what is going on goes to standard error.
#include "child.hpp"
#include "gob_rates.hpp"
#include "rows.hpp"
#include "rpc_programs.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <iostream>

namespace {

using bench::child;
using bench::row;

struct settings {
  int rounds = 7;
  double seconds = 1;
  int connections = 2000;
};

std::string oracle(const std::string& name) { return bench::build_folder() + "/tests/oracle/" + name; }

child ourselves(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), bench::build_folder() + "/bench/netrpc_bench");
  return child(arguments);
}

double number(const std::string& json, const char* key) { return boost::json::parse(json).at(key).to_number<double>(); }

double our_calls(const std::string& mode, double seconds) {
  child server = ourselves({"serve-rpc"});
  const std::string address = server.after("listening on ");
  return std::stod(ourselves({"call-rpc", address, mode, std::to_string(seconds)}).line());
}

double go_calls(const std::string& mode, double seconds) {
  child server({oracle("bench_rpc"), "server"});
  const std::string address = server.after("listening on ");
  child client(
      {oracle("bench_rpc"), "client", "--connect", address, "--mode", mode, "--seconds", std::to_string(seconds)});
  return number(client.line(), "calls_per_s");
}

double echoes(double seconds) {
  child server = ourselves({"serve-echo"});
  const std::string address = server.after("listening on ");
  return std::stod(ourselves({"call-echo", address, std::to_string(seconds)}).line());
}

/// KiB of the server for each connection that has made one call and rests. The same Go program holds them.
double kib_per_connection(child& server, int connections) {
  const std::string address = server.after("listening on ");
  const double before = bench::resident_kib(server.pid());
  child holder({oracle("bench_rpc"), "idle", "--connect", address, "--connections", std::to_string(connections)});
  (void)holder.after("holding ");
  return (bench::resident_kib(server.pid()) - before) / connections;
}

void measure_calls(const settings& s) {
  row serial{"one call at a time", "calls/s", "raw Asio echo", 0.80, "higher"};
  row serial_go{"one call at a time", "calls/s", "Go net/rpc", 1.0, "higher"};
  row many{"64 calls in flight", "calls/s", "Go net/rpc", 5.0, "higher"};
  for (int round = 1; round <= s.rounds; ++round) {
    std::cerr << "calls, round " << round << " of " << s.rounds << std::endl;
    serial.ours.push_back(our_calls("serial", s.seconds));
    serial.peer.push_back(echoes(s.seconds));
    serial_go.ours.push_back(serial.ours.back());
    serial_go.peer.push_back(go_calls("serial", s.seconds));
    many.ours.push_back(our_calls("inflight64", s.seconds));
    many.peer.push_back(go_calls("inflight64", s.seconds));
  }
  print(serial);
  print(serial_go);
  print(many);
}

void measure_gob(const settings& s) {
  for (const std::string name : bench::gob_names) {
    row r{name, "values/s", "Go encoding/gob", 3.0, "higher"};
    std::cerr << name << std::endl;
    for (int round = 1; round <= s.rounds; ++round) {
      r.ours.push_back(1e9 / bench::gob_nanoseconds(name));
      child peer({oracle("bench_gob"), "--rounds", "1", "--only", name});
      r.peer.push_back(1e9 / number(peer.line(), "ns"));
    }
    print(r);
  }
}

void measure_memory(const settings& s) {
  row r{"memory per idle connection", "KiB", "Go net/rpc", 1.0, "lower"};
  std::cerr << "memory of " << s.connections << " idle connections" << std::endl;
  child ours = ourselves({"serve-rpc"});
  child theirs({oracle("bench_rpc"), "server"});
  r.ours.push_back(kib_per_connection(ours, s.connections));
  r.peer.push_back(kib_per_connection(theirs, s.connections));
  print(r);
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{"Speed of chapter 01 beside Go's net/rpc; without a subcommand, all of it."};
  settings s;
  app.add_option("--rounds", s.rounds, "rounds of ours and theirs in turns")
      ->capture_default_str()
      ->check(CLI::Range(1, 99));
  app.add_option("--seconds", s.seconds, "length of one measurement of calls")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 60.0));
  app.add_option("--connections", s.connections, "idle connections to hold")
      ->capture_default_str()
      ->check(CLI::Range(1, 10000));
  std::string address, mode;
  double seconds = 1;
  auto* serve_rpc = app.add_subcommand("serve-rpc", "our server, until standard input ends");
  auto* serve_echo = app.add_subcommand("serve-echo", "a raw echo server, until standard input ends");
  auto* call_rpc = app.add_subcommand("call-rpc", "calls for a while and prints the calls per second");
  call_rpc->add_option("address", address)->required();
  call_rpc->add_option("mode", mode)->required()->check(CLI::IsMember({"serial", "inflight64"}));
  call_rpc->add_option("seconds", seconds)->required();
  auto* call_echo = app.add_subcommand("call-echo", "the same against the raw echo");
  call_echo->add_option("address", address)->required();
  call_echo->add_option("seconds", seconds)->required();
  CLI11_PARSE(app, argc, argv);

  if (*serve_rpc) bench::serve_rpc();
  else if (*serve_echo) bench::serve_echo();
  else if (*call_rpc)
    bench::call_rpc(address, mode == "serial" ? bench::mode::serial : bench::mode::in_flight_64, seconds);
  else if (*call_echo) bench::call_echo(address, seconds);
  else {
    measure_gob(s);
    measure_calls(s);
    measure_memory(s);
  }
  return 0;
} catch (const std::exception& e) {
  std::cerr << "netrpc_bench: " << e.what() << '\n';
  return 1;
}
