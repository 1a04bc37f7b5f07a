// SPDX-License-Identifier: MIT
//
// Bytes in tests: written as hex, compared as pictures.
//
//   first difference at byte 20: frame 2, WINDOW_UPDATE, its stream id   [RFC 9113 §4.1]
//              0a 0b 00 00 04 08 00 00 00 00 03 00 00 00 01
//     actual   0a 0b 00 00 04 08 00 00 00 00 01 00 00 00 01
//     expected 0a 0b 00 00 04 08 00 00 00 00 03 00 00 00 01
//                                            ^^
//
// What a byte is for is found out here, without the code that is under test.
#pragma once

#include <h2/bytes.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace test {

/// "00 08 06" → three bytes; spaces and newlines mean nothing. Throws std::invalid_argument on anything else.
[[nodiscard]] inline h2::byte_buffer hex(std::string_view digits) {
  h2::byte_buffer made;
  int half = -1;
  for (const char c : digits) {
    if (c == ' ' || c == '\n') continue;
    const auto at = std::string_view("0123456789abcdef").find(c);
    if (at == std::string_view::npos) throw std::invalid_argument("not a hex digit: " + std::string(1, c));
    const int digit = static_cast<int>(at);
    if (half >= 0) made.push_back(static_cast<std::byte>(half << 4 | digit));
    half = half < 0 ? digit : -1;
  }
  if (half >= 0) throw std::invalid_argument("an odd number of hex digits");
  return made;
}

/// The opposite: "00 08 06".
[[nodiscard]] inline std::string to_hex(h2::bytes data) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::byte each : data) {
    const auto n = std::to_integer<std::size_t>(each);
    if (!text.empty()) text += ' ';
    text += digits[n >> 4];
    text += digits[n & 15];
  }
  return text;
}

[[nodiscard]] inline h2::bytes as_bytes(std::string_view text) { return h2::bytes_of(text); }
[[nodiscard]] inline h2::bytes as_bytes(h2::bytes data) { return data; }

