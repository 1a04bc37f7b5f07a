// SPDX-License-Identifier: MIT
//
// Other people's programs, run to their end or for as long as a test lasts. One that is not installed is a failure that
// names its package.
#pragma once

#include "child.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace peers {

namespace fs = std::filesystem;

/// A program's path. Throws, with the package's name, when it is not there.
inline std::string need(const std::string& program, const std::string& package) {
  std::istringstream folders(std::string(std::getenv("PATH")) + ":/usr/sbin:/usr/local/sbin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string path = folder + "/" + program;
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  throw std::runtime_error("no `" + program + "`, a peer of this test. Get it with: apt-get install " + package);
}

struct outcome {
  int status = 0;
  std::string output;  // both of its streams
};

/// Runs a program to its end.
inline outcome run(const std::vector<std::string>& command) {
  child_process::child program(command);
  program.end_input();
  outcome all;
  all.output = program.rest();
  all.status = program.status();
  return all;
}

/// A folder that is gone with its object.
class temporary_folder {
 public:
  temporary_folder() {
    std::string name = (fs::temp_directory_path() / "h2-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~temporary_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  /// Writes a file, and answers its path.
  std::string write(const std::string& name, const std::string& content) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
    return *this / name;
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

inline sockaddr_in loopback(int port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  at.sin_port = htons(static_cast<std::uint16_t>(port));
  return at;
}

/// For servers that cannot be given port 0: one that was free a moment ago.
inline int free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at = loopback(0);
  socklen_t size = sizeof at;
  bind(probe, reinterpret_cast<sockaddr*>(&at), size);
  getsockname(probe, reinterpret_cast<sockaddr*>(&at), &size);
  close(probe);
  return ntohs(at.sin_port);
}

/// For servers that do not say when they listen: tries until one connection is taken.
inline void wait_for_port(int port) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (std::chrono::steady_clock::now() < end) {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in at = loopback(port);
    const bool taken = connect(probe, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
    close(probe);
    if (taken) return;
    std::this_thread::yield();
  }
  throw std::runtime_error("nobody listens on port " + std::to_string(port));
}

}  // namespace peers
