// SPDX-License-Identifier: MIT
//
// The words for tags, lengths and single values: of a declared kind, or of no kind and so with every reading there is.
#pragma once

#include <pbwire/pool.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pbdump {

/// Text in double quotes, made harmless for a terminal: control characters and what is no UTF-8 become \xNN.
[[nodiscard]] std::string quoted(std::string_view text);

/// "int32", "group Lesson"; of messages and enums their name.
[[nodiscard]] std::string type_name(const pbwire::field_type& field);
/// Its name; that of an extension is the full one in brackets, as in the text format.
[[nodiscard]] std::string name_of(const pbwire::field_type& field);
/// As it was declared, but the number first: "field 3 ids: repeated int32, packed".
[[nodiscard]] std::string declaration(const pbwire::field_type& field);

/// Whether the wire type is one that the field can be read from.
[[nodiscard]] bool fits(const pbwire::field_type& field, pbwire::wire_type type);

// Tags and lengths.

/// `in` is the message, or null if nothing is known of it; `field` is its field, or null if it has none of the number.
[[nodiscard]] std::string tag_words(const pbwire::message_type* in, const pbwire::field_type* field, std::uint32_t tag);
/// `width`: the bytes that the length itself takes.
[[nodiscard]] std::string length_words(std::size_t size, std::ptrdiff_t width, std::string_view of);
[[nodiscard]] std::string broken_length_words(std::uint64_t claimed, std::ptrdiff_t left);

// The value of a field whose kind is known. Bits that the kind has no room for are dropped, and that is said.

[[nodiscard]] std::string varint_value(const pbwire::field_type& field, std::uint64_t bits);
[[nodiscard]] std::string fixed_value(const pbwire::field_type& field, const std::byte* from);

// A value whose kind nobody knows.

[[nodiscard]] std::string guessed_varint(std::uint64_t bits);
[[nodiscard]] std::string guessed_fixed32(std::uint32_t bits);
[[nodiscard]] std::string guessed_fixed64(std::uint64_t bits);

}  // namespace pbdump
