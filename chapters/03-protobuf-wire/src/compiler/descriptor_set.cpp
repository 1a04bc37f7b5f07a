// SPDX-License-Identifier: MIT
#include <pbwire/compiler/descriptor_set.hpp>
#include <pbwire/compiler/linker.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace pbwire::compiler {

namespace {

/// Appends a file behind all that it imports, each once.
void append(const file_type& file, std::set<const file_type*>& done, bool source_info,
            descriptor::FileDescriptorSet& set) {
  if (!done.insert(&file).second) return;
  for (const file_type* import : file.dependencies) append(*import, done, source_info, set);
  descriptor::FileDescriptorProto& copy = set.file.emplace_back(file.proto);
  if (!source_info) copy.source_code_info.reset();
}

}  // namespace

descriptor::FileDescriptorSet make_descriptor_set(const pool& from, const std::vector<std::string>& names,
                                                  const set_options& options) {
  std::vector<const file_type*> wanted;
  for (const std::string& name : names) {
    if (const file_type* const file = from.find_file(name)) wanted.push_back(file);
  }
  std::set<const file_type*> done;
  if (!options.include_imports) {
    // Imports that nobody asked for count as written already. Those asked for still come before who needs them.
    for (const file_type* file : wanted) {
      for (const file_type* import : file->dependencies) {
        if (std::ranges::find(wanted, import) == wanted.end()) done.insert(import);
      }
    }
  }
  descriptor::FileDescriptorSet set;
  for (const file_type* file : wanted) append(*file, done, options.include_source_info, set);
  return set;
}

std::optional<pool> read_descriptor_set(const descriptor::FileDescriptorSet& set, std::vector<diagnostic>& errors) {
  pool types;
  const std::size_t before = errors.size();
  for (const descriptor::FileDescriptorProto& file : set.file) {
    linked_file linked = link(types, file, {.warn_unused_imports = false});
    std::ranges::move(linked.errors, std::back_inserter(errors));
  }
  if (errors.size() != before) return std::nullopt;
  return types;
}

}  // namespace pbwire::compiler
