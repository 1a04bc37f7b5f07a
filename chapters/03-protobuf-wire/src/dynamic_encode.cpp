// SPDX-License-Identifier: MIT
//
// Written backwards, as everywhere here (output.hpp): what comes last in the bytes is written first. Two kinds of
// message have a form of their own:
//
//   a map entry     always has its key and its value, even if they are zero
//   a MessageSet    (proto1's extensions, alive inside option message_set_wire_format) wraps each extension in a group:
//                   0b 10 <number> 1a <length> <message> 0c, so numbers may exceed the 29 bits of a tag
#include <pbwire/dynamic.hpp>
#include <pbwire/output.hpp>
#include <pbwire/reader.hpp>

#include "dynamic_kinds.hpp"
#include "message_set.hpp"

#include <cstring>

namespace pbwire {
namespace {

constexpr std::size_t head_room = 2 * max_varint_size;

class encoder {
 public:
  /// Writes the message in front of what is there.
  void put(const dynamic_message& message);
  [[nodiscard]] std::span<const std::byte> finish() {
    to_.finish(p_);
    return to_.bytes();
  }

 private:
  void put_varint(std::uint64_t value) { p_ = scalars::put_varint(to_.room(p_, head_room), value); }
  void put_tag(std::uint32_t number, wire_type type) { put_varint(make_tag(number, type)); }
  void put_bytes(std::string_view bytes);
  void put_delimited(std::uint32_t number, std::string_view bytes);
  /// Puts tag and length in front of all that was written since `behind` was what behind() said.
  void close(std::uint32_t number, std::size_t behind);
  [[nodiscard]] std::size_t behind() const { return to_.behind(p_); }

  void put_field(const dynamic_field& field);
  void put_value(const field_type& field, const dynamic_value& value);
  void put_number(kind of, const dynamic_value& value);
  void put_packed(const field_type& field, const dynamic_list& list);
  void put_entry(const field_type& field, const map_key& key, const dynamic_value& value);
  void put_entry(const field_type& field, const dynamic_message& entry);
  void put_item(std::uint32_t type_id, const dynamic_message& message);
  void put_unknown_items(std::string_view records);

  output to_;
  std::byte* p_ = to_.end();
};

void encoder::put_bytes(std::string_view bytes) {
  p_ = to_.room(p_, bytes.size() + head_room) - bytes.size();
  if (!bytes.empty()) std::memcpy(p_, bytes.data(), bytes.size());
}

void encoder::put_delimited(std::uint32_t number, std::string_view bytes) {
  put_bytes(bytes);
  put_varint(bytes.size());
  put_tag(number, wire_type::length_delimited);
}

void encoder::close(std::uint32_t number, std::size_t behind) {
  put_varint(to_.behind(p_) - behind);
  put_tag(number, wire_type::length_delimited);
}

void encoder::put(const dynamic_message& message) {
  if (message.type().is_message_set) put_unknown_items(message.unknown().records());
  else put_bytes(message.unknown().records());
  for (auto field = message.fields().rbegin(); field != message.fields().rend(); ++field) put_field(field->second);
}

void encoder::put_field(const dynamic_field& field) {
  const field_type& type = *field.type;
  if (const auto* value = std::get_if<dynamic_value>(&field.content)) {
    if (type.containing->is_message_set && type.is_extension && type.value_kind == kind::message) {
      put_item(type.number, *std::get<box<dynamic_message>>(*value));
    } else {
      put_value(type, *value);
    }
  } else if (const auto* list = std::get_if<dynamic_list>(&field.content)) {
    if (type.is_packed) return put_packed(type, *list);
    for (auto i = list->size(); i > 0; --i) {
      const dynamic_value& element = (*list)[i - 1];
      if (type.is_map()) put_entry(type, *std::get<box<dynamic_message>>(element));
      else put_value(type, element);
    }
  } else {
    const auto& map = std::get<dynamic_map>(field.content);
    for (auto entry = map.rbegin(); entry != map.rend(); ++entry) put_entry(type, entry->first, entry->second);
  }
}

void encoder::put_value(const field_type& field, const dynamic_value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    put_delimited(field.number, *text);
  } else if (const auto* message = std::get_if<box<dynamic_message>>(&value)) {
    const std::size_t end = behind();
    if (field.value_kind == kind::group) put_tag(field.number, wire_type::end_group);
    put(**message);
    if (field.value_kind == kind::group) put_tag(field.number, wire_type::start_group);
    else close(field.number, end);
  } else {
    put_number(field.value_kind, value);
    put_tag(field.number, wire_type_of(field.value_kind));
  }
}

void encoder::put_number(kind of, const dynamic_value& value) {
  p_ = to_.room(p_, head_room);
  with_number_kind(of, [&]<kind K>() { p_ = scalars::put<K>(p_, std::get<scalars::value<K>>(value)); });
}

void encoder::put_packed(const field_type& field, const dynamic_list& list) {
  if (list.empty()) return;
  const std::size_t end = behind();
  for (auto i = list.size(); i > 0; --i) put_number(field.value_kind, list[i - 1]);
  close(field.number, end);
}

void encoder::put_entry(const field_type& field, const map_key& key, const dynamic_value& value) {
  const std::size_t end = behind();
  put_value(*field.message->find(2U), value);
  put_value(*field.message->find(1U), to_value(key));
  close(field.number, end);
}

void encoder::put_entry(const field_type& field, const dynamic_message& entry) {
  put_entry(field, to_key(entry.get(*field.message->find(1U))), entry.get(*field.message->find(2U)));
}

void encoder::put_item(std::uint32_t type_id, const dynamic_message& message) {
  put_tag(message_set::item, wire_type::end_group);
  const std::size_t end = behind();
  put(message);
  close(message_set::message, end);
  put_varint(type_id);
  put_tag(message_set::type_id, wire_type::varint);
  put_tag(message_set::item, wire_type::start_group);
}

/// What can stand in a MessageSet: items. libprotobuf drops everything else at this point.
void encoder::put_unknown_items(std::string_view records) {
  std::string items;
  reader in(std::as_bytes(std::span(records)));
  while (in.next()) {
    if (in.number() == message_set::item && in.type() == wire_type::start_group) in.keep(items);
    else if (in.type() == wire_type::length_delimited) message_set::append_item(items, in.number(), in.text());
    else in.skip();
  }
  put_bytes(items);
}

}  // namespace

std::string encode(const dynamic_message& message) {
  encoder out;
  out.put(message);
  const std::span<const std::byte> bytes = out.finish();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::size_t size(const dynamic_message& message) {
  encoder out;
  out.put(message);
  return out.finish().size();
}

}  // namespace pbwire
