// SPDX-License-Identifier: MIT
//
// One frame in a test: written as hex, parsed, refused.
#pragma once

#include "wire_eq.hpp"

#include <h2/frame.hpp>

namespace test {

/// One whole frame's bytes as a frame, whose views point into them.
[[nodiscard]] inline h2::result<h2::frame> parse(h2::bytes whole) {
  if (whole.size() < h2::frame_header_size) throw std::invalid_argument("a frame has nine bytes at least");
  const h2::frame_header header = h2::parse_frame_header(whole.first<h2::frame_header_size>());
  const h2::bytes payload = whole.subspan(h2::frame_header_size);
  if (header.length != payload.size()) throw std::invalid_argument("the test's frame has a wrong length");
  return h2::parse_frame(header, payload);
}

/// The same, of a type that is known. Throws std::runtime_error with the error's sentence.
template <class Frame>
[[nodiscard]] Frame parse_as(h2::bytes whole) {
  const auto parsed = parse(whole);
  return std::get<Frame>(parsed.value());
}

[[nodiscard]] inline h2::byte_buffer encoded(const h2::frame& what) {
  h2::byte_buffer out;
  h2::encode(what, out);
  return out;
}

/// The frame of the picture, with a payload of `size` bytes, all 0x01: for the limits of lengths.
[[nodiscard]] inline h2::byte_buffer frame_of(h2::frame_type type, std::uint8_t flags, std::uint32_t stream_id,
                                              std::size_t size) {
  h2::byte_buffer out;
  h2::append_frame_header(out, {static_cast<std::uint32_t>(size), type, flags, stream_id});
  out.resize(out.size() + size, std::byte{1});
  return out;
}

struct refusal {
  h2::error_scope scope;
  h2::error_code code;
  std::uint32_t stream_id;
  std::string_view clause;
};

[[nodiscard]] inline testing::AssertionResult refused(h2::bytes whole, const refusal& wanted) {
  const auto parsed = parse(whole);
  if (parsed) return testing::AssertionFailure() << "accepted: " << h2::print(*parsed) << "\n  " << to_hex(whole);
  const h2::error& e = parsed.error();
  if (e.scope == wanted.scope && e.code == wanted.code && e.stream_id == wanted.stream_id &&
      e.clause == wanted.clause && !e.why.empty()) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << "  actual:   " << e.message() << "\n  expected: stream " << wanted.stream_id
                                     << ", " << h2::name_of(wanted.code) << ", "
                                     << (wanted.scope == h2::error_scope::stream ? "stream" : "connection") << ", "
                                     << wanted.clause;
}

[[nodiscard]] inline testing::AssertionResult accepted(h2::bytes whole) {
  const auto parsed = parse(whole);
  if (parsed) return testing::AssertionSuccess();
  return testing::AssertionFailure() << parsed.error().message() << "\n  " << to_hex(whole);
}

}  // namespace test
