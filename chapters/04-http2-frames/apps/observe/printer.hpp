// SPDX-License-Identifier: MIT
//
// Observations as text. In full:
//
//   client  byte 24  SETTINGS stream 0, INITIAL_WINDOW_SIZE 65535
//          24  00 00 06                 length: 6
//          27  04                       type: SETTINGS
//           …
//          33  00 04                    INITIAL_WINDOW_SIZE
//          35  00 00 ff ff                65535
//            window   …                                       what it did to windows, tables, streams
//
// Every byte stands on one line, in order, behind the offset of the line's first; lines without an offset are words
// about them. Compact: one line for each frame.
#pragma once

#include "observation.hpp"
#include "observer.hpp"

#include <string>

namespace h2::observe {

struct print_options {
  bool colour = false;   // ANSI escapes
  bool compact = false;  // one line a frame
  bool all = false;      // nothing is shortened: long content, every line of it
  std::string tag = {};  // in front of every frame's first line
};

/// Lines, each with its end.
[[nodiscard]] std::string print(const observation& seen, const print_options& how);

/// What was counted, in a few lines.
[[nodiscard]] std::string print(const totals& counts, const print_options& how);

/// A party's dynamic table as it stands.
[[nodiscard]] std::string print_table(party encoder, const hpack::dynamic_table& table, const print_options& how);

}  // namespace h2::observe
