// SPDX-License-Identifier: MIT
#include "child.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace bench {

child::child(const std::vector<std::string>& command) : name_(command.at(0)) {
  std::array<int, 2> output{};
  if (pipe2(output.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_ = fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ == 0) {
    dup2(output[1], STDOUT_FILENO);
    dup2(open("/dev/null", O_RDWR), STDERR_FILENO);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  close(output[1]);
  from_ = output[0];
}

child::~child() {
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  close(from_);
}

bool child::more() {
  std::array<char, 4096> chunk;
  const ssize_t n = read(from_, chunk.data(), chunk.size());
  if (n > 0) buffer_.append(chunk.data(), static_cast<std::size_t>(n));
  return n > 0;
}

std::string child::line() {
  for (;;) {
    const auto end = buffer_.find('\n');
    if (end != std::string::npos) {
      std::string first = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return first;
    }
    if (!more()) throw std::runtime_error(name_ + " ended without an answer");
  }
}

std::string child::output() {
  while (more()) {
  }
  int status = 0;
  waitpid(std::exchange(pid_, -1), &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(name_ + " failed; it said: " + buffer_);
  return std::exchange(buffer_, {});
}

double cpu_seconds(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(stat, text);
  // The second field is the program's name in parentheses and may contain blanks; utime and stime are fields 14 and 15.
  std::istringstream rest(text.substr(text.rfind(')') + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) rest >> skipped;
  double user = 0, system = 0;
  if (!(rest >> user >> system)) throw std::runtime_error("no times in /proc/" + std::to_string(pid) + "/stat");
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double resident_kib(pid_t pid) {
  std::ifstream rollup("/proc/" + std::to_string(pid) + "/smaps_rollup");
  for (std::string text; std::getline(rollup, text);) {
    std::istringstream words(text);
    std::string key;
    double kib = 0;
    if (words >> key >> kib && key == "Pss:") return kib;
  }
  throw std::runtime_error("no Pss in smaps_rollup of process " + std::to_string(pid));
}

std::string build_folder() { return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path(); }

}  // namespace bench
