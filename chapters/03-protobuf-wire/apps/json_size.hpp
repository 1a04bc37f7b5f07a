// SPDX-License-Identifier: MIT
//
// How many bytes a flat message takes as compact JSON, counted without writing it. To compare sizes one need not make
// the text: each character of it is known to be there.
//
//   {"id":"a11111","year":2024}
//   │└──┬─┘└──┬───┘│└──┬──┘└┬─┘│
//   │  key   value  ,  key  value
//   two braces, a comma between members, and for each member its key in quotes, a colon and its value
//
// A string is longer as JSON than it is: RFC 8259 §7 wants quotes, backslashes and control characters escaped.
// Everything else stands for itself, in UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace json_size {

using value = std::variant<std::string_view, std::int64_t, bool>;

struct member {
  std::string_view key;
  json_size::value value;
};

/// Of a string with its quotes. \" \\ \b \f \n \r \t are two bytes, other control characters six (\u001f).
/// Requires: UTF-8.
[[nodiscard]] std::size_t of_string(std::string_view text);

/// Of a number: its digits, and the sign.
[[nodiscard]] std::size_t of_integer(std::int64_t number);

[[nodiscard]] std::size_t of_value(const value& v);

/// Of the whole object: {"key":value,"key":value}
[[nodiscard]] std::size_t of_object(std::span<const member> members);

/// Of the article's second form, in which numbers from 1 on have taken the place of the keys: {1:value,2:value}. It is
/// no JSON any more, and half way to protobuf.
[[nodiscard]] std::size_t of_numbered(std::span<const member> members);

}  // namespace json_size
