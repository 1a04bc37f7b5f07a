// SPDX-License-Identifier: MIT
//
// In which order, and how nested, the messages of a file become structs.
//
// A .proto may use a type before it is declared, from anywhere, in circles. C++ may not: a member needs its type
// complete (std::optional<B>) or at least declared (std::vector<B>), and A::Kind can be named only inside A or behind
// it. So messages are a graph. An edge says what has to be complete first:
//
//   value      A has a singular field of type B                      A → B
//   name       A mentions B.Inner, so B must be there to look into   A → B
//   structure  B.Inner is defined inside B, thus with it             B → B.Inner
//
// Where the graph has a cycle, the singular fields on it become box<B>, for which declared is enough. That ends every
// cycle but those of names and structure alone, A mentioning B.X and B mentioning A.Y. No order of nested structs can
// say that, so the nested types of such messages move out: `struct A_Y` stands beside `struct A`, which says
// `using Y = A_Y`. So do structs that clang does not let a std::optional hold before the struct around them is
// finished.
#pragma once

#include <pbwire/pool.hpp>

#include <map>
#include <set>
#include <vector>

namespace pbwire::compiler {

class cpp_layout {
 public:
  explicit cpp_layout(const file_type& file);

  /// The messages to define in a message's struct, or in the file's namespace (null), in an order that compiles.
  /// Map entries are not among them.
  [[nodiscard]] const std::vector<const message_type*>& order(const message_type* scope) const;
  /// The enums to define there. They need nothing, and come first.
  [[nodiscard]] std::vector<const enum_type*> enums(const message_type* scope) const;

  /// The message whose struct contains this one's; null in the namespace.
  [[nodiscard]] const message_type* parent(const message_type& m) const {
    return has_moved_out(m) ? nullptr : m.parent;
  }
  [[nodiscard]] const message_type* parent(const enum_type& e) const;
  /// Whether a nested type stands beside the struct of its parent instead of in it.
  [[nodiscard]] bool has_moved_out(const message_type& m) const;
  [[nodiscard]] bool has_moved_out(const enum_type& e) const;

  /// Whether a singular field or oneof alternative is a box.
  [[nodiscard]] bool is_boxed(const field_type& f) const { return boxed_.contains(&f); }
  /// Whether something mentions the message before its definition, so that `struct M;` must come first.
  [[nodiscard]] bool is_declared_early(const message_type& m) const { return declared_early_.contains(&m); }

 private:
  struct edge {
    std::size_t from;
    std::size_t to;
    enum class reason : std::uint8_t { value, name, structure, mention } why;
    const field_type* field = nullptr;
  };

  void add_messages(const message_type& m);
  void find_edges();
  void add_mention(const message_type& from, const message_type* parent, const message_type* target,
                   const field_type& field, bool by_value);
  void move_out_what_must();
  [[nodiscard]] bool is_unfinished(const message_type& held, const message_type& holder) const;
  bool move_out_what_an_optional_holds();
  void box_cycles();
  void order_scope(const message_type* scope);
  [[nodiscard]] bool is_inside(const message_type* m, const message_type& outer) const;
  [[nodiscard]] const message_type* child_in(const message_type* scope, const message_type& m) const;

  const file_type& file_;
  std::vector<const message_type*> messages_;  // all of the file, parents first, without map entries
  std::map<const message_type*, std::size_t> index_;
  std::vector<edge> edges_;
  std::set<const message_type*> flattened_;  // top-level messages whose nested types have moved out
  std::set<const field_type*> boxed_;
  std::set<const message_type*> declared_early_;
  std::map<const message_type*, std::vector<const message_type*>> order_;
};

}  // namespace pbwire::compiler
