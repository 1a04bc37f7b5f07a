// SPDX-License-Identifier: MIT
//
// What stands behind the structs and tells the codec how they look on the wire.
#include "cpp_parts.hpp"

#include <algorithm>

namespace pbwire::compiler::cpp {
namespace {

void print_enum_schema(header& h, const enum_type& e) {
  h.out.line();
  h.out.line("template <>");
  h.out.open("struct pbwire::enum_schema<" + h.names.full_name(e) + "> {");
  h.out.line("static constexpr std::string_view name = \"" + e.full_name + "\";");
  h.out.open("static constexpr std::array<enum_entry, " + std::to_string(e.values.size()) + "> values{{");
  for (const enum_value_type& v : e.values) {
    h.out.line("{\"" + std::string(v.name) + "\", " + std::to_string(v.number) + "},");
  }
  h.out.close("}};");
  h.out.close("};");
}

/// `owner` has the names of a oneof's alternatives: M, or for a view the message's struct.
std::string list_entry(header& h, const field_type& f, const std::string& owner) {
  const std::string head = "<\"" + std::string(f.name) + "\", " + std::to_string(f.number) + ", ";
  if (f.oneof != nullptr && !f.oneof->is_synthetic) {
    return "oneof_field" + head + kind_name(f.value_kind) + ", &M::" + h.names.name(*f.oneof) + ", " + owner +
           "::" + h.names.case_value(*f.oneof, &f) + '>';
  }
  const std::string member = ", &M::" + h.names.name(f);
  if (f.is_map()) {
    const auto& entry = f.message->by_number;
    return "map_field" + head + kind_name(entry[0]->value_kind) + ", " + kind_name(entry[1]->value_kind) + member + '>';
  }
  const std::string flag = f.is_packed ? ", packed" : f.is_required() ? ", required" : "";
  return "field" + head + kind_name(f.value_kind) + member + flag + '>';
}

/// The entries of field_list, in the order of their numbers.
std::vector<std::string> list_entries(header& h, const message_type& m, const std::string& owner,
                                      bool with_extensions) {
  std::vector<std::pair<std::uint32_t, std::string>> entries;
  for (const field_type& f : m.fields) entries.emplace_back(f.number, list_entry(h, f, owner));
  for (const auto& range : m.proto->extension_range) {
    if (!with_extensions) break;
    const std::int32_t first = range.start.value_or(0);
    const std::int32_t last = range.end.value_or(0) - 1;  // the descriptor's end is the first number behind
    entries.emplace_back(
        first, "extension_range<" + std::to_string(first) + ", " + std::to_string(last) + ", &M::extensions>");
  }
  std::sort(entries.begin(), entries.end());
  std::vector<std::string> sorted;
  for (auto& [number, text] : entries) sorted.push_back(std::move(text));
  return sorted;
}

}  // namespace

void print_schema(header& h, const message_type& m, const std::string& name, bool with_extensions) {
  const std::string of_message = h.names.full_name(m);
  h.out.line();
  h.out.line("template <>");
  h.out.open("struct pbwire::schema<" + name + "> {");
  h.out.line("using M = ::" + name + ';');
  h.out.line("static constexpr std::string_view name = \"" + m.full_name + "\";");
  const std::string syntax = m.syntax == pbwire::syntax::proto3 ? "proto3" : "proto2";
  h.out.line("static constexpr auto syntax = pbwire::syntax::" + syntax + ';');
  const std::string owner = name == of_message ? "M" : "::" + of_message;
  const std::vector<std::string> entries = list_entries(h, m, owner, with_extensions);
  if (entries.empty()) {
    h.out.line("using fields = field_list<>;");
  } else {
    h.out.open("using fields = field_list<");
    for (const std::string& each : entries) h.out.line("  " + each + (&each != &entries.back() ? "," : ">;"));
    h.out.close();
  }
  h.out.close("};");
}

void print_schemas(header& h, const message_type* scope) {
  const cpp_layout& layout = h.names.layout(h.file);
  for (const enum_type* e : layout.enums(scope)) print_enum_schema(h, *e);
  for (const message_type* m : layout.order(scope)) {
    print_schemas(h, m);
    print_schema(h, *m, h.names.full_name(*m), has_extensions(*m));
  }
}

}  // namespace pbwire::compiler::cpp
