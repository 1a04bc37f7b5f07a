// SPDX-License-Identifier: MIT
#include "support/bytes.hpp"

#include <netrpc/gob_decoder.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace test {

using netrpc::bytes;

bytes hex(std::string_view digits) {
  bytes out;
  int high = -1;
  for (const char c : digits) {
    if (c == ' ' || c == '\n') continue;
    const auto at = std::string_view("0123456789abcdefABCDEF").find(c);
    if (at == std::string_view::npos) throw std::invalid_argument(fmt::format("'{}' is no hex digit", c));
    const int digit = static_cast<int>(at > 15 ? at - 6 : at);
    if (high < 0) {
      high = digit;
    } else {
      out.push_back(static_cast<std::byte>(high * 16 + digit));
      high = -1;
    }
  }
  if (high >= 0) throw std::invalid_argument("half a byte of hex");
  return out;
}

bytes raw(std::string_view text) {
  const auto all = std::as_bytes(std::span(text));
  return {all.begin(), all.end()};
}

bytes operator+(bytes left, const bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

namespace {

constexpr std::size_t row = 16;

std::string dump_row(std::span<const std::byte> data, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < std::min(from + row, data.size()); ++i)
    text += fmt::format(" {:02x}", std::to_integer<int>(data[i]));
  return text;
}

/// What the byte at `at` is for, as far as the stream makes sense up to there.
std::string meaning_of(std::span<const std::byte> stream, std::size_t at) {
  if (at >= stream.size()) return "(the stream has ended)";
  netrpc::gob::decoder d;
  d.receive(stream);
  std::vector<netrpc::gob::annotation> notes;
  for (;;) {
    netrpc::gob::value v;
    const auto outcome = d.decode_tree(v, &notes);
    const bool more = outcome && *outcome == netrpc::progress::done;
    for (const auto& n : notes) {
      if (at >= n.offset && at < n.offset + n.length) return n.meaning;
    }
    if (!more) return outcome ? "(part of a value that is not complete)" : outcome.error().message();
  }
}

}  // namespace

std::string difference(std::span<const std::byte> actual, std::span<const std::byte> expected, bool gob) {
  const auto [a, e] = std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
  const auto at = static_cast<std::size_t>(a - actual.begin());
  std::string text =
      fmt::format("{} bytes, {} expected; the first difference is at byte {}:\n", actual.size(), expected.size(), at);
  const std::size_t middle = at / row * row;
  for (std::size_t from = middle < row ? 0 : middle - row; from <= middle + row; from += row) {
    if (from >= actual.size() && from >= expected.size() && from != middle) break;
    text += fmt::format("  {:04x}  expected{}\n        actual  {}\n", from, dump_row(expected, from),
                        dump_row(actual, from));
    if (from == middle) text += std::string(17 + 3 * (at - middle), ' ') + "^^\n";
  }
  if (gob) {
    text +=
        fmt::format("  expected there: {}\n  actual there:   {}\n", meaning_of(expected, at), meaning_of(actual, at));
  }
  return text;
}

testing::AssertionResult same_bytes(const char*, const char*, std::span<const std::byte> actual,
                                    std::span<const std::byte> expected) {
  if (std::ranges::equal(actual, expected)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << difference(actual, expected, false);
}

testing::AssertionResult same_gob(const char*, const char*, std::span<const std::byte> actual,
                                  std::span<const std::byte> expected) {
  if (std::ranges::equal(actual, expected)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << difference(actual, expected, true);
}

}  // namespace test
