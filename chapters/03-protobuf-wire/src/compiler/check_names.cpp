// SPDX-License-Identifier: MIT
//
// Names that differ here and would not differ elsewhere. Languages that put enum values inside their enum drop the
// prefix, `COLOR_RED` becoming `Color.Red`: two values that then have one name and different numbers are an error in
// proto3 and a warning in proto2, which is older than the rule.
//
// And oneofs, whose members must stand together, as the parser's do but not everybody's.
#include "linking.hpp"

#include <algorithm>
#include <map>

namespace pbwire::compiler {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// COLOR_RED or ColorRed in Color → RED or Red. A value that is nothing but the prefix keeps it.
std::string_view without_prefix(std::string_view value, std::string_view of_enum) {
  std::size_t at = 0;
  for (const char expected : of_enum) {
    if (expected == '_') continue;
    while (at < value.size() && value[at] == '_') ++at;
    if (at == value.size() || lower(value[at]) != lower(expected)) return value;
    ++at;
  }
  while (at < value.size() && value[at] == '_') ++at;
  return at == value.size() ? value : value.substr(at);
}

/// DARK_RED → DarkRed.
std::string pascal_case(std::string_view name) {
  std::string text;
  bool large = true;
  for (const char c : name) {
    if (c != '_') text += large ? upper(c) : lower(c);
    large = c == '_';
  }
  return text;
}

void check_enum(linking& work, const enum_type& e, const element_path& path) {
  std::map<std::string, const enum_value_type*> seen;
  for (std::size_t i = 0; i < e.values.size(); ++i) {
    const enum_value_type& v = e.values[i];
    const auto [earlier, is_new] = seen.emplace(pascal_case(without_prefix(v.name, e.name)), &v);
    const enum_value_type& other = *earlier->second;
    if (is_new || other.name == v.name || other.number == v.number) continue;
    const element_path at = inside(path, paths::enumeration::value, i);
    const std::string text = quoted(v.name) + " and " + quoted(other.name) + " both become " + quoted(earlier->first) +
                             " where the enum's name is dropped as a prefix and case is ignored; rename one of them";
    if (work.file.syntax == syntax::proto3) {
      work.error(at, place::name, text);
    } else {
      work.warning(at, place::name, text);
    }
  }
}

void check_oneofs(linking& work, const message_type& m, const element_path& path) {
  for (std::size_t i = 1; i < m.fields.size(); ++i) {
    const oneof_type* const of = m.fields[i].oneof;
    if (of == nullptr || m.fields[i - 1].oneof == of || of->fields.front() == &m.fields[i]) continue;
    work.error(inside(path, paths::message::field, i), place::type,
               "the fields of oneof " + quoted(of->name) + " must stand together");
  }
  for (std::size_t i = 0; i < m.oneofs.size(); ++i) {
    const element_path at = inside(path, paths::message::oneof_decl, i);
    const oneof_type& o = m.oneofs[i];
    if (o.fields.empty()) work.error(at, place::name, "oneof " + quoted(o.name) + " needs at least one field");
    if (i > 0 && m.oneofs[i - 1].is_synthetic && !o.is_synthetic) {
      work.error(at, place::other, "oneof " + quoted(o.name) + " must stand before the synthetic ones");
    }
    for (const field_type* f : o.fields) {
      if (f->label == label::optional) continue;
      work.error(at, place::name, quoted(f->name) + " is in a oneof and so cannot be required or repeated");
    }
  }
}

}  // namespace

void check_names(linking& work) {
  for (const auto& [e, proto, path] : work.enums) check_enum(work, *e, path);
  for (const auto& [m, proto, path] : work.messages) check_oneofs(work, *m, path);
}

}  // namespace pbwire::compiler
