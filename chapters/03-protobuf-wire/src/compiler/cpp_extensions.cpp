// SPDX-License-Identifier: MIT
//
// `extend` blocks. The extended struct cannot get members any more, so an extension is a constant that knows all that a
// field's schema does, in the scope where the .proto declares it.
#include "cpp_parts.hpp"

namespace pbwire::compiler::cpp {

bool has_extensions(const message_type& m) {
  return !m.proto->extension_range.empty() && home_of(m.file->name) == nullptr;
}

void print_extensions(header& h, const message_type* scope) {
  for (const field_type& f : scope != nullptr ? scope->extensions : h.file.extensions) {
    const std::string value = value_type(h, f, scope);
    const std::string member = (f.is_repeated() ? "std::vector<" : "std::optional<") + value + '>';
    h.out.comment(h.comments.leading(path_of(f)));
    h.out.comment(h.comments.trailing(path_of(f)));
    h.out.line((scope != nullptr ? "static" : "inline") + std::string(" constexpr pbwire::extension<\"") + f.full_name +
               "\", " + h.names.name_from(*f.containing, h.file, scope) + ", " + std::to_string(f.number) +
               ", pbwire::" + kind_name(f.value_kind) + ", " + member + (f.is_packed ? ", pbwire::packed" : "") + "> " +
               h.names.name(f) + "{};");
  }
}

}  // namespace pbwire::compiler::cpp
