// SPDX-License-Identifier: MIT
//
// How pbdump lays bytes out beside their meaning.
//
//    offset  bytes                    meaning
//         0  12                       field 2 name: string
//         1  07                         length 7
//         2  74 65 73 74 69 6e 67       "testing"
//
// Colour goes by role. Of a long run of bytes the first 32 are shown, and the number of the others.
#pragma once

#include "dump.hpp"

#include <span>
#include <string>

namespace pbdump {

struct layout {
  bool colour = false;  // ANSI escapes
  bool all = false;     // nothing is shortened
};

/// The rows of one line, each with its line feed. `input` is what dump() has read.
[[nodiscard]] std::string rows_of(const line& what, std::span<const std::byte> input, layout how);

/// The rows of all lines.
[[nodiscard]] std::string page_of(const dumped& what, std::span<const std::byte> input, layout how);

}  // namespace pbdump
