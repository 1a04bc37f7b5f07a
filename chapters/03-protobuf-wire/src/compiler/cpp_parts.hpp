// SPDX-License-Identifier: MIT
//
// What the parts of the C++ generator share: the structs (cpp_structs.cpp), their schemas (cpp_schemas.cpp), and the
// spelling of types and values (cpp_spelling.cpp).
#pragma once

#include <pbwire/compiler/code_printer.hpp>
#include <pbwire/compiler/cpp_generator.hpp>
#include <pbwire/compiler/cpp_names.hpp>

#include <string>
#include <string_view>

namespace pbwire::compiler::cpp {

/// Lines are broken before they get longer than the house's.
inline constexpr std::size_t line_length = 120;

/// One header in the making.
struct header {
  const file_type& file;
  cpp_names& names;
  source_comments comments;
  code_printer out;
};

/// "std::int32_t", "std::string", "Outer::Inner": one value of a field, seen from the struct of `scope`.
[[nodiscard]] std::string value_type(header& h, const field_type& f, const message_type* scope);
/// "std::vector<std::int32_t>": the member that a field becomes.
[[nodiscard]] std::string member_type(header& h, const field_type& f, const message_type* scope);
/// What a member of implicit presence begins with: " = 0", or nothing for a string.
[[nodiscard]] std::string initialiser(header& h, const field_type& f, const message_type* scope);
/// A field's default as an expression. Requires: it has one.
[[nodiscard]] std::string default_literal(header& h, const field_type& f, const message_type* scope);
/// "kind::int32".
[[nodiscard]] std::string kind_name(kind k);

/// Whether the struct keeps extensions apart from unknown fields. Those of the library's own descriptors do not: a
/// custom option is left as it came, for whoever knows its definition.
[[nodiscard]] bool has_extensions(const message_type& m);
/// The constants for the extensions declared in a scope: the file's (null) or a message's.
void print_extensions(header& h, const message_type* scope);

/// The definition of a message's struct, with all that is nested in it.
void print_struct(header& h, const message_type& m);
void print_enum(header& h, const enum_type& e);

/// A schema for the struct `name`: the message's own, which has its extensions, or its view, which has none.
void print_schema(header& h, const message_type& m, const std::string& name, bool with_extensions);
/// The specialisations for a scope's enums and messages, innermost first.
void print_schemas(header& h, const message_type* scope);

/// The views of all messages, in the file's namespace, and behind it their schemas.
void print_views(header& h);
void print_view_schemas(header& h);

}  // namespace pbwire::compiler::cpp
