// SPDX-License-Identifier: MIT
//
// All options of a file, element by element. Each is turned into a record; the records of one element, together, are
// an encoded options message; decoding it puts the built-in options into their members and leaves the custom ones in
// `unknown`, which is where whoever knows the extension will find them.
//
// What a custom option `(a).b = 1` and another `(a).c = 2` set stays in two records. Readers merge them.
//
// The order matters where a file uses options on the types of options: whether a field is packed has to be known
// before a value of its message is written. So it is protoc's: depth first, an element after its parts.
#include "options.hpp"

#include <pbwire/codec.hpp>
#include <pbwire/writer.hpp>

#include <algorithm>

namespace pbwire::compiler {

namespace {

using namespace descriptor;

/// Puts the record of the innermost field into the messages around it.
std::string wrap(const std::vector<const field_type*>& fields, std::string record) {
  for (std::size_t i = fields.size() - 1; i-- > 0;) {
    std::string outer;
    writer out(outer);
    if (fields[i]->value_kind == kind::message) {
      out.text(fields[i]->number, record);
    } else {
      out.begin_group(fields[i]->number);
      outer += record;
      out.end_group(fields[i]->number);
    }
    record = std::move(outer);
  }
  return record;
}

class options_reader {
 public:
  explicit options_reader(linking& work) : work_(work) {}

  template <class Options>
  void read(std::optional<Options>& options, std::string_view scope, element_path path) {
    if (!options || options->uninterpreted_option.empty()) return;
    std::string records;
    if (!read_list({schema<Options>::name, scope, std::move(path), options->uninterpreted_option}, records)) return;
    options->uninterpreted_option.clear();
    result<Options> all = decode<Options>(encode(*options) + records);
    if (all) options = std::move(*all);
  }

  void read_file();

 private:
  void read_message(message_type& m, DescriptorProto& proto, const element_path& path);
  void read_field(field_type& f, FieldDescriptorProto& proto, const element_path& path);
  void read_enum(enum_type& e, EnumDescriptorProto& proto, const element_path& path);
  void read_service(service_type& s, ServiceDescriptorProto& proto, const element_path& path);
  void update_source_info();

  bool read_list(const option_list& list, std::string& records);
  bool read_option(const option_list& list, std::size_t index, std::string& records);
  void remember_path(const option_list& list, std::size_t index, const std::vector<const field_type*>& fields);
  const message_type* options_type(std::string_view full_name);

