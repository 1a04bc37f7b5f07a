// SPDX-License-Identifier: MIT
//
// Setting and getting. The rules that a struct has in its types are checked by hand here: what is singular, what is a
// list, which C++ type a kind has, that one field of a oneof excludes the others.
#include <pbwire/dynamic.hpp>

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace pbwire {
namespace {

void require(bool condition, const field_type& field, const char* rule) {
  if (!condition) throw std::invalid_argument(field.full_name + ": " + rule);
}

/// Zero, false or nothing. Of a message only the empty box.
dynamic_value zero_of(kind of) {
  switch (of) {
    case kind::double_: return double{};
    case kind::float_: return float{};
    case kind::int64:
    case kind::sint64:
    case kind::sfixed64: return std::int64_t{};
    case kind::uint64:
    case kind::fixed64: return std::uint64_t{};
    case kind::uint32:
    case kind::fixed32: return std::uint32_t{};
    case kind::bool_: return false;
    case kind::string:
    case kind::bytes: return std::string();
    case kind::group:
    case kind::message: return box<dynamic_message>();
    case kind::enum_:
    case kind::int32:
    case kind::sfixed32:
    case kind::sint32: return std::int32_t{};
  }
  return std::int32_t{};
}

dynamic_value empty_message(const field_type& field) { return box<dynamic_message>(dynamic_message(*field.message)); }

dynamic_value default_of(const field_type& field) {
  if (is_message(field.value_kind)) return empty_message(field);
  return std::visit(
      [&field]<class T>(const T& value) -> dynamic_value {
        if constexpr (std::is_same_v<T, std::monostate>) return zero_of(field.value_kind);
        else if constexpr (std::is_same_v<T, const enum_value_type*>) return value->number;
        else return value;
      },
      field.default_);
}

/// What implicit presence does not send. Floating point by its bits: -0.0 is sent.
bool is_zero(const dynamic_value& value) {
  return std::visit(
      []<class T>(const T& held) {
        if constexpr (std::is_same_v<T, double>) return std::bit_cast<std::uint64_t>(held) == 0;
        else if constexpr (std::is_same_v<T, float>) return std::bit_cast<std::uint32_t>(held) == 0;
        else if constexpr (std::is_arithmetic_v<T>) return held == T{};
        else if constexpr (std::is_same_v<T, std::string>) return held.empty();
        else return false;
      },
      value);
}

dynamic_message& inside(dynamic_value& value) { return *std::get<box<dynamic_message>>(value); }

/// The entries of a map that was read from text, the last of each key.
dynamic_map map_of(const dynamic_list& entries) {
  dynamic_map map;
  for (const dynamic_value& value : entries) {
    const dynamic_message& entry = *std::get<box<dynamic_message>>(value);
    map.insert_or_assign(to_key(entry.get(*entry.type().find(1U))), entry.get(*entry.type().find(2U)));
  }
  return map;
}

dynamic_map map_of(const dynamic_field& slot) {
  if (const auto* entries = std::get_if<dynamic_list>(&slot.content)) return map_of(*entries);
  return std::get<dynamic_map>(slot.content);
}

bool is_list_of_entries(const dynamic_field& slot) {
  return slot.type->is_map() && std::holds_alternative<dynamic_list>(slot.content);
}

}  // namespace

bool holds_kind(const dynamic_value& value, kind of) { return value.index() == zero_of(of).index(); }

dynamic_value to_value(const map_key& key) {
  return std::visit([](const auto& held) { return dynamic_value(held); }, key);
}

map_key to_key(const dynamic_value& value) {
  return std::visit(
      []<class T>(const T& held) -> map_key {
        if constexpr (std::is_constructible_v<map_key, std::in_place_type_t<T>, T>) return held;
        else throw std::invalid_argument("no key of a map can be of this kind");
      },
      value);
}

const field_type* find_field(const message_type& type, std::uint32_t number, const pool* extensions) {
  if (const field_type* field = type.find(number); field != nullptr) return field;
  if (extensions == nullptr || !type.is_extension_number(number)) return nullptr;
  return extensions->find_extension(type, number);
}

std::string display_name(const field_type& field) {
  return field.is_extension ? '[' + field.full_name + ']' : std::string(field.name);
}

dynamic_field& dynamic_message::slot(const field_type& field) {
  require(field.containing == type_, field, "not a field of this message");
  dynamic_field& found = fields_[field.number];
  if (found.type == nullptr) {
    found.type = &field;
    if (field.is_map()) found.content = dynamic_map();
    else if (field.is_repeated()) found.content = dynamic_list();
  }
  return found;
}

const dynamic_field* dynamic_message::find_slot(const field_type& field) const {
  require(field.containing == type_, field, "not a field of this message");
  const auto found = fields_.find(field.number);
  return found != fields_.end() ? &found->second : nullptr;
}

std::size_t dynamic_message::count(const field_type& field) const {
  const dynamic_field* found = find_slot(field);
  if (found == nullptr) return 0;
  if (const auto* map = std::get_if<dynamic_map>(&found->content)) return map->size();
  const auto* elements = std::get_if<dynamic_list>(&found->content);
  if (elements == nullptr) return 1;
  return field.is_map() ? map_of(*elements).size() : elements->size();
}

void dynamic_message::clear(const field_type& field) { fields_.erase(field.number); }

void dynamic_message::clear() {
  fields_.clear();
  unknown_.clear();
}

const dynamic_value* dynamic_message::find(const field_type& field) const {
  require(!field.is_repeated(), field, "not singular");
  const dynamic_field* found = find_slot(field);
  return found != nullptr ? &std::get<dynamic_value>(found->content) : nullptr;
}

dynamic_value dynamic_message::get(const field_type& field) const {
  const dynamic_value* found = find(field);
  return found != nullptr ? *found : default_of(field);
}

void dynamic_message::clear_others(const field_type& field) {
  if (field.oneof == nullptr) return;
  for (const field_type* other : field.oneof->fields) {
    if (other != &field) fields_.erase(other->number);
  }
}

void dynamic_message::set(const field_type& field, dynamic_value value) {
  require(!field.is_repeated(), field, "not singular");
  require(holds_kind(value, field.value_kind), field, "a value of another kind");
  clear_others(field);
  if (!field.has_presence && is_zero(value)) clear(field);
  else slot(field).content = std::move(value);
}

dynamic_message& dynamic_message::message(const field_type& field) {
  require(!field.is_repeated() && is_message(field.value_kind), field, "not a singular message");
  clear_others(field);
  auto& value = std::get<dynamic_value>(slot(field).content);
  if (!std::holds_alternative<box<dynamic_message>>(value)) value = empty_message(field);
  return inside(value);
}

const field_type* dynamic_message::which(const oneof_type& oneof) const {
  for (const field_type* field : oneof.fields) {
    if (has(*field)) return field;
  }
  return nullptr;
}

dynamic_list& dynamic_message::mutable_list(const field_type& field) {
  require(field.is_repeated() && !field.is_map(), field, "not repeated");
  return std::get<dynamic_list>(slot(field).content);
}

const dynamic_list& dynamic_message::list(const field_type& field) const {
  static const dynamic_list none;
  require(field.is_repeated() && !field.is_map(), field, "not repeated");
  const dynamic_field* found = find_slot(field);
  return found != nullptr ? std::get<dynamic_list>(found->content) : none;
}

void dynamic_message::add(const field_type& field, dynamic_value value) {
  require(holds_kind(value, field.value_kind), field, "a value of another kind");
  mutable_list(field).push_back(std::move(value));
}

dynamic_message& dynamic_message::add_message(const field_type& field) {
  require(is_message(field.value_kind), field, "not a message");
  return inside(mutable_list(field).emplace_back(empty_message(field)));
}

dynamic_map dynamic_message::map(const field_type& field) const {
  require(field.is_map(), field, "not a map");
  const dynamic_field* found = find_slot(field);
  return found != nullptr ? map_of(*found) : dynamic_map();
}

void dynamic_message::put(const field_type& field, map_key key, dynamic_value value) {
  require(field.is_map(), field, "not a map");
  require(holds_kind(to_value(key), field.message->find(1U)->value_kind), field, "a key of another kind");
  require(holds_kind(value, field.message->find(2U)->value_kind), field, "a value of another kind");
  auto& content = slot(field).content;
  if (const auto* entries = std::get_if<dynamic_list>(&content)) content = map_of(*entries);
  std::get<dynamic_map>(content).insert_or_assign(std::move(key), std::move(value));
}

dynamic_message& dynamic_message::add_entry(const field_type& field) {
  require(field.is_map(), field, "not a map");
  auto& content = slot(field).content;
  if (const auto* map = std::get_if<dynamic_map>(&content)) {
    dynamic_list entries;
    for (const auto& [key, value] : *map) {
      dynamic_message entry(*field.message);
      entry.set(*field.message->find(1U), to_value(key));
      entry.set(*field.message->find(2U), value);
      entries.emplace_back(box<dynamic_message>(std::move(entry)));
    }
    content = std::move(entries);
  }
  return inside(std::get<dynamic_list>(content).emplace_back(empty_message(field)));
}

void dynamic_message::merge(const dynamic_message& other) {
  if (&other == this) return merge(dynamic_message(other));  // a list cannot grow while it is read
  for (const auto& [number, theirs] : other.fields_) {
    const field_type& field = *theirs.type;
    if (field.is_map()) {
      for (const auto& [key, value] : map_of(theirs)) put(field, key, value);
    } else if (const auto* elements = std::get_if<dynamic_list>(&theirs.content)) {
      dynamic_list& own = mutable_list(field);
      own.insert(own.end(), elements->begin(), elements->end());
    } else if (is_message(field.value_kind)) {
      message(field).merge(*std::get<box<dynamic_message>>(std::get<dynamic_value>(theirs.content)));
    } else {
      set(field, std::get<dynamic_value>(theirs.content));
    }
  }
  unknown_.append(other.unknown_.records());
}

bool operator==(const dynamic_message& a, const dynamic_message& b) {
  if (a.type_ != b.type_ || a.unknown_ != b.unknown_) return false;
  std::size_t in_a = 0;
  for (const auto& [number, field] : a.fields_) {
    if (!a.has(*field.type)) continue;  // an empty list
    ++in_a;
    const dynamic_field* other = b.find_slot(*field.type);
    if (other == nullptr || other->type != field.type) return false;
    const bool plain = field.content.index() == other->content.index() && !is_list_of_entries(field);
    if (!(plain ? field.content == other->content : map_of(field) == map_of(*other))) return false;
  }
  const auto is_set = [&b](const auto& entry) { return b.has(*entry.second.type); };
  return in_a == static_cast<std::size_t>(std::count_if(b.fields_.begin(), b.fields_.end(), is_set));
}

}  // namespace pbwire
