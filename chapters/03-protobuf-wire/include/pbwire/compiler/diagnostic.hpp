// SPDX-License-Identifier: MIT
//
// What the compiler says to whoever wrote the .proto. One form for every stage, the one that editors can jump to.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pbwire::compiler {

/// Line and column from 0, as SourceCodeInfo counts. Columns are bytes, but a tab goes on to the next multiple of 8.
struct position {
  std::int32_t line = 0;
  std::int32_t column = 0;

  friend auto operator<=>(const position&, const position&) = default;
};

struct diagnostic {
  std::string file;  // as imported
  int line = 0;      // from 1; 0 where no place in the text is to blame, such as an import that was not found
  int column = 0;    // from 1
  std::string message;

  /// "user.proto:3:12: message", or "user.proto: message" without a line.
  [[nodiscard]] std::string str() const {
    if (line == 0) return file + ": " + message;
    return file + ':' + std::to_string(line) + ':' + std::to_string(column) + ": " + message;
  }

  friend bool operator==(const diagnostic&, const diagnostic&) = default;
};

/// Collects what is wrong with one file, in the order it was found.
class error_log {
 public:
  explicit error_log(std::string_view file) : file_(file) {}

  void add(position at, std::string message) {
    entries_.push_back({file_, at.line + 1, at.column + 1, std::move(message)});
  }
  void add_without_line(std::string message) { entries_.push_back({file_, 0, 0, std::move(message)}); }

  [[nodiscard]] const std::vector<diagnostic>& entries() const { return entries_; }
  [[nodiscard]] std::vector<diagnostic> take() { return std::move(entries_); }

 private:
  std::string file_;
  std::vector<diagnostic> entries_;
};

}  // namespace pbwire::compiler
