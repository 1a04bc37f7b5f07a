// SPDX-License-Identifier: MIT
//
// The text format, both ways: what `protoc --decode` prints and `protoc --encode` reads, and what stands between the
// braces of an option in a .proto file.
//
//   name: "apple"                 # a comment
//   tags: ["a", "b"]              # a repeated field, all at once
//   price { units: 1, nanos: 5 }  # or < >; fields may be separated by , or ;
//   [shop.weight]: 1.5            # an extension
//   details { [type.googleapis.com/shop.Box] { width: 3 } }     # a google.protobuf.Any, looked into
//   2001: 7                       # printed only: an unknown field
//
// protobuf.dev, "Text Format Language Specification".
#pragma once

#include <pbwire/dynamic.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pbwire {

/// Prints a message as libprotobuf 3.21 does, line by line. Fields stand in the order of their numbers, extensions
/// among them, maps sorted by key; unknown fields follow, a length-delimited one shown as a message if it can be one.
[[nodiscard]] std::string print_text(const dynamic_message& message);

struct text_error {
  int line = 1;    // from 1
  int column = 1;  // from 1; a tab leads to the next multiple of 8, plus 1
  std::string message;
};

/// How `[name]` finds its extension.
enum class extension_names : std::uint8_t {
  full,      // "pkg.ext"; what `protoc --encode` takes
  relative,  // from the scope of the message outwards, as names in a .proto; what the values of options take
};

/// Messages inside each other. protoc reads on until its stack ends.
inline constexpr int text_depth_limit = 1000;

/// Reads a message. The pool knows extensions and the types inside of Any. Required fields may be missing. After an
/// error the message holds what came before it.
std::optional<text_error> parse_text(std::string_view text, dynamic_message& into, const pool& known,
                                     extension_names names = extension_names::full);

}  // namespace pbwire
