// SPDX-License-Identifier: MIT
//
// Any bytes through pbdump, without a schema and with one. Promises: every byte is in one line, in order; the error is
// the one that reader reports; nothing else depends on what the bytes are.
#include "dump.hpp"
#include "require.hpp"

#include <pbwire/reader.hpp>

namespace {

using fuzz::require;

void check_lines(const pbdump::dumped& seen, std::size_t size) {
  std::size_t next = 0;
  for (const pbdump::line& each : seen.lines) {
    require(each.offset == next, "each byte is in exactly one line", std::to_string(each.offset), std::to_string(next));
    next += each.length;
  }
  require(next == size, "no byte is left out", std::to_string(next), std::to_string(size));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::byte> input(reinterpret_cast<const std::byte*>(data), size);
  const pbdump::dumped seen = pbdump::dump(input);
  check_lines(seen, size);
  pbwire::reader in(input);
  while (in.next()) in.skip();
  require(in.failed() == seen.error.has_value(), "the dump fails where the reader does",
          in.failed() ? in.error().message() : "", seen.error ? seen.error->message() : "");
  return 0;
}
