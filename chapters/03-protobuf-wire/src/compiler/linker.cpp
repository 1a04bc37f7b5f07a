// SPDX-License-Identifier: MIT
//
// The order of work. Each stage needs what the ones before it found out:
//
//   resolve_imports    which files are visible
//   declare            every name in the pool's table; flat lists of all parts
//   check_numbers, check_ranges, check_names    what concerns only the file itself
//   link_types         names become types; extensions join what they extend
//   read_defaults      an enum's default is one of its values, so types come first
//   interpret_options  an option is a field of a message, so fields come first
//   check_options, check_proto3    what an option or the syntax forbids
//
// The last three only for files without errors: after an unknown type, what is said about options would mostly be
// consequences of it.
#include "linking.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace pbwire::compiler {

namespace {

/// Takes back all that the file has added to the pool's tables.
void withdraw(linking& work) {
  for (const std::string& name : work.new_symbols) work.tables().symbols.erase(name);
  for (const auto& extension : work.new_extensions) work.tables().extensions.erase(extension);
}

/// What a descriptor need not say, and protoc does not.
void leave_out_the_obvious(descriptor::FileDescriptorProto& proto) {
  if (proto.syntax && *proto.syntax != "proto3") proto.syntax.reset();
  if (proto.package && proto.package->empty()) proto.package.reset();
}

void open_file(file_type& file) {
  leave_out_the_obvious(file.proto);
  file.name = file.proto.name ? std::string_view(*file.proto.name) : std::string_view();
  file.package = file.proto.package ? std::string_view(*file.proto.package) : std::string_view();
  file.syntax = file.proto.syntax ? syntax::proto3 : syntax::proto2;
}

/// From the file's beginning to its end, whichever stage found it; what has no place comes last.
void sort_by_place(std::vector<diagnostic>& list) {
  std::ranges::stable_sort(list, [](const diagnostic& a, const diagnostic& b) {
    return std::tuple(a.line == 0, a.line, a.column) < std::tuple(b.line == 0, b.line, b.column);
  });
}

void run_stages(linking& work) {
  resolve_imports(work);
  declare(work);
  check_numbers(work);
  check_ranges(work);
  check_names(work);
  link_types(work);
  read_defaults(work);
  if (!work.failed()) interpret_options(work);
  if (work.failed()) return;
  check_options(work);
  if (work.file.syntax == syntax::proto3) check_proto3(work);
}

linked_file link(pool& into, descriptor::FileDescriptorProto proto, const source_places& places,
                 const link_options& options) {
  linked_file outcome;
  auto file = std::make_unique<file_type>();
  file->proto = std::move(proto);
  open_file(*file);
  linking work{into, *file, places, outcome, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  if (into.find_file(file->name) != nullptr) {
    work.error({}, place::other, "a file named " + quoted(file->name) + " is already there");
    return outcome;
  }
  run_stages(work);
  sort_by_place(outcome.errors);
  sort_by_place(outcome.warnings);
  if (work.failed()) {
    withdraw(work);
    return outcome;
  }
  if (options.warn_unused_imports) {
    for (const file_type* unused : work.unused_imports) {
      work.import_warning(std::string(unused->name), "nothing from " + quoted(unused->name) + " is used here");
    }
  }
  outcome.file = file.get();
  pool::tables& tables = into.contents();
  tables.files.push_back(outcome.file);
  tables.files_by_name.emplace(outcome.file->name, outcome.file);
  tables.owned.push_back(std::move(file));
  return outcome;
}

diagnostic at(const linking& work, std::optional<position> where, std::string message) {
  diagnostic d{std::string(work.file.name), 0, 0, std::move(message)};
  if (where) {
    d.line = where->line + 1;
    d.column = where->column + 1;
  }
  return d;
}

}  // namespace

linked_file link(pool& into, parsed_file parsed, const link_options& options) {
  return link(into, std::move(parsed.proto), parsed.places, options);
}

linked_file link(pool& into, descriptor::FileDescriptorProto proto, const link_options& options) {
  return link(into, std::move(proto), source_places(), options);
}

element_path inside(const element_path& parent, std::int32_t what, std::size_t index) {
  element_path path = parent;
  path.push_back(what);
  path.push_back(static_cast<std::int32_t>(index));
  return path;
}

std::optional<position> linking::find(const element_path& path, place what) const {
  for (element_path outer = path; !outer.empty(); outer.pop_back()) {
    const auto map = maps_of_entries.find(outer);
    if (map != maps_of_entries.end()) return places.find(map->second, place::type);
  }
  return places.find(path, what);
}

void linking::error(const element_path& path, place what, std::string message) {
  outcome.errors.push_back(at(*this, find(path, what), std::move(message)));
}
void linking::warning(const element_path& path, place what, std::string message) {
  outcome.warnings.push_back(at(*this, find(path, what), std::move(message)));
}
void linking::import_error(const std::string& import, std::string message) {
  outcome.errors.push_back(at(*this, places.find_import(import), std::move(message)));
}
void linking::import_warning(const std::string& import, std::string message) {
  outcome.warnings.push_back(at(*this, places.find_import(import), std::move(message)));
}

std::string_view kind_of(const symbol& s) {
  constexpr std::array<std::string_view, 9> kinds = {"nothing", "a package", "a message", "an enum", "an enum value",
                                                     "a field", "a oneof",   "a service", "a method"};
  static_assert(std::variant_size_v<symbol> == kinds.size());
  return kinds[s.index()];
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace pbwire::compiler
