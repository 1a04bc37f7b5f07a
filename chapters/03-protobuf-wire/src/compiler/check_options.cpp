// SPDX-License-Identifier: MIT
//
// What options and types forbid together: packed strings, lazy numbers, map keys that are messages, lite files that
// import full ones the wrong way round.
#include "linking.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace pbwire::compiler {

namespace {

using namespace descriptor;

bool is_lite(const file_type& file) {
  return file.proto.options && file.proto.options->optimize_for == FileOptions::OptimizeMode::LITE_RUNTIME;
}

bool is_64_bit_integer(kind k) {
  return k == kind::int64 || k == kind::uint64 || k == kind::sint64 || k == kind::fixed64 || k == kind::sfixed64;
}

void check_field_options(linking& work, const field_type& f, const element_path& path) {
  if (!f.proto->options) return;
  const FieldOptions& options = *f.proto->options;
  if ((options.lazy.value_or(false) || options.unverified_lazy.value_or(false)) && f.value_kind != kind::message) {
    work.error(path, place::type, "lazy is for fields of a message type; remove it from " + quoted(f.name));
  }
  if (options.packed.value_or(false) && !(f.is_repeated() && is_packable(f.value_kind))) {
    work.error(path, place::type, "packed is for repeated numbers; remove it from " + quoted(f.name));
  }
  if (options.jstype.value_or(FieldOptions::JSType::JS_NORMAL) != FieldOptions::JSType::JS_NORMAL &&
      !is_64_bit_integer(f.value_kind)) {
    work.error(path, place::type, "jstype is for 64-bit integers; remove it from " + quoted(f.name));
  }
}

/// Where the field stands: in a message set, in a lite file, as an extension.
void check_field_context(linking& work, const field_type& f, const element_path& path) {
  if (f.containing->is_message_set) {
    if (!f.is_extension) {
      work.error(path, place::name, "a message set has only extensions; move " + quoted(f.name) + " elsewhere");
    } else if (f.label != label::optional || f.value_kind != kind::message) {
      work.error(path, place::type, "extension " + quoted(f.name) + " of a message set must be an optional message");
    }
  }
  if (!f.is_extension) return;
  if (is_lite(*f.file) && !is_lite(*f.containing->file)) {
    work.error(path, place::extendee,
               quoted(f.containing->full_name) + " is not lite, and a lite file cannot extend it; remove optimize_for");
  }
  if (f.json_name != json_name_of(f.name)) {
    work.error(path, place::option_name, "an extension has no json_name: JSON calls it by its full name in brackets");
  }
}

/// The entry of map<K, V> field_name: message FieldNameEntry { K key = 1; V value = 2; }
bool is_made_for(const message_type& entry, const field_type& f) {
  std::string expected;
  bool large = true;
  for (const char c : f.name) {
    if (c != '_') expected += large && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    large = c == '_';
  }
  return f.is_repeated() && entry.name == expected + "Entry" && entry.parent == f.containing &&
         entry.fields.size() == 2 && entry.fields[0].number == 1 && entry.fields[0].name == "key" &&
         entry.fields[0].label == label::optional && entry.fields[1].number == 2 && entry.fields[1].name == "value" &&
         entry.fields[1].label == label::optional && entry.proto->extension.empty() &&
         entry.proto->extension_range.empty() && entry.messages.empty() && entry.enums.empty();
}

void check_map(linking& work, const field_type& f, const element_path& path) {
  const message_type& entry = *f.message;
  if (!is_made_for(entry, f)) {
    work.error(path, place::type, "map_entry is not for you to set; write map<KeyType, ValueType> instead");
    return;
  }
  switch (entry.fields[0].value_kind) {
    case kind::enum_: work.error(path, place::type, "a map's key cannot be an enum; use an integer"); break;
    case kind::double_:
    case kind::float_:
    case kind::bytes:
    case kind::group:
    case kind::message:
      work.error(path, place::type,
                 "a map's key is an integer, a bool or a string, not what " + quoted(f.name) + " has");
      break;
    case kind::int64:
    case kind::uint64:
    case kind::int32:
    case kind::fixed64:
    case kind::fixed32:
    case kind::bool_:
    case kind::string:
    case kind::uint32:
    case kind::sfixed32:
    case kind::sfixed64:
    case kind::sint32:
    case kind::sint64: break;
  }
  const enum_type* const values = entry.fields[1].enumeration;
  if (values != nullptr && values->values.front().number != 0) {
    work.error(path, place::type,
               "enum " + quoted(values->full_name) + " cannot be a map's value unless its first value is 0");
  }
}

void check_extension_bounds(linking& work, const message_type& m, const element_path& path) {
  const std::int64_t last = m.is_message_set ? std::numeric_limits<std::int32_t>::max() - 1 : max_field_number;
  for (std::size_t i = 0; i < m.proto->extension_range.size(); ++i) {
    if (std::int64_t{m.proto->extension_range[i].end.value_or(0)} - 1 <= last) continue;
    work.error(inside(path, paths::message::extension_range, i), place::number,
               "extension numbers end at " + std::to_string(last) + "; write `to max`");
  }
}

void check_aliases(linking& work, const enum_type& e, const element_path& path) {
  if (e.proto->options && e.proto->options->allow_alias.value_or(false)) return;
  std::map<std::int32_t, const enum_value_type*> seen;
  for (std::size_t i = 0; i < e.values.size(); ++i) {
    const auto [earlier, is_new] = seen.emplace(e.values[i].number, &e.values[i]);
    if (is_new) continue;
    work.error(inside(path, paths::enumeration::value, i), place::number,
               quoted(e.values[i].name) + " has the number of " + quoted(earlier->second->name) +
                   "; give it another, or say `option allow_alias = true;` if it is meant");
  }
}

void check_lite(linking& work) {
  const bool lite = is_lite(work.file);
  for (const file_type* import : work.file.dependencies) {
    if (lite || import == nullptr || !is_lite(*import)) continue;
    work.import_error(std::string(import->name), quoted(import->name) +
                                                     " is lite, and only lite files can import it; say `option "
                                                     "optimize_for = LITE_RUNTIME;` here too");
    break;
  }
  if (!lite) return;
  const FileOptions& options = *work.file.proto.options;
  if (!options.cc_generic_services.value_or(false) && !options.java_generic_services.value_or(false)) return;
  for (const auto& [s, proto, path] : work.services) {
    work.error(path, place::name,
               "a lite file has no generic services; set cc_generic_services and java_generic_services to false");
  }
}

}  // namespace

void check_options(linking& work) {
  check_lite(work);
  for (const auto& [m, proto, path] : work.messages) check_extension_bounds(work, *m, path);
  for (const auto& [f, proto, path] : work.fields) {
    check_field_options(work, *f, path);
    check_field_context(work, *f, path);
    if (f->value_kind == kind::message && f->message->is_map_entry) check_map(work, *f, path);
  }
  for (const auto& [e, proto, path] : work.enums) check_aliases(work, *e, path);
}

}  // namespace pbwire::compiler
