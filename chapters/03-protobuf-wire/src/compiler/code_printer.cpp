// SPDX-License-Identifier: MIT
#include <pbwire/compiler/code_printer.hpp>

#include <algorithm>

namespace pbwire::compiler {

void code_printer::line(std::string_view text) {
  if (text.empty()) {
    // A blank line separates two things: none behind the line that opens a block, and never two.
    if (!is_beginning_ && !text_.ends_with("\n\n")) text_ += '\n';
    return;
  }
  text_.append(2 * depth_, ' ');
  text_ += text;
  text_ += '\n';
  is_beginning_ = false;
}

void code_printer::comment(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view one = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    while (!one.empty() && (one.back() == ' ' || one.back() == '\r' || one.back() == '\t')) one.remove_suffix(1);
    std::string out = "//";
    if (!one.empty() && one.front() != ' ') out += ' ';
    out += one;
    if (out.back() == '\\') out += " //";  // else the comment would swallow the next line
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == '\r' || c == '\v' || c == '\f'; }, ' ');
    line(out);
  }
}

void code_printer::open(std::string_view text) {
  line(text);
  ++depth_;
  is_beginning_ = true;
}

void code_printer::close(std::string_view text) {
  if (text_.ends_with("\n\n")) text_.pop_back();
  --depth_;
  if (!text.empty()) line(text);
}

}  // namespace pbwire::compiler
