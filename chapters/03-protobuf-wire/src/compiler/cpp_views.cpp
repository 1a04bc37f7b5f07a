// SPDX-License-Identifier: MIT
//
// A second struct per message, of view members (view.hpp). A view needs no other one complete, so the views of nested
// messages stand in the namespace as well, all declared before the first: Outer.Inner is seen through Outer_InnerView.
#include "cpp_parts.hpp"

namespace pbwire::compiler::cpp {
namespace {

std::vector<const message_type*> all_messages(header& h, const message_type* scope) {
  std::vector<const message_type*> all;
  for (const message_type* m : h.names.layout(h.file).order(scope)) {
    const std::vector<const message_type*> nested = all_messages(h, m);
    all.insert(all.end(), nested.begin(), nested.end());
    all.push_back(m);
  }
  return all;
}

/// One value: a number, a std::string_view, an enum, or the view of a message.
std::string value_in_view(header& h, const field_type& f) {
  if (f.message != nullptr) return h.names.view_name_from(*f.message, h.file);
  return is_text(f.value_kind) ? "std::string_view" : value_type(h, f, nullptr);
}

/// A kind as a template argument, and the type if the kind does not tell it.
std::string kind_and_type(header& h, const field_type& f) {
  const bool tells = f.message == nullptr && f.enumeration == nullptr;
  return "pbwire::" + kind_name(f.value_kind) + (tells ? "" : ", " + value_in_view(h, f));
}

std::string view_member_type(header& h, const field_type& f) {
  if (f.is_map()) {
    const auto& entry = f.message->by_number;
    return "pbwire::map_view<pbwire::" + kind_name(entry[0]->value_kind) + ", " + kind_and_type(h, *entry[1]) + '>';
  }
  if (f.is_repeated()) return "pbwire::repeated_view<" + kind_and_type(h, f) + '>';
  const std::string value = value_in_view(h, f);
  if (f.message != nullptr) return "pbwire::message_view<" + value + '>';
  const bool is_alternative = f.oneof != nullptr && !f.oneof->is_synthetic;
  return f.has_presence && !is_alternative ? "std::optional<" + value + '>' : value;
}

void print_view(header& h, const message_type& m) {
  h.out.open("struct " + h.names.view_name(m) + " {");
  for (const field_type& f : m.fields) {
    if (f.oneof == nullptr || f.oneof->is_synthetic) {
      h.out.line(view_member_type(h, f) + ' ' + h.names.name(f) + initialiser(h, f, nullptr) + ';');
    } else if (f.oneof->fields.front() == &f) {
      std::string all = "std::monostate";
      for (const field_type* each : f.oneof->fields) all += ", " + view_member_type(h, *each);
      h.out.line("std::variant<" + all + "> " + h.names.name(*f.oneof) + ';');
    }
  }
  h.out.close("};");
}

}  // namespace

void print_views(header& h) {
  const std::vector<const message_type*> all = all_messages(h, nullptr);
  for (const message_type* m : all) h.out.line("struct " + h.names.view_name(*m) + ';');
  for (const message_type* m : all) {
    h.out.line();
    print_view(h, *m);
  }
}

void print_view_schemas(header& h) {
  for (const message_type* m : all_messages(h, nullptr)) {
    std::string name = h.names.name_space(h.file);
    if (!name.empty()) name += "::";
    print_schema(h, *m, name + h.names.view_name(*m), false);
  }
}

}  // namespace pbwire::compiler::cpp
