// SPDX-License-Identifier: MIT
//
// What proto2 has and proto3 left out: required, groups, defaults, extensions except of options, enums that do not
// begin at 0 (an absent enum reads as 0, so there has to be one).
#include "linking.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace pbwire::compiler {

namespace {

/// The messages that proto3 files may extend, which is how custom options are declared.
bool is_options_message(std::string_view full_name) {
  constexpr std::array<std::string_view, 9> names = {
      "FileOptions",    "MessageOptions", "FieldOptions", "EnumOptions",           "EnumValueOptions",
      "ServiceOptions", "MethodOptions",  "OneofOptions", "ExtensionRangeOptions",
  };
  constexpr std::string_view package = "google.protobuf.";
  return full_name.starts_with(package) && std::ranges::find(names, full_name.substr(package.size())) != names.end();
}

void check_message(linking& work, const message_type& m, const element_path& path) {
  if (!m.proto->extension_range.empty()) {
    work.error(inside(path, paths::message::extension_range, 0), place::number,
               "proto3 has no extension ranges; use google.protobuf.Any, or proto2");
  }
  if (m.is_message_set) work.error(path, place::name, "proto3 has no message sets; use proto2");
  std::map<std::string, std::string_view> seen;
  for (std::size_t i = 0; i < m.fields.size(); ++i) {
    std::string plain;
    for (const char c : m.fields[i].name) {
      if (c != '_') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const auto [earlier, is_new] = seen.emplace(plain, m.fields[i].name);
    if (is_new) continue;
    work.error(inside(path, paths::message::field, i), place::name,
               quoted(m.fields[i].name) + " and " + quoted(earlier->second) +
                   " have the same name in JSON, where underscores go and case may change; rename one of them");
  }
}

void check_field(linking& work, const field_type& f, const element_path& path) {
  if (f.is_extension && !is_options_message(f.containing->full_name)) {
    work.error(path, place::extendee, "proto3 can extend only options, such as google.protobuf.FieldOptions");
  }
  if (f.is_required()) work.error(path, place::type, "proto3 has no required fields; remove `required`");
  if (f.proto->default_value) {
    work.error(path, place::default_value, "proto3 has no defaults of your own; an absent field reads as zero");
  }
  if (f.enumeration != nullptr && f.enumeration->file->syntax != syntax::proto3) {
    work.error(path, place::type,
               "enum " + quoted(f.enumeration->full_name) +
                   " is proto2, where numbers it does not list are refused; a proto3 message needs a proto3 enum");
  }
  if (f.value_kind == kind::group) work.error(path, place::type, "proto3 has no groups; use a message");
}

}  // namespace

void check_proto3(linking& work) {
  for (const auto& [m, proto, path] : work.messages) check_message(work, *m, path);
  for (const auto& [f, proto, path] : work.fields) check_field(work, *f, path);
  for (const auto& [e, proto, path] : work.enums) {
    if (e->values.front().number == 0) continue;
    work.error(inside(path, paths::enumeration::value, 0), place::number,
               "the first value of a proto3 enum is 0, because that is what an absent one reads as");
  }
}

}  // namespace pbwire::compiler
