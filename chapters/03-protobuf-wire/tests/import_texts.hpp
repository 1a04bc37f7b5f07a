// SPDX-License-Identifier: MIT
//
// Compiles .proto files that a test has written down.
#pragma once

#include <pbwire/compiler/importer.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace import_texts {

using texts = std::map<std::string, std::string>;

/// An importer that finds the texts by name, and google/protobuf/*.proto where they are installed.
inline pbwire::compiler::importer importer_of(texts files) {
  return pbwire::compiler::importer([files = std::move(files)](const std::string& name) -> std::optional<std::string> {
    if (const auto found = files.find(name); found != files.end()) return found->second;
    std::ifstream installed("/usr/include/" + name, std::ios::binary);
    if (!installed) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(installed), {});
  });
}

/// What is wrong with main.proto and its imports, as "file:line:column: message".
inline std::vector<std::string> errors_of(texts files) {
  pbwire::compiler::importer files_read = importer_of(std::move(files));
  files_read.import({"main.proto"});
  std::vector<std::string> lines;
  for (const auto& error : files_read.errors()) lines.push_back(error.str());
  return lines;
}
inline std::vector<std::string> errors_of(const std::string& text) { return errors_of(texts{{"main.proto", text}}); }

inline std::vector<std::string> warnings_of(texts files) {
  pbwire::compiler::importer files_read = importer_of(std::move(files));
  files_read.import({"main.proto"});
  std::vector<std::string> lines;
  for (const auto& warning : files_read.warnings()) lines.push_back(warning.str());
  return lines;
}

/// The types of main.proto, which must be right.
inline pbwire::pool types_of(texts files) {
  pbwire::compiler::importer files_read = importer_of(std::move(files));
  files_read.import({"main.proto"});
  for (const auto& error : files_read.errors()) ADD_FAILURE() << error.str();
  return std::move(files_read).take_types();
}
inline pbwire::pool types_of(const std::string& text) { return types_of(texts{{"main.proto", text}}); }

}  // namespace import_texts