namespace picture {

[[nodiscard]] inline std::size_t number(h2::bytes data) {
  std::size_t n = 0;
  for (const std::byte each : data) n = n << 8 | std::to_integer<std::size_t>(each);
  return n;
}

inline constexpr std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
inline constexpr std::size_t header_size = 9;

/// Where the frames begin: behind the preface, if there is one.
[[nodiscard]] inline std::size_t first_frame(h2::bytes data) {
  return h2::text_of(data).starts_with(preface) ? preface.size() : 0;
}

/// Whether these are frames to the last byte. Other bytes (a field block, a payload) are compared without names.
[[nodiscard]] inline bool is_frames(h2::bytes data) {
  std::size_t at = first_frame(data);
  while (data.size() - at >= header_size) {
    const std::size_t length = number(data.subspan(at, 3));
    if (length > data.size() - at - header_size) return false;
    at += header_size + length;
  }
  return at == data.size();
}

/// The part of a payload that byte `at` belongs to.
[[nodiscard]] inline std::string part_of_payload(std::size_t type, std::size_t flags, h2::bytes payload,
                                                 std::size_t at) {
  const bool may_be_padded = type == 0 || type == 1 || type == 5;
  if (may_be_padded && (flags & 0x8) != 0) {
    if (at == 0) return "its pad length";
    if (at >= payload.size() - std::min(payload.size(), number(payload.first(1)))) return "its padding";
    --at;
  }
  if (type == 2 || (type == 1 && (flags & 0x20) != 0)) {
    if (at < 4) return "its stream dependency";
    if (at == 4) return "its weight";
  }
  const std::string setting = "setting " + std::to_string(at / 6 + 1);
  switch (type) {
    case 0: return "its data";
    case 3: return "its error code";
    case 4: return setting + (at % 6 < 2 ? ", its identifier" : ", its value");
    case 5: return at < 4 ? "its promised stream id" : "its field block";
    case 6: return "its opaque data";
    case 7: return at < 4 ? "its last stream id" : at < 8 ? "its error code" : "its debug data";
    case 8: return "its increment";
    case 1:
    case 9: return "its field block";
    default: return "its payload";
  }
}

/// "frame 2, WINDOW_UPDATE, its stream id   [RFC 9113 §4.1]".
[[nodiscard]] inline std::string role(h2::bytes data, std::size_t offset) {
  constexpr std::array<std::string_view, 10> types = {"DATA",          "HEADERS",      "PRIORITY", "RST_STREAM",
                                                      "SETTINGS",      "PUSH_PROMISE", "PING",     "GOAWAY",
                                                      "WINDOW_UPDATE", "CONTINUATION"};
  if (!is_frames(data)) return "";
  std::size_t at = first_frame(data);
  if (offset < at) return "the preface   [RFC 9113 §3.4]";
  for (std::size_t count = 1; at < data.size(); ++count) {
    const std::size_t length = number(data.subspan(at, 3));
    const std::size_t type = number(data.subspan(at + 3, 1));
    const std::string title = "frame " + std::to_string(count) + ", " +
                              std::string(type < types.size() ? types[type] : "unknown type") + ", ";
    const std::size_t in = offset - at;
    if (in < header_size) {
      return title +
             (in < 3   ? "its length"
              : in < 4 ? "its type"
              : in < 5 ? "its flags"
                       : "its stream id") +
             "   [RFC 9113 §4.1]";
    }
    if (in < header_size + length) {
      const std::size_t flags = number(data.subspan(at + 4, 1));
      const std::string clause = type < types.size() ? "6." + std::to_string(type + 1) : "5.5";
      return title + part_of_payload(type, flags, data.subspan(at + header_size, length), in - header_size) +
             "   [RFC 9113 §" + clause + "]";
    }
    at += header_size + length;
  }
  return "behind the last frame";
}

inline constexpr std::size_t bytes_a_row = 16;

inline void append_row(std::string& text, std::string_view title, h2::bytes data, std::size_t from) {
  text += title;
  if (from < data.size()) text += to_hex(data.subspan(from, std::min(bytes_a_row, data.size() - from)));
  text += '\n';
}

/// Both dumps, 16 bytes a row, from the row before the first difference to the row behind it.
[[nodiscard]] inline std::string difference(h2::bytes actual, h2::bytes expected) {
  const auto at = static_cast<std::size_t>(
      std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end()).first - actual.begin());
  const std::string what = role(expected, at);
  std::string text = "first difference at byte " + std::to_string(at) + (what.empty() ? "" : ": " + what) + '\n';
  const std::size_t row = at / bytes_a_row * bytes_a_row;
  for (std::size_t from = row == 0 ? 0 : row - bytes_a_row; from < row + 2 * bytes_a_row; from += bytes_a_row) {
    if (from >= std::max(actual.size(), expected.size()) && from > row) break;
    text += "  at " + std::to_string(from) + '\n';
    append_row(text, "    actual   ", actual, from);
    append_row(text, "    expected ", expected, from);
    if (from == row) text += std::string(13 + (at - row) * 3, ' ') + "^^\n";
  }
  return text + "  actual: " + std::to_string(actual.size()) + " bytes, expected: " + std::to_string(expected.size());
}

template <class A, class B>
testing::AssertionResult same_bytes(const char*, const char*, const A& actual, const B& expected) {
  const h2::bytes a = as_bytes(actual);
  const h2::bytes b = as_bytes(expected);
  if (std::equal(a.begin(), a.end(), b.begin(), b.end())) return testing::AssertionSuccess();
  return testing::AssertionFailure() << difference(a, b);
}

}  // namespace picture
}  // namespace test

/// Bytes (byte_buffer, span, array or text), as a picture if they differ. What the picture cannot know is added with
/// <<.
#define EXPECT_WIRE_EQ(actual, expected) EXPECT_PRED_FORMAT2((::test::picture::same_bytes), actual, expected)
#define ASSERT_WIRE_EQ(actual, expected) ASSERT_PRED_FORMAT2((::test::picture::same_bytes), actual, expected)
