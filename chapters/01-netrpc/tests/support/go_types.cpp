// SPDX-License-Identifier: MIT
#include "support/go_types.hpp"

#include <bit>
#include <cstring>

namespace go {

using netrpc::bytes;
using netrpc::result;

namespace {

netrpc::error refusal(std::string why) {
  return {netrpc::errc::opaque_rejected, netrpc::error_scope::value, 0, std::move(why)};
}

}  // namespace

result<bytes> Celsius::GobEncode() const {
  const std::uint64_t swapped = __builtin_bswap64(std::bit_cast<std::uint64_t>(Degrees));
  bytes out(sizeof swapped);
  std::memcpy(out.data(), &swapped, sizeof swapped);
  return out;
}

result<void> Celsius::GobDecode(std::span<const std::byte> data) {
  std::uint64_t swapped = 0;
  if (data.size() != sizeof swapped) return refusal("Celsius: want 8 bytes, got " + std::to_string(data.size()));
  std::memcpy(&swapped, data.data(), sizeof swapped);
  Degrees = std::bit_cast<double>(__builtin_bswap64(swapped));
  return {};
}

result<bytes> Binary::MarshalBinary() const {
  bytes out(1, std::byte{'B'});
  out.insert(out.end(), Data.begin(), Data.end());
  return out;
}

result<void> Binary::UnmarshalBinary(std::span<const std::byte> data) {
  if (data.empty() || data[0] != std::byte{'B'}) return refusal("Binary: does not begin with B");
  Data.assign(data.begin() + 1, data.end());
  return {};
}

}  // namespace go
