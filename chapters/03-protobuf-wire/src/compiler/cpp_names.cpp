// SPDX-License-Identifier: MIT
#include <pbwire/compiler/cpp_names.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace pbwire::compiler {
namespace {

/// What no identifier may be: keywords, then macros of the standard headers, then the two namespaces that generated
/// code itself looks into. Sorted.
constexpr std::array not_allowed = {
    "EOF",          "INFINITY", "NAN",      "NULL",     "alignas",    "alignof",   "and",           "and_eq",
    "asm",          "assert",   "auto",     "bitand",   "bitor",      "bool",      "break",         "case",
    "catch",        "char",     "char16_t", "char32_t", "char8_t",    "class",     "co_await",      "co_return",
    "co_yield",     "compl",    "concept",  "const",    "const_cast", "consteval", "constexpr",     "constinit",
    "continue",     "decltype", "default",  "delete",   "do",         "double",    "dynamic_cast",  "else",
    "enum",         "errno",    "explicit", "export",   "extern",     "false",     "float",         "for",
    "friend",       "goto",     "if",       "inline",   "int",        "linux",     "long",          "mutable",
    "namespace",    "new",      "noexcept", "not",      "not_eq",     "nullptr",   "offsetof",      "operator",
    "or",           "or_eq",    "pbwire",   "private",  "protected",  "public",    "register",      "reinterpret_cast",
    "requires",     "return",   "short",    "signed",   "sizeof",     "static",    "static_assert", "static_cast",
    "std",          "stderr",   "stdin",    "stdout",   "struct",     "switch",    "template",      "this",
    "thread_local", "throw",    "true",     "try",      "typedef",    "typeid",    "typename",      "union",
    "unix",         "unsigned", "using",    "virtual",  "void",       "volatile",  "wchar_t",       "while",
    "xor",          "xor_eq"};
static_assert(std::is_sorted(not_allowed.begin(), not_allowed.end(),
                             [](std::string_view a, std::string_view b) { return a < b; }));

/// The name as it is or with `_` behind it, so that it is allowed and differs from all that are taken. Takes it.
std::string claim(std::string wanted, std::set<std::string>& taken) {
  while (std::binary_search(not_allowed.begin(), not_allowed.end(), std::string_view(wanted)) ||
         !taken.insert(wanted).second) {
    wanted += '_';
  }
  return wanted;
}

std::vector<std::string> split(std::string_view text, std::string_view by) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(by);
    parts.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + by.size());
  }
  return parts;
}

void append(std::string& path, std::string_view name) {
  if (!path.empty()) path += "::";
  path += name;
}

/// "a::b" for "a::b::c".
std::string around_of(const std::string& path) {
  const std::size_t end = path.rfind("::");
  return end == std::string::npos ? std::string() : path.substr(0, end);
}

constexpr std::array<cpp_home, 2> homes{{
    {"google/protobuf/descriptor.proto", "pbwire/descriptor.hpp", "pbwire::descriptor"},
    {"google/protobuf/compiler/plugin.proto", "pbwire/plugin.hpp", "pbwire::plugin"},
}};

}  // namespace

const cpp_home* home_of(std::string_view proto) {
  const auto* found = std::find_if(homes.begin(), homes.end(), [&](const cpp_home& h) { return h.proto == proto; });
  return found != homes.end() ? found : nullptr;
}

struct cpp_names::tables {
  explicit tables(const file_type& file) : layout(file) {}

  cpp_layout layout;
  std::map<const void*, std::string> names;  // of message_type, enum_type, field_type, …, by their address
  std::map<const void*, std::string> aliases;
  std::map<const message_type*, std::string> views;
  std::map<const field_type*, std::string> defaults;
  std::map<const oneof_type*, std::string> case_names;
  std::map<std::pair<const oneof_type*, const field_type*>, std::string> case_values;
  // In each scope; null is the namespace.
  std::map<const message_type*, std::set<std::string>> types;
  std::map<const message_type*, std::set<std::string>> taken;
  // Full names of the namespaces and types in all files that this one can see.
  std::set<std::string> visible;
};

cpp_names::cpp_names(cpp_options options) : options_(std::move(options)) {}
cpp_names::~cpp_names() = default;

std::string cpp_names::header(const file_type& file) {
  if (const cpp_home* home = home_of(file.name)) return std::string(home->header);
  std::string_view name = file.name;
  if (name.ends_with(".proto")) name.remove_suffix(6);
  return std::string(name) + ".pb.hpp";
}

std::string cpp_names::include(const file_type& file) {
  return home_of(file.name) != nullptr ? '<' + header(file) + '>' : '"' + header(file) + '"';
}

