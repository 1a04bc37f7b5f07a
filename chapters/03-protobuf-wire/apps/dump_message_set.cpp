// SPDX-License-Identifier: MIT
//
// Message sets, the oldest form of extensions, which a few old .proto files still use:
//
//   repeated group Item = 1 { required int32 type_id = 2; required bytes message = 3; }
//
// The number of the extension is a value here and no tag, and it may come behind the message. So it is looked for
// first: a person who reads the page from the top should see what kind of message is meant.
#include "dump_values.hpp"
#include "dump_walker.hpp"

#include <optional>

namespace pbdump {

using pbwire::errc;
using pbwire::field_type;
using pbwire::wire_type;

namespace {

constexpr std::uint32_t type_id_tag = pbwire::make_tag(2, wire_type::varint);
constexpr std::uint32_t message_tag = pbwire::make_tag(3, wire_type::length_delimited);

/// The first type_id between p and the end of the group.
std::optional<std::uint32_t> find_type_id(const std::byte* p, const std::byte* end, int depth_left) {
  pbwire::failure ignored;
  while (p < end) {
    std::uint32_t tag = 0;
    std::uint64_t bits = 0;
    p = read_tag(p, end, tag, ignored);
    if (p == nullptr || pbwire::type_of(tag) == wire_type::end_group) return std::nullopt;
    if (tag == type_id_tag && pbwire::read_varint(p, end, bits) != nullptr) return static_cast<std::uint32_t>(bits);
    p = skip_value(tag, p, end, depth_left, ignored);
    if (p == nullptr) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

const std::byte* walker::item(frame set, const std::byte* p, const std::byte* end) {
  if (depth_left_ <= 0) return why_.fail(errc::too_deep, p);
  --depth_left_;
  const std::optional<std::uint32_t> type_id = find_type_id(p, end, depth_left_);
  const field_type* const field = type_id ? find(set.type, *type_id) : nullptr;
  bool id_came = false;
  bool message_came = false;
  while (p < end) {
    const std::byte* const at = p;
    std::uint32_t tag = 0;
    p = read_tag(p, end, tag, why_);
    if (p == nullptr) return nullptr;
    if (pbwire::type_of(tag) == wire_type::end_group) {
      if (pbwire::number_of(tag) != 1) return why_.fail(errc::unmatched_end_group, at);
      --depth_;
      say(p, role::tag, "end of the item");
      ++depth_;
      ++depth_left_;
      return p;
    }
    if (tag == message_tag && !message_came && id_came && type_id == 0U) return why_.fail(errc::field_number_zero, at);
    if (tag == type_id_tag) say(p, role::tag, "field 2 type_id" + (field != nullptr ? ", of " + name_of(*field) : ""));
    else say(p, role::tag, tag == message_tag ? "field 3 message" : tag_words(nullptr, nullptr, tag));
    ++depth_;
    const bool is_first = tag == message_tag && !message_came;
    p = is_first ? item_message(set, field, p, end) : unknown_value(tag, p, end);
    if (p == nullptr) return nullptr;
    --depth_;
    id_came = id_came || tag == type_id_tag;
    message_came = message_came || tag == message_tag;
  }
  return why_.fail(errc::missing_end_group, p);
}

/// The content of an extension, as a message if the extension is known.
const std::byte* walker::item_message(frame set, const field_type* field, const std::byte* p, const std::byte* end) {
  pbwire::failure ignored;
  const bool is_whole = skip_value(message_tag, p, end, depth_left_, ignored) != nullptr;
  if (field == nullptr || field->value_kind != pbwire::kind::message || !is_whole) return unknown_content(p, end);
  return known_value(set, *field, pbwire::make_tag(field->number, wire_type::length_delimited), p, end);
}

}  // namespace pbdump
