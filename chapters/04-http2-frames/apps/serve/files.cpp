// SPDX-License-Identifier: MIT
#include "files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace serve {
namespace {

namespace fs = std::filesystem;

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

/// RFC 3986 §2.1. Empty: a % without two hex digits, or a NUL, which would end the path early.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      if (at + 2 >= text.size()) return std::nullopt;
      const auto high = hex_digit(text[at + 1]);
      const auto low = hex_digit(text[at + 2]);
      if (!high || !low) return std::nullopt;
      out += static_cast<char>(*high << 4 | *low);
      at += 2;
    } else {
      out += text[at];
    }
    if (out.back() == '\0') return std::nullopt;
  }
  return out;
}

}  // namespace

std::optional<file> file::open(const std::string& path) {
  // NONBLOCK: a FIFO must not hold the server until somebody writes into it.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return std::nullopt;
  struct stat about {};
  if (::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
    ::close(descriptor);
    return std::nullopt;
  }
  return file(descriptor, static_cast<std::uint64_t>(about.st_size), about.st_mtime);
}

file::file(int descriptor, std::uint64_t size, std::int64_t modified)
    : descriptor_(descriptor), size_(size), modified_(modified) {}
file::file(file&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_), modified_(other.modified_) {}
file::~file() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t file::read(h2::byte_buffer& into) {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const ssize_t n = ::read(descriptor_, into.data() + filled, into.size() - filled);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    filled += static_cast<std::size_t>(n);
  }
  return filled;
}

folder::folder(const std::string& root) {
  if (root.empty()) return;
  std::error_code missing;
  const fs::path whole = fs::canonical(root, missing);
  if (missing || !fs::is_directory(whole)) throw std::runtime_error(root + ": no such folder");
  root_ = whole.string();
  if (root_ == "/") root_.clear();
  root_ += '/';
}

std::optional<std::string> folder::locate(std::string_view path) const {
  if (root_.empty() || !path.starts_with('/')) return std::nullopt;
  const std::optional<std::string> decoded = percent_decoded(path.substr(1));
  if (!decoded) return std::nullopt;
  fs::path wanted = fs::path(root_ + *decoded);
  if (decoded->empty() || decoded->ends_with('/')) wanted /= "index.html";
  // Links and ".." are followed first, then it is seen where they led.
  std::error_code missing;
  std::string real = fs::canonical(wanted, missing).string();
  if (missing || !real.starts_with(root_)) return std::nullopt;
  return real;
}

std::shared_ptr<const cached_file> folder::cached(std::string_view path, std::chrono::steady_clock::time_point now) {
  const auto found = cache_.find(path);
  if (found == cache_.end()) return nullptr;
  if (now - found->second.read < std::chrono::seconds(1)) return found->second.content;
  cache_.erase(found);
  return nullptr;
}

void folder::keep(std::string_view path, std::shared_ptr<const cached_file> read,
                  std::chrono::steady_clock::time_point now) {
  if (read->content.size() > small) return;
  if (cache_.size() >= kept) cache_.clear();  // those in demand are back at once
  cache_.insert_or_assign(std::string(path), entry{std::move(read), now});
}

std::string_view content_type(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 14> types{{
      {".html", "text/html; charset=utf-8"},
      {".htm", "text/html; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".json", "application/json"},
      {".txt", "text/plain; charset=utf-8"},
      {".md", "text/markdown; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".gif", "image/gif"},
      {".wasm", "application/wasm"},
      {".pdf", "application/pdf"},
  }};
  for (const auto& [ending, type] : types) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

std::string http_date(std::int64_t seconds) {
  const std::time_t when = seconds;
  std::tm parts{};
  ::gmtime_r(&when, &parts);
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

}  // namespace serve
