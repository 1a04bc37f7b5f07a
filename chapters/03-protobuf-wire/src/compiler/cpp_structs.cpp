// SPDX-License-Identifier: MIT
//
// A message as a struct: its enums, its nested structs, its members in the order of the .proto, then `extensions` and
// `unknown`, then the defaults of proto2 as constants, then ==.
#include "cpp_parts.hpp"

#include <algorithm>

namespace pbwire::compiler::cpp {
namespace {

/// A declaration with the comments of its element: what fits behind it stands there, everything else above.
void print_commented(header& h, const element_path& path, const std::string& declaration) {
  h.out.comment(h.comments.leading(path));
  std::string behind = h.comments.trailing(path);
  while (!behind.empty() && (behind.back() == '\n' || behind.back() == ' ')) behind.pop_back();
  const bool fits = !behind.empty() && behind.find_first_of("\n\r\v\f\\") == std::string::npos &&
                    declaration.size() + behind.size() + 8 <= line_length;
  if (!fits) h.out.comment(behind);
  h.out.line(fits ? declaration + "  //" + (behind.front() == ' ' ? "" : " ") + behind : declaration);
}

/// The names of a oneof's alternatives, so that std::get<Event::who_id>(event.who) can be read.
void print_cases(header& h, const oneof_type& o) {
  const std::string head = "enum " + h.names.case_name(o) + " : std::size_t {";
  std::string short_form = head + ' ' + h.names.case_value(o, nullptr);
  bool has_comments = false;
  for (const field_type* f : o.fields) {
    short_form += ", " + h.names.case_value(o, f);
    has_comments |= !h.comments.leading(path_of(*f)).empty() || !h.comments.trailing(path_of(*f)).empty();
  }
  if (!has_comments && short_form.size() + 8 <= line_length) return h.out.line(short_form + " };");
  h.out.open(head);
  h.out.line(h.names.case_value(o, nullptr) + ',');
  for (const field_type* f : o.fields) print_commented(h, path_of(*f), h.names.case_value(o, f) + ',');
  h.out.close("};");
}

void print_oneof(header& h, const oneof_type& o) {
  h.out.comment(h.comments.leading(path_of(o)));
  print_cases(h, o);
  std::vector<std::string> alternatives{"std::monostate"};
  std::size_t length = 0;
  for (const field_type* f : o.fields) {
    alternatives.push_back(member_type(h, *f, o.parent));
    length += alternatives.back().size() + 2;
  }
  const std::string separator = length + h.names.name(o).size() < 80 ? ", " : ",\n" + std::string(15, ' ');
  std::string all;
  for (const std::string& each : alternatives) all += all.empty() ? each : separator + each;
  h.out.line("std::variant<" + all + "> " + h.names.name(o) + ';');
}

void print_member(header& h, const field_type& f) {
  const message_type* scope = f.containing;
  print_commented(h, path_of(f), member_type(h, f, scope) + ' ' + h.names.name(f) + initialiser(h, f, scope) + ';');
}

/// What an absent proto2 field reads as: event.kind.value_or(Event::default_kind).
void print_default(header& h, const field_type& f) {
  if (!f.proto->default_value) return;
  const message_type* scope = f.containing;
  const std::string type = is_text(f.value_kind) ? "std::string_view" : value_type(h, f, scope);
  h.out.line("static constexpr " + type + ' ' + h.names.default_name(f) + " = " + default_literal(h, f, scope) + ';');
}

void print_nested(header& h, const message_type& m) {
  const cpp_layout& layout = h.names.layout(h.file);
  for (const enum_type* e : layout.enums(&m)) {
    print_enum(h, *e);
    h.out.line();
  }
  for (const enum_type& e : m.enums) {
    if (layout.has_moved_out(e)) h.out.line("using " + h.names.alias(e) + " = " + h.names.name(e) + ';');
  }
  for (const message_type& nested : m.messages) {
    if (nested.is_map_entry || !layout.has_moved_out(nested)) continue;
    h.out.line("using " + h.names.alias(nested) + " = " + h.names.name(nested) + ';');
  }
  h.out.line();
  for (const message_type* nested : layout.order(&m)) {
    if (layout.is_declared_early(*nested)) h.out.line("struct " + h.names.name(*nested) + ';');
  }
  h.out.line();
  for (const message_type* nested : layout.order(&m)) {
    print_struct(h, *nested);
    h.out.line();
  }
}

}  // namespace

void print_enum(header& h, const enum_type& e) {
  h.out.comment(h.comments.leading(path_of(e)));
  h.out.open("enum class " + h.names.name(e) + " : std::int32_t {");
  for (const enum_value_type& v : e.values) {
    print_commented(h, path_of(v), h.names.name(v) + " = " + std::to_string(v.number) + ',');
  }
  h.out.close("};");
}

void print_struct(header& h, const message_type& m) {
  const std::string& name = h.names.name(m);
  h.out.comment(h.comments.leading(path_of(m)));
  h.out.open("struct " + name + " {");
  print_nested(h, m);
  print_extensions(h, &m);
  h.out.line();
  for (const field_type& f : m.fields) {
    if (f.oneof == nullptr || f.oneof->is_synthetic) print_member(h, f);
    else if (f.oneof->fields.front() == &f) print_oneof(h, *f.oneof);
  }
  if (has_extensions(m)) h.out.line("pbwire::extension_set extensions;");
  h.out.line("pbwire::unknown_fields unknown;");
  h.out.line();
  for (const field_type& f : m.fields) print_default(h, f);
  h.out.line();
  const std::string a = name == "a" || name == "b" ? "x" : "a";
  const std::string b = a == "x" ? "y" : "b";
  h.out.line("friend bool operator==(const " + name + "& " + a + ", const " + name + "& " + b +
             ") { return pbwire::equal(" + a + ", " + b + "); }");
  h.out.close("};");
}

}  // namespace pbwire::compiler::cpp