std::string cpp_names::name_space(const file_type& file) const {
  if (const cpp_home* home = home_of(file.name)) return std::string(home->name_space);
  std::string_view prefix = file.package;
  auto found = options_.namespaces.find(prefix);
  while (found == options_.namespaces.end() && !prefix.empty()) {
    const std::size_t dot = prefix.rfind('.');
    prefix = dot == std::string_view::npos ? std::string_view{} : prefix.substr(0, dot);
    found = options_.namespaces.find(prefix);
  }
  std::string path = found != options_.namespaces.end() ? found->second : std::string();
  const std::string_view rest = file.package.substr(prefix.size());
  for (std::string& part : split(rest.starts_with('.') ? rest.substr(1) : rest, ".")) {
    std::set<std::string> nothing_taken;
    append(path, claim(std::move(part), nothing_taken));
  }
  return path;
}

/// Types are named outermost first, since a nested name depends on those around it. Members come last: they give way
/// to the types that their struct uses.
cpp_names::tables& cpp_names::of(const file_type& file) {
  std::unique_ptr<tables>& slot = files_[&file];
  if (slot) return *slot;
  slot = std::make_unique<tables>(file);
  name_types(*slot, nullptr);
  for (const message_type* m : slot->layout.order(nullptr)) name_view(*slot, *m);
  std::set<const file_type*> seen;
  collect_visible(file, slot->visible, seen);
  for (const message_type* m : slot->layout.order(nullptr)) name_members(*slot, *m);
  for (const field_type& f : file.extensions) slot->names[&f] = claim(std::string(f.name), slot->taken[nullptr]);
  return *slot;
}

void cpp_names::collect_visible(const file_type& file, std::set<std::string>& into, std::set<const file_type*>& seen) {
  if (!seen.insert(&file).second) return;
  std::string path;
  for (const std::string& part : split(name_space(file), "::")) {
    append(path, part);
    into.insert(path);
  }
  const tables& t = of(file);
  for (const message_type* m : t.layout.order(nullptr)) into.insert(full_name(*m));
  for (const enum_type* e : t.layout.enums(nullptr)) into.insert(full_name(*e));
  for (const file_type* dependency : file.dependencies) collect_visible(*dependency, into, seen);
}

void cpp_names::name_types(tables& t, const message_type* scope) {
  std::set<std::string>& taken = t.taken[scope];
  std::set<std::string>& types = t.types[scope];
  taken = {"unknown", "extensions"};  // the members that we add
  if (scope != nullptr) {
    taken.insert(t.names[scope]);
    types = {t.names[scope]};
  }
  const auto give_name = [&](const auto& type) {
    std::string wanted(type.name);
    if (t.layout.has_moved_out(type)) {
      for (const message_type* m = type.parent; m != nullptr; m = m->parent)
        wanted = std::string(m->name) + '_' + wanted;
    }
    t.names[&type] = claim(wanted, taken);
    types.insert(t.names[&type]);
  };
  // What has moved out of the struct is still to be found in it, under a name of its own.
  const auto give_alias = [&](const auto& type) {
    if (!t.layout.has_moved_out(type)) return;
    t.aliases[&type] = claim(std::string(type.name), taken);
    types.insert(t.aliases[&type]);
  };
  if (scope != nullptr) {
    for (const enum_type& e : scope->enums) give_alias(e);
    for (const message_type& m : scope->messages) {
      if (!m.is_map_entry) give_alias(m);
    }
  }
  for (const message_type* m : t.layout.order(scope)) give_name(*m);
  for (const enum_type* e : t.layout.enums(scope)) {
    give_name(*e);
    std::set<std::string> values;
    for (const enum_value_type& v : e->values) t.names[&v] = claim(std::string(v.name), values);
  }
  for (const message_type* m : t.layout.order(scope)) name_types(t, m);
}

/// The first words of all types that the struct of m mentions, those of nested structs included: a member of that name
/// would give the word a second meaning, which C++ forbids (class.member.lookup).
void cpp_names::collect_mentions(const message_type& m, std::set<std::string>& into) {
  const auto mention = [&](const field_type& f) {
    std::string name;
    if (f.message != nullptr && options_.views) into.insert(view_name(*f.message));
    if (f.message != nullptr) name = name_from(*f.message, *m.file, &m);
    if (f.enumeration != nullptr) name = name_from(*f.enumeration, *m.file, &m);
    into.insert(name.substr(0, name.find("::")));
  };
  for (const field_type& f : m.fields) mention(f.is_map() ? *f.message->by_number.back() : f);
  for (const field_type& f : m.extensions) {
    mention(f);
    const std::string extended = name_from(*f.containing, *m.file, &m);
    into.insert(extended.substr(0, extended.find("::")));
  }
  for (const message_type* nested : layout(*m.file).order(&m)) collect_mentions(*nested, into);
}

void cpp_names::name_view(tables& t, const message_type& m) {
  if (!options_.views) return;
  std::string wanted = t.names[&m] + "View";
  for (const message_type* o = t.layout.parent(m); o != nullptr; o = t.layout.parent(*o))
    wanted = t.names[o] + '_' + wanted;
  t.views[&m] = claim(wanted, t.taken[nullptr]);
  for (const message_type* nested : t.layout.order(&m)) name_view(t, *nested);
}

