// SPDX-License-Identifier: MIT
//
// A message written record by record, without a schema:
//
//   std::string out;
//   writer w(out);
//   w.varint(1, 150);
//   const std::size_t mark = w.begin(3);
//   w.text(1, "inside");
//   w.end(mark);
//
// A nested message's length stands before its content, and is known after it. Three ways out: compute all sizes first
// and remember them (libprotobuf), write from the last byte to the first (encode.hpp here), or leave room and patch
// (this writer). The room is one byte, which is right for contents under 128 bytes; end() moves longer ones.
#pragma once

#include <pbwire/wire.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pbwire {

class writer {
 public:
  /// Appends to `out`, which must outlive the writer.
  explicit writer(std::string& out) : out_(out) {}

  /// What stands before every value.
  void tag(std::uint32_t number, wire_type type);
  void varint(std::uint32_t number, std::uint64_t value);
  void zigzag(std::uint32_t number, std::int64_t value) { varint(number, encode_zigzag64(value)); }
  void fixed32(std::uint32_t number, std::uint32_t value);
  void fixed64(std::uint32_t number, std::uint64_t value);
  /// A string, bytes, or a message that is already encoded.
  void text(std::uint32_t number, std::string_view value);

  /// Opens a length-delimited field: a nested message, or a packed field filled with raw_varint. Returns the mark to
  /// give to end(). Marks end in the opposite order.
  [[nodiscard]] std::size_t begin(std::uint32_t number);
  /// Writes the length of all that was written since begin().
  void end(std::size_t mark);

  void begin_group(std::uint32_t number) { tag(number, wire_type::start_group); }
  void end_group(std::uint32_t number) { tag(number, wire_type::end_group); }

  /// A varint without a tag: an element of a packed field.
  void raw_varint(std::uint64_t value);

 private:
  std::string& out_;
};

}  // namespace pbwire
