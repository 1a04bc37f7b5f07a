// SPDX-License-Identifier: MIT
//
// What all programs of the chapter share: a command line, an end, and the way they speak. Servers print
// `listening on 127.0.0.1:PORT` and serve until Ctrl-C; clients do their work, or say in one sentence why they could
// not.
#pragma once

#include <csignal>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace program {

/// What a program understands on its command line. CLI11 does the work, in program.cpp alone: its header takes longer
/// to compile than a program here.
class options {
 public:
  explicit options(const std::string& description);
  ~options();

  // "--name" is an option, "NAME" stands for itself. The value it has now is its default.
  options& add(const std::string& name, std::string& value, const std::string& help);
  /// A flag: false unless given.
  options& add(const std::string& name, bool& given, const std::string& help);
  options& add(const std::string& name, std::int64_t& value, const std::string& help);
  /// May be given several times.
  options& add(const std::string& name, std::vector<std::string>& values, const std::string& help);

  // About the option added last:
  /// It must be given.
  options& required();
  /// Its value is one of these.
  options& one_of(const std::vector<std::string>& values);
  /// Its number is in least … most.
  options& between(std::int64_t least, std::int64_t most);
  /// It goes only together with this one …
  options& needs(const std::string& other);
  /// … or not with this one.
  options& excludes(const std::string& other);

  /// Throws leave() after --help, or after a mistake that was explained on stderr.
  void parse(int argc, char** argv);

 private:
  struct implementation;
  std::unique_ptr<implementation> implementation_;
};

/// Ends a program with a status, quietly.
struct leave {
  int status = 0;
};

/// main's frame: whatever is thrown becomes one sentence on stderr and status 1. Silences grpc's own log, whose lines
/// would come between the program's; the environment variable GRPC_VERBOSITY=info brings it back.
int guarded(const std::function<int()>& body);

/// SIGINT and SIGTERM as something to wait for. A signal handler could do next to nothing: neither take a lock nor call
/// Server::Shutdown. So the signals are blocked, and one thread asks for them.
class stop_signal {
 public:
  /// Blocks both for this thread and those that it starts. So do this before anything starts a thread, as grpc++ does
  /// with the first server or channel.
  stop_signal();
  /// Returns when one has come, also one that came before the call.
  void wait() const;

 private:
  sigset_t set_;
};

/// One line on stdout, at once, not mixed with another thread's.
void say(const std::string& line);
/// The same on stderr.
void complain(const std::string& line);

/// The whole file. Throws std::runtime_error that names it.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace program
