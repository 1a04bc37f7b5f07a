// SPDX-License-Identifier: MIT
//
// How gob describes types, in gob. Before the first value of a type, its definition goes out as a
// message of its own: minus the id, then one `wireType` struct with exactly one part set. (Go: type.go)
//
//   Point{X, Y int} as id 65, the first user id:
//
//   1F               length 31
//   FF 81            -65                       the definition of type 65
//   03               field 2 of wireType       StructT
//     01             field 0 of structType     CommonType
//       01 05 "Point"   field 0 of CommonType  Name
//       01 FF 82        field 1                Id = 65
//     00             end of CommonType
//     01 02          field 1 of structType     Field, 2 elements
//       01 01 "X" 01 04 00      {Name "X", Id 2}: 2 is int
//       01 01 "Y" 01 04 00      {Name "Y", Id 2}
//   00 00            end of structType, end of wireType
//
// The definition types below are ordinary described structs: the encoder and the decoder treat them
// as they treat a user's. Their own ids (16 and up) are fixed, and that is where the circle starts.
#pragma once

#include <netrpc/gob_wire.hpp>
#include <netrpc/reflect.hpp>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace netrpc::gob {

struct common_type {
  std::string Name;
  type_id Id = 0;
};
BOOST_DESCRIBE_STRUCT(common_type, (), (Name, Id))

struct array_type {
  common_type CommonType;
  type_id Elem = 0;
  std::int64_t Len = 0;
};
BOOST_DESCRIBE_STRUCT(array_type, (), (CommonType, Elem, Len))

struct slice_type {
  common_type CommonType;
  type_id Elem = 0;
};
BOOST_DESCRIBE_STRUCT(slice_type, (), (CommonType, Elem))

struct field_type {
  std::string Name;
  type_id Id = 0;
};
BOOST_DESCRIBE_STRUCT(field_type, (), (Name, Id))

struct struct_type {
  common_type CommonType;
  std::vector<field_type> Field;
};
BOOST_DESCRIBE_STRUCT(struct_type, (), (CommonType, Field))

struct map_type {
  common_type CommonType;
  type_id Key = 0;
  type_id Elem = 0;
};
BOOST_DESCRIBE_STRUCT(map_type, (), (CommonType, Key, Elem))

struct gob_encoder_type {
  common_type CommonType;
};
BOOST_DESCRIBE_STRUCT(gob_encoder_type, (), (CommonType))

/// What an id stands for. A sender sets one part; the last three say that the value is opaque bytes.
struct wire_type {
  std::optional<array_type> ArrayT;
  std::optional<slice_type> SliceT;
  std::optional<struct_type> StructT;
  std::optional<map_type> MapT;
  std::optional<gob_encoder_type> GobEncoderT;
  std::optional<gob_encoder_type> BinaryMarshalerT;
  std::optional<gob_encoder_type> TextMarshalerT;  // Go 1.19 reads these but never sends one

  /// The name the sender gave; empty for an unnamed type or when no part is set.
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] bool is_opaque() const { return GobEncoderT || BinaryMarshalerT || TextMarshalerT; }
};
BOOST_DESCRIBE_STRUCT(wire_type, (), (ArrayT, SliceT, StructT, MapT, GobEncoderT, BinaryMarshalerT, TextMarshalerT))

/// The definition of a builtin composite type (16..24), or null.
[[nodiscard]] const wire_type* builtin_type(type_id id);
/// "int", "string", … for 1..8; empty for anything else.
[[nodiscard]] std::string_view basic_name(type_id id);
/// The id of a type that needs no definition, or 0.
[[nodiscard]] type_id basic_id(const reflect::type& t);

/// The ids of one outgoing stream, given in the order in which Go gives them: a struct gets its id
/// before its fields, a slice, array or map after its elements (type.go newTypeObject calls it history).
/// Go counts per process, this table per stream; every decoder must cope with any id anyway.
class local_types {
 public:
  /// The id of t, given now if it has none yet. Requires: t is no pointer.
  type_id id_of(const reflect::type& t) { return assign(t, t.name); }
  /// Requires: t has an id and is not basic.
  [[nodiscard]] const wire_type& definition(const reflect::type& t) const { return defined_.at(&t); }

 private:
  type_id assign(const reflect::type& t, std::string_view name);
  void assign_struct(const reflect::type& t, std::string_view name);
  void assign_sequence(const reflect::type& t, std::string_view name);
  void assign_map(const reflect::type& t, std::string_view name);
  void assign_opaque(const reflect::type& t, std::string_view name);
  type_id ensure(const reflect::type& t);

  std::unordered_map<const reflect::type*, type_id> ids_;  // 0 while the type is being worked out
  std::unordered_map<const reflect::type*, wire_type> defined_;
  type_id next_ = id::first_user;
};

/// What interface values may hold: a two-way table of concrete types and their names (gob.Register).
/// Names, not ids, travel with interface values, so that a receiver can make a value of its own type.
class type_names {
 public:
  /// Holds what every Go program has registered: int, uint, float64, string, []byte, []int, …
  [[nodiscard]] static type_names basic();

  /// Registers T as Go's gob.Register does: "main.Item", "int", "[]string".
  template <class T>
  void add() {
    add(reflect::go_string(reflect::of<T>()), reflect::of<T>());
  }
  /// As gob.RegisterName. A second name for a type, or a second type for a name, replaces the first.
  void add(std::string name, const reflect::type& t);

  /// Null when nothing is registered under the name.
  [[nodiscard]] const reflect::type* find(std::string_view name) const;
  /// Null when the type is not registered.
  [[nodiscard]] const std::string* name_of(const reflect::type& t) const;

 private:
  std::unordered_map<std::string, const reflect::type*> by_name_;
  std::unordered_map<const reflect::type*, std::string> by_type_;
};

}  // namespace netrpc::gob
