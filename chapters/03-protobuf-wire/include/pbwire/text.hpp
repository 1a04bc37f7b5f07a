// SPDX-License-Identifier: MIT
//
// The words of the text format, in which protobuf shows messages to people:
//
//   name: "caf\303\251"
//   price: 1.5
//   tags {
//     key: "a"
//   }
//
// Only the spelling of single values is here, for those who print a struct and those who print by descriptor alike;
// the format itself is in text_format.hpp. Every byte is what libprotobuf's TextFormat would have printed.
#pragma once

#include <string>
#include <string_view>

namespace pbwire {

/// The text escaped: \n \r \t \" \' \\ by name, all other bytes outside of printable ASCII as three octal digits.
void append_escaped(std::string& to, std::string_view text);
/// The same between double quotes: how a string or bytes field is printed.
void append_quoted(std::string& to, std::string_view text);

// The shorter of two decimal forms that reads back as the same number: 15 digits or 17 for a double, 6 or 9 for a
// float. Not the shortest there is: 5e-324 is printed as 4.94065645841247e-324.

void append_double(std::string& to, double value);
void append_float(std::string& to, float value);

/// Two spaces for each level.
void append_indent(std::string& to, int level);

}  // namespace pbwire
