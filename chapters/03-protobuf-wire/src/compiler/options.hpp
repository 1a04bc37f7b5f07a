// SPDX-License-Identifier: MIT
//
// What an option is. The parser has written down `option (shop.owner).name = "Ann";` as it stands: a name in parts and
// a value. Options are messages (FileOptions, FieldOptions, …, all in descriptor.proto), the name's parts are their
// fields, the parts in parentheses are extensions that somebody declared. So an option is interpreted by finding the
// fields (options_names.cpp), turning the value into bytes of the last field's kind (options_values.cpp), and putting
// the record into the options message:
//
//     option (shop.owner).name = "Ann";   →   50001 { 1: "Ann" }
//
// Built-in options are records like the custom ones until all are read; then decode sorts them out (options.cpp).
#pragma once

#include "scope.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pbwire::compiler {

/// The options of one element.
struct option_list {
  std::string_view message;  // which options they are, "google.protobuf.FieldOptions"
  std::string_view scope;    // names in parentheses are looked up from here
  element_path path;         // of the options message
  const std::vector<descriptor::UninterpretedOption>& written;
};

/// One option being read.
struct option {
  const descriptor::UninterpretedOption& written;
  std::string_view scope;
  element_path from;                      // where its parts have their places
  std::vector<const field_type*> fields;  // what the name's parts mean; the last one gets the value
  std::string name;                       // as written, for sentences: "(shop.owner).name"
};

/// Fills in `fields` and `name`. False, and an error, if a part of the name is no field, or none that may stand there.
bool find_option_fields(linking& work, const message_type& options, option& o);

/// Whether `records` have a value for the option's last field already.
[[nodiscard]] bool is_set(const std::vector<const field_type*>& fields, std::string_view records);

/// Appends the value as a record of the option's last field. False, and an error, if it is none of its kind.
bool write_option_value(linking& work, const option& o, std::string& records);

/// The ten options messages as this program knows them, for files that import no descriptor.proto.
[[nodiscard]] pool make_option_types();

}  // namespace pbwire::compiler
