// SPDX-License-Identifier: MIT
//
// What a plain struct says of itself so that it can be a protobuf message.
//
// libprotobuf generates a class: has-bits, accessors, a parser and a serializer for each message. Here a message is a
// struct with ordinary members, and beside it stands a list of its fields:
//
//   struct Item {
//     std::string name;
//     std::vector<std::int32_t> ids;
//     pbwire::unknown_fields unknown;
//   };
//
//   template <>
//   struct pbwire::schema<Item> {
//     using M = Item;
//     static constexpr std::string_view name = "shop.Item";
//     static constexpr auto syntax = pbwire::syntax::proto3;
//     using fields = field_list<field<"name", 1, kind::string, &M::name>,
//                               field<"ids", 2, kind::int32, &M::ids, packed>>;
//   };
//
// From the list follow encode, decode, size, equality, dump and views, each one function template that the compiler
// unrolls for the message. The wire kind is written down because a C++ type does not tell it: int32, sint32 and
// sfixed32 are all std::int32_t. The presence is not, because the member's type does tell it:
//
//   T                        implicit presence: the zero value is not sent (proto3 without a label)
//   std::optional<T>         explicit presence (proto2, proto3 optional, and every message field)
//   box<M>                   a message field on a cycle of types
//   std::vector<T>           repeated
//   std::map<K, V>           map
//   std::variant<monostate, …>   oneof: its alternative i holds the i-th field
//   extension_set            the extensions of a proto2 message
#pragma once

#include <pbwire/box.hpp>
#include <pbwire/unknown_fields.hpp>
#include <pbwire/wire.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pbwire {

enum class syntax : std::uint8_t { proto2, proto3 };

/// How a field's value stands on the wire. The numbers are those of FieldDescriptorProto.Type.
enum class kind : std::uint8_t {
  double_ = 1,
  float_ = 2,
  int64 = 3,
  uint64 = 4,
  int32 = 5,
  fixed64 = 6,
  fixed32 = 7,
  bool_ = 8,
  string = 9,
  group = 10,
  message = 11,
  bytes = 12,
  uint32 = 13,
  enum_ = 14,
  sfixed32 = 15,
  sfixed64 = 16,
  sint32 = 17,
  sint64 = 18,
};

/// The wire type of one value of a kind. Encoding, "Message Structure".
constexpr wire_type wire_type_of(kind k) {
  switch (k) {
    case kind::double_:
    case kind::fixed64:
    case kind::sfixed64: return wire_type::fixed64;
    case kind::float_:
    case kind::fixed32:
    case kind::sfixed32: return wire_type::fixed32;
    case kind::string:
    case kind::message:
    case kind::bytes: return wire_type::length_delimited;
    case kind::group: return wire_type::start_group;
    case kind::int64:
    case kind::uint64:
    case kind::int32:
    case kind::bool_:
    case kind::uint32:
    case kind::enum_:
    case kind::sint32:
    case kind::sint64: return wire_type::varint;
  }
  return wire_type::varint;
}

constexpr bool is_message(kind k) { return k == kind::message || k == kind::group; }
constexpr bool is_text(kind k) { return k == kind::string || k == kind::bytes; }
/// Whether repeated values of the kind may stand packed: all numbers may.
constexpr bool is_packable(kind k) { return !is_message(k) && !is_text(k); }

/// A string as a template argument.
template <std::size_t N>
struct fixed_string {
  char text[N] = {};                                                             // NOLINT(modernize-avoid-c-arrays)
  consteval fixed_string(const char (&from)[N]) { std::copy_n(from, N, text); }  // NOLINT
  [[nodiscard]] constexpr std::string_view view() const { return {text, N - 1}; }
};

/// What a field may be besides its kind.
enum class flag : std::uint8_t { none = 0, packed = 1, required = 2 };
inline constexpr flag packed = flag::packed;
inline constexpr flag required = flag::required;

/// A singular or repeated field.
template <fixed_string Name, std::uint32_t Number, kind Kind, auto Member, flag Flag = flag::none>
struct field {
  static constexpr std::string_view name = Name.view();
  static constexpr std::uint32_t number = Number;
  static constexpr kind value_kind = Kind;
  static constexpr auto member = Member;
  static constexpr bool is_packed = Flag == flag::packed;
  static constexpr bool is_required = Flag == flag::required;
};

/// map<K, V>: on the wire a repeated message of two fields, key = 1 and value = 2.
template <fixed_string Name, std::uint32_t Number, kind Key, kind Value, auto Member>
struct map_field {
  static constexpr std::string_view name = Name.view();
  static constexpr std::uint32_t number = Number;
  static constexpr kind key_kind = Key;
  static constexpr kind value_kind = Value;
  static constexpr auto member = Member;
};

/// One field of a oneof: the alternative `Index` of the std::variant that `Member` points to.
template <fixed_string Name, std::uint32_t Number, kind Kind, auto Member, std::size_t Index>
struct oneof_field {
  static constexpr std::string_view name = Name.view();
  static constexpr std::uint32_t number = Number;
  static constexpr kind value_kind = Kind;
  static constexpr auto member = Member;
  static constexpr std::size_t index = Index;
};

/// The numbers First to Last (both included) belong to whoever extends the message. Member is its extension_set.
template <std::uint32_t First, std::uint32_t Last, auto Member>
struct extension_range {
  static constexpr std::uint32_t number = First;
  static constexpr std::uint32_t last = Last;
  static constexpr auto member = Member;
};

/// The fields of a message in the order of their numbers, which is the order they are written in.
template <class... Fields>
struct field_list {};

/// Specialise it for a message: name, syntax, fields.
template <class M>
struct schema;

/// Specialise it for an enum: name, and values in declaration order.
template <class E>
struct enum_schema;

struct enum_entry {
  std::string_view name;
  std::int32_t number;
};

/// Whether a number is one of the enum's. An aliased number counts once or twice, which does not matter here.
template <class E>
constexpr bool is_declared(std::int32_t number) {
  return std::any_of(enum_schema<E>::values.begin(), enum_schema<E>::values.end(),
                     [number](const enum_entry& entry) { return entry.number == number; });
}

/// The name of an enum's number, the first one if it has aliases; empty if none.
template <class E>
constexpr std::string_view name_of(E value) {
  for (const enum_entry& entry : enum_schema<E>::values) {
    if (entry.number == static_cast<std::int32_t>(value)) return entry.name;
  }
  return {};
}

}  // namespace pbwire
