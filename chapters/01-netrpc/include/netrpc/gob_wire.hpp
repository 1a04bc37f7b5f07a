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
#include <span>
#include <string_view>

namespace netrpc::gob {

/// A type as the stream names it: 1..15 builtin, 16..23 the types of type definitions, 65.. defined by the sender.
using type_id = std::int32_t;

namespace id {
inline constexpr type_id boolean = 1, int_ = 2, uint_ = 3, float_ = 4, bytes = 5, string = 6, complex = 7, interface = 8;
inline constexpr type_id wire_type = 16, array_type = 17, common_type = 18, slice_type = 19, struct_type = 20,
                         field_type = 21, field_slice = 22, map_type = 23;
inline constexpr type_id first_user = 65;  // gob type.go firstUserId is 64, and the first one given out is the next
}  // namespace id

void append_uint(bytes& out, std::uint64_t v);
void append_int(bytes& out, std::int64_t v);
void append_float(bytes& out, double v);
/// Count, then the bytes.
void append_string(bytes& out, std::span<const std::byte> v);

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

/// Reads one message. Failure is sticky: after the first one every read answers 0, nothing moves, and the caller
/// asks ok() once per structure instead of once per byte. Lifetime: the bytes must outlive the reader.
class reader {
 public:
  /// `origin`: where data[0] stands in the stream, for the offsets in errors.
  explicit reader(std::span<const std::byte> data = {}, std::uint64_t origin = 0) : data_(data), origin_(origin) {}

  [[nodiscard]] std::uint64_t read_uint();
  [[nodiscard]] std::int64_t read_int() { return unfold_sign(read_uint()); }
  [[nodiscard]] double read_float() { return unreverse_float(read_uint()); }
  /// A count that must fit into what is left (gob decode.go getLength), then that many bytes.
  [[nodiscard]] std::span<const std::byte> read_string();
  [[nodiscard]] std::span<const std::byte> read_bytes(std::uint64_t count);

  [[nodiscard]] bool ok() const { return !failed_; }
  [[nodiscard]] std::size_t left() const { return failed_ ? 0 : data_.size() - at_; }
  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] std::uint64_t offset() const { return origin_ + at_; }
  /// The first failure. Requires: !ok().
  [[nodiscard]] const error& failure() const { return failure_; }
  void fail(errc code, std::string detail = {}, error_scope scope = error_scope::stream);

 private:
  std::span<const std::byte> data_;
  std::size_t at_ = 0;
  std::uint64_t origin_ = 0;
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
