// SPDX-License-Identifier: MIT
#include <netrpc/gob_wire.hpp>

#include <algorithm>
#include <array>

namespace netrpc::gob {
namespace {

constexpr std::size_t most_bytes = sizeof(std::uint64_t);

// A first byte above 0x7F is the negated byte count. Seen as unsigned, -1 is 0xFF and -8 is 0xF8.
constexpr std::size_t byte_count(std::byte first) { return 256U - std::to_integer<std::size_t>(first); }

std::uint64_t big_endian(std::span<const std::byte> digits) {
  std::uint64_t v = 0;
  for (const std::byte b : digits) v = v << 8 | std::to_integer<std::uint64_t>(b);
  return v;
}

}  // namespace

std::size_t put_uint(std::byte* to, std::uint64_t v) {
  if (v <= largest_single_byte) {
    *to = static_cast<std::byte>(v);
    return 1;
  }
  const std::size_t leading_zeros = static_cast<std::size_t>(std::countl_zero(v)) / 8;
  const std::size_t count = most_bytes - leading_zeros;
  *to = static_cast<std::byte>(256U - count);
  const std::uint64_t swapped = __builtin_bswap64(v << 8 * leading_zeros);
  std::memcpy(to + 1, &swapped, most_bytes);
  return 1 + count;
}

void writer::grow(std::size_t count) {
  constexpr std::size_t smallest = 128;
  capacity_ = std::max({smallest, capacity_ * 2, size_ + count});
  auto larger = std::make_unique_for_overwrite<std::byte[]>(capacity_);
  if (size_ > 0) std::memcpy(larger.get(), data_.get(), size_);
  data_ = std::move(larger);
}

void append_message(bytes& out, std::span<const std::byte> body) {
  std::array<std::byte, longest_uint> length;
  const std::size_t width = put_uint(length.data(), body.size());
  out.insert(out.end(), length.begin(), length.begin() + static_cast<std::ptrdiff_t>(width));
  out.insert(out.end(), body.begin(), body.end());
}

/// All that is not a single byte: longer numbers, and every way to be wrong.
std::uint64_t reader::read_long_uint() {
  if (at_ == end_) {
    fail(errc::truncated);
    return 0;
  }
  const std::size_t count = byte_count(*at_);
  if (count > most_bytes) {
    fail(errc::uint_too_long);
    return 0;
  }
  if (left() - 1 < count) {
    fail(errc::truncated);
    return 0;
  }
  const std::uint64_t v = big_endian({at_ + 1, count});
  at_ += 1 + count;
  return v;
}

void reader::fail_length(std::uint64_t count) {
  fail(errc::length_past_input, std::to_string(count) + " bytes wanted, " + std::to_string(left()) + " left");
}

void reader::fail(errc code, std::string detail, error_scope scope) {
  if (failed_) return;
  failed_ = true;
  failure_ = error{code, scope, offset(), std::move(detail)};
  end_ = at_;
}

uint_prefix peek_uint(std::span<const std::byte> data) {
  using enum uint_prefix::state;
  if (data.empty()) return {need_more};
  if (std::to_integer<std::uint64_t>(data[0]) <= largest_single_byte)
    return {done, std::to_integer<std::uint64_t>(data[0]), 1};
  const std::size_t count = byte_count(data[0]);
  if (count > most_bytes) return {malformed};
  if (data.size() < 1 + count) return {need_more};
  return {done, big_endian(data.subspan(1, count)), 1 + count};
}

}  // namespace netrpc::gob
