// SPDX-License-Identifier: MIT
//
// What all programs of the chapter share: options, a loop, and an end. Servers print
// `listening on 127.0.0.1:PORT` and serve until Ctrl-C; clients do their work, or say in one sentence
// why they could not. Either way everything that was started has ended before main returns.
#pragma once

#include <netrpc/dial.hpp>
#include <netrpc/listener.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace program {

using namespace netrpc;

/// What a program understands on its command line. CLI11 does the work, in program.cpp alone: its
/// header takes longer to compile than a program here.
class options {
 public:
  explicit options(const std::string& description);
  ~options();

  // "--name" is an option, "NAME" stands for itself. The value it has now is its default.
  options& add(const std::string& name, std::string& value, const std::string& help);
  /// A flag: false unless given.
  options& add(const std::string& name, bool& given, const std::string& help);
  options& add(const std::string& name, std::int64_t& value, const std::string& help);
  options& add(const std::string& name, std::vector<std::string>& values, const std::string& help);
  /// --codec gob|jsonrpc|http
  options& add_codec(protocol& speaks);
  /// A subcommand, with options of its own; `chosen` says whether it was given. One must be.
  options& add_command(const std::string& name, bool& chosen, const std::string& help);
  /// The option or argument added last must be given.
  options& required();

  /// Throws leave() after --help, or after a mistake that was explained on stderr.
  void parse(int argc, char** argv);

 private:
  struct implementation;
  explicit options(std::unique_ptr<implementation> i);
  std::unique_ptr<implementation> implementation_;
};

/// Ends a program with a status, quietly.
struct leave {
  int status = 0;
};

/// main's frame: whatever is thrown becomes one sentence on stderr and status 1.
int guarded(const std::function<int()>& body);

/// Runs `work` until it ends; Ctrl-C and SIGTERM call `interrupt`, which must make it end.
int run(asio::io_context& io, awaitable<void> work, const std::function<void()>& interrupt);

[[nodiscard]] std::string text(const tcp::endpoint& at);

/// "127.0.0.1:0" → where to listen. Throws std::runtime_error.
[[nodiscard]] listen_options listen_at(const std::string& address, protocol speaks = protocol::gob);

/// Listens, says where, and serves until Ctrl-C.
int serve(const listen_options& where, listener::server_for each);

/// Does a client's work with a connection. `work` throws what goes wrong (result<T>::value() does).
int with_client(const std::string& address, dial_options how, const std::function<awaitable<void>(client&)>& work);

}  // namespace program
