// SPDX-License-Identifier: MIT
//
// Bytes in tests: written as hex, compared as pictures.
#pragma once

#include <netrpc/error.hpp>
#include <netrpc/reflect.hpp>

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>

namespace test {

/// "07 FF 82" → three bytes; spaces and newlines mean nothing. Throws std::invalid_argument on anything else.
[[nodiscard]] netrpc::bytes hex(std::string_view digits);
/// The bytes of a text, for streams put together by hand.
[[nodiscard]] netrpc::bytes raw(std::string_view text);
[[nodiscard]] netrpc::bytes operator+(netrpc::bytes left, const netrpc::bytes& right);

/// Both dumps around the first byte that differs, which is marked; with `gob`, also what that byte is for on each side.
[[nodiscard]] std::string difference(std::span<const std::byte> actual, std::span<const std::byte> expected, bool gob);

testing::AssertionResult same_bytes(const char*, const char*, std::span<const std::byte> actual,
                                    std::span<const std::byte> expected);
testing::AssertionResult same_gob(const char*, const char*, std::span<const std::byte> actual,
                                  std::span<const std::byte> expected);

/// Succeeds if `r` holds a value, and otherwise says the error's sentence.
template <class T>
testing::AssertionResult succeeded(const netrpc::result<T>& r) {
  if (r) return testing::AssertionSuccess();
  return testing::AssertionFailure() << r.error().message();
}

}  // namespace test

#define EXPECT_BYTES_EQ(actual, expected) EXPECT_PRED_FORMAT2(::test::same_bytes, actual, expected)
/// For whole gob streams: the difference is explained.
#define EXPECT_GOB_EQ(actual, expected) EXPECT_PRED_FORMAT2(::test::same_gob, actual, expected)
