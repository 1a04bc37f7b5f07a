// SPDX-License-Identifier: MIT
#include "program.hpp"

#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
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
  // Without this `-I a user.proto` would take user.proto for a second folder.
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

std::string contents_of(const std::string& path) {
  const bool standard = path == "-";
  const int file = standard ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw std::runtime_error(path + ": " + std::strerror(errno));
  std::string all;
  std::array<char, 65536> piece;
  for (;;) {
    const ssize_t got = ::read(file, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    const int failed = got < 0 ? errno : 0;
    if (got > 0) all.append(piece.data(), static_cast<std::size_t>(got));
    if (got > 0) continue;
    if (!standard) ::close(file);
    if (failed != 0) throw std::runtime_error(path + ": " + std::strerror(failed));
    return all;
  }
}

namespace {

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// How many characters at the front only set bytes apart.
std::size_t separator(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X") || text.starts_with("\\x")) return 2;
  return text.find_first_of(" \t\r\n,:") == 0 ? 1 : 0;
}

}  // namespace

std::string from_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t skipped = separator(text.substr(at)); skipped > 0) {
      at += skipped;
      continue;
    }
    const int high = nibble(text[at]);
    const int low = at + 1 < text.size() ? nibble(text[at + 1]) : -1;
    if (high < 0 || low < 0) {
      throw std::runtime_error("no hex byte at character " + std::to_string(at + 1) + ": \"" +
                               std::string(text.substr(at, 2)) + '"');
    }
    bytes += static_cast<char>(high << 4 | low);
    at += 2;
  }
  return bytes;
}

void write_to(const std::string& path, std::string_view content) {
  std::FILE* const file = path == "-" ? stdout : std::fopen(path.c_str(), "wbe");
  if (file == nullptr) throw std::runtime_error(path + ": " + std::strerror(errno));
  const bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  const int failed = errno;
  const bool ended = file == stdout ? std::fflush(file) == 0 : std::fclose(file) == 0;
  if (!written || !ended) throw std::runtime_error(path + ": " + std::strerror(written ? errno : failed));
}

bool colour_wanted() {
  const char* no_colour = std::getenv("NO_COLOR");  // set, and not to nothing
  return ::isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace program
