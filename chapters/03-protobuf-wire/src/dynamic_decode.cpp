// SPDX-License-Identifier: MIT
//
// The decoder of decode.hpp once more, with the schema as data: read a tag, find its field, read the value. The rules
// are the same, and so are the errors.
#include <pbwire/dynamic.hpp>
#include <pbwire/utf8.hpp>
#include <pbwire/writer.hpp>

#include "dynamic_kinds.hpp"
#include "message_set.hpp"

#include <optional>
#include <utility>

namespace pbwire {

class dynamic_decoder : public decode_state {
 public:
  dynamic_decoder(std::span<const std::byte> bytes, const pool* known, const decode_options& how) : known_(known) {
    read_from(bytes);
    depth_left = how.depth_limit;
  }

  /// Reads fields until `end`; if `group` is not 0, until the end-group tag of that number. Returns the byte behind.
  const std::byte* read_fields(dynamic_message& m, const std::byte* p, const std::byte* end, std::uint32_t group);

 private:
  using bytes_at = const std::byte*;

  bytes_at read_nested(dynamic_message& m, bytes_at p, bytes_at end, std::uint32_t group);
  bytes_at read_delimited(dynamic_message& m, bytes_at p, bytes_at end);
  bytes_at read_known(dynamic_message& m, const field_type& field, std::uint32_t tag, bytes_at p, bytes_at end);
  bytes_at read_value(dynamic_message& m, const field_type& field, bytes_at p, bytes_at end);
  bytes_at read_message(dynamic_message& m, const field_type& field, bytes_at p, bytes_at end);
  bytes_at read_packed(dynamic_message& m, const field_type& field, bytes_at p, bytes_at end);
  bytes_at read_number(dynamic_message& m, const field_type& field, bytes_at p, bytes_at end);
  bytes_at read_entry(dynamic_message& m, const field_type& field, bytes_at p, bytes_at end);
  bytes_at read_item(dynamic_message& m, bytes_at p, bytes_at end);
  bytes_at read_item_message(dynamic_message& m, std::uint32_t type_id, bytes_at p, bytes_at end);

  static void store(dynamic_message& m, const field_type& field, dynamic_value value) {
    if (field.is_repeated()) m.mutable_list(field).push_back(std::move(value));
    else m.set(field, std::move(value));
  }

