// SPDX-License-Identifier: MIT
//
// What all programs of the chapter share: a command line, bytes to read, and an end. They read to the end of a file or
// of standard input, print, and leave; or say in one sentence why they could not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace program {

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
  /// Many: an option is given once for each (-I a -I b), an argument takes all that follow.
  options& add(const std::string& name, std::vector<std::string>& values, const std::string& help);
  /// One of a few words.
  options& add(const std::string& name, std::string& value, const std::vector<std::string>& words,
               const std::string& help);
  /// The option or argument added last must be given.
  options& required();

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

/// All of a file; of standard input if `path` is "-". Throws std::runtime_error.
[[nodiscard]] std::string contents_of(const std::string& path);

/// "08 96 01", "089601" and "0x08,0x96" are the same three (or two) bytes; \x is taken too. Throws std::runtime_error,
/// which says where it is no hex.
[[nodiscard]] std::string from_hex(std::string_view text);

/// Replaces a file, or writes to standard output if `path` is "-". Throws std::runtime_error.
void write_to(const std::string& path, std::string_view content);

/// Whether standard output wants colour: it is a terminal, and NO_COLOR is not set (no-color.org).
[[nodiscard]] bool colour_wanted();

inline std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

}  // namespace program
