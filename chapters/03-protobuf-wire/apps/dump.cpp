// SPDX-License-Identifier: MIT
#include "dump.hpp"

#include "dump_guess.hpp"
#include "dump_values.hpp"
#include "dump_walker.hpp"

#include <pbwire/utf8.hpp>
#include <pbwire/wire.hpp>

#include <string_view>
#include <utility>

namespace pbdump {

using pbwire::errc;
using pbwire::field_type;
using pbwire::kind;
using pbwire::wire_type;

namespace {

std::string_view as_text(const std::byte* from, std::size_t size) {
  return {reinterpret_cast<const char*>(from), size};
}

}  // namespace

dumped walker::run() {
  presence seen(known_.type);
  if (fields({known_.type, &seen, 0}, begin_, end_) == nullptr) recover({}, end_);
  if (!out_.error) {
    if (std::optional<std::string> path = seen.missing()) {
      out_.error = {errc::missing_required, static_cast<std::size_t>(end_ - begin_), *std::move(path)};
    }
  }
  return std::move(out_);
}

void walker::say(const std::byte* to, role what, std::string meaning, bool is_guess) {
  out_.lines.push_back({static_cast<std::size_t>(shown_ - begin_), static_cast<std::size_t>(to - shown_), depth_, what,
                        is_guess, std::move(meaning)});
  shown_ = to;
}

void walker::note(errc rule, const std::byte* at) {
  if (out_.error) return;
  out_.error = {rule, static_cast<std::size_t>(at - begin_), {}};
  for (const std::string& part : path_) out_.error->path += (out_.error->path.empty() ? "" : ".") + part;
}

void walker::recover(level back, const std::byte* to) {
  note(why_.code, why_.at);
  if (shown_ < to) say(to, role::broken, "not understood: " + std::string(pbwire::rule_of(why_.code)));
  why_ = {};
  path_.resize(back.path);
  depth_ = back.depth;
  depth_left_ = back.depth_left;
}

const field_type* walker::find(const pbwire::message_type* type, std::uint32_t number) const {
  if (type == nullptr) return nullptr;
  if (const field_type* own = type->find(number)) return own;
  return known_.types != nullptr ? known_.types->find_extension(*type, number) : nullptr;
}

const std::byte* walker::fields(frame in, const std::byte* p, const std::byte* end) {
  while (p < end) {
    const std::byte* const at = p;
    std::uint32_t tag = 0;
    p = read_tag(p, end, tag, why_);
    if (p == nullptr) return nullptr;
    if (pbwire::type_of(tag) == wire_type::end_group) {
      if (pbwire::number_of(tag) != in.group) return why_.fail(errc::unmatched_end_group, at);
      --depth_;
      say(p, role::tag, "end of group " + std::to_string(in.group));
      ++depth_;
      return p;
    }
    p = record(in, tag, at, p, end);
    if (p == nullptr) return nullptr;
  }
  return in.group == 0 ? p : why_.fail(errc::missing_end_group, p);
}

const std::byte* walker::record(frame in, std::uint32_t tag, const std::byte* at, const std::byte* p,
                                const std::byte* end) {
  const wire_type type = pbwire::type_of(tag);
  const field_type* const field = find(in.type, pbwire::number_of(tag));
  const bool known = field != nullptr && fits(*field, type);
  const bool is_item = in.type != nullptr && in.type->is_message_set && tag == item_tag;
  std::string words = is_item ? "field 1, an item of the message set" : tag_words(in.type, field, tag);
  if (static_cast<std::size_t>(p - at) > pbwire::varint_size(tag)) words += "; overlong";
  say(p, role::tag, std::move(words));
  ++depth_;
  if (is_item) p = item(in, p, end);
  else p = known ? known_value(in, *field, tag, p, end) : unknown_value(tag, p, end);
  if (p != nullptr) --depth_;
  return p;
}

const std::byte* walker::known_value(frame in, const field_type& field, std::uint32_t tag, const std::byte* p,
                                     const std::byte* end) {
  const wire_type type = pbwire::type_of(tag);
  const auto [inside, index] = in.seen->add(field);
  const bool numbered = field.message != nullptr && field.is_repeated() && !field.is_map();
  path_.push_back(name_of(field) + (numbered ? '[' + std::to_string(index) + ']' : ""));
  if (field.value_kind == kind::group) p = group({field.message, &inside, field.number}, p, end);
  else if (field.value_kind == kind::message) p = message({field.message, &inside, 0}, p, end);
  else if (pbwire::is_text(field.value_kind)) p = text(in, field, p, end);
  else if (type == wire_type::length_delimited) p = packed(field, p, end);
  else p = number(&field, type, {}, p, end);
  if (p != nullptr) path_.pop_back();
  return p;
}

const std::byte* walker::unknown_value(std::uint32_t tag, const std::byte* p, const std::byte* end) {
  switch (pbwire::type_of(tag)) {
    case wire_type::varint:
    case wire_type::fixed32:
    case wire_type::fixed64: return number(nullptr, pbwire::type_of(tag), {}, p, end);
    case wire_type::length_delimited: return unknown_content(p, end);
    case wire_type::start_group: return group({nullptr, nullptr, pbwire::number_of(tag)}, p, end);
    case wire_type::end_group: break;  // not reached: fields() has taken it
  }
  return p;
}

const std::byte* walker::length(const std::byte* p, const std::byte* end, std::size_t& size) {
  const std::byte* const content = read_length(p, end, size, why_);
  std::uint64_t claimed = 0;
  if (content == nullptr && pbwire::read_varint(p, end, claimed) != nullptr) {
    const std::byte* const behind = pbwire::read_varint(p, end, claimed);
    say(behind, role::broken, broken_length_words(claimed, end - behind));
  }
  return content;
}

const std::byte* walker::unknown_content(const std::byte* p, const std::byte* end) {
  std::size_t size = 0;
  const std::byte* const content = length(p, end, size);
  if (content == nullptr) return nullptr;
  // To the wire these are bytes, however deep they look: what is too deep for a message is none.
  const guess made = guess_content({content, size}, depth_left_);
  say(content, role::length, length_words(size, content - p, made.words), true);
  switch (made.likely) {
    case content::message: return nested({}, content, content + size);
    case content::packed_varints: return elements(nullptr, content, content + size);
    case content::text: say(content + size, role::text, quoted(as_text(content, size)), true); break;
    case content::bytes: say(content + size, role::bytes, quoted(as_text(content, size))); break;
    case content::nothing: break;
  }
  return content + size;
}

const std::byte* walker::number(const field_type* field, wire_type type, std::string_view before, const std::byte* p,
                                const std::byte* end) {
  const std::byte* next = nullptr;
  std::string words(before);
  if (type == wire_type::varint) {
    std::uint64_t bits = 0;
    next = pbwire::read_varint(p, end, bits);
    if (next == nullptr) return why_.fail_varint(p, end);
    words += field != nullptr ? varint_value(*field, bits) : guessed_varint(bits);
    if (static_cast<std::size_t>(next - p) > pbwire::varint_size(bits)) words += "; overlong";
  } else {
    const std::ptrdiff_t size = type == wire_type::fixed64 ? 8 : 4;
    if (end - p < size) return why_.fail(errc::truncated, p);
    next = p + size;
    if (field != nullptr) words += fixed_value(*field, p);
    else if (size == 8) words += guessed_fixed64(pbwire::load_little_endian<std::uint64_t>(p));
    else words += guessed_fixed32(pbwire::load_little_endian<std::uint32_t>(p));
  }
  say(next, role::number, std::move(words), field == nullptr);
  return next;
}

const std::byte* walker::text(frame in, const field_type& field, const std::byte* p, const std::byte* end) {
  std::size_t size = 0;
  const std::byte* const content = length(p, end, size);
  if (content == nullptr) return nullptr;
  const std::string_view value = as_text(content, size);
  say(content, role::length, length_words(size, content - p, size == 0 ? "empty" : ""));
  look_for_url(in.seen, field, value);
  if (field.checks_utf8 && !pbwire::is_utf8(value)) {
    note(errc::invalid_utf8, p);  // the rest can be read all the same
    say(content + size, role::broken, quoted(value) + ": " + std::string(pbwire::rule_of(errc::invalid_utf8)));
  } else if (size > 0 && !is_opened(in.seen, field, {content, size})) {
    say(content + size, field.value_kind == kind::string ? role::text : role::bytes, quoted(value));
  }
  return content + size;
}

const std::byte* walker::packed(const field_type& field, const std::byte* p, const std::byte* end) {
  std::size_t size = 0;
  const std::byte* const content = length(p, end, size);
  if (content == nullptr) return nullptr;
  say(content, role::length, length_words(size, content - p, size == 0 ? "no elements" : ""));
  return elements(&field, content, content + size);
}

/// The values of a packed field; without a field, varints.
const std::byte* walker::elements(const field_type* field, const std::byte* p, const std::byte* end) {
  const level back = here();
  const wire_type type = field != nullptr ? pbwire::wire_type_of(field->value_kind) : wire_type::varint;
  for (std::size_t index = 0; p < end; ++index) {
    p = number(field, type, '[' + std::to_string(index) + "] ", p, end);
    if (p == nullptr) return recover(back, end), end;
  }
  return end;
}

const std::byte* walker::message(frame in, const std::byte* p, const std::byte* end) {
  std::size_t size = 0;
  const std::byte* const content = length(p, end, size);
  if (content == nullptr) return nullptr;
  say(content, role::length, length_words(size, content - p, size == 0 ? "empty" : ""));
  return nested(in, content, content + size);
}

/// The fields of a message between p and end. Whatever happens there, the bytes behind it can be read.
const std::byte* walker::nested(frame in, const std::byte* p, const std::byte* end) {
  const level back = here();
  if (depth_left_ <= 0) why_.fail(errc::too_deep, p);
  else --depth_left_, fields(in, p, end);
  if (why_.code != errc::none) recover(back, end);
  depth_left_ = back.depth_left;
  return end;
}

/// A group has no length that one could go on behind.
const std::byte* walker::group(frame in, const std::byte* p, const std::byte* end) {
  if (depth_left_ <= 0) return why_.fail(errc::too_deep, p);
  --depth_left_;
  p = fields(in, p, end);
  ++depth_left_;
  return p;
}

dumped dump(std::span<const std::byte> input, knowledge known, int depth_limit) {
  return walker(input, known, depth_limit).run();
}

}  // namespace pbdump
