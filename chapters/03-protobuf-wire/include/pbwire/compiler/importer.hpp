// SPDX-License-Identifier: MIT
//
// A .proto file with all it imports, parsed and linked in the order of need:
//
//   importer files([](const std::string& name) { return read_file("protos/" + name); });
//   if (files.import({"shop/order.proto"})) … files.types().find_message("shop.Order") …
//   for (const diagnostic& d : files.errors()) std::cerr << d.str() << '\n';
//
// Where the texts come from is the caller's affair: a folder, several, a test's map. The compiler opens no files.
#pragma once

#include <pbwire/compiler/diagnostic.hpp>
#include <pbwire/compiler/linker.hpp>
#include <pbwire/pool.hpp>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pbwire::compiler {

/// The text of a file by the name it is imported under; nothing if there is no such file.
using file_source = std::function<std::optional<std::string>(const std::string& name)>;

class importer {
 public:
  explicit importer(file_source source) : source_(std::move(source)) {}

  /// Adds the files and all they import to the pool; those that are there already are left alone. False if any of them
  /// is wrong or missing. Unused imports are warned of in these files, not in those they import.
  bool import(const std::vector<std::string>& names);

  [[nodiscard]] const pool& types() const { return types_; }
  [[nodiscard]] pool take_types() && { return std::move(types_); }
  /// In the order of the files: what is wrong with an import comes before what that does to the importing file.
  [[nodiscard]] const std::vector<diagnostic>& errors() const { return errors_; }
  [[nodiscard]] const std::vector<diagnostic>& warnings() const { return warnings_; }

 private:
  /// A file whose imports are being read.
  struct pending_file {
    std::string name;
    const source_places* places;
  };

  bool load(const std::string& name);
  bool load_text(const std::string& name, const std::string& text);
  bool is_cycle(const std::string& name);

  file_source source_;
  pool types_;
  std::vector<diagnostic> errors_;
  std::vector<diagnostic> warnings_;
  std::set<std::string> asked_for_;
  std::set<std::string> wrong_;
  std::vector<pending_file> pending_;  // from the file asked for to the one being read
};

}  // namespace pbwire::compiler
