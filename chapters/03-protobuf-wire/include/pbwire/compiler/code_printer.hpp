// SPDX-License-Identifier: MIT
//
// Text of a program, line by line. Generators decide what a line says; how far it is indented follows from the blocks
// that are open, so that the generator's own code reads like the code it makes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pbwire::compiler {

class code_printer {
 public:
  /// One line, at the depth of the open blocks. Without text: an empty line, and never two of them in a row.
  void line(std::string_view text = {});
  /// Each line of the text as a `//` comment. Empty lines at its ends are dropped, and one blank after `//` kept.
  void comment(std::string_view text);
  /// A line behind which everything stands one step deeper, until the block is closed: open("struct A {"), close("};").
  void open(std::string_view text);
  void close(std::string_view text = {});

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::size_t depth_ = 0;
  bool is_beginning_ = true;  // of the text or of a block
  std::string text_;
};

}  // namespace pbwire::compiler
