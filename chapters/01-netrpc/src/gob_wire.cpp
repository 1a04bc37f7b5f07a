// SPDX-License-Identifier: MIT
#include <netrpc/gob_wire.hpp>

#include <array>

namespace netrpc::gob {
namespace {

constexpr std::uint64_t largest_single_byte = 0x7F;
constexpr std::size_t most_bytes = sizeof(std::uint64_t);

// A first byte above 0x7F is the negated byte count. Seen as unsigned, -1 is 0xFF and -8 is 0xF8.
constexpr std::size_t byte_count(std::byte first) { return 256U - std::to_integer<std::size_t>(first); }

std::uint64_t big_endian(std::span<const std::byte> digits) {
  std::uint64_t v = 0;
  for (const std::byte b : digits) v = v << 8 | std::to_integer<std::uint64_t>(b);
  return v;
}

}  // namespace

void append_uint(bytes& out, std::uint64_t v) {
  if (v <= largest_single_byte) {
    out.push_back(static_cast<std::byte>(v));
    return;
  }
  const std::size_t count = most_bytes - static_cast<std::size_t>(std::countl_zero(v)) / 8;
  std::array<std::byte, 1 + most_bytes> buffer;
  buffer[0] = static_cast<std::byte>(256U - count);
  const std::uint64_t swapped = __builtin_bswap64(v << 8 * (most_bytes - count));
  std::memcpy(buffer.data() + 1, &swapped, most_bytes);
  out.insert(out.end(), buffer.begin(), buffer.begin() + 1 + static_cast<std::ptrdiff_t>(count));
}

void append_int(bytes& out, std::int64_t v) { append_uint(out, fold_sign(v)); }

void append_float(bytes& out, double v) { append_uint(out, reverse_float(v)); }

void append_string(bytes& out, std::span<const std::byte> v) {
  append_uint(out, v.size());
  out.insert(out.end(), v.begin(), v.end());
}

std::uint64_t reader::read_uint() {
  if (failed_) return 0;
  if (at_ == data_.size()) {
    fail(errc::truncated);
    return 0;
  }
  const std::byte first = data_[at_];
  if (std::to_integer<std::uint64_t>(first) <= largest_single_byte) {
    ++at_;
    return std::to_integer<std::uint64_t>(first);
  }
  const std::size_t count = byte_count(first);
  if (count > most_bytes) {
    fail(errc::uint_too_long);
    return 0;
  }
  if (data_.size() - at_ - 1 < count) {
    fail(errc::truncated);
    return 0;
  }
  const std::uint64_t v = big_endian(data_.subspan(at_ + 1, count));
  at_ += 1 + count;
  return v;
}

std::span<const std::byte> reader::read_string() {
  const std::uint64_t count = read_uint();
  return read_bytes(count);
}

std::span<const std::byte> reader::read_bytes(std::uint64_t count) {
  if (failed_) return {};
  if (count > left()) {
    fail(errc::length_past_input, std::to_string(count) + " bytes wanted, " + std::to_string(left()) + " left");
    return {};
  }
  const auto taken = data_.subspan(at_, static_cast<std::size_t>(count));
  at_ += taken.size();
  return taken;
}

void reader::fail(errc code, std::string detail, error_scope scope) {
  if (failed_) return;
  failed_ = true;
  failure_ = error{code, scope, offset(), std::move(detail)};
}

uint_prefix peek_uint(std::span<const std::byte> data) {
  using enum uint_prefix::state;
  if (data.empty()) return {need_more};
  if (std::to_integer<std::uint64_t>(data[0]) <= largest_single_byte) return {done, std::to_integer<std::uint64_t>(data[0]), 1};
  const std::size_t count = byte_count(data[0]);
  if (count > most_bytes) return {malformed};
  if (data.size() < 1 + count) return {need_more};
  return {done, big_endian(data.subspan(1, count)), 1 + count};
}

}  // namespace netrpc::gob
