// SPDX-License-Identifier: MIT
//
// Numbers in a .proto, which are C's: a leading 0 means octal, 0x hexadecimal, a point or an exponent floating.
//
//     10        010       0x10      1.5  .5  1.  1e3  2.5E-3
//     ten       eight     sixteen   floating
//
// There are no negative ones. In `-1` the minus is a symbol, and whether one may stand there is for the parser to say.
#pragma once

#include <pbwire/compiler/lexer.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pbwire::compiler {

struct scanned_number {
  token_kind kind = token_kind::integer;  // or floating
  std::size_t length = 0;                 // of the number, in bytes
  std::string_view problem;               // what is wrong with it; empty if nothing is
  std::size_t problem_at = 0;             // how far behind its beginning

  friend bool operator==(const scanned_number&, const scanned_number&) = default;
};

/// Finds where the number at the beginning of `text` ends. One that is wrong has an end as well, so that reading can go
/// on behind it.
/// Requires: text begins with a digit, or with a point and a digit.
[[nodiscard]] scanned_number scan_number(std::string_view text);

/// The value of an integer token, decimal, octal or hexadecimal; nothing if it exceeds `max` (2^64-1 at most) or has a
/// digit that its base lacks. "0x" alone, which scan_number has complained about, is 0.
[[nodiscard]] std::optional<std::uint64_t> parse_integer(std::string_view text, std::uint64_t max);

/// The nearest double to a floating token; infinity above the range, 0 below it. An exponent without digits, which
/// scan_number has complained about, counts as 0.
[[nodiscard]] double parse_float(std::string_view text);

}  // namespace pbwire::compiler
