// SPDX-License-Identifier: MIT
//
// Another program, for as long as a test needs it: a real peer, or one of ours.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace child_process {

/// The folder that an environment variable names; set by meson test.
inline std::string folder(const char* variable) {
  const char* found = std::getenv(variable);
  if (found == nullptr) throw std::runtime_error(std::string(variable) + " is not set: run this through `meson test`");
  return found;
}
inline std::string oracle(const std::string& name) { return folder("H2_ORACLES") + "/" + name; }
inline std::string app(const std::string& name) { return folder("H2_APPS") + "/" + name; }

class child {
 public:
  /// Starts a program, by its path or its name. Its stdin stays open, its stdout and stderr come here together.
  explicit child(const std::vector<std::string>& command) : name_(command.at(0)) {
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    std::vector<char*> arguments;
    for (const std::string& a : command) arguments.push_back(const_cast<char*>(a.c_str()));
    arguments.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      dup2(in[0], 0);
      dup2(out[1], 1);
      dup2(out[1], 2);
      execvp(arguments[0], arguments.data());
      _exit(127);
    }
    close(in[0]);
    close(out[1]);
    stdin_ = in[1];
    output_ = out[0];
  }
  ~child() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    close(stdin_);
    close(output_);
  }
  child(const child&) = delete;
  child& operator=(const child&) = delete;

  /// To its stdin.
  void write(std::string_view data) const {
    while (!data.empty()) {
      const ssize_t n = ::write(stdin_, data.data(), data.size());
      if (n <= 0) throw std::runtime_error(name_ + " takes no more input");
      data.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  /// Its stdin ends here.
  void end_input() { close(std::exchange(stdin_, -1)); }

  /// The next line without its end. Throws when the program ends, or says nothing for long.
  std::string line() {
    for (;;) {
      const auto end = buffer_.find('\n');
      if (end != std::string::npos) {
        std::string first = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        return first;
      }
      if (!more()) throw std::runtime_error(name_ + " ended after: " + buffer_);
    }
  }

  /// ADDRESS of "listening on ADDRESS".
  std::string address() {
    const std::string said = line();
    const std::string words = "listening on ";
    if (said.rfind(words, 0) != 0) throw std::runtime_error(name_ + " said: " + said);
    return said.substr(words.size());
  }

  /// Everything it still says, to its end.
  std::string rest() {
    while (more()) {
    }
    return std::exchange(buffer_, {});
  }

  void signal(int number) const { kill(pid_, number); }

  /// Waits for its end: the exit status, or 128 and the signal.
  int status() {
    int raw = 0;
    waitpid(pid_, &raw, 0);
    pid_ = -1;
    return WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
  }

 private:
  static constexpr int patience_ms = 30'000;

  bool more() {
    pollfd waiting{output_, POLLIN, 0};
    if (poll(&waiting, 1, patience_ms) == 0) throw std::runtime_error(name_ + " says nothing after: " + buffer_);
    char chunk[4096];
    const ssize_t n = read(output_, chunk, sizeof chunk);
    if (n > 0) buffer_.append(chunk, static_cast<std::size_t>(n));
    return n > 0;
  }

  std::string name_;
  pid_t pid_ = -1;
  int stdin_ = -1;
  int output_ = -1;
  std::string buffer_;
};

}  // namespace child_process
