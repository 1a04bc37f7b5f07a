// SPDX-License-Identifier: MIT
//
// The first walk: a type for every part of the descriptor, and its full name into the pool's one table of names.
//
// Two things of one name are an error, and which of them is "the second" is decided by the order of this walk: within
// a message its oneofs, fields, enums, extensions, nested messages, then reserved names. The message itself comes after
// all that is in it, and an enum after its values, which are its siblings and not its members: in C++, which protobuf's
// names were made for, `enum Color { RED }` puts RED beside Color.
#include "linking.hpp"

#include <algorithm>

namespace pbwire::compiler {

namespace {

using namespace descriptor;

std::string join(std::string_view scope, std::string_view name) {
  return scope.empty() ? std::string(name) : std::string(scope) + '.' + std::string(name);
}

bool is_identifier(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

class declaration {
 public:
  explicit declaration(linking& work) : work_(work), file_(work.file) {}

  void declare_file();

 private:
  void declare_package();
  void declare_message(message_type& m, DescriptorProto& proto, const element_path& path, std::string_view scope);
  void note_map_entries(const DescriptorProto& proto, const element_path& path);
  void declare_oneof(message_type& m, OneofDescriptorProto& proto, const element_path& path);
  void declare_field(field_type& f, FieldDescriptorProto& proto, const element_path& path, std::string_view scope);
  void declare_member(message_type& m, FieldDescriptorProto& proto, const element_path& path);
  void declare_enum(enum_type& e, EnumDescriptorProto& proto, const element_path& path, std::string_view scope);
  void declare_service(service_type& s, ServiceDescriptorProto& proto, const element_path& path);

  bool add(const std::string& full_name, std::string_view name, const symbol& what, const element_path& path);
  void already_defined(const std::string& full_name, const symbol& what, const element_path& path);

  linking& work_;
  file_type& file_;
};

bool declaration::add(const std::string& full_name, std::string_view name, const symbol& what,
                      const element_path& path) {
  if (!is_identifier(name)) {
    work_.error(path, place::name, quoted(name) + " is no name; use letters, digits and underscores");
  }
  if (!work_.tables().symbols.emplace(full_name, what).second) {
    already_defined(full_name, what, path);
    return false;
  }
  work_.new_symbols.push_back(full_name);
  return true;
}

void declaration::already_defined(const std::string& full_name, const symbol& what, const element_path& path) {
  const field_type* const* const field = std::get_if<const field_type*>(&what);
  const message_type* const of = field == nullptr ? nullptr : (*field)->containing;
  if (of != nullptr && of->is_map_entry) return;  // the entry itself is there twice, and that will be said
  const message_type* const* const message = std::get_if<const message_type*>(&what);
  const auto map = work_.maps_of_entries.find(path);
  if (message != nullptr && map != work_.maps_of_entries.end()) {
    const message_type& outer = *(*message)->parent;
    const std::string_view name = outer.fields[static_cast<std::size_t>(map->second.back())].name;
    work_.error({path.begin(), path.end() - 2}, place::name,
                "the entries of map " + quoted(name) + " are messages named " + quoted(full_name) + ", and there is " +
                    std::string(kind_of(work_.tables().find(full_name))) + " of that name; rename the map");
    return;
  }
  const symbol earlier = work_.tables().find(full_name);
  const file_type* const other = file_of(earlier);
  std::string text = quoted(full_name) + " is already defined";
  if (other != &file_) text += " in " + quoted(other->name);
  text += ", as " + std::string(kind_of(earlier));
  if (std::holds_alternative<const enum_value_type*>(what)) {
    text += "; enum values share the scope of their enum, so give this one another name";
  } else {
    text += "; give one of the two another name";
  }
  work_.error(path, place::name, text);
}

/// `package a.b.c;` declares a, a.b and a.b.c, unless another file has.
void declaration::declare_package() {
  const std::string package(file_.package);
  for (std::size_t begin = 0; begin <= package.size() && !package.empty();) {
    const std::size_t end = std::min(package.find('.', begin), package.size());
    const std::string prefix = package.substr(0, end);
    const symbol earlier = work_.tables().find(prefix);
    if (std::holds_alternative<std::monostate>(earlier)) {
      add(prefix, std::string_view(package).substr(begin, end - begin), package_scope{&file_}, {});
    } else if (!std::holds_alternative<package_scope>(earlier)) {
      work_.error({}, place::name,
                  quoted(prefix) + " is " + std::string(kind_of(earlier)) + " in " + quoted(file_of(earlier)->name) +
                      " and cannot be a package as well; give one of the two another name");
    }
    begin = end + 1;
  }
}

void declaration::declare_file() {
  FileDescriptorProto& proto = file_.proto;
  declare_package();
  const std::string scope(file_.package);
  for (std::size_t i = 0; i < proto.message_type.size(); ++i) {
    declare_message(file_.messages.emplace_back(), proto.message_type[i], inside({}, paths::file::message_type, i),
                    scope);
  }
  for (std::size_t i = 0; i < proto.enum_type.size(); ++i) {
    declare_enum(file_.enums.emplace_back(), proto.enum_type[i], inside({}, paths::file::enum_type, i), scope);
  }
  for (std::size_t i = 0; i < proto.service.size(); ++i) {
    declare_service(file_.services.emplace_back(), proto.service[i], inside({}, paths::file::service, i));
  }
  for (std::size_t i = 0; i < proto.extension.size(); ++i) {
    declare_field(file_.extensions.emplace_back(), proto.extension[i], inside({}, paths::file::extension, i), scope);
  }
}

void declaration::declare_message(message_type& m, DescriptorProto& proto, const element_path& path,
                                  std::string_view scope) {
  m.proto = &proto;
  m.name = proto.name ? std::string_view(*proto.name) : std::string_view();
  m.full_name = join(scope, m.name);
  m.file = &file_;
  m.syntax = file_.syntax;
  m.is_map_entry = proto.options && proto.options->map_entry.value_or(false);
  work_.messages.push_back({&m, &proto, path});
  const auto own = static_cast<std::ptrdiff_t>(work_.fields.size());
  for (std::size_t i = 0; i < proto.oneof_decl.size(); ++i) {
    declare_oneof(m, proto.oneof_decl[i], inside(path, paths::message::oneof_decl, i));
  }
  for (std::size_t i = 0; i < proto.field.size(); ++i) {
    declare_member(m, proto.field[i], inside(path, paths::message::field, i));
  }
  for (std::size_t i = 0; i < proto.enum_type.size(); ++i) {
    enum_type& inner = m.enums.emplace_back();
    inner.parent = &m;
    declare_enum(inner, proto.enum_type[i], inside(path, paths::message::enum_type, i), m.full_name);
  }
  for (std::size_t i = 0; i < proto.extension.size(); ++i) {
    field_type& extension = m.extensions.emplace_back();
    extension.scope = &m;
    declare_field(extension, proto.extension[i], inside(path, paths::message::extension, i), m.full_name);
  }
  const auto inner_ones = static_cast<std::ptrdiff_t>(work_.fields.size());
  note_map_entries(proto, path);
  for (std::size_t i = 0; i < proto.nested_type.size(); ++i) {
    message_type& inner = m.messages.emplace_back();
    inner.parent = &m;
    declare_message(inner, proto.nested_type[i], inside(path, paths::message::nested_type, i), m.full_name);
  }
  std::rotate(work_.fields.begin() + own, work_.fields.begin() + inner_ones, work_.fields.end());
  add(m.full_name, m.name, &m, path);
}

/// A map's entry stands nowhere in the text; what is wrong with it is wrong with the map.
void declaration::note_map_entries(const DescriptorProto& proto, const element_path& path) {
  std::size_t field = 0;  // maps and their entries are in the same order
  for (std::size_t i = 0; i < proto.nested_type.size(); ++i) {
    const DescriptorProto& entry = proto.nested_type[i];
    if (!entry.options || !entry.options->map_entry.value_or(false)) continue;
    while (field < proto.field.size() && proto.field[field].type_name != entry.name) ++field;
    if (field == proto.field.size()) return;
    work_.maps_of_entries[inside(path, paths::message::nested_type, i)] = inside(path, paths::message::field, field++);
  }
}

void declaration::declare_oneof(message_type& m, OneofDescriptorProto& proto, const element_path& path) {
  oneof_type& o = m.oneofs.emplace_back();
  o.proto = &proto;
  o.name = proto.name ? std::string_view(*proto.name) : std::string_view();
  o.full_name = join(m.full_name, o.name);
  o.parent = &m;
  work_.oneofs.push_back({&o, &proto, path});
  add(o.full_name, o.name, static_cast<const oneof_type*>(&o), path);
}

void declaration::declare_member(message_type& m, FieldDescriptorProto& proto, const element_path& path) {
  field_type& f = m.fields.emplace_back();
  f.containing = &m;
  declare_field(f, proto, path, m.full_name);
  if (!proto.oneof_index) return;
  const auto of = static_cast<std::size_t>(*proto.oneof_index);
  if (of >= m.oneofs.size()) {
    work_.error(path, place::other, quoted(f.full_name) + " is in a oneof that its message does not have");
    return;
  }
  f.oneof = &m.oneofs[of];
  m.oneofs[of].fields.push_back(&f);
  m.oneofs[of].is_synthetic = proto.proto3_optional.value_or(false);
}

/// A field or an extension; what is common to both.
void declaration::declare_field(field_type& f, FieldDescriptorProto& proto, const element_path& path,
                                std::string_view scope) {
  if (!proto.label) proto.label = FieldDescriptorProto::Label::LABEL_OPTIONAL;
  if (!proto.json_name) proto.json_name = json_name_of(proto.name.value_or(""));
  f.proto = &proto;
  f.name = proto.name ? std::string_view(*proto.name) : std::string_view();
  f.full_name = join(scope, f.name);
  f.json_name = *proto.json_name;
  f.number = static_cast<std::uint32_t>(proto.number.value_or(0));
  f.label = static_cast<label>(*proto.label);
  f.is_extension = f.containing == nullptr;
  f.file = &file_;
  work_.fields.push_back({&f, &proto, path});
  add(f.full_name, f.name, static_cast<const field_type*>(&f), path);
}

void declaration::declare_enum(enum_type& e, EnumDescriptorProto& proto, const element_path& path,
                               std::string_view scope) {
  e.proto = &proto;
  e.name = proto.name ? std::string_view(*proto.name) : std::string_view();
  e.full_name = join(scope, e.name);
  e.file = &file_;
  work_.enums.push_back({&e, &proto, path});
  for (std::size_t i = 0; i < proto.value.size(); ++i) {
    enum_value_type& v = e.values.emplace_back();
    v.proto = &proto.value[i];
    v.name = v.proto->name ? std::string_view(*v.proto->name) : std::string_view();
    v.full_name = join(scope, v.name);
    v.number = v.proto->number.value_or(0);
    v.parent = &e;
    add(v.full_name, v.name, static_cast<const enum_value_type*>(&v), inside(path, paths::enumeration::value, i));
  }
  add(e.full_name, e.name, static_cast<const enum_type*>(&e), path);
}

void declaration::declare_service(service_type& s, ServiceDescriptorProto& proto, const element_path& path) {
  s.proto = &proto;
  s.name = proto.name ? std::string_view(*proto.name) : std::string_view();
  s.full_name = join(file_.package, s.name);
  s.file = &file_;
  work_.services.push_back({&s, &proto, path});
  for (std::size_t i = 0; i < proto.method.size(); ++i) {
    MethodDescriptorProto& from = proto.method[i];
    method_type& m = s.methods.emplace_back();
    m.proto = &from;
    m.name = from.name ? std::string_view(*from.name) : std::string_view();
    m.full_name = join(s.full_name, m.name);
    m.parent = &s;
    m.client_streaming = from.client_streaming.value_or(false);
    m.server_streaming = from.server_streaming.value_or(false);
    const element_path at = inside(path, paths::service::method, i);
    work_.methods.push_back({&m, &from, at});
    add(m.full_name, m.name, static_cast<const method_type*>(&m), at);
  }
  add(s.full_name, s.name, static_cast<const service_type*>(&s), path);
}

}  // namespace

std::string json_name_of(std::string_view name) {
  std::string json;
  bool large = false;
  for (const char c : name) {
    if (c != '_') json += large && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    large = c == '_';
  }
  return json;
}

void declare(linking& work) { declaration(work).declare_file(); }

}  // namespace pbwire::compiler
