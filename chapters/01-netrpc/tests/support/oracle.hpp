// SPDX-License-Identifier: MIT
//
// Asks a long-lived oracle process: frames on its stdin, frames on its stdout
// (the protocol is described at the top of tests/oracle/diff_gob/main.go).
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace test {

class oracle {
 public:
  struct answer {
    char verdict;
    std::string payload;
  };

  /// Starts $NETRPC_ORACLES/name. Throws std::runtime_error when there is none.
  explicit oracle(std::string_view name) {
    const char* folder = std::getenv("NETRPC_ORACLES");
    if (folder == nullptr) throw std::runtime_error("NETRPC_ORACLES is not set: run this test through `meson test`");
    const std::string program = std::string(folder) + "/" + std::string(name);
    if (access(program.c_str(), X_OK) != 0)
      throw std::runtime_error("no oracle " + program + ": build it, it needs golang-go");
    std::signal(SIGPIPE, SIG_IGN);  // an oracle that died is an exception below
    std::array<int, 2> in{}, out{};
    if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    child_ = fork();
    if (child_ == 0) {
      dup2(in[0], 0);
      dup2(out[1], 1);
      execl(program.c_str(), program.c_str(), nullptr);
      _exit(127);
    }
    close(in[0]);
    close(out[1]);
    in_ = in[1];
    out_ = out[0];
  }
  ~oracle() {
    close(in_);
    close(out_);
    waitpid(child_, nullptr, 0);  // it ends when its input does
  }
  oracle(const oracle&) = delete;
  oracle& operator=(const oracle&) = delete;

  answer ask(char op, std::string_view payload) {
    std::string frame = little_endian(static_cast<std::uint32_t>(1 + payload.size()));
    frame += op;
    frame += payload;
    for (std::string_view left = frame; !left.empty();) {
      const ssize_t n = write(in_, left.data(), left.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) throw std::runtime_error("the oracle is gone");
      left.remove_prefix(static_cast<std::size_t>(n));
    }
    std::string body = read_exactly(number(read_exactly(4)));
    return {body.at(0), body.substr(1)};
  }

  /// "u32 n, n bytes, text" of some answers.
  static std::pair<std::string, std::string> split(std::string_view payload) {
    const std::size_t n = number(payload.substr(0, 4));
    return {std::string(payload.substr(4, n)), std::string(payload.substr(4 + n))};
  }

 private:
  static std::string little_endian(std::uint32_t n) {
    std::string out;
    for (int i = 0; i < 4; ++i) out += static_cast<char>(n >> (8 * i) & 0xFF);
    return out;
  }
  static std::size_t number(std::string_view text) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < 4; ++i)
      n |= static_cast<std::size_t>(static_cast<unsigned char>(text.at(i))) << (8 * i);
    return n;
  }
  std::string read_exactly(std::size_t count) {
    std::string out(count, '\0');
    for (std::size_t got = 0; got < count;) {
      const ssize_t n = read(out_, out.data() + got, count - got);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) throw std::runtime_error("the oracle is gone");
      got += static_cast<std::size_t>(n);
    }
    return out;
  }

  int in_ = -1, out_ = -1;
  pid_t child_ = -1;
};

/// $RPC_ANATOMY_SEED, or one of its own.
inline std::uint64_t seed() {
  if (const char* given = std::getenv("RPC_ANATOMY_SEED")) return std::strtoull(given, nullptr, 0);
  return std::random_device{}();
}

}  // namespace test
