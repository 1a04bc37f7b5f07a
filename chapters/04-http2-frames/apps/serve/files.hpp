// SPDX-License-Identifier: MIT
//
// A folder of files, as a server sees it: a path in, a file with its type and size out, and never one from outside.
#pragma once

#include <h2/bytes.hpp>
#include <h2/hpack/header_list.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace serve {

/// An open file, read from the front.
class file {
 public:
  /// Empty: not there, or no plain file.
  static std::optional<file> open(const std::string& path);
  ~file();
  file(file&& other) noexcept;
  file& operator=(file&&) = delete;

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::int64_t modified() const { return modified_; }  // seconds since 1970
  /// The next bytes; fewer than `into` only when the file is at its end, or shorter than it was.
  [[nodiscard]] std::size_t read(h2::byte_buffer& into);

 private:
  file(int descriptor, std::uint64_t size, std::int64_t modified);
  int descriptor_;
  std::uint64_t size_;
  std::int64_t modified_;
};

/// A small file that was served a moment ago.
struct cached_file {
  h2::header_list response;
  h2::byte_buffer content;
};

class folder {
 public:
  /// `root` empty: no files at all. Throws std::runtime_error if it is no folder.
  explicit folder(const std::string& root);

  /// "/a%20b/" → the file a b/index.html of the root. Empty: malformed, not there, or outside (RFC 9110 §17.3), by ".."
  /// or by a link.
  [[nodiscard]] std::optional<std::string> locate(std::string_view path) const;

  /// The file of a path, if it is small and was asked for in the last second; looked at again after that. What the page
  /// cache holds is quickly read, but three system calls are more than all the rest of a small answer.
  [[nodiscard]] std::shared_ptr<const cached_file> cached(std::string_view path,
                                                          std::chrono::steady_clock::time_point now);
  /// Keeps it if it is small enough.
  void keep(std::string_view path, std::shared_ptr<const cached_file> small, std::chrono::steady_clock::time_point now);

  static constexpr std::size_t small = std::size_t{64} << 10U;  // bytes
  static constexpr std::size_t kept = 64;                       // files

 private:
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  struct entry {
    std::shared_ptr<const cached_file> content;
    std::chrono::steady_clock::time_point read;
  };
  std::string root_;  // canonical, without a slash at its end; empty: none
  std::unordered_map<std::string, entry, text_hash, std::equal_to<>> cache_;
};

/// "text/html; charset=utf-8"; "application/octet-stream" for what is not known.
[[nodiscard]] std::string_view content_type(std::string_view path);

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7)
[[nodiscard]] std::string http_date(std::int64_t seconds);

}  // namespace serve
