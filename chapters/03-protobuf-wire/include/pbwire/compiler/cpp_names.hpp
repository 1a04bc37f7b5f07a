// SPDX-License-Identifier: MIT
//
// What everything of a .proto is called in C++. Names stay as they were written; one that C++ does not allow where it
// would stand gets a trailing `_`, or as many as it takes:
//
//   keywords and the like   optional int32 class = 1;            class_
//   the struct's own name   message A { message A {} }           A::A_
//   what the struct uses    message B { optional A A = 1; }      std::optional<A> A_
//   what we put beside it   optional bytes unknown = 1;          unknown_
//
// A type is written as short as C++ finds it: Inner within Outer, Outer::Inner beside it, shop::Outer::Inner from
// another package, and ::shop::… where a nearer `shop` is in the way.
#pragma once

#include <pbwire/compiler/cpp_layout.hpp>
#include <pbwire/pool.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace pbwire::compiler {

struct cpp_options {
  /// Package → namespace. The longest prefix of a package counts ("google.protobuf" for google.protobuf.compiler), and
  /// what follows it is kept. The empty package is a prefix of all. Without an entry, package a.b is namespace a::b.
  std::map<std::string, std::string, std::less<>> namespaces;
  /// Whether comments of the .proto are copied, if the descriptor has source info.
  bool comments = true;
  /// Whether each message also gets a view. Imported files must have been given theirs.
  bool views = false;
};

/// A .proto that is part of this library: its header and namespace are known, and are not made anew.
struct cpp_home {
  std::string_view proto;
  std::string_view header;
  std::string_view name_space;
};
/// google/protobuf/descriptor.proto and compiler/plugin.proto; null for all others.
[[nodiscard]] const cpp_home* home_of(std::string_view proto);

class cpp_names {
 public:
  explicit cpp_names(cpp_options options);
  ~cpp_names();
  cpp_names(const cpp_names&) = delete;
  cpp_names& operator=(const cpp_names&) = delete;

  /// "user/user.pb.hpp" for user/user.proto.
  [[nodiscard]] static std::string header(const file_type& file);
  /// `header` as an #include directive names it, in quotes or angle brackets.
  [[nodiscard]] static std::string include(const file_type& file);
  /// "a::b"; empty for the global namespace.
  [[nodiscard]] std::string name_space(const file_type& file) const;

  /// A type's name without what it is nested in: "Inner".
  [[nodiscard]] const std::string& name(const message_type& m);
  [[nodiscard]] const std::string& name(const enum_type& e);
  /// What the struct of its parent calls a type that has moved out of it.
  [[nodiscard]] const std::string& alias(const message_type& m);
  [[nodiscard]] const std::string& alias(const enum_type& e);
  /// From the global namespace: "shop::Outer::Inner".
  [[nodiscard]] std::string full_name(const message_type& m);
  [[nodiscard]] std::string full_name(const enum_type& e);
  /// From inside the struct of a message, or the namespace of a file where that is null.
  [[nodiscard]] std::string name_from(const message_type& m, const file_type& file, const message_type* scope);
  [[nodiscard]] std::string name_from(const enum_type& e, const file_type& file, const message_type* scope);

  /// A message's view, in the file's namespace: "ItemView", "Outer_InnerView". Requires: options().views.
  [[nodiscard]] const std::string& view_name(const message_type& m);
  [[nodiscard]] std::string view_name_from(const message_type& m, const file_type& file);

  /// The member, or the constant if it is an extension.
  [[nodiscard]] const std::string& name(const field_type& f);
  [[nodiscard]] const std::string& name(const oneof_type& o);
  [[nodiscard]] const std::string& name(const enum_value_type& v);
  /// The constant that holds a proto2 default: "default_count".
  [[nodiscard]] const std::string& default_name(const field_type& f);
  /// The enum that numbers a oneof's alternatives ("choice_case"), and what stands in it for one of them
  /// ("choice_text"), or for none of them where f is null ("choice_not_set").
  [[nodiscard]] const std::string& case_name(const oneof_type& o);
  [[nodiscard]] const std::string& case_value(const oneof_type& o, const field_type* f);

  [[nodiscard]] const cpp_layout& layout(const file_type& file);
  [[nodiscard]] const cpp_options& options() const { return options_; }

 private:
  struct tables;  // of one file
  tables& of(const file_type& file);
  void collect_visible(const file_type& file, std::set<std::string>& into, std::set<const file_type*>& seen);
  void collect_mentions(const message_type& m, std::set<std::string>& into);
  void name_types(tables& t, const message_type* scope);
  void name_view(tables& t, const message_type& m);
  void name_members(tables& t, const message_type& m);
  [[nodiscard]] std::string shorten(const std::string& full, std::string name, const file_type& its_file,
                                    const message_type* outer, const file_type& file, const message_type* scope);

  cpp_options options_;
  std::map<const file_type*, std::unique_ptr<tables>> files_;
};

}  // namespace pbwire::compiler
