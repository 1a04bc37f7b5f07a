// SPDX-License-Identifier: MIT
//
// Which files this one sees: itself, those it imports, and those that they import publicly, at any distance.
#include "linking.hpp"

#include <algorithm>

namespace pbwire::compiler {

namespace {

void see(std::set<const file_type*>& visible, const file_type& file) {
  if (!visible.insert(&file).second) return;
  for (const file_type* passed_on : file.public_dependencies) see(visible, *passed_on);
}

}  // namespace

void resolve_imports(linking& work) {
  const descriptor::FileDescriptorProto& proto = work.file.proto;
  work.visible.insert(&work.file);
  std::set<std::string_view> seen;
  for (const std::string& name : proto.dependency) {
    if (!seen.insert(name).second) {
      work.import_error(name, quoted(name) + " is imported twice; remove one of the two imports");
    }
    const file_type* const import = work.into.find_file(name);
    work.file.dependencies.push_back(import);
    if (import == nullptr) {
      work.import_error(name, quoted(name) + " cannot be imported: it was not found or has errors of its own");
    } else {
      see(work.visible, *import);
      // One that passes on others may be there for those.
      if (import->public_dependencies.empty()) work.unused_imports.insert(import);
    }
  }
  for (const std::int32_t index : proto.public_dependency) {
    const auto i = static_cast<std::size_t>(index);
    if (i >= work.file.dependencies.size()) {
      work.error({}, place::other, "public_dependency " + std::to_string(index) + " is no index of an import");
    } else if (const file_type* const import = work.file.dependencies[i]; import != nullptr) {
      work.file.public_dependencies.push_back(import);
      work.unused_imports.erase(import);  // it is there for whoever imports this file
    }
  }
  for (const std::int32_t index : proto.weak_dependency) {
    if (static_cast<std::size_t>(index) >= work.file.dependencies.size()) {
      work.error({}, place::other, "weak_dependency " + std::to_string(index) + " is no index of an import");
    }
  }
}

}  // namespace pbwire::compiler
