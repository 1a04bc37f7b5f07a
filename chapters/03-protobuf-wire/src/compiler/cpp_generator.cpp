// SPDX-License-Identifier: MIT
//
// The header around the structs: what it includes, its namespace, and the order of its parts. The body is printed
// first, because it shows which standard headers it needs.
#include <pbwire/compiler/cpp_generator.hpp>

#include "cpp_parts.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

namespace pbwire::compiler {
namespace {

using cpp::header;

/// Whether the text has the name, and not only as the beginning of a longer one.
bool mentions(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t behind = at + name.size();
    const char next = behind < text.size() ? text[behind] : ' ';
    if (next != '_' && std::isalnum(static_cast<unsigned char>(next)) == 0) return true;
  }
  return false;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> standard_headers{{
    {"std::array", "array"},
    {"std::size_t", "cstddef"},
    {"std::int32_t", "cstdint"},
    {"std::int64_t", "cstdint"},
    {"std::uint32_t", "cstdint"},
    {"std::uint64_t", "cstdint"},
    {"std::numeric_limits", "limits"},
    {"std::map", "map"},
    {"std::optional", "optional"},
    {"std::string", "string"},
    {"std::string_view", "string_view"},
    {"std::monostate", "variant"},
    {"std::variant", "variant"},
    {"std::vector", "vector"},
}};

void print_includes(const file_type& file, std::string_view body, bool views, code_printer& out) {
  std::set<std::string> angled{"<pbwire/codec.hpp>"};
  // The library's own descriptors are read by what does not need the codec.
  if (home_of(file.name) != nullptr) angled = {"<pbwire/equal.hpp>", "<pbwire/schema.hpp>"};
  if (views) angled.insert("<pbwire/view.hpp>");
  std::set<std::string> quoted;
  for (const file_type* dependency : file.dependencies) {
    (home_of(dependency->name) != nullptr ? angled : quoted).insert(cpp_names::include(*dependency));
  }
  std::set<std::string_view> standard;
  for (const auto& [name, header] : standard_headers) {
    if (mentions(body, name)) standard.insert(header);
  }
  for (const std::string& each : quoted) out.line("#include " + each);
  out.line();
  for (const std::string& each : angled) out.line("#include " + each);
  out.line();
  for (const std::string_view each : standard) out.line("#include <" + std::string(each) + '>');
  out.line();
}

void print_types(header& h) {
  const cpp_layout& layout = h.names.layout(h.file);
  for (const enum_type* e : layout.enums(nullptr)) {
    print_enum(h, *e);
    h.out.line();
  }
  for (const message_type* m : layout.order(nullptr)) {
    if (layout.is_declared_early(*m)) h.out.line("struct " + h.names.name(*m) + ';');
  }
  h.out.line();
  for (const message_type* m : layout.order(nullptr)) {
    print_struct(h, *m);
    h.out.line();
  }
  print_extensions(h, nullptr);
  h.out.line();
  if (h.names.options().views) print_views(h);
  h.out.line();
}

/// A message that a struct cannot express, nested ones included; null if there is none.
const message_type* find_message_set(const std::deque<message_type>& messages) {
  for (const message_type& m : messages) {
    if (m.is_message_set) return &m;
    if (const message_type* nested = find_message_set(m.messages)) return nested;
  }
  return nullptr;
}

diagnostic refuse(const message_type& m) {
  diagnostic why{std::string(m.file->name), 0, 0,
                 '"' + m.full_name + "\" is a MessageSet (option message_set_wire_format), which has no plain struct."};
  if (const auto* at = source_comments(*m.file).find(path_of(m)); at != nullptr && at->span.size() >= 2) {
    why.line = at->span[0] + 1;
    why.column = at->span[1] + 1;
  }
  return why;
}

generated_file generate_header(const file_type& file, cpp_names& names) {
  header h{file, names, names.options().comments ? source_comments(file) : source_comments(), {}};
  const std::string name_space = names.name_space(file);
  if (!name_space.empty()) h.out.line("namespace " + name_space + " {");
  h.out.line();
  print_types(h);
  if (!name_space.empty()) h.out.line("}  // namespace " + name_space);
  print_schemas(h, nullptr);
  if (names.options().views) print_view_schemas(h);

  code_printer whole;
  if (home_of(file.name) != nullptr) whole.line("// SPDX-License-Identifier: MIT");
  whole.line("// " + std::string(file.name) + " as plain structs, by pbgen. Change the .proto, not this file.");
  whole.line("// clang-format off");
  whole.line("#pragma once");
  whole.line();
  print_includes(file, h.out.text(), names.options().views, whole);
  return {cpp_names::header(file), whole.text() + h.out.text()};
}

}  // namespace

generated_code generate_cpp(const std::vector<const file_type*>& files, cpp_names& names) {
  generated_code made;
  for (const file_type* file : files) {
    if (const message_type* m = find_message_set(file->messages)) made.errors.push_back(refuse(*m));
    else made.files.push_back(generate_header(*file, names));
  }
  return made;
}

generated_code generate_cpp(const std::vector<const file_type*>& files, const generator_options& options) {
  cpp_options how;
  for (const auto& [name, value] : options) {
    if (name == "no_comments") {
      how.comments = false;
    } else if (name == "views") {
      how.views = true;
    } else if (const std::size_t equals = value.find('='); name == "namespace" && equals != std::string::npos) {
      how.namespaces[value.substr(0, equals)] = value.substr(equals + 1);
    } else {
      return {{},
              {{"pbgen", 0, 0, "I know namespace=PACKAGE=NAMESPACE, views and no_comments, but not " + name + '.'}}};
    }
  }
  cpp_names names(std::move(how));
  return generate_cpp(files, names);
}

}  // namespace pbwire::compiler
