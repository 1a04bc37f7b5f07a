// SPDX-License-Identifier: MIT
//
// What the gob fuzz targets share: how an input is cut into a choice of type, the sizes of the pieces it arrives
// in, and a stream; and limits small enough to be met.
#pragma once

#include "support/canon.hpp"
#include "support/subjects.hpp"

#include <netrpc/gob_decoder.hpp>

#include <cstdio>
#include <cstdlib>
#include <functional>

namespace fuzz {

using namespace netrpc;

inline constexpr limits small_limits = {
    .message_bytes = 1U << 16, .nesting = 50, .types = 50, .definition_bytes = 8192, .value_bytes = 1U << 20};

/// input: u8 which type | u8 how it is cut into pieces | stream
struct input {
  std::uint8_t choice = 0, cut = 0;
  std::span<const std::byte> stream;
  [[nodiscard]] const reflect::type& type() const { return test::subjects()[choice % test::subjects().size()].type; }
};

inline input parse(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return {};
  return {data[0], data[1], std::as_bytes(std::span(data + 2, size - 2))};
}

/// Gives the stream to `receive` in pieces of 1 to 16 bytes, and calls `work` after each; 0 gives it whole.
inline void feed(std::span<const std::byte> stream, unsigned cut,
                 const std::function<void(std::span<const std::byte>)>& receive, const std::function<void()>& work) {
  unsigned state = cut;
  for (std::size_t at = 0; at < stream.size();) {
    state = state * 1103515245 + 12345;
    const std::size_t size =
        cut == 0 ? stream.size() : std::min<std::size_t>(stream.size() - at, 1 + (state >> 16) % 16);
    receive(stream.subspan(at, size));
    at += size;
    work();
  }
}

inline void require(bool condition, const char* what, const std::string& left = {}, const std::string& right = {}) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n--- one:\n%s\n--- other:\n%s\n", what, left.c_str(), right.c_str());
  std::abort();
}

}  // namespace fuzz
