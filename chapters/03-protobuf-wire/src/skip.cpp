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

/// Adds a record that skip_value has walked over, so that nothing in it can be wrong. Returns the byte behind it.
const std::byte* append_record(std::uint32_t tag, const std::byte* p, const std::byte* end, std::string& records) {
  append_varint(records, tag);
  std::uint64_t value = 0;
  switch (type_of(tag)) {
    case wire_type::varint:
      p = read_varint(p, end, value);
      append_varint(records, value);
      return p;
    case wire_type::length_delimited:
      p = read_varint(p, end, value);
      append_varint(records, value);
      append_bytes(records, p, static_cast<std::size_t>(value));
      return p + value;
    case wire_type::fixed64: append_bytes(records, p, 8); return p + 8;
    case wire_type::fixed32: append_bytes(records, p, 4); return p + 4;
    case wire_type::start_group: {
      std::uint64_t inner = 0;
      for (p = read_varint(p, end, inner); type_of(static_cast<std::uint32_t>(inner)) != wire_type::end_group;) {
        p = append_record(static_cast<std::uint32_t>(inner), p, end, records);
        p = read_varint(p, end, inner);
      }
      append_varint(records, inner);
      return p;
    }
    case wire_type::end_group: break;  // read by whoever has read the start
  }
  return p;
}

}  // namespace

const std::byte* keep_value(std::uint32_t tag, const std::byte* p, const std::byte* end, int depth_left, failure& why,
                            std::string& records) {
  const std::byte* const behind = skip_value(tag, p, end, depth_left, why);
  if (behind != nullptr) (void)append_record(tag, p, behind, records);
  return behind;
}

}  // namespace pbwire