  linking& work_;
  std::map<element_path, element_path> paths_;   // of options, as written → as interpreted
  std::map<element_path, std::int32_t> counts_;  // of values that a repeated option has so far
};

/// descriptor.proto's own type if any file has imported it, else ours.
const message_type* options_reader::options_type(std::string_view full_name) {
  if (const message_type* const imported = work_.into.find_message(full_name)) return imported;
  std::unique_ptr<pool>& ours = work_.tables().option_types;
  if (ours == nullptr) ours = std::make_unique<pool>(make_option_types());
  return ours->find_message(full_name);
}

bool options_reader::read_list(const option_list& list, std::string& records) {
  for (std::size_t i = 0; i < list.written.size(); ++i) {
    if (!read_option(list, i, records)) return false;
  }
  return true;
}

bool options_reader::read_option(const option_list& list, std::size_t index, std::string& records) {
  const message_type* const type = options_type(list.message);
  if (type == nullptr) return false;
  const auto is_complete = [](const auto& part) { return part.name_part && part.is_extension; };
  if (!std::ranges::all_of(list.written[index].name, is_complete)) {
    work_.error(list.path, place::other, "an option has no name");
    return false;
  }
  option o{list.written[index], list.scope, inside(list.path, paths::options::uninterpreted_option, index), {}, {}};
  if (!find_option_fields(work_, *type, o)) return false;
  if (!o.fields.back()->is_repeated() && is_set(o.fields, records)) {
    work_.error(o.from, place::option_name, "option " + quoted(o.name) + " is set twice; remove one of the two");
    return false;
  }
  std::string record;
  if (!write_option_value(work_, o, record)) return false;
  records += wrap(o.fields, std::move(record));
  remember_path(list, index, o.fields);
  return true;
}

void options_reader::remember_path(const option_list& list, std::size_t index,
                                   const std::vector<const field_type*>& fields) {
  element_path to = list.path;
  for (const field_type* f : fields) to.push_back(static_cast<std::int32_t>(f->number));
  if (fields.back()->is_repeated()) {
    const std::int32_t which = counts_[to]++;
    to.push_back(which);
  }
  paths_.emplace(inside(list.path, paths::options::uninterpreted_option, index), std::move(to));
}

/// The parser noted where `uninterpreted_option[2]` stood, with all its parts. Now it is `deprecated`, and the parts
/// are gone.
void options_reader::update_source_info() {
  if (!work_.file.proto.source_code_info || paths_.empty()) return;
  std::vector<SourceCodeInfo::Location>& all = work_.file.proto.source_code_info->location;
  element_path gone;  // locations below it, until one that is not
  std::erase_if(all, [&](SourceCodeInfo::Location& at) {
    if (!gone.empty() && at.path.size() >= gone.size() && std::equal(gone.begin(), gone.end(), at.path.begin())) {
      return true;
    }
    gone.clear();
    const auto found = paths_.find(at.path);
    if (found != paths_.end()) {
      gone = at.path;
      at.path = found->second;
    }
    return false;
  });
}

element_path append(element_path path, std::int32_t what) {
  path.push_back(what);
  return path;
}

}  // namespace

void options_reader::read_field(field_type& f, FieldDescriptorProto& proto, const element_path& path) {
  read(proto.options, f.full_name, append(path, paths::field::options));
  const bool by_default = work_.file.syntax == syntax::proto3;
  const bool wanted = proto.options ? proto.options->packed.value_or(by_default) : by_default;
  f.is_packed = f.is_repeated() && is_packable(f.value_kind) && wanted;
}

void options_reader::read_enum(enum_type& e, EnumDescriptorProto& proto, const element_path& path) {
  for (std::size_t i = 0; i < proto.value.size(); ++i) {
    const element_path at = inside(path, paths::enumeration::value, i);
    read(proto.value[i].options, e.values[i].full_name, append(at, paths::enum_value::options));
  }
  read(proto.options, e.full_name, append(path, paths::enumeration::options));
}

void options_reader::read_message(message_type& m, DescriptorProto& proto, const element_path& path) {
  for (std::size_t i = 0; i < proto.oneof_decl.size(); ++i) {
    const element_path at = inside(path, paths::message::oneof_decl, i);
    read(proto.oneof_decl[i].options, m.oneofs[i].full_name, append(at, paths::oneof::options));
  }
  for (std::size_t i = 0; i < proto.field.size(); ++i) {
    read_field(m.fields[i], proto.field[i], inside(path, paths::message::field, i));
  }
  for (std::size_t i = 0; i < proto.enum_type.size(); ++i) {
    read_enum(m.enums[i], proto.enum_type[i], inside(path, paths::message::enum_type, i));
  }
  for (std::size_t i = 0; i < proto.extension_range.size(); ++i) {
    const element_path at = inside(path, paths::message::extension_range, i);
    read(proto.extension_range[i].options, m.full_name, append(at, paths::range::options));
  }
  for (std::size_t i = 0; i < proto.extension.size(); ++i) {
    read_field(m.extensions[i], proto.extension[i], inside(path, paths::message::extension, i));
  }
  for (std::size_t i = 0; i < proto.nested_type.size(); ++i) {
    read_message(m.messages[i], proto.nested_type[i], inside(path, paths::message::nested_type, i));
  }
  read(proto.options, m.full_name, append(path, paths::message::options));
  m.is_map_entry = proto.options && proto.options->map_entry.value_or(false);
  m.is_message_set = proto.options && proto.options->message_set_wire_format.value_or(false);
}

void options_reader::read_service(service_type& s, ServiceDescriptorProto& proto, const element_path& path) {
  for (std::size_t i = 0; i < proto.method.size(); ++i) {
    const element_path at = inside(path, paths::service::method, i);
    read(proto.method[i].options, s.methods[i].full_name, append(at, paths::method::options));
  }
  read(proto.options, s.full_name, append(path, paths::service::options));
}

void options_reader::read_file() {
  file_type& file = work_.file;
  FileDescriptorProto& proto = file.proto;
  for (std::size_t i = 0; i < proto.message_type.size(); ++i) {
    read_message(file.messages[i], proto.message_type[i], inside({}, paths::file::message_type, i));
  }
  for (std::size_t i = 0; i < proto.enum_type.size(); ++i) {
    read_enum(file.enums[i], proto.enum_type[i], inside({}, paths::file::enum_type, i));
  }
  for (std::size_t i = 0; i < proto.service.size(); ++i) {
    read_service(file.services[i], proto.service[i], inside({}, paths::file::service, i));
  }
  for (std::size_t i = 0; i < proto.extension.size(); ++i) {
    read_field(file.extensions[i], proto.extension[i], inside({}, paths::file::extension, i));
  }
  const std::string scope = std::string(file.package) + ".options";  // names are sought around it
  read(proto.options, scope, {paths::file::options});
  update_source_info();
}

void interpret_options(linking& work) { options_reader(work).read_file(); }

}  // namespace pbwire::compiler
