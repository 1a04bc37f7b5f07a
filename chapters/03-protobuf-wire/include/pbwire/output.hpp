// SPDX-License-Identifier: MIT
//
// Where a message is written, from its last byte to its first.
//
// The length of a nested message stands before its content. Written forwards, somebody has to know it in advance:
// libprotobuf measures the whole tree first and keeps a size in every message. Written backwards, the content is there
// already, and its length is a subtraction. Nothing is measured twice, and nothing has to be remembered.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>

namespace pbwire {

/// A buffer that is filled downwards. Used again and again, it allocates nothing once it has grown.
class output {
 public:
  output() = default;
  explicit output(std::size_t capacity) { grow(nullptr, capacity); }

  /// What was encoded last. Lifetime: until the next encode into this output.
  [[nodiscard]] std::span<const std::byte> bytes() const { return {first_, end_}; }

  // For encode: one past the last byte, and room below the byte that was written last.

  [[nodiscard]] std::byte* end() { return end_; }
  void finish(std::byte* first) { first_ = first; }
  /// How many bytes are written from p on. A position is kept as this number, because room() may move the bytes.
  [[nodiscard]] std::size_t behind(const std::byte* p) const { return static_cast<std::size_t>(end_ - p); }
  /// p, if there are `count` bytes of room below it; otherwise where p lies in a larger buffer.
  std::byte* room(std::byte* p, std::size_t count) {
    if (p - begin_.get() >= static_cast<std::ptrdiff_t>(count)) [[likely]]
      return p;
    return grow(p, count);
  }

 private:
  std::byte* grow(std::byte* p, std::size_t count) {
    const auto written = p != nullptr ? static_cast<std::size_t>(end_ - p) : 0;
    const std::size_t capacity = std::max({written + count, 2 * static_cast<std::size_t>(end_ - begin_.get()), least});
    std::unique_ptr<std::byte[]> larger(new std::byte[capacity]);  // NOLINT(modernize-avoid-c-arrays)
    std::byte* const end = larger.get() + capacity;
    if (written > 0) std::memcpy(end - written, p, written);
    begin_ = std::move(larger);
    first_ = end_ = end;
    return end - written;
  }

  static constexpr std::size_t least = 256;
  std::unique_ptr<std::byte[]> begin_;  // NOLINT(modernize-avoid-c-arrays)
  std::byte* first_ = nullptr;
  std::byte* end_ = nullptr;
};

/// A place of exactly the right size, known by its end: room() has nothing to do.
class exact_output {
 public:
  /// Bytes to leave free before the place: a varint is stored eight bytes at a time (packing::put_varint).
  static constexpr std::size_t slack = 8;

  explicit exact_output(std::byte* end) : end_(end) {}
  [[nodiscard]] std::byte* end() { return end_; }
  [[nodiscard]] std::size_t behind(const std::byte* p) const { return static_cast<std::size_t>(end_ - p); }
  static std::byte* room(std::byte* p, std::size_t) { return p; }

 private:
  std::byte* end_;
};

}  // namespace pbwire