  const pool* known_;
};

const std::byte* dynamic_decoder::read_fields(dynamic_message& m, bytes_at p, bytes_at end, std::uint32_t group) {
  while (p < end) {
    const bytes_at at = p;
    std::uint32_t tag = 0;
    p = read_tag(p, end, tag, *this);
    if (p == nullptr) return nullptr;
    if (type_of(tag) == wire_type::end_group) {
      return group != 0 && number_of(tag) == group ? p : fail(errc::unmatched_end_group, at);
    }
    if (m.type().is_message_set && tag == make_tag(message_set::item, wire_type::start_group)) {
      p = read_item(m, p, end);
    } else if (const field_type* field = find_field(m.type(), number_of(tag), known_); field != nullptr) {
      p = read_known(m, *field, tag, p, end);
    } else {
      p = keep_value(tag, p, end, depth_left, *this, m.unknown_.storage());
    }
    if (p == nullptr) return nullptr;
  }
  return group == 0 ? p : fail(errc::missing_end_group, p);
}

/// A message or group inside another takes one level of the depth.
const std::byte* dynamic_decoder::read_nested(dynamic_message& m, bytes_at p, bytes_at end, std::uint32_t group) {
  if (depth_left <= 0) return fail(errc::too_deep, p);
  --depth_left;
  p = read_fields(m, p, end, group);
  ++depth_left;
  return p;
}

const std::byte* dynamic_decoder::read_delimited(dynamic_message& m, bytes_at p, bytes_at end) {
  std::size_t length = 0;
  p = read_length(p, end, length, *this);
  return p != nullptr ? read_nested(m, p, p + length, 0) : nullptr;
}

const std::byte* dynamic_decoder::read_known(dynamic_message& m, const field_type& field, std::uint32_t tag, bytes_at p,
                                             bytes_at end) {
  if (type_of(tag) == wire_type_of(field.value_kind)) {
    if (field.is_map()) return read_entry(m, field, p, end);
    if (is_message(field.value_kind)) return read_message(m, field, p, end);
    p = read_value(m, field, p, end);
  } else if (type_of(tag) == wire_type::length_delimited && field.is_repeated() && is_packable(field.value_kind)) {
    p = read_packed(m, field, p, end);
  } else {
    return keep_value(tag, p, end, depth_left, *this, m.unknown_.storage());
  }
  return p != nullptr ? p : failed_in(display_name(field));
}

const std::byte* dynamic_decoder::read_value(dynamic_message& m, const field_type& field, bytes_at p, bytes_at end) {
  if (!is_text(field.value_kind)) return read_number(m, field, p, end);
  std::size_t length = 0;
  const bytes_at content = read_length(p, end, length, *this);
  if (content == nullptr) return nullptr;
  const std::string_view text(reinterpret_cast<const char*>(content), length);
  if (field.checks_utf8 && !is_utf8(text)) return fail(errc::invalid_utf8, p);
  store(m, field, std::string(text));
  return content + length;
}

const std::byte* dynamic_decoder::read_message(dynamic_message& m, const field_type& field, bytes_at p, bytes_at end) {
  dynamic_message& inside = field.is_repeated() ? m.add_message(field) : m.message(field);
  p = field.value_kind == kind::group ? read_nested(inside, p, end, field.number) : read_delimited(inside, p, end);
  if (p != nullptr) return p;
  return field.is_repeated() ? failed_in(display_name(field), m.count(field) - 1) : failed_in(display_name(field));
}

const std::byte* dynamic_decoder::read_packed(dynamic_message& m, const field_type& field, bytes_at p, bytes_at end) {
  std::size_t length = 0;
  p = read_length(p, end, length, *this);
  for (const bytes_at last = p + length; p != nullptr && p < last;) p = read_number(m, field, p, last);
  return p;
}

const std::byte* dynamic_decoder::read_number(dynamic_message& m, const field_type& field, bytes_at p, bytes_at end) {
  if (field.is_closed_enum && !field.containing->is_map_entry) {  // an entry is judged when it is complete
    std::uint64_t bits = 0;
    const bytes_at next = read_varint(p, end, bits);
    if (next != nullptr && field.enumeration->find(static_cast<std::int32_t>(bits)) == nullptr) {
      writer(m.unknown_.storage()).varint(field.number, bits);
      return next;
    }
  }
  return with_number_kind(field.value_kind, [&]<kind K>() {
    scalars::value<K> number{};
    const bytes_at next = scalars::read<K>(number, p, end, *this);
    if (next != nullptr) store(m, field, number);
    return next;
  });
}

/// A map's entry: a message with a key and a value, either of which may be missing. It replaces an earlier one.
const std::byte* dynamic_decoder::read_entry(dynamic_message& m, const field_type& field, bytes_at p, bytes_at end) {
  dynamic_message entry(*field.message);
  p = read_delimited(entry, p, end);
  if (p == nullptr) return failed_in(field.name);
  const field_type& key_field = *field.message->find(1U);
  const field_type& value_field = *field.message->find(2U);
  map_key key = to_key(entry.get(key_field));
  dynamic_value value = entry.get(value_field);
  if (value_field.is_closed_enum && value_field.enumeration->find(std::get<std::int32_t>(value)) == nullptr) {
    dynamic_message alone(m.type());  // the entry goes where unknown numbers go, in the form it would be written in
    alone.put(field, std::move(key), std::move(value));
    m.unknown_.append(encode(alone));
  } else {
    m.put(field, std::move(key), std::move(value));
  }
  return p;
}

/// An item of a MessageSet, in either order. Only its first type_id and its first message count.
const std::byte* dynamic_decoder::read_item(dynamic_message& m, bytes_at p, bytes_at end) {
  std::optional<std::uint32_t> type_id;
  bytes_at message = nullptr;  // where its length begins
  if (depth_left <= 0) return fail(errc::too_deep, p);
  --depth_left;
  while (p < end) {
    const bytes_at at = p;
    std::uint32_t tag = 0;
    p = read_tag(p, end, tag, *this);
    if (p == nullptr) return nullptr;
    if (type_of(tag) == wire_type::end_group) {
      ++depth_left;
      return number_of(tag) == message_set::item ? p : fail(errc::unmatched_end_group, at);
    }
    const bytes_at value = p;
    p = skip_value(tag, value, end, depth_left, *this);
    if (p == nullptr) return nullptr;
    if (tag == make_tag(message_set::type_id, wire_type::varint) && !type_id) {
      std::uint64_t bits = 0;
      (void)read_varint(value, end, bits);
      type_id = static_cast<std::uint32_t>(bits);
      if (message != nullptr && read_item_message(m, *type_id, message, end) == nullptr) return nullptr;
    } else if (tag == make_tag(message_set::message, wire_type::length_delimited) && message == nullptr) {
      if (type_id == 0U) return fail(errc::field_number_zero, at);
      if (type_id && read_item_message(m, *type_id, value, end) == nullptr) return nullptr;
      message = value;
    }
  }
  return fail(errc::missing_end_group, p);
}

const std::byte* dynamic_decoder::read_item_message(dynamic_message& m, std::uint32_t type_id, bytes_at p,
                                                    bytes_at end) {
  if (const field_type* field = find_field(m.type(), type_id, known_);
      field != nullptr && field->value_kind == kind::message) {
    return read_message(m, *field, p, end);
  }
  std::size_t length = 0;
  p = read_length(p, end, length, *this);
  message_set::append_item(m.unknown_.storage(), type_id, {reinterpret_cast<const char*>(p), length});
  return p + length;
}

bool required_are_set(const dynamic_message& message, std::string& path) {
  const auto lacks = [&path](const dynamic_value& value) {
    const auto* inside = std::get_if<box<dynamic_message>>(&value);
    return inside != nullptr && !required_are_set(**inside, path);
  };
  for (const field_type* field : message.type().by_number) {
    if (field->is_required() && !message.has(*field)) return path = field->name, false;
  }
  for (const auto& [number, field] : message.fields()) {
    if (const auto* value = std::get_if<dynamic_value>(&field.content)) {
      if (lacks(*value)) return path.insert(0, display_name(*field.type) + '.'), false;
    } else if (const auto* list = std::get_if<dynamic_list>(&field.content)) {
      for (std::size_t i = 0; i < list->size(); ++i) {
        if (lacks((*list)[i])) {
          return path.insert(0, display_name(*field.type) + '[' + std::to_string(i) + "]."), false;
        }
      }
    } else {
      for (const auto& [key, value] : std::get<dynamic_map>(field.content)) {
        if (lacks(value)) return path.insert(0, display_name(*field.type) + '.'), false;
      }
    }
  }
  return true;
}

result<void> merge(dynamic_message& into, std::span<const std::byte> bytes, const pool* extensions,
                   const decode_options& how) {
  dynamic_decoder in(bytes, extensions, how);
  if (in.read_fields(into, in.begin, in.limit, 0) == nullptr) {
    return in.error();
  }
  if (std::string path; !how.partial && !required_are_set(into, path)) {
    return error{errc::missing_required, bytes.size(), path};
  }
  return {};
}

result<dynamic_message> decode(const message_type& type, std::span<const std::byte> bytes, const pool* extensions,
                               const decode_options& how) {
  dynamic_message message(type);
  if (result<void> done = merge(message, bytes, extensions, how); !done) return done.error();
  return message;
}

result<dynamic_message> decode(const message_type& type, std::string_view bytes, const pool* extensions,
                               const decode_options& how) {
  return decode(type, std::as_bytes(std::span(bytes)), extensions, how);
}

}  // namespace pbwire
