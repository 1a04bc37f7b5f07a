// SPDX-License-Identifier: MIT
//
// Numbers as encoding/json reads and writes them. JSON itself has one kind of number without bounds;
// Go's strconv decides which texts are an int and how a float looks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netrpc::json {

/// strconv.ParseInt and ParseUint, base 10: all digits, so neither 1.0 nor 1e2; nothing when the text is
/// no such number or does not fit 64 bits. Map keys come here too, and may say +5 where it is signed.
[[nodiscard]] std::optional<std::int64_t> parse_int(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> parse_uint(std::string_view text);

/// strconv.ParseFloat: the nearest double (or float, for 32 bits); what is too small is zero, what is too
/// big is nothing. Requires: `text` is a JSON number.
[[nodiscard]] std::optional<double> parse_float(std::string_view text, unsigned bits);

/// The shortest digits that mean the same number, laid out as JavaScript does: 100000000000000000000, but
/// 1e+21; 0.000001, but 1e-7. Requires: v is finite, and was a float when bits is 32.
void append_float(std::string& out, double v, unsigned bits);

/// The same digits as Go's fmt prints them with %v: 100000, but 1e+06; 0.0001, but 1e-05.
[[nodiscard]] std::string print_float(double v);

}  // namespace netrpc::json
