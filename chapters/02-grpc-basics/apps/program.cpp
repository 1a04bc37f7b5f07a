// SPDX-License-Identifier: MIT
#include "program.hpp"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace program {

struct options::implementation {
  explicit implementation(const std::string& description) : app(description) {}
  CLI::App app;
  CLI::Option* last = nullptr;
};

options::options(const std::string& description) : implementation_(std::make_unique<implementation>(description)) {}
options::~options() = default;

options& options::add(const std::string& name, std::string& value, const std::string& help) {
  implementation_->last = implementation_->app.add_option(name, value, help);
  if (!value.empty()) implementation_->last->capture_default_str();
  return *this;
}

options& options::add(const std::string& name, bool& given, const std::string& help) {
  implementation_->last = implementation_->app.add_flag(name, given, help);
  return *this;
}

options& options::add(const std::string& name, std::int64_t& value, const std::string& help) {
  implementation_->last = implementation_->app.add_option(name, value, help)->capture_default_str();
  return *this;
}

options& options::add(const std::string& name, std::vector<std::string>& values, const std::string& help) {
  implementation_->last = implementation_->app.add_option(name, values, help);
  if (!values.empty()) implementation_->last->capture_default_str();
  return *this;
}

options& options::required() {
  implementation_->last->required();
  return *this;
}

options& options::one_of(const std::vector<std::string>& values) {
  implementation_->last->check(CLI::IsMember(values));
  return *this;
}

options& options::between(std::int64_t least, std::int64_t most) {
  implementation_->last->check(CLI::Range(least, most));
  return *this;
}

options& options::needs(const std::string& other) {
  implementation_->last->needs(implementation_->app.get_option(other));
  return *this;
}

options& options::excludes(const std::string& other) {
  implementation_->last->excludes(implementation_->app.get_option(other));
  return *this;
}

void options::parse(int argc, char** argv) {
  try {
    implementation_->app.parse(argc, argv);
  } catch (const CLI::Success& e) {  // --help
    throw leave{implementation_->app.exit(e)};
  } catch (const CLI::ParseError& e) {  // CLI11's own exit() has a status for each kind of mistake, and two sentences
    throw std::runtime_error(e.what());
  }
}

int guarded(const std::function<int()>& body) {
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  try {
    return body();
  } catch (const leave& l) {
    return l.status;
  } catch (const std::exception& e) {
    complain(e.what());
    return 1;
  }
}

stop_signal::stop_signal() {
  sigemptyset(&set_);
  sigaddset(&set_, SIGINT);
  sigaddset(&set_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
}

void stop_signal::wait() const {
  int which = 0;
  sigwait(&set_, &which);
}

namespace {

void write_line(std::FILE* to, const std::string& line) {
  const std::string all = line + '\n';
  std::fwrite(all.data(), 1, all.size(), to);  // locks the stream for as long as it takes
  std::fflush(to);
}

}  // namespace

void say(const std::string& line) { write_line(stdout, line); }
void complain(const std::string& line) { write_line(stderr, line); }

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string all(std::istreambuf_iterator<char>(in), {});
  if (!in) throw std::runtime_error(path + ": " + std::strerror(errno));
  return all;
}

}  // namespace program
