// SPDX-License-Identifier: MIT
//
// Where imported .proto files come from.
//
// A .proto has two names. `import "google/protobuf/any.proto"` is its name for other files; where it lies is the
// machine's business. The folders of -I join the two: each is a root that import names are relative to. protoc wants a
// file on the command line to lie below one of them, and calls it by what is left when the root is taken away:
//
//   -I proto proto/shop/item.proto      →  "shop/item.proto"
//   proto/shop/item.proto               →  "proto/shop/item.proto", since without -I the root is the current folder
//   /home/me/item.proto                 →  protoc refuses; here the file's own folder becomes a root: "item.proto"
//
// The last line is the only thing added to protoc's rule, for programs that are given one file from anywhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace program {

class disk_source {
 public:
  /// `folders` are those of -I, the first one first; none means the current folder.
  explicit disk_source(std::vector<std::string> folders = {});

  /// The import name of a file given on the command line; its own folder becomes the last root but /usr/include.
  /// Throws std::runtime_error: there is no such file, or an earlier root has another one of this name.
  std::string add(const std::string& path);

  /// The text of an import; none if no root has the file. A name has one spelling: "a/../b.proto" and "./b.proto" are
  /// found nowhere.
  [[nodiscard]] std::optional<std::string> read(std::string_view name) const;
  /// The same, for whoever wants a function.
  std::optional<std::string> operator()(std::string_view name) const { return read(name); }

  /// Where it lies; none if no root has it.
  [[nodiscard]] std::optional<std::string> path_of(std::string_view name) const;

 private:
  std::vector<std::string> roots_;  // those of -I
  std::vector<std::string> own_;    // of the given files
};

}  // namespace program
