// SPDX-License-Identifier: MIT
#include "child.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace bench {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
  return ends;
}

}  // namespace

child::child(const std::vector<std::string>& command) : name_(command.at(0)) {
  const auto input = make_pipe();
  const auto output = make_pipe();
  std::vector<char*> arguments;
  for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_ = fork();
  if (pid_ < 0) fail("fork");
  if (pid_ == 0) {
    dup2(input[0], STDIN_FILENO);
    dup2(output[1], STDOUT_FILENO);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  close(input[0]);
  close(output[1]);
  to_ = input[1];
  from_ = fdopen(output[0], "r");
}

child::~child() {
  close(to_);
  if (from_ != nullptr) fclose(from_);
  waitpid(pid_, nullptr, 0);
}

std::string child::line() {
  std::string text;
  for (int c = 0; (c = std::fgetc(from_)) != '\n';) {
    if (c == EOF) throw std::runtime_error(name_ + " ended without an answer");
    text.push_back(static_cast<char>(c));
  }
  return text;
}

std::string child::after(const std::string& prefix) {
  std::string text = line();
  if (!text.starts_with(prefix))
    throw std::runtime_error(name_ + " said \"" + text + "\" instead of \"" + prefix + "…\"");
  return text.substr(prefix.size());
}

std::string this_program() { return std::filesystem::read_symlink("/proc/self/exe"); }

}  // namespace bench
