// SPDX-License-Identifier: MIT
#include "server_rates.hpp"

#include "child.hpp"
#include "idle_connections.hpp"
#include "rows.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace bench {
namespace {

namespace fs = std::filesystem;

/// A folder with what both servers serve; gone at the end.
class folder {
 public:
  explicit folder(int megabytes) : path_(fs::temp_directory_path() / ("h2_bench." + std::to_string(getpid()))) {
    fs::create_directory(path_);
    std::ofstream(path_ / "100.bin") << std::string(100, 'x');
    std::ofstream(path_ / "large.bin").flush();
    fs::resize_file(path_ / "large.bin", static_cast<std::uintmax_t>(megabytes) << 20U);  // takes no room on the disk
  }
  ~folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  [[nodiscard]] std::string path() const { return path_; }

 private:
  fs::path path_;
};

struct server {
  std::unique_ptr<child> process;
  std::uint16_t port = 0;
  [[nodiscard]] std::string url(const std::string& file) const {
    return "http://127.0.0.1:" + std::to_string(port) + "/" + file;
  }
};

server our_server(const folder& root) {
  server s;
  s.process = std::make_unique<child>(
      std::vector<std::string>{build_folder() + "/apps/h2serve", "--root", root.path(), "--port", "0"});
  const std::string said = s.process->line();
  s.port = static_cast<std::uint16_t>(std::stoi(said.substr(said.rfind(':') + 1)));
  return s;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

/// A port that was free a moment ago: nghttpd cannot be asked for one of the kernel's choice and say which.
std::uint16_t free_port() {
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at = loopback(0);
  socklen_t size = sizeof at;
  const bool bound = s >= 0 && bind(s, reinterpret_cast<const sockaddr*>(&at), size) == 0 &&
                     getsockname(s, reinterpret_cast<sockaddr*>(&at), &size) == 0;
  close(s);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(at.sin_port);
}

bool accepts(std::uint16_t port) {
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in at = loopback(port);
  const bool connected = connect(s, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  close(s);
  return connected;
}

/// nghttpd with one thread, without TLS.
server their_server(const folder& root) {
  server s;
  s.port = free_port();
  s.process = std::make_unique<child>(std::vector<std::string>{"nghttpd", "--no-tls", "-n1", "-a", "127.0.0.1", "-d",
                                                               root.path(), std::to_string(s.port)});
  for (int tries = 0; !accepts(s.port); ++tries) {
    if (tries == 200) throw std::runtime_error("nghttpd does not listen");
    usleep(10'000);
  }
  return s;
}

/// What h2load says behind "finished in ": seconds.
double seconds_of(const std::string& report) {
  const auto at = report.find("finished in ");
  if (at == std::string::npos) throw std::runtime_error("h2load said: " + report);
  std::size_t digits = 0;
  const double value = std::stod(report.substr(at + 12), &digits);
  const std::string unit = report.substr(at + 12 + digits, 2);
  return unit.starts_with("us") ? value / 1e6 : unit.starts_with("ms") ? value / 1e3 : value;
}

void must_all_succeed(const std::string& report, int requests) {
  if (report.find(std::to_string(requests) + " succeeded, 0 failed") == std::string::npos) {
    throw std::runtime_error("not every request succeeded: " + report);
  }
}

struct load {
  double microseconds = 0;  // of the server's processor time, a request
  double per_second = 0;
};

load many_requests(const server& s, int requests) {
  const double before = cpu_seconds(s.process->pid());
  const std::string report =
      child({"h2load", "-c", "8", "-m", "32", "-n", std::to_string(requests), s.url("100.bin")}).output();
  must_all_succeed(report, requests);
  return {(cpu_seconds(s.process->pid()) - before) * 1e6 / requests, requests / seconds_of(report)};
}

double one_download(const server& s, int megabytes) {
  const std::string report =
      child({"h2load", "-c", "1", "-m", "1", "-n", "1", "-w", "30", "-W", "30", s.url("large.bin")}).output();
  must_all_succeed(report, 1);
  return megabytes / seconds_of(report);
}

double kib_per_connection(const server& s, int connections) {
  const double before = resident_kib(s.process->pid());
  const idle_connections held(s.port, connections);
  if (held.alive() != connections) throw std::runtime_error("the server has closed idle connections");
  return (resident_kib(s.process->pid()) - before) / connections;
}

}  // namespace

void measure_servers(const server_settings& s) {
  const folder root(s.megabytes);
  const std::string many = "100-byte responses, h2load -c 8 -m 32";
  row cpu{many, "µs of CPU/request", "nghttpd -n1", 2.0 / 3, "lower"};
  row rate{many, "requests/s", "nghttpd -n1", std::nullopt, "higher"};
  row bulk{"one download of 1 GiB", "MiB/s", "nghttpd -n1", 1.0, "higher"};
  for (int round = 1; round <= s.rounds; ++round) {
    std::cerr << "servers, round " << round << " of " << s.rounds << std::endl;
    const server ours = our_server(root);
    const server theirs = their_server(root);
    const load our_load = many_requests(ours, s.requests);
    const load their_load = many_requests(theirs, s.requests);
    cpu.ours.push_back(our_load.microseconds);
    cpu.peer.push_back(their_load.microseconds);
    rate.ours.push_back(our_load.per_second);
    rate.peer.push_back(their_load.per_second);
    // The first of each reads the file into the kernel's memory, for whoever happens to come first.
    (void)one_download(ours, s.megabytes);
    (void)one_download(theirs, s.megabytes);
    for (int turn = 0; turn < 3; ++turn) {
      bulk.ours.push_back(one_download(ours, s.megabytes));
      bulk.peer.push_back(one_download(theirs, s.megabytes));
    }
  }
  print(cpu);
  print(rate);
  print(bulk);

  std::cerr << "memory of " << s.connections << " idle connections" << std::endl;
  row memory{"memory of an idle connection, of " + std::to_string(s.connections), "KiB", "nghttpd -n1", std::nullopt,
             "lower"};
  memory.ours.push_back(kib_per_connection(our_server(root), s.connections));
  memory.peer.push_back(kib_per_connection(their_server(root), s.connections));
  print(memory);
  row bound{"memory of an idle connection, of " + std::to_string(s.connections), "KiB", "the 8 KiB asked", 1.0,
            "lower"};
  bound.ours = memory.ours;
  bound.peer = {8.0};
  print(bound);
}

}  // namespace bench
