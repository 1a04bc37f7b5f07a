// SPDX-License-Identifier: MIT
//
// Comments stand in SourceCodeInfo under the path of the element they belong to.
#include <pbwire/compiler/cpp_generator.hpp>
#include <pbwire/compiler/paths.hpp>

#include <algorithm>

namespace pbwire::compiler {
namespace {

template <class T>
std::int32_t index_in(const std::deque<T>& all, const T& one) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const T& each) { return &each == &one; });
  return static_cast<std::int32_t>(at - all.begin());
}

element_path path_in(const message_type* outer, std::int32_t of_file, std::int32_t of_message, std::int32_t index) {
  if (outer == nullptr) return {of_file, index};
  element_path path = path_of(*outer);
  path.insert(path.end(), {of_message, index});
  return path;
}

}  // namespace

element_path path_of(const message_type& m) {
  return path_in(m.parent, paths::file::message_type, paths::message::nested_type,
                 index_in(m.parent != nullptr ? m.parent->messages : m.file->messages, m));
}

element_path path_of(const enum_type& e) {
  return path_in(e.parent, paths::file::enum_type, paths::message::enum_type,
                 index_in(e.parent != nullptr ? e.parent->enums : e.file->enums, e));
}

element_path path_of(const enum_value_type& v) {
  element_path path = path_of(*v.parent);
  path.insert(path.end(), {paths::enumeration::value, index_in(v.parent->values, v)});
  return path;
}

element_path path_of(const field_type& f) {
  if (f.is_extension) {
    return path_in(f.scope, paths::file::extension, paths::message::extension,
                   index_in(f.scope != nullptr ? f.scope->extensions : f.file->extensions, f));
  }
  return path_in(f.containing, 0, paths::message::field, index_in(f.containing->fields, f));
}

element_path path_of(const oneof_type& o) {
  return path_in(o.parent, 0, paths::message::oneof_decl, index_in(o.parent->oneofs, o));
}

source_comments::source_comments(const file_type& file) {
  if (!file.proto.source_code_info) return;
  for (const descriptor::SourceCodeInfo::Location& each : file.proto.source_code_info->location) {
    locations_.emplace(each.path, &each);  // the first one of a path: an extend block may have several
  }
}

const descriptor::SourceCodeInfo::Location* source_comments::find(const element_path& path) const {
  const auto found = locations_.find(path);
  return found != locations_.end() ? found->second : nullptr;
}

std::string source_comments::leading(const element_path& path) const {
  const auto* at = find(path);
  return at != nullptr ? at->leading_comments.value_or("") : "";
}

std::string source_comments::trailing(const element_path& path) const {
  const auto* at = find(path);
  return at != nullptr ? at->trailing_comments.value_or("") : "";
}

}  // namespace pbwire::compiler
