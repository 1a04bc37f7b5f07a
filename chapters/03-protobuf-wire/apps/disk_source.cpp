// SPDX-License-Identifier: MIT
#include "disk_source.hpp"

#include "program.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace program {

namespace {

/// Where the files that protobuf itself brings are installed: google/protobuf/*.proto.
constexpr std::string_view system_root = "/usr/include";

/// The parts of a path without "." and doubled slashes, as protoc compares them. ".." stays: through a symbolic link it
/// leads elsewhere than the text says.
std::string tidy(std::string_view path) {
  std::string out = path.starts_with('/') ? "/" : "";
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    if (!part.empty() && part != ".") {
      if (!out.empty() && out != "/") out += '/';
      out += part;
    }
    at = end + 1;
  }
  return out;
}

bool has_parent_part(std::string_view path) {
  return ("/" + std::string(path) + "/").find("/../") != std::string::npos;
}

std::string join(std::string_view root, std::string_view name) {
  if (root.empty()) return std::string(name);
  return std::string(root) + (root.ends_with('/') ? "" : "/") + std::string(name);
}

/// What is left of `path` below `root` (both tidy); none if it does not lie there.
std::optional<std::string> below(std::string_view root, std::string_view path) {
  if (root.empty() ? path.starts_with('/') : !path.starts_with(join(root, ""))) return std::nullopt;
  const std::string_view rest = path.substr(root.empty() ? 0 : join(root, "").size());
  if (rest.empty() || has_parent_part(rest)) return std::nullopt;
  return std::string(rest);
}

bool is_file(const std::string& path) {
  std::error_code failed;
  return std::filesystem::exists(path, failed) && !std::filesystem::is_directory(path, failed);
}

}  // namespace

disk_source::disk_source(std::vector<std::string> folders) : roots_(std::move(folders)) {
  if (roots_.empty()) roots_.emplace_back(".");
  for (std::string& root : roots_) root = tidy(root);
}

std::string disk_source::add(const std::string& path) {
  const std::string given = tidy(path);
  if (!is_file(given)) {
    // protoc: then it may be a name that some root knows.
    if (path_of(given)) return given;
    throw std::runtime_error(path + ": no such file");
  }
  const std::size_t slash = given.rfind('/');
  own_.push_back(slash == std::string::npos ? "" : given.substr(0, std::max<std::size_t>(slash, 1)));
  for (const std::vector<std::string>* some : {&std::as_const(roots_), &std::as_const(own_)}) {
    for (const std::string& root : *some) {
      const std::optional<std::string> name = below(root, given);
      if (!name) continue;
      const std::string first = path_of(*name).value_or(given);
      std::error_code failed;
      if (first != given && !std::filesystem::equivalent(first, given, failed)) {
        throw std::runtime_error(path + ": its import name \"" + *name + "\" leads to " + first + ", in an earlier -I");
      }
      return *name;
    }
  }
  return given;  // not reached: its own folder is a root
}

std::optional<std::string> disk_source::path_of(std::string_view name) const {
  if (name != tidy(name) || has_parent_part(name) || name.starts_with('/')) return std::nullopt;
  for (const std::vector<std::string>* some : {&roots_, &own_}) {
    for (const std::string& root : *some) {
      if (std::string path = join(root, name); is_file(path)) return path;
    }
  }
  std::string path = join(system_root, name);
  return is_file(path) ? std::optional(std::move(path)) : std::nullopt;
}

std::optional<std::string> disk_source::read(std::string_view name) const {
  const std::optional<std::string> path = path_of(name);
  if (!path) return std::nullopt;
  return contents_of(*path);
}

}  // namespace program
