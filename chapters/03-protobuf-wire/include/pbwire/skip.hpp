// SPDX-License-Identifier: MIT
//
// Stepping over a field without knowing what it is. The wire type says how long a value is; nothing else is needed.
// All reading here is of one form: a pointer into the input goes in, the pointer behind what was read comes out, and
// null means that a rule was broken. The rule and its place are noted once, in a `failure`.
#pragma once

#include <pbwire/error.hpp>
#include <pbwire/wire.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace pbwire {

/// libprotobuf's default: 100 messages or groups inside each other.
inline constexpr int default_depth_limit = 100;

/// The first rule that was broken, and where.
struct failure {
  errc code = errc::none;
  const std::byte* at = nullptr;

  /// Notes the failure. Returns null, for `return why.fail(…)`.
  const std::byte* fail(errc rule, const std::byte* where) {
    if (code == errc::none) {
      code = rule;
      at = where;
    }
    return nullptr;
  }
  /// Why decode_varint gave null.
  const std::byte* fail_varint(const std::byte* from, const std::byte* end) {
    return fail(static_cast<std::size_t>(end - from) < max_varint_size ? errc::truncated : errc::varint_too_long, from);
  }
};

/// decode_varint with the short values in line: most tags, lengths and numbers take one byte or two.
[[gnu::always_inline]] inline const std::byte* read_varint(const std::byte* p, const std::byte* end,
                                                           std::uint64_t& value) {
  if (p < end && static_cast<std::uint8_t>(*p) < 0x80) [[likely]] {
    value = static_cast<std::uint8_t>(*p);
    return p + 1;
  }
  if (end - p > 1 && static_cast<std::uint8_t>(p[1]) < 0x80) {
    value = (static_cast<std::uint64_t>(p[0]) & 0x7f) | static_cast<std::uint64_t>(p[1]) << 7;
    return p + 2;
  }
  return decode_varint(p, end, value);
}

/// Says what is wrong with a tag that read_tag refused.
const std::byte* fail_tag(const std::byte* p, const std::byte* end, failure& why);

/// Reads a tag: number and wire type, both checked.
[[gnu::always_inline]] inline const std::byte* read_tag(const std::byte* p, const std::byte* end, std::uint32_t& tag,
                                                        failure& why) {
  std::uint64_t value = 0;
  const std::byte* next = read_varint(p, end, value);
  tag = static_cast<std::uint32_t>(value);
  const bool fits = next - p <= static_cast<std::ptrdiff_t>(max_varint32_size) && value <= 0xffff'ffff;
  if (next == nullptr || !fits || value < 8 || (value & 7) > 5) [[unlikely]]
    return fail_tag(p, end, why);
  return next;
}

/// Reads a length, and checks it against the bytes that are left.
[[gnu::always_inline]] inline const std::byte* read_length(const std::byte* p, const std::byte* end,
                                                           std::size_t& length, failure& why) {
  std::uint64_t value = 0;
  const std::byte* next = read_varint(p, end, value);
  if (next == nullptr) [[unlikely]]
    return why.fail_varint(p, end);
  const bool fits = next - p <= static_cast<std::ptrdiff_t>(max_varint32_size) && value <= max_length;
  if (!fits || value > static_cast<std::uint64_t>(end - next)) [[unlikely]] {
    return why.fail(fits ? errc::length_past_end : errc::length_too_large, p);
  }
  length = static_cast<std::size_t>(value);
  return next;
}

/// Steps over the value behind a tag; for a start-group tag that is everything up to its end-group tag, included.
/// `depth_left` is how many more groups may open. Errors: every rule in errc that needs no schema.
const std::byte* skip_value(std::uint32_t tag, const std::byte* p, const std::byte* end, int depth_left, failure& why);

/// Steps over the value behind a tag, and adds tag and value to `records`, every varint in its shortest form.
const std::byte* keep_value(std::uint32_t tag, const std::byte* p, const std::byte* end, int depth_left, failure& why,
                            std::string& records);

}  // namespace pbwire
