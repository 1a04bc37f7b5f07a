// SPDX-License-Identifier: MIT
//
// Messages whose type is known at run time only. pbdump and pbconv meet a .proto that was not there when they were
// compiled, and the compiler itself meets options that other people have defined. There is no struct to fill then:
//
//   const message_type& type = *pool.find_message("shop.Item");
//   dynamic_message item(type);
//   item.set(*type.find("name"), std::string("apple"));
//   std::string bytes = encode(item);
//
// A dynamic message is a map from field numbers to values. What codec.hpp unrolls at compile time is looked up here for
// every value: the same rules, the same bytes, several times slower.
#pragma once

#include <pbwire/box.hpp>
#include <pbwire/decode_options.hpp>
#include <pbwire/error.hpp>
#include <pbwire/pool.hpp>
#include <pbwire/unknown_fields.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pbwire {

class dynamic_message;

/// One value of a field: of the C++ type that its kind has everywhere, an enum as its number, a message in a box that
/// is never empty.
using dynamic_value = std::variant<std::int32_t, std::int64_t, std::uint32_t, std::uint64_t, float, double, bool,
                                   std::string, box<dynamic_message>>;
using dynamic_list = std::vector<dynamic_value>;
using map_key = std::variant<std::int32_t, std::int64_t, std::uint32_t, std::uint64_t, bool, std::string>;
/// Sorted by key, which is the order that libprotobuf's deterministic mode writes: numbers by value, strings by bytes.
using dynamic_map = std::map<map_key, dynamic_value>;

/// A field that was set. A singular one holds a value, a repeated one a list, a map a map; but a map that was read from
/// text holds a list of its entry messages, because libprotobuf encodes those as they were written.
struct dynamic_field {
  const field_type* type = nullptr;
  std::variant<dynamic_value, dynamic_list, dynamic_map> content;
};

/// Lifetime: the pool that its type belongs to must outlive it.
/// Each function that takes a field requires that it is one of the message's type, or an extension of it, and that it
/// is singular, repeated or a map as the function says; values must be of the field's kind. A program that breaks this
/// gets std::invalid_argument. Bytes and text from outside never lead there.
class dynamic_message {
 public:
  explicit dynamic_message(const message_type& type) : type_(&type) {}

  [[nodiscard]] const message_type& type() const { return *type_; }
  /// Whether the field is set; for a repeated field or a map, whether there is anything in it.
  [[nodiscard]] bool has(const field_type& field) const { return count(field) > 0; }
  /// How many values it has: 0 or 1 for a singular field.
  [[nodiscard]] std::size_t count(const field_type& field) const;
  void clear(const field_type& field);
  void clear();

  // Singular fields. Setting one of a oneof's fields clears the others. Without presence (proto3), setting zero clears.

  /// The value, or null if the field is not set.
  [[nodiscard]] const dynamic_value* find(const field_type& field) const;
  /// The value, or the default: the one the .proto names, else zero or empty.
  [[nodiscard]] dynamic_value get(const field_type& field) const;
  void set(const field_type& field, dynamic_value value);
  /// The message in a singular field, made if need be.
  dynamic_message& message(const field_type& field);
  /// Which field of a oneof is set; null if none is.
  [[nodiscard]] const field_type* which(const oneof_type& oneof) const;

  // Repeated fields.

  [[nodiscard]] const dynamic_list& list(const field_type& field) const;
  void add(const field_type& field, dynamic_value value);
  dynamic_message& add_message(const field_type& field);

  // Maps.

  [[nodiscard]] dynamic_map map(const field_type& field) const;
  /// Puts an entry in; one of the same key is replaced.
  void put(const field_type& field, map_key key, dynamic_value value);
  /// Adds an entry as the message that it is on the wire. Only text does this; the entries stay as they are until the
  /// next put().
  dynamic_message& add_entry(const field_type& field);

  /// All that is set, in the order of the numbers, extensions among them. Lists and maps may be empty.
  [[nodiscard]] const std::map<std::uint32_t, dynamic_field>& fields() const { return fields_; }
  [[nodiscard]] const unknown_fields& unknown() const { return unknown_; }
  [[nodiscard]] unknown_fields& unknown() { return unknown_; }

  /// As if the other's bytes stood behind those of this one: scalars are replaced, messages merged, lists joined.
  void merge(const dynamic_message& other);

  /// Field by field. As with doubles everywhere, a NaN equals nothing.
  friend bool operator==(const dynamic_message& a, const dynamic_message& b);

 private:
  friend class dynamic_decoder;

  dynamic_field& slot(const field_type& field);
  const dynamic_field* find_slot(const field_type& field) const;
  dynamic_list& mutable_list(const field_type& field);
  void clear_others(const field_type& field);

  const message_type* type_;
  std::map<std::uint32_t, dynamic_field> fields_;
  unknown_fields unknown_;
};

/// Whether the kind's values are held in this alternative of dynamic_value.
[[nodiscard]] bool holds_kind(const dynamic_value& value, kind of);
[[nodiscard]] dynamic_value to_value(const map_key& key);
/// Requires: the value is of a kind that keys may have.
[[nodiscard]] map_key to_key(const dynamic_value& value);

/// The field of a number: the message's own, or an extension if a pool is given; null if there is none.
[[nodiscard]] const field_type* find_field(const message_type& type, std::uint32_t number, const pool* extensions);

[[nodiscard]] std::string encode(const dynamic_message& message);
/// The size of encode(message), which it finds by encoding.
[[nodiscard]] std::size_t size(const dynamic_message& message);

/// Decodes a message. Extensions are those of the pool (decode_options::extensions is for structs); without a pool
/// they are unknown fields.
result<dynamic_message> decode(const message_type& type, std::span<const std::byte> bytes,
                               const pool* extensions = nullptr, const decode_options& how = {});
result<dynamic_message> decode(const message_type& type, std::string_view bytes, const pool* extensions = nullptr,
                               const decode_options& how = {});
/// Decodes on top of what the message holds. After an error it holds what came before the error.
result<void> merge(dynamic_message& into, std::span<const std::byte> bytes, const pool* extensions = nullptr,
                   const decode_options& how = {});

/// Whether all required fields are there, in the message and in all messages inside; if not, `path` names the first
/// that is not.
bool required_are_set(const dynamic_message& message, std::string& path);

/// How a field is called in paths and in text: its name, an extension's full name in brackets.
[[nodiscard]] std::string display_name(const field_type& field);

}  // namespace pbwire
