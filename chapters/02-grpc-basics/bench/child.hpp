// SPDX-License-Identifier: MIT
//
// A program that runs beside this one, spoken to line by line: the peers, and our own halves.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <vector>

namespace bench {

/// Starts at construction; its standard input is closed, and its end waited for, at destruction.
class child {
 public:
  /// Throws std::system_error when the program cannot be started.
  explicit child(const std::vector<std::string>& command);
  ~child();
  child(const child&) = delete;
  child& operator=(const child&) = delete;

  /// The next line it prints, without its end. Throws std::runtime_error when there is none.
  [[nodiscard]] std::string line();
  /// The next line must begin with `prefix`; returns what follows it.
  [[nodiscard]] std::string after(const std::string& prefix);

 private:
  std::string name_;
  pid_t pid_ = -1;
  int to_ = -1;
  FILE* from_ = nullptr;
};

/// The path of the program that runs.
[[nodiscard]] std::string this_program();

}  // namespace bench
