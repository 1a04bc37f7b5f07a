// SPDX-License-Identifier: MIT
//
// One row of the table, carried out: the two .proto texts are compiled, the message is written by the one and read by
// the other, and what the reader kept is given back to the writer.
#pragma once

#include "change.hpp"

#include <pbwire/pool.hpp>

#include <string>
#include <string_view>

namespace evolve {

/// `fields` as a file: wrapped into message M of proto3, unless it is a whole file already.
[[nodiscard]] std::string file_of(std::string_view fields);

/// Text format on one line: single spaces, none at the ends.
[[nodiscard]] std::string on_one_line(std::string_view text);

struct heard {
  std::string bytes;  // what was sent
  std::string got;    // the reader's message on one line, or why there is none
  bool refused = false;
  std::string back;  // what the writer understands of the reader's bytes, on one line; empty if refused
};

/// The two sides of a change. Throws std::runtime_error if a .proto or a text of the table is wrong.
class talk {
 public:
  talk(std::string_view writer, std::string_view reader);

  [[nodiscard]] heard send(std::string_view text) const;

 private:
  pbwire::pool writer_;
  pbwire::pool reader_;
};

}  // namespace evolve
