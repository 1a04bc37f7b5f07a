// SPDX-License-Identifier: MIT
//
// How gob_dump lays bytes out beside their meaning.
//
//    offset  bytes                    meaning
//         0  1d                       length of the message: 29
//         1  ff 81                    definition of type 65
//         3  03                         field 2 (delta 3): wireType.StructT
//
// Every byte received is shown once, in order. Of a long run the first 32 are, and the number of the others.
#pragma once

#include <netrpc/gob_value.hpp>
#include <netrpc/utf8.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

namespace gob_dump {

struct layout {
  bool colour = false;  // ANSI escapes
  bool all = false;     // nothing is shortened
};

/// Text from a stream, made harmless for a terminal: control characters and what is no UTF-8 become \xNN. Text longer
/// than `most` bytes is cut there, at a character, with an ellipsis.
[[nodiscard]] inline std::string printable(std::string_view text, std::size_t most) {
  std::string out;
  while (!text.empty()) {
    if (out.size() >= most) return out + "…";
    const std::size_t length = netrpc::utf8_length(text);
    const auto lead = static_cast<unsigned char>(text[0]);
    const bool control =
        lead < 0x20 || lead == 0x7F || (length == 2 && lead == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0);
    const std::size_t taken = length == 0 ? 1 : length;
    for (const char c : text.substr(0, taken)) {
      if (control || length == 0) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
      else out += c;
    }
    text.remove_prefix(taken);
  }
  return out;
}

/// Remembers the bytes received, to print them once somebody says what they mean.
class page {
 public:
  explicit page(layout how) : how_(how) {}

  void receive(std::span<const std::byte> data) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ = 0;
    waiting_.insert(waiting_.end(), data.begin(), data.end());
  }

  /// Prints the bytes of one note. Requires: notes in stream order. Bytes that no note spoke for are shown as such.
  void show(const netrpc::gob::annotation& note) {
    if (note.offset > position_) rows(static_cast<std::size_t>(note.offset - position_), 0, "not understood");
    rows(note.length, note.depth, note.meaning);
  }

  /// Prints all bytes that nobody explained.
  void show_rest(std::string_view meaning) { rows(waiting_.size() - used_, 0, meaning); }

  /// Prints a finished value below its bytes.
  void show_value(std::string_view json) const {
    fmt::print("{}{:>8}  {}{}\n\n", paint("1"), "=", printable(json, how_.all ? json.size() : 400), paint("0"));
  }

 private:
  static constexpr std::size_t per_row = 8;
  static constexpr std::size_t shown_of_long = 32;
  static constexpr std::size_t text_limit = 120;
  static constexpr int deepest_indent = 40;

  void rows(std::size_t count, int depth, std::string_view meaning) {
    const auto run = std::span<const std::byte>(waiting_).subspan(used_, std::min(count, waiting_.size() - used_));
    const std::size_t shown = how_.all || run.size() <= shown_of_long + per_row ? run.size() : shown_of_long;
    for (std::size_t at = 0; at < shown; at += per_row) {
      std::string hex;
      for (const std::byte b : run.subspan(at, std::min(per_row, shown - at))) {
        hex += fmt::format("{}{:02x}", hex.empty() ? "" : " ", std::to_integer<unsigned>(b));
      }
      fmt::print("{}{:>8}{}  {}{:<{}}{}", paint("2"), position_ + at, paint("0"), paint("36"), hex,
                 at == 0 ? 3 * per_row : 0, paint("0"));
      if (at == 0)
        fmt::print(" {:{}}{}", "", 2 * std::min(depth, deepest_indent),
                   printable(meaning, how_.all ? meaning.size() * 4 : text_limit));
      fmt::print("\n");
    }
    if (shown < run.size()) fmt::print("{:>8}  and {} bytes more\n", "…", run.size() - shown);
    used_ += run.size();
    position_ += run.size();
  }

  [[nodiscard]] std::string paint(std::string_view code) const {
    return how_.colour ? fmt::format("\x1b[{}m", code) : std::string();
  }

  layout how_;
  netrpc::bytes waiting_;
  std::size_t used_ = 0;        // of waiting_
  std::uint64_t position_ = 0;  // of waiting_[used_] in the stream
};

}  // namespace gob_dump
