// SPDX-License-Identifier: MIT
#include <pbwire/view_walk.hpp>

namespace pbwire::viewing {
namespace {

/// Whether ten neighbouring bits are set.
bool has_run_of_ten(std::uint64_t bits) {
  const std::uint64_t two = bits & bits >> 1;
  const std::uint64_t four = two & two >> 2;
  const std::uint64_t eight = four & four >> 4;
  return (eight & two >> 8) != 0;
}

}  // namespace

const std::byte* check_varints(const std::byte* p, const std::byte* end, const std::byte* limit, failure& why) {
  if (p == end) return p;
  if (static_cast<std::uint8_t>(end[-1]) >= 0x80) return why.fail(errc::truncated, end - 1);
  // Ten bytes that all say "more follows" are one too many. The windows overlap, so that no such run hides between two.
  constexpr std::ptrdiff_t window = 64;
  constexpr std::ptrdiff_t step = 48;
  for (; limit - p >= window; p += step) {
    const std::ptrdiff_t size = std::min(end - p, window);
    std::uint64_t more = 0;
    for (std::ptrdiff_t i = 0; i < size; i += 8) more |= (packing::ends_of_eight(p + i) ^ 0xff) << i;
    if (size < window) more &= (std::uint64_t{1} << size) - 1;
    if (has_run_of_ten(more)) return why.fail(errc::varint_too_long, p);
    if (size < window) return end;
  }
  for (std::uint64_t ignored = 0; p < end;) {
    // A window may have ended inside a varint: what is read of that one is shorter than it is, never longer.
    const std::byte* const next = read_varint(p, end, ignored);
    if (next == nullptr) return why.fail_varint(p, end);
    p = next;
  }
  return end;
}

}  // namespace pbwire::viewing
