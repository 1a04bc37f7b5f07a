// SPDX-License-Identifier: MIT
//
// Another program, from its start to its end: one of ours, or protoc. It gets its input, and what it prints is caught.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace child_process {

/// What an environment variable says; set by meson test.
inline std::string setting(const char* variable) {
  const char* found = std::getenv(variable);
  if (found == nullptr) throw std::runtime_error(std::string(variable) + " is not set: run this through `meson test`");
  return found;
}
inline std::string app(const std::string& name) { return setting("PBWIRE_APPS") + "/" + name; }
inline std::string data(const std::string& name) { return setting("PBWIRE_DATA") + "/" + name; }

struct outcome {
  int status = 0;  // the exit status, or 128 and the signal
  std::string out;
  std::string err;
};

class pipes {
 public:
  pipes() {
    for (auto& each : ends_) {
      if (::pipe2(each.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    }
    ::signal(SIGPIPE, SIG_IGN);  // a program may end without reading all
    ::fcntl(ends_[0][1], F_SETFL, O_NONBLOCK);
  }
  ~pipes() {
    for (auto& each : ends_) {
      for (int& end : each) close(end);
    }
  }
  pipes(const pipes&) = delete;
  pipes& operator=(const pipes&) = delete;

  /// In the child: its standard input, output and error.
  void become_standard() {
    ::signal(SIGPIPE, SIG_DFL);
    ::dup2(ends_[0][0], 0);
    ::dup2(ends_[1][1], 1);
    ::dup2(ends_[2][1], 2);
  }
  /// In the parent: feeds and listens until the child has closed both outputs.
  void talk(std::string_view input, std::string& out, std::string& err) {
    close(ends_[0][0]);
    close(ends_[1][1]);
    close(ends_[2][1]);
    while (ends_[1][0] >= 0 || ends_[2][0] >= 0) {
      if (input.empty()) close(ends_[0][1]);
      std::array<pollfd, 3> waiting = {{{ends_[0][1], POLLOUT, 0}, {ends_[1][0], POLLIN, 0}, {ends_[2][0], POLLIN, 0}}};
      if (::poll(waiting.data(), waiting.size(), patience_ms) == 0) throw std::runtime_error("says nothing for long");
      if (waiting[0].revents != 0) write(input);
      if (waiting[1].revents != 0) read(ends_[1][0], out);
      if (waiting[2].revents != 0) read(ends_[2][0], err);
    }
  }

 private:
  static constexpr int patience_ms = 60'000;

  static void close(int& end) {
    if (end >= 0) ::close(std::exchange(end, -1));
  }
  static void read(int& from, std::string& to) {
    std::array<char, 65536> piece;
    const ssize_t n = ::read(from, piece.data(), piece.size());
    if (n > 0) to.append(piece.data(), static_cast<std::size_t>(n));
    else close(from);
  }
  void write(std::string_view& input) {
    const ssize_t n = ::write(ends_[0][1], input.data(), input.size());
    input.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : input.size());  // it does not want the rest
  }

  std::array<std::array<int, 2>, 3> ends_ = {{{-1, -1}, {-1, -1}, {-1, -1}}};
};

/// Runs a program, which is found as a shell finds it, to its end.
inline outcome run(const std::vector<std::string>& command, std::string_view input = {}) {
  std::vector<char*> arguments;
  for (const std::string& a : command) arguments.push_back(const_cast<char*>(a.c_str()));
  arguments.push_back(nullptr);
  pipes between;
  const pid_t pid = ::fork();
  if (pid == 0) {
    between.become_standard();
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  if (pid < 0) throw std::runtime_error("no process for " + command[0]);
  outcome seen;
  try {
    between.talk(input, seen.out, seen.err);
  } catch (...) {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    throw;
  }
  int raw = 0;
  ::waitpid(pid, &raw, 0);
  seen.status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
  return seen;
}

}  // namespace child_process
