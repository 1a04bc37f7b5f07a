// SPDX-License-Identifier: MIT
#include "scope.hpp"

#include <algorithm>

namespace pbwire::compiler {

namespace {

/// Whether names can be inside it.
bool is_scope(const symbol& s) {
  return std::holds_alternative<package_scope>(s) || std::holds_alternative<const message_type*>(s) ||
         std::holds_alternative<const enum_type*>(s) || std::holds_alternative<const service_type*>(s);
}

bool is_type(const symbol& s) {
  return std::holds_alternative<const message_type*>(s) || std::holds_alternative<const enum_type*>(s);
}

/// Whether `name` is the file's package or the beginning of it.
bool is_in_package(const file_type& file, std::string_view name) {
  return file.package.starts_with(name) && (file.package.size() == name.size() || file.package[name.size()] == '.');
}

/// Looks for a full name and notes in `result` where it is if it may not be seen.
symbol find_visible(linking& work, std::string_view full_name, lookup& result) {
  const symbol found = work.tables().find(full_name);
  const file_type* const file = file_of(found);
  if (file == nullptr) return {};
  if (work.visible.contains(file)) {
    work.unused_imports.erase(file);
    return found;
  }
  // A package belongs to many files, and the table knows only the first.
  if (std::holds_alternative<package_scope>(found) &&
      std::ranges::any_of(work.visible, [&](const file_type* seen) { return is_in_package(*seen, full_name); })) {
    return found;
  }
  result.not_imported = file;
  result.not_imported_name = full_name;
  return {};
}

/// Tries one scope. True ends the search, which does not mean that something was found.
bool try_scope(linking& work, std::string_view scope, std::string_view name, wanted what, lookup& result) {
  const std::size_t dot = name.find('.');
  const std::string first = std::string(scope) + '.' + std::string(name.substr(0, dot));
  const symbol found = find_visible(work, first, result);
  if (std::holds_alternative<std::monostate>(found)) return false;
  if (dot == std::string_view::npos) {
    if (what == wanted::types && !is_type(found)) return false;
    result.found = found;
    return true;
  }
  if (!is_scope(found)) return false;
  const std::string whole = std::string(scope) + '.' + std::string(name);
  result.found = find_visible(work, whole, result);
  if (!result) result.led_to = whole;
  return true;
}

}  // namespace

lookup look_up_full(linking& work, std::string_view full_name) {
  lookup result;
  result.found = find_visible(work, full_name, result);
  return result;
}

lookup look_up(linking& work, std::string_view name, std::string_view from, wanted what) {
  if (name.starts_with('.')) return look_up_full(work, name.substr(1));
  lookup result;
  std::string_view scope = from;
  for (std::size_t dot = scope.rfind('.'); dot != std::string_view::npos; dot = scope.rfind('.')) {
    scope = scope.substr(0, dot);
    if (try_scope(work, scope, name, what, result)) return result;
  }
  result.found = find_visible(work, name, result);
  return result;
}

std::string why_not_found(const linking& work, std::string_view name, const lookup& result) {
  if (result.not_imported != nullptr) {
    return quoted(result.not_imported_name) + " is declared in " + quoted(result.not_imported->name) + ", which " +
           quoted(work.file.name) + " does not import; add the import";
  }
  if (!result.led_to.empty()) {
    const std::string_view inner = std::string_view(result.led_to).substr(0, result.led_to.size() - name.size());
    const std::string_view first = name.substr(0, name.find('.'));
    return quoted(name) + " means " + quoted(result.led_to) + " here, which does not exist, because the innermost " +
           quoted(first) + " is " + quoted(std::string(inner) + std::string(first)) + "; write " +
           quoted('.' + std::string(name)) + " to start from the outermost scope";
  }
  return quoted(name) + " is not defined; check its spelling and the imports";
}

}  // namespace pbwire::compiler
