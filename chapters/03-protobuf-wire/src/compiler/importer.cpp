// SPDX-License-Identifier: MIT
//
// Depth first: a file is parsed, then everything it imports is loaded, then it is linked. The chain of files that are
// between the first and the last of these steps is `pending_`; an import that leads back into it is a cycle.
#include <pbwire/compiler/importer.hpp>

#include <algorithm>
#include <iterator>

namespace pbwire::compiler {

namespace {

void append(std::vector<diagnostic>& to, std::vector<diagnostic>& from) {
  std::ranges::move(from, std::back_inserter(to));
}

/// Whether a name is spelt in the one way that a file can be imported: a/b.proto, not /a/b.proto, a//b.proto,
/// ./a/b.proto, a/../b.proto or a\\b.proto. One file under two names would be two files, with all types twice.
bool is_import_name(std::string_view name) {
  if (name.empty() || name.find('\\') != std::string_view::npos) return false;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return false;
    begin = end + 1;
  }
  return true;
}

}  // namespace

bool importer::import(const std::vector<std::string>& names) {
  asked_for_.insert(names.begin(), names.end());
  bool all = true;
  for (const std::string& name : names) all = load(name) && all;
  return all;
}

/// Reports a cycle in the file where it begins, at the import that leads into it.
bool importer::is_cycle(const std::string& name) {
  const auto first = std::ranges::find(pending_, name, &pending_file::name);
  if (first == pending_.end()) return false;
  std::string chain;
  for (auto file = first; file != pending_.end(); ++file) chain += file->name + " → ";
  const auto next = std::next(first) == pending_.end() ? first : std::next(first);
  diagnostic d{name, 0, 0, "imports lead in a circle: " + chain + name + "; move what is shared to a file of its own"};
  if (const auto at = first->places->find_import(next->name)) {
    d.line = at->line + 1;
    d.column = at->column + 1;
  }
  errors_.push_back(std::move(d));
  return true;
}

bool importer::load(const std::string& name) {
  if (types_.find_file(name) != nullptr) return true;
  if (wrong_.contains(name) || is_cycle(name)) return false;
  const bool is_name = is_import_name(name);
  const std::optional<std::string> text = is_name ? source_(name) : std::nullopt;
  if (!is_name) {
    errors_.push_back(
        {name, 0, 0, "no name of a file to import; write the path from a folder that is searched, as a/b.proto"});
  } else if (!text) {
    errors_.push_back({name, 0, 0, "file not found; check the name and the folders to search"});
  }
  const bool right = text && load_text(name, *text);
  if (!right) wrong_.insert(name);
  return right;
}

bool importer::load_text(const std::string& name, const std::string& text) {
  parsed_file parsed = parse(name, text);
  append(warnings_, parsed.warnings);
  if (!parsed.errors.empty()) {
    append(errors_, parsed.errors);
    return false;
  }
  pending_.push_back({name, &parsed.places});
  for (const std::string& import : parsed.proto.dependency) load(import);
  pending_.pop_back();
  linked_file linked = link(types_, std::move(parsed), {.warn_unused_imports = asked_for_.contains(name)});
  append(errors_, linked.errors);
  append(warnings_, linked.warnings);
  return linked.file != nullptr;
}

}  // namespace pbwire::compiler
