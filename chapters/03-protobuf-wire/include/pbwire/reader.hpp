// SPDX-License-Identifier: MIT
//
// A message read record by record, for those who know what they look for or who know nothing at all:
//
//   reader in(bytes);
//   while (in.next()) {
//     if (in.number() == 2 && in.type() == wire_type::length_delimited) name = in.text();
//     else in.skip();
//   }
//   if (in.failed()) …
//
// It never copies and never throws. A failed reader stays failed: next() is false, values are zero or empty, and
// error() says what happened first. Lifetime: text() and bytes() point into the input.
#pragma once

#include <pbwire/skip.hpp>

#include <bit>
#include <span>
#include <string_view>

namespace pbwire {

class reader {
 public:
  /// `origin` is where the input stands in something larger, for the offsets in errors.
  explicit reader(std::span<const std::byte> input, std::size_t origin = 0, int depth_left = default_depth_limit)
      : begin_(input.data()), p_(begin_), end_(begin_ + input.size()), origin_(origin), depth_left_(depth_left) {}

  /// Reads the next tag. False at the end of the input, and after a failure.
  bool next() {
    if (p_ == end_ || failed()) return false;
    tag_at_ = p_;
    return advance(read_tag(p_, end_, tag_, why_));
  }
  [[nodiscard]] std::uint32_t tag() const { return tag_; }
  [[nodiscard]] std::uint32_t number() const { return number_of(tag_); }
  [[nodiscard]] wire_type type() const { return type_of(tag_); }

  // The value behind the tag. Requires: the tag has that wire type; or, for varint(), fixed32() and fixed64(), that the
  // input is the content of a packed field.

  std::uint64_t varint() {
    std::uint64_t value = 0;
    const std::byte* next = failed() ? nullptr : read_varint(p_, end_, value);
    if (next == nullptr) why_.fail_varint(p_, end_);
    return advance(next) ? value : 0;
  }
  std::uint32_t fixed32() { return fixed<std::uint32_t>(); }
  std::uint64_t fixed64() { return fixed<std::uint64_t>(); }
  std::span<const std::byte> bytes() {
    std::size_t length = 0;
    if (failed() || !advance(read_length(p_, end_, length, why_))) return {};
    p_ += length;
    return {p_ - length, length};
  }
  std::string_view text() {
    const std::span<const std::byte> content = bytes();
    return {reinterpret_cast<const char*>(content.data()), content.size()};
  }
  /// Steps over the value, whatever its wire type.
  void skip() {
    if (type() == wire_type::end_group) fail(errc::unmatched_end_group);
    if (!failed()) advance(skip_value(tag_, p_, end_, depth_left_, why_));
  }
  /// Steps over the value and adds the record to `records`, varints in their shortest form.
  void keep(std::string& records) {
    if (!failed()) advance(keep_value(tag_, p_, end_, depth_left_, why_, records));
  }

  [[nodiscard]] bool at_end() const { return p_ == end_; }
  [[nodiscard]] bool failed() const { return why_.code != errc::none; }
  /// Marks the input as breaking a rule that only the caller knows, at the tag that was read last.
  void fail(errc rule) { why_.fail(rule, tag_at_); }
  /// Where the next byte is read, from the start of the input plus `origin`.
  [[nodiscard]] std::size_t offset() const { return origin_ + static_cast<std::size_t>(p_ - begin_); }
  /// Where the last tag began.
  [[nodiscard]] std::size_t tag_offset() const { return origin_ + static_cast<std::size_t>(tag_at_ - begin_); }
  /// What went wrong first. Requires: failed().
  [[nodiscard]] pbwire::error error() const {
    return {why_.code, origin_ + static_cast<std::size_t>(why_.at - begin_), {}};
  }

 private:
  bool advance(const std::byte* next) {
    if (next == nullptr) return false;
    p_ = next;
    return true;
  }
  template <class T>
  T fixed() {
    if (failed()) return 0;
    if (end_ - p_ < static_cast<std::ptrdiff_t>(sizeof(T))) {
      why_.fail(errc::truncated, p_);
      return 0;
    }
    p_ += sizeof(T);
    return load_little_endian<T>(p_ - sizeof(T));
  }

  const std::byte* begin_;
  const std::byte* p_;
  const std::byte* end_;
  std::size_t origin_;
  int depth_left_;
  std::uint32_t tag_ = 0;
  const std::byte* tag_at_ = begin_;
  failure why_;
};

}  // namespace pbwire
