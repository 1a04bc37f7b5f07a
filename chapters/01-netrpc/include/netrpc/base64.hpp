// SPDX-License-Identifier: MIT
//
// RFC 4648 §4, with padding: how encoding/json carries []byte.
#pragma once

#include <netrpc/error.hpp>
#include <netrpc/reflect.hpp>

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace netrpc {

void append_base64(std::string& out, std::span<const std::byte> data);

/// Where decoding stopped: the index of the byte that does not belong there.
struct bad_base64 {
  std::size_t at;
};

/// As Go's base64.StdEncoding: line ends are passed over, padding must be there, and the unused bits of
/// the last character may be anything.
[[nodiscard]] std::variant<bytes, bad_base64> parse_base64(std::string_view text);

}  // namespace netrpc
