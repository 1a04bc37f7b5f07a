// SPDX-License-Identifier: MIT
#include "message.hpp"

#include <algorithm>
#include <charconv>

namespace by_hand {

namespace {

constexpr std::size_t prefix_size = 5;

/// Seven bits a byte, the lowest first; the eighth says that more follow.
void append_varint(h2::byte_buffer& out, std::size_t value) {
  for (; value > 0x7f; value >>= 7U) out.push_back(static_cast<std::byte>(value | 0x80U));
  out.push_back(static_cast<std::byte>(value));
}

std::optional<std::uint32_t> take_varint(h2::bytes& from) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < 5 && i < from.size(); ++i) {
    const auto byte = std::to_integer<std::uint64_t>(from[i]);
    value |= (byte & 0x7fU) << 7U * i;
    if ((byte & 0x80U) != 0) continue;
    if (value > 0xffff'ffffU) return std::nullopt;
    from = from.subspan(i + 1);
    return static_cast<std::uint32_t>(value);
  }
  return std::nullopt;
}

}  // namespace

h2::byte_buffer encode_text_field(std::string_view text) {
  constexpr auto tag = std::byte{1U << 3U | 2U};  // field 1, wire type 2: a length, then so many bytes
  h2::byte_buffer out{tag};
  append_varint(out, text.size());
  h2::append(out, h2::bytes_of(text));
  return out;
}

h2::byte_buffer with_prefix(h2::bytes message) {
  h2::byte_buffer out(prefix_size + message.size());  // the first byte: 0, not compressed
  h2::write_u32(out.data() + 1, static_cast<std::uint32_t>(message.size()));
  std::copy(message.begin(), message.end(), out.begin() + prefix_size);
  return out;
}

std::optional<framed> first_message(h2::bytes content) {
  if (content.size() < prefix_size) return std::nullopt;
  const std::size_t length = h2::read_u32(content.data() + 1);
  if (content.size() - prefix_size < length) return std::nullopt;
  return framed{content[0] != std::byte{0}, content.subspan(prefix_size, length)};
}

std::optional<std::vector<text_field>> decode_text_fields(h2::bytes message) {
  std::vector<text_field> fields;
  while (!message.empty()) {
    const std::optional<std::uint32_t> tag = take_varint(message);
    const std::optional<std::uint32_t> length = take_varint(message);
    if (!tag || !length || (*tag & 7U) != 2U || *length > message.size()) return std::nullopt;
    fields.push_back({*tag >> 3U, std::string(h2::text_of(message.first(*length)))});
    message = message.subspan(*length);
  }
  return fields;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* const digits = text.data() + i + 1;
    const bool escape = text[i] == '%' && i + 2 < text.size();
    if (escape && std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace by_hand
