// SPDX-License-Identifier: MIT
//
// One switch over the six wire types is the whole of forward compatibility. It stands here twice: once to step over a
// value, and once to keep it.
#include <pbwire/skip.hpp>

namespace pbwire {

const std::byte* fail_tag(const std::byte* p, const std::byte* end, failure& why) {
  std::uint64_t value = 0;
  const std::byte* const next = decode_varint(p, end, value);
  if (next == nullptr) return why.fail_varint(p, end);
  if (next - p > static_cast<std::ptrdiff_t>(max_varint32_size) || value > 0xffff'ffff) {
    return why.fail(errc::tag_too_large, p);
  }
  return why.fail(value < 8 ? errc::field_number_zero : errc::bad_wire_type, p);
}

const std::byte* skip_value(std::uint32_t tag, const std::byte* p, const std::byte* end, int depth_left, failure& why) {
  switch (type_of(tag)) {
    case wire_type::varint: {
      std::uint64_t ignored = 0;
      const std::byte* next = read_varint(p, end, ignored);
      return next != nullptr ? next : why.fail_varint(p, end);
    }
    case wire_type::fixed64: return end - p >= 8 ? p + 8 : why.fail(errc::truncated, p);
    case wire_type::fixed32: return end - p >= 4 ? p + 4 : why.fail(errc::truncated, p);
    case wire_type::length_delimited: {
      std::size_t length = 0;
      p = read_length(p, end, length, why);
      return p != nullptr ? p + length : nullptr;
    }
    case wire_type::start_group: {
      if (depth_left <= 0) return why.fail(errc::too_deep, p);
      for (std::uint32_t inner = 0; p < end;) {
        const std::byte* const at = p;
        p = read_tag(p, end, inner, why);
        if (p == nullptr) return nullptr;
        if (type_of(inner) == wire_type::end_group) {
          return number_of(inner) == number_of(tag) ? p : why.fail(errc::unmatched_end_group, at);
        }
        p = skip_value(inner, p, end, depth_left - 1, why);
        if (p == nullptr) return nullptr;
      }
      return why.fail(errc::missing_end_group, p);
    }
    case wire_type::end_group: break;  // ends nothing that this function has opened
  }
  return why.fail(errc::unmatched_end_group, p);
}

namespace {

void append_varint(std::string& to, std::uint64_t value) {
  std::byte bytes[max_varint_size];  // NOLINT(modernize-avoid-c-arrays)
  const std::byte* end = encode_varint(bytes, value);
  to.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(end - bytes));
}

void append_bytes(std::string& to, const std::byte* from, std::size_t count) {
  to.append(reinterpret_cast<const char*>(from), count);
}

const std::byte* keep_group(std::uint32_t tag, const std::byte* p, const std::byte* end, int depth_left, failure& why,
                            std::string& records) {
  for (std::uint32_t inner = 0;;) {  // skip_value has been here: the end-group tag exists
    p = read_tag(p, end, inner, why);
    if (p == nullptr) return nullptr;
    if (type_of(inner) == wire_type::end_group) {
      append_varint(records, make_tag(number_of(tag), wire_type::end_group));
      return p;
    }
    p = keep_value(inner, p, end, depth_left - 1, why, records);
    if (p == nullptr) return nullptr;
  }
}

}  // namespace

const std::byte* keep_value(std::uint32_t tag, const std::byte* p, const std::byte* end, int depth_left, failure& why,
                            std::string& records) {
  const std::byte* const next = skip_value(tag, p, end, depth_left, why);
  if (next == nullptr) return nullptr;
  append_varint(records, tag);
  std::uint64_t value = 0;
  switch (type_of(tag)) {
    case wire_type::varint:
      (void)read_varint(p, end, value);
      append_varint(records, value);
      break;
    case wire_type::length_delimited: {
      const std::byte* const content = read_varint(p, end, value);
      append_varint(records, value);
      append_bytes(records, content, static_cast<std::size_t>(value));
      break;
    }
    case wire_type::start_group: (void)keep_group(tag, p, next, depth_left, why, records); break;
    case wire_type::fixed64:
    case wire_type::fixed32:
    case wire_type::end_group: append_bytes(records, p, static_cast<std::size_t>(next - p)); break;
  }
  return next;
}

}  // namespace pbwire
