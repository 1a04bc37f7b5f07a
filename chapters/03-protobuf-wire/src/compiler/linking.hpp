// SPDX-License-Identifier: MIT
//
// A file on its way into the pool: what the stages of the linker share. linker.cpp says in which order they come.
//
// The first stage (declare.cpp) walks the descriptor once and makes flat lists of everything in it. All later stages
// are loops over these lists, so that no other stage has to know how messages nest.
#pragma once

#include "../pool_tables.hpp"

#include <pbwire/compiler/linker.hpp>
#include <pbwire/compiler/paths.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace pbwire::compiler {

/// The path of the `index`th of something inside the element at `parent`: one number for what, one for which.
[[nodiscard]] element_path inside(const element_path& parent, std::int32_t what, std::size_t index);

/// Something that was declared: as a type, as its descriptor, and where.
template <class Type, class Proto>
struct declared {
  Type* type;
  Proto* proto;
  element_path path;
};

struct linking {
  pool& into;
  file_type& file;
  const source_places& places;
  linked_file& outcome;

  // Everything in the file, outer before inner; but in `fields`, which has the extensions too, those of inner messages
  // come first, which decides about the extension that is told that its number is taken.
  std::vector<declared<message_type, descriptor::DescriptorProto>> messages;
  std::vector<declared<field_type, descriptor::FieldDescriptorProto>> fields;
  std::vector<declared<oneof_type, descriptor::OneofDescriptorProto>> oneofs;
  std::vector<declared<enum_type, descriptor::EnumDescriptorProto>> enums;
  std::vector<declared<service_type, descriptor::ServiceDescriptorProto>> services;
  std::vector<declared<method_type, descriptor::MethodDescriptorProto>> methods;

  std::map<element_path, element_path> maps_of_entries;  // from the entries that the parser made to their map fields

  // What the file added to the pool, to be taken back if it turns out to be wrong.
  std::vector<std::string> new_symbols;
  std::vector<std::pair<const message_type*, std::uint32_t>> new_extensions;

  std::map<std::pair<const message_type*, std::uint32_t>, const field_type*> own_extensions;  // of this file

  std::set<const file_type*> visible;         // this file, its imports, and what those import publicly
  std::set<const file_type*> unused_imports;  // of `visible`, those no name has led to yet

  [[nodiscard]] pool::tables& tables() const { return into.contents(); }
  [[nodiscard]] bool failed() const { return !outcome.errors.empty(); }

  /// Where to point to for what is wrong with an element.
  [[nodiscard]] std::optional<position> find(const element_path& path, place what) const;
  void error(const element_path& path, place what, std::string message);
  void warning(const element_path& path, place what, std::string message);
  void import_error(const std::string& import, std::string message);
  void import_warning(const std::string& import, std::string message);
};

// The stages, each in a file of its name, in the order linker.cpp runs them.

void resolve_imports(linking& work);
void declare(linking& work);
void check_numbers(linking& work);
void check_ranges(linking& work);
void check_names(linking& work);
void link_types(linking& work);
void read_defaults(linking& work);
void interpret_options(linking& work);
void check_options(linking& work);
void check_proto3(linking& work);

/// "a message", "an enum", …, for sentences.
[[nodiscard]] std::string_view kind_of(const symbol& s);
/// The text in double quotes.
[[nodiscard]] std::string quoted(std::string_view text);

/// "user_name" → "userName": an underscore goes and makes the next letter large.
[[nodiscard]] std::string json_name_of(std::string_view name);

}  // namespace pbwire::compiler
