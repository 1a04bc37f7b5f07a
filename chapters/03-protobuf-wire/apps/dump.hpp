// SPDX-License-Identifier: MIT
//
// A message taken apart: every byte gets a line that says what it is for.
//
//   12 07 74 65 73 74 69 6e 67
//   │  │  └ role::text      "testing"
//   │  └ role::length       length 7
//   └ role::tag             field 2 name: string
//
// The bytes alone tell field numbers, wire types and lengths. Everything else needs the schema, and without it is
// guessed, which each such line says: 12 07 … may be a string, or bytes, or a message that looks like text. With the
// schema there are names, kinds and values, and what does not fit it is said to be unknown.
//
// This is a decoder that tells what it does. Where decode() gives up at the first broken rule, it carries on behind
// the innermost length that encloses the trouble, so that one broken field does not hide the others.
#pragma once

#include <pbwire/error.hpp>
#include <pbwire/pool.hpp>
#include <pbwire/skip.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pbdump {

/// What bytes are there for.
enum class role : std::uint8_t {
  tag,     // field number and wire type; of groups the end as well
  length,  // of what follows
  number,  // a varint or a fixed value
  text,    // a string
  bytes,   // content of which no more can be said
  broken,  // breaks a rule, or stands behind something that does
};

struct line {
  std::size_t offset = 0;
  std::size_t length = 0;
  int depth = 0;  // two for each message or group around it, one more for what belongs to a tag
  role what = role::bytes;
  bool is_guess = false;  // the meaning, or a part of it, is not certain; it then says "guess:" or "if"
  std::string meaning;    // printable UTF-8, of any length

  friend bool operator==(const line&, const line&) = default;
};

struct dumped {
  std::vector<line> lines;             // each byte of the input is in exactly one of them, in order
  std::optional<pbwire::error> error;  // the first; what decode() says to the same bytes
};

/// What is known of the bytes. Without a type nothing is. The pool is asked for extensions.
struct knowledge {
  const pbwire::pool* types = nullptr;
  const pbwire::message_type* type = nullptr;
};

/// Never throws for what the input contains.
[[nodiscard]] dumped dump(std::span<const std::byte> input, knowledge known = {},
                          int depth_limit = pbwire::default_depth_limit);

}  // namespace pbdump
