// SPDX-License-Identifier: MIT
//
// The bytes below everything in gob: integers, floats, and a reader that cannot run past its message.
// (Go: encoding/gob doc.go, "Encoding Details".)
//
//   unsigned  0..127            one byte, the number itself
//             128..2^64-1       minus the byte count, then the bytes, big-endian, no leading zeros
//   signed    shifted left by one, the low bit says "complement me": 0 1 -1 2 -2 → 0 2 1 4 3
//   float     the 64 bits of an IEEE double, bytes reversed, sent as unsigned: the exponent comes
//             first and the zeros of a round number last, where the unsigned form drops them
//
//      7 → 07          256 → FE 01 00          -129 → FE 01 01          17.0 → FE 31 40
//                            │  └─ 2 bytes            │  └─ ^-129 = 128, 128·2+1 = 257
//                            └──── -2                 └──── -2
//
// A message is its length (unsigned) and that many bytes:
//
//   ┌────────┬───────────────────────────────────────────────┐
//   │ length │ type id (signed)  │ value                     │   id > 0: a value of that type
//   └────────┼───────────────────┼───────────────────────────┤
//            │ -id               │ definition (a wireType)   │   id < 0: what that id means
//            └───────────────────┴───────────────────────────┘
#pragma once

#include <netrpc/reflect.hpp>

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace netrpc::gob {

/// A type as the stream names it: 1..15 builtin, 16..23 the types of type definitions, 65.. defined by the sender.
using type_id = std::int32_t;

namespace id {
inline constexpr type_id boolean = 1, int_ = 2, uint_ = 3, float_ = 4, bytes = 5, string = 6, complex = 7,
                         interface = 8;
inline constexpr type_id wire_type = 16, array_type = 17, common_type = 18, slice_type = 19, struct_type = 20,
                         field_type = 21, field_slice = 22, map_type = 23;
inline constexpr type_id first_user = 65;  // gob type.go firstUserId is 64, and the first one given out is the next
}  // namespace id

/// gob encode.go encodeInt: the sign moves into bit 0.
[[nodiscard]] constexpr std::uint64_t fold_sign(std::int64_t v) {
  const auto shifted = static_cast<std::uint64_t>(v) << 1;
  return v < 0 ? ~shifted : shifted;
}
[[nodiscard]] constexpr std::int64_t unfold_sign(std::uint64_t v) {
  const auto half = static_cast<std::int64_t>(v >> 1);
  return (v & 1) != 0 ? ~half : half;
}

/// gob encode.go floatBits: an IEEE double with its bytes reversed.
[[nodiscard]] constexpr std::uint64_t reverse_float(double v) {
  return __builtin_bswap64(std::bit_cast<std::uint64_t>(v));
}
[[nodiscard]] constexpr double unreverse_float(std::uint64_t v) { return std::bit_cast<double>(__builtin_bswap64(v)); }

inline constexpr std::uint64_t largest_single_byte = 0x7F;
inline constexpr std::size_t longest_uint = 1 + sizeof(std::uint64_t);

/// Writes v as an unsigned integer at `to` and says how many bytes it took.
/// Requires: room for longest_uint bytes, all of which may be written to.
[[nodiscard]] std::size_t put_uint(std::byte* to, std::uint64_t v);

/// Collects the body of a message. A vector would do, were it not that it zeroes what it grows by.
class writer {
 public:
  void write_uint(std::uint64_t v) {
    std::byte* to = room(longest_uint);
    if (v <= largest_single_byte) [[likely]] {
      *to = static_cast<std::byte>(v);
      ++size_;
    } else {
      size_ += put_uint(to, v);
    }
  }
  void write_int(std::int64_t v) { write_uint(fold_sign(v)); }
  void write_float(double v) { write_uint(reverse_float(v)); }
  /// Count, then the bytes.
  void write_string(std::span<const std::byte> v) {
    write_uint(v.size());
    copy(room(v.size()), v.data(), v.size());
    size_ += v.size();
  }

  [[nodiscard]] std::span<const std::byte> view() const { return {data_.get(), size_}; }
  void clear() { size_ = 0; }

 private:
  /// Most strings are a few bytes long, and a call to memcpy costs more than they do: two moves that overlap
  /// in the middle take 8 to 16 bytes, or 4 to 7.
  static void copy(std::byte* to, const std::byte* from, std::size_t count) {
    if (count > 16) {
      std::memcpy(to, from, count);
    } else if (count >= 8) {
      std::memcpy(to, from, 8);
      std::memcpy(to + count - 8, from + count - 8, 8);
    } else if (count >= 4) {
      std::memcpy(to, from, 4);
      std::memcpy(to + count - 4, from + count - 4, 4);
    } else {
      for (std::size_t i = 0; i < count; ++i) to[i] = from[i];
    }
  }

  std::byte* room(std::size_t count) {
    if (capacity_ - size_ < count) [[unlikely]]
      grow(count);
    return data_.get() + size_;
  }
  void grow(std::size_t count);

  std::unique_ptr<std::byte[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// Appends a message: the length of `body`, then `body`.
void append_message(bytes& out, std::span<const std::byte> body);

/// Reads one message. Failure is sticky: after the first one every read answers 0, nothing moves, and the caller
/// asks ok() once per structure instead of once per byte. Lifetime: the bytes must outlive the reader.
class reader {
 public:
  /// `origin`: where data[0] stands in the stream, for the offsets in errors.
  explicit reader(std::span<const std::byte> data = {}, std::uint64_t origin = 0)
      : begin_(data.data()), at_(begin_), end_(begin_ + data.size()), origin_(origin) {}

  [[nodiscard]] std::uint64_t read_uint() {
    if (at_ != end_ && std::to_integer<std::uint64_t>(*at_) <= largest_single_byte) [[likely]] {
      return std::to_integer<std::uint64_t>(*at_++);
    }
    return read_long_uint();
  }
  [[nodiscard]] std::int64_t read_int() { return unfold_sign(read_uint()); }
  [[nodiscard]] double read_float() { return unreverse_float(read_uint()); }
  /// A count that must fit into what is left (gob decode.go getLength), then that many bytes.
  [[nodiscard]] std::span<const std::byte> read_string() { return read_bytes(read_uint()); }
  [[nodiscard]] std::span<const std::byte> read_bytes(std::uint64_t count) {
    if (count > left()) [[unlikely]] {
      fail_length(count);
      return {};
    }
    const std::byte* taken = at_;
    at_ += count;
    return {taken, static_cast<std::size_t>(count)};
  }

  [[nodiscard]] bool ok() const { return !failed_; }
  /// Bytes not read yet; 0 after a failure.
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  [[nodiscard]] std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }
  [[nodiscard]] std::uint64_t offset() const { return origin_ + position(); }
  /// The first failure. Requires: !ok().
  [[nodiscard]] const error& failure() const { return failure_; }
  void fail(errc code, std::string detail = {}, error_scope scope = error_scope::stream);
  /// Widens the failure: not only a value is lost by it. Requires: !ok().
  void lose_stream() { failure_.scope = error_scope::stream; }

 private:
  std::uint64_t read_long_uint();
  void fail_length(std::uint64_t count);

  const std::byte* begin_;
  const std::byte* at_;
  const std::byte* end_;  // a failure moves it to at_: from then on there is nothing to read
  std::uint64_t origin_;
  bool failed_ = false;
  error failure_{errc::truncated, error_scope::stream, 0, {}};
};

/// One unsigned integer at the front of data, which may not be all there yet.
struct uint_prefix {
  enum class state : std::uint8_t { need_more, malformed, done } what;
  std::uint64_t value = 0;
  std::size_t width = 0;  // bytes it takes
};
[[nodiscard]] uint_prefix peek_uint(std::span<const std::byte> data);

}  // namespace netrpc::gob
