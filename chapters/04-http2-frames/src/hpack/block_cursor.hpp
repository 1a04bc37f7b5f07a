// SPDX-License-Identifier: MIT
//
// Reads the two primitives of RFC 7541 §5, integers and strings, off a field block. Failure is sticky: the first one
// stays, with the place of the field in which it happened.
#pragma once

#include <h2/bytes.hpp>
#include <h2/error.hpp>

#include <string>

namespace h2::hpack {

class block_cursor {
 public:
  explicit block_cursor(bytes block)
      : begin_(block.data()), next_(block.data()), end_(block.data() + block.size()), field_(block.data()) {}

  [[nodiscard]] bool at_end() const { return next_ == end_; }
  /// Requires: not at_end().
  [[nodiscard]] std::uint8_t peek() const { return std::to_integer<std::uint8_t>(*next_); }
  /// What follows belongs to a new field, or to a size update.
  void begin_field() { field_ = next_; }

  /// Requires: not at_end(), for the first byte, whose upper bits were looked at already. False: failed().
  [[nodiscard]] bool read_integer(unsigned prefix_bits, std::uint32_t& value) {
    const std::uint32_t full = (1U << prefix_bits) - 1;
    value = peek() & full;
    if (value == full) return read_long_integer(prefix_bits, value);
    ++next_;
    return true;
  }
  /// §5.2. `text` is a view of the block, or of `decoded`, when Huffman text had to be decoded into that.
  [[nodiscard]] bool read_string(std::string& decoded, std::string_view& text);

  /// Always false, to be returned.
  bool fail(std::string_view clause, std::string_view why);
  [[nodiscard]] error failure() const { return failure_; }

 private:
  [[nodiscard]] bool read_long_integer(unsigned prefix_bits, std::uint32_t& value);

  const std::byte* begin_;
  const std::byte* next_;
  const std::byte* end_;
  const std::byte* field_;
  error failure_ = {};
};

}  // namespace h2::hpack
