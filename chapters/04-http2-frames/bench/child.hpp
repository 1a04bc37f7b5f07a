// SPDX-License-Identifier: MIT
//
// A program that runs beside this one for a measurement, and what the kernel counted for it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace bench {

/// Starts at construction; is told to end (SIGTERM), and its end waited for, at destruction.
class child {
 public:
  /// Throws std::system_error when the program cannot be started. Its standard output comes here, its complaints do
  /// not.
  explicit child(const std::vector<std::string>& command);
  ~child();
  child(const child&) = delete;
  child& operator=(const child&) = delete;

  /// The next line it prints, without its end. Throws std::runtime_error when there is none.
  [[nodiscard]] std::string line();
  /// Everything it still prints, to its end, which must be with status 0. Throws std::runtime_error otherwise.
  [[nodiscard]] std::string output();
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  [[nodiscard]] bool more();

  std::string name_;
  pid_t pid_ = -1;
  int from_ = -1;
  std::string buffer_;
};

/// Processor time of a process so far, its own and the kernel's for it, in seconds (/proc/PID/stat; a step is 10 ms).
[[nodiscard]] double cpu_seconds(pid_t pid);

/// Resident memory of a process in KiB, counted once where it is shared (Pss of /proc/PID/smaps_rollup).
[[nodiscard]] double resident_kib(pid_t pid);

/// The folder of this program's build: <build>/bench/h2_bench lies in it.
[[nodiscard]] std::string build_folder();

}  // namespace bench