void cpp_names::name_members(tables& t, const message_type& m) {
  std::set<std::string>& taken = t.taken[&m];
  collect_mentions(m, taken);
  if (m.proto->extension_range.empty()) taken.erase("extensions");
  const auto is_member = [](const field_type& f) { return f.oneof == nullptr || f.oneof->is_synthetic; };
  for (const field_type& f : m.fields) {
    if (is_member(f)) t.names[&f] = claim(std::string(f.name), taken);
  }
  for (const oneof_type& o : m.oneofs) {
    if (!o.is_synthetic) t.names[&o] = claim(std::string(o.name), taken);
  }
  for (const field_type& f : m.extensions) t.names[&f] = claim(std::string(f.name), taken);
  for (const oneof_type& o : m.oneofs) {
    if (o.is_synthetic) continue;
    t.case_names[&o] = claim(std::string(o.name) + "_case", taken);
    t.case_values[{&o, nullptr}] = claim(std::string(o.name) + "_not_set", taken);
    for (const field_type* f : o.fields) {
      t.case_values[{&o, f}] = claim(std::string(o.name) + '_' + std::string(f->name), taken);
    }
  }
  for (const field_type& f : m.fields) {
    if (f.proto->default_value) t.defaults[&f] = claim("default_" + std::string(f.name), taken);
  }
  for (const message_type* nested : t.layout.order(&m)) name_members(t, *nested);
}

const std::string& cpp_names::name(const message_type& m) { return of(*m.file).names.at(&m); }
const std::string& cpp_names::name(const enum_type& e) { return of(*e.file).names.at(&e); }
const std::string& cpp_names::name(const field_type& f) { return of(*f.file).names.at(&f); }
const std::string& cpp_names::name(const oneof_type& o) { return of(*o.parent->file).names.at(&o); }
const std::string& cpp_names::name(const enum_value_type& v) { return of(*v.parent->file).names.at(&v); }
const std::string& cpp_names::alias(const message_type& m) { return of(*m.file).aliases.at(&m); }
const std::string& cpp_names::alias(const enum_type& e) { return of(*e.file).aliases.at(&e); }
const std::string& cpp_names::default_name(const field_type& f) { return of(*f.file).defaults.at(&f); }
const std::string& cpp_names::case_name(const oneof_type& o) { return of(*o.parent->file).case_names.at(&o); }
const std::string& cpp_names::case_value(const oneof_type& o, const field_type* f) {
  return of(*o.parent->file).case_values.at({&o, f});
}
const cpp_layout& cpp_names::layout(const file_type& file) { return of(file).layout; }

std::string cpp_names::full_name(const message_type& m) {
  const message_type* outer = layout(*m.file).parent(m);
  std::string path = outer != nullptr ? full_name(*outer) : name_space(*m.file);
  append(path, name(m));
  return path;
}

std::string cpp_names::full_name(const enum_type& e) {
  const message_type* outer = layout(*e.file).parent(e);
  std::string path = outer != nullptr ? full_name(*outer) : name_space(*e.file);
  append(path, name(e));
  return path;
}

const std::string& cpp_names::view_name(const message_type& m) { return of(*m.file).views.at(&m); }

std::string cpp_names::view_name_from(const message_type& m, const file_type& file) {
  std::string full = name_space(*m.file);
  append(full, view_name(m));
  return shorten(full, view_name(m), *m.file, nullptr, file, nullptr);
}

std::string cpp_names::name_from(const message_type& m, const file_type& file, const message_type* scope) {
  return shorten(full_name(m), name(m), *m.file, layout(*m.file).parent(m), file, scope);
}

std::string cpp_names::name_from(const enum_type& e, const file_type& file, const message_type* scope) {
  return shorten(full_name(e), name(e), *e.file, layout(*e.file).parent(e), file, scope);
}

/// `name`, with as many of the scopes around it as C++ needs to find it from `scope`.
std::string cpp_names::shorten(const std::string& full, std::string name, const file_type& its_file,
                               const message_type* outer, const file_type& file, const message_type* scope) {
  tables& here = of(file);
  const auto is_around = [&](const message_type* m) {
    const message_type* s = scope;
    while (s != nullptr && s != m) s = here.layout.parent(*s);
    return s == m;
  };
  const bool same_namespace = name_space(its_file) == name_space(file);
  if (same_namespace) {
    for (; !is_around(outer); outer = layout(its_file).parent(*outer)) name = this->name(*outer) + "::" + name;
  } else {
    outer = nullptr;
    name = full;
  }

  // Does something nearer have the name's first word? A struct finds its own name inside itself, which may be what is
  // meant.
  const std::string first = name.substr(0, name.find("::"));
  for (const message_type* s = scope; s != outer; s = here.layout.parent(*s)) {
    if (here.types[s].contains(first) && (this->name(*s) != first || full_name(*s) != full)) return "::" + full;
  }
  if (same_namespace) return name;
  for (std::string around = name_space(file); !around.empty(); around = around_of(around)) {
    if (here.visible.contains(around + "::" + first)) return "::" + full;
  }
  return name_space(its_file).empty() ? "::" + full : name;
}

}  // namespace pbwire::compiler
