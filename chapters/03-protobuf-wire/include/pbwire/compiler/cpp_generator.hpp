// SPDX-License-Identifier: MIT
//
// From a linked .proto file to a C++ header: one struct per message, an enum class per enum, and behind them the
// schemas that tell the codec what the members mean. Nothing else: what can be done with a struct is the codec's
// business, and what a service is, a chapter's that has a channel to call it on.
#pragma once

#include <pbwire/compiler/code_generator.hpp>
#include <pbwire/compiler/code_printer.hpp>
#include <pbwire/compiler/cpp_names.hpp>
#include <pbwire/compiler/source_info.hpp>
#include <pbwire/pool.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pbwire::compiler {

/// The headers of files. What has no plain struct is an error: a MessageSet.
[[nodiscard]] generated_code generate_cpp(const std::vector<const file_type*>& files, cpp_names& names);

/// The same with options as text, the way a plugin is given them: namespace=PACKAGE=NAMESPACE, views, no_comments.
[[nodiscard]] generated_code generate_cpp(const std::vector<const file_type*>& files, const generator_options& options);

/// An element's place in FileDescriptorProto, which is what SourceCodeInfo speaks of.
[[nodiscard]] element_path path_of(const message_type& m);
[[nodiscard]] element_path path_of(const enum_type& e);
[[nodiscard]] element_path path_of(const enum_value_type& v);
[[nodiscard]] element_path path_of(const field_type& f);
[[nodiscard]] element_path path_of(const oneof_type& o);

/// What the .proto says about an element, if its descriptor has SourceCodeInfo. The file must outlive it.
class source_comments {
 public:
  source_comments() = default;  // no comments
  explicit source_comments(const file_type& file);

  /// All that is known of the element; null if nothing is.
  [[nodiscard]] const descriptor::SourceCodeInfo::Location* find(const element_path& path) const;
  /// The comment above the element.
  [[nodiscard]] std::string leading(const element_path& path) const;
  /// The comment behind it.
  [[nodiscard]] std::string trailing(const element_path& path) const;

 private:
  std::map<element_path, const descriptor::SourceCodeInfo::Location*> locations_;
};

/// A literal for a string of any bytes: "caf\303\251\n".
[[nodiscard]] std::string cpp_string_literal(std::string_view bytes);

}  // namespace pbwire::compiler
