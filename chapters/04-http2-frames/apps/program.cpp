// SPDX-License-Identifier: MIT
#include "program.hpp"

#include <CLI/CLI.hpp>

#include <boost/asio/signal_set.hpp>

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace program {

struct options::implementation {
  CLI::App app;
  CLI::Option* last = nullptr;
};

options::options(const std::string& description) : implementation_(new implementation{CLI::App(description)}) {}
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
  // Without this `-H a http://x` would take the URL for a second field.
  if (name.starts_with('-')) implementation_->last->allow_extra_args(false);
  return *this;
}

options& options::add(const std::string& name, std::string& value, const std::vector<std::string>& words,
                      const std::string& help) {
  add(name, value, help);
  implementation_->last->check(CLI::IsMember(words));
  return *this;
}

options& options::required() {
  implementation_->last->required();
  return *this;
}

options& options::between(std::int64_t least, std::int64_t most) {
  implementation_->last->check(CLI::Range(least, most));
  return *this;
}

void options::parse(int argc, char** argv) {
  try {
    implementation_->app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    throw leave{implementation_->app.exit(e)};
  }
}

int guarded(std::string_view name, const std::function<int()>& body) {
  try {
    return body();
  } catch (const leave& l) {
    return l.status;
  } catch (const std::exception& e) {
    std::fflush(stdout);
    std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(name.size()), name.data(), e.what());
    return 1;
  }
}

void run(asio::io_context& io, asio::awaitable<void> work, const std::function<void()>& interrupt) {
  std::exception_ptr failed;
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](boost::system::error_code ec, int) {
    if (ec) return;
    signals.clear();  // the next one finds the system's own way
    interrupt();
  });
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr e) {
    signals.cancel();
    failed = e;
    if (failed) interrupt();  // so that what the work left open ends too
  });
  io.run();
  if (failed) std::rethrow_exception(failed);
}

std::string text(const asio::ip::tcp::endpoint& at) {
  std::ostringstream out;
  out << at;
  return out.str();
}

host_and_port split_address(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos || colon + 1 == address.size()) {
    throw std::runtime_error(address + ": want HOST:PORT, for example 127.0.0.1:0");
  }
  host_and_port parts{address.substr(0, colon), address.substr(colon + 1)};
  if (parts.host.size() > 2 && parts.host.front() == '[' && parts.host.back() == ']') {
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  }
  return parts;
}

std::string contents_of(const std::string& path) {
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& from = path == "-" ? std::cin : file;
  if (!from) throw std::runtime_error(path + ": cannot be read");
  std::string all(std::istreambuf_iterator<char>(from), {});
  return all;
}

bool colour_wanted() {
  const char* no_colour = std::getenv("NO_COLOR");  // set, and not to nothing
  return ::isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace program
