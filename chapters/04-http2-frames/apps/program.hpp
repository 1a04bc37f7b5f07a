// SPDX-License-Identifier: MIT
//
// What all programs of the chapter share: a command line, a loop, and an end. Servers print
// `listening on 127.0.0.1:PORT` and serve until Ctrl-C; clients do their work, or say in one sentence why they could
// not. Either way everything that was started has ended before main returns.
#pragma once

#include <h2/net/asio.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace program {

namespace asio = boost::asio;

/// What a program understands on its command line. CLI11 does the work, in program.cpp alone: its header takes longer
/// to compile than a program here.
class options {
 public:
  explicit options(const std::string& description);
  ~options();

  // "-n,--name" is an option, "NAME" stands for itself. The value it has now is its default.
  options& add(const std::string& name, std::string& value, const std::string& help);
  /// A flag: false unless given.
  options& add(const std::string& name, bool& given, const std::string& help);
  options& add(const std::string& name, std::int64_t& value, const std::string& help);
  /// Many: an option is given once for each (-H a -H b), an argument takes all that follow.
  options& add(const std::string& name, std::vector<std::string>& values, const std::string& help);
  /// One of a few words.
  options& add(const std::string& name, std::string& value, const std::vector<std::string>& words,
               const std::string& help);
  /// The option or argument added last must be given.
  options& required();
  /// A whole number from `least` to `most`, for the option added last.
  options& between(std::int64_t least, std::int64_t most);

  /// Throws leave after --help, or after a mistake that was explained on stderr.
  void parse(int argc, char** argv);

 private:
  struct implementation;
  std::unique_ptr<implementation> implementation_;
};

/// Ends a program with a status, quietly.
struct leave {
  int status = 0;
};

/// main's frame: whatever is thrown becomes one sentence on stderr, "NAME: why", and status 1.
int guarded(std::string_view name, const std::function<int()>& body);

/// Runs `work` until it ends. Ctrl-C and SIGTERM call `interrupt`, which must make it end; a second one leaves at once,
/// as if there were no handler.
void run(asio::io_context& io, asio::awaitable<void> work, const std::function<void()>& interrupt);

/// "127.0.0.1:8080", "[::1]:8080"
[[nodiscard]] std::string text(const asio::ip::tcp::endpoint& at);

/// The opposite of text(endpoint): host and port, which need not be numbers. Throws std::runtime_error.
struct host_and_port {
  std::string host;
  std::string port;
};
[[nodiscard]] host_and_port split_address(const std::string& address);

/// All of a file; of standard input if `path` is "-". Throws std::runtime_error.
[[nodiscard]] std::string contents_of(const std::string& path);

/// Whether standard output wants colour: it is a terminal, and NO_COLOR is not set (no-color.org).
[[nodiscard]] bool colour_wanted();

}  // namespace program
