// SPDX-License-Identifier: MIT
//
// The .proto files that compiler tests go over: the ones installed with protobuf, the ones of this repository, and
// our own corpus in data/protos.
#pragma once

#include "child.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace proto_files {

/// A .proto file by its root, which imports are looked up in, and its name below that.
struct proto_file {
  std::filesystem::path root;
  std::string name;
};

inline std::optional<std::string> read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path)) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Every .proto below a folder, by the name it has below `root`. Folders of that name, and hidden ones, are left out.
inline std::vector<proto_file> below(const std::filesystem::path& root, const std::filesystem::path& folder,
                                     const std::set<std::string>& left_out = {}) {
  std::vector<proto_file> found;
  auto all = std::filesystem::recursive_directory_iterator(folder);
  for (auto at = begin(all); at != end(all); ++at) {
    const std::string name = at->path().filename().string();
    if (at->is_directory() && (left_out.contains(name) || name.starts_with('.'))) at.disable_recursion_pending();
    else if (at->path().extension() == ".proto") found.push_back({root, relative(at->path(), root).generic_string()});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return found;
}

/// The folder that protobuf's own .proto files are installed below.
inline std::filesystem::path system_root() { return "/usr/include"; }

inline std::vector<proto_file> installed() { return below(system_root(), system_root() / "google/protobuf"); }

inline std::vector<proto_file> corpus() {
  const std::filesystem::path root = child_process::data("protos");
  return below(root, root);
}

/// Those of all chapters, each with its own folder as root.
inline std::vector<proto_file> repository() {
  const std::filesystem::path here = child_process::setting("PBWIRE_SOURCE");
  std::vector<proto_file> found;
  for (const auto& chapter : std::filesystem::directory_iterator(here.parent_path())) {
    const std::string name = chapter.path().filename().string();  // "03-protobuf-wire"; in a learner's copy just "03"
    const bool numbered = name.find_first_not_of("0123456789") == 2 || name.size() == 2;
    if (!chapter.is_directory() || (!numbered && chapter.path() != here)) continue;
    for (const proto_file& file : below(chapter.path(), chapter.path(), {"data", "build", "subprojects"})) {
      const std::filesystem::path path = file.root / file.name;
      found.push_back({path.parent_path(), path.filename().string()});
    }
  }
  return found;
}

}  // namespace proto_files
