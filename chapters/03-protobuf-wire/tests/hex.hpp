// SPDX-License-Identifier: MIT
//
// Bytes in tests: written as hex, compared as pictures.
//
//   first difference at byte 8, field 3 (point) > field 1 (x), its value   [Encoding, "Signed Integers"]
//              00 01 02 03 04 05 06 07 08
//     actual   08 96 01 1a 04 08 01 08 02
//     expected 08 96 01 1a 04 08 01 08 01
//                                      ^^
//
// What the byte is for is found out here, without the code that is under test.
#pragma once

#include <pbwire/access.hpp>
#include <pbwire/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace test {

/// "08 96 01" → three bytes; spaces and newlines mean nothing. Throws std::invalid_argument on anything else.
[[nodiscard]] inline std::string hex(std::string_view digits) {
  std::string bytes;
  int half = -1;
  for (const char c : digits) {
    if (c == ' ' || c == '\n') continue;
    const auto at = std::string_view("0123456789abcdef").find(c);
    if (at == std::string_view::npos) throw std::invalid_argument("not a hex digit: " + std::string(1, c));
    if (half < 0) half = static_cast<int>(at);
    else bytes += static_cast<char>(half << 4 | static_cast<int>(at)), half = -1;
  }
  if (half >= 0) throw std::invalid_argument("an odd number of hex digits");
  return bytes;
}

/// The opposite: "08 96 01".
[[nodiscard]] inline std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!text.empty()) text += ' ';
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

[[nodiscard]] inline std::span<const std::byte> as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}
[[nodiscard]] inline std::string_view as_text(std::string_view text) { return text; }
[[nodiscard]] inline std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What the fields of a message are called, for the picture.

struct naming {
  std::string_view (*name)(std::uint32_t number);
  const naming* (*inside)(std::uint32_t number);           // the naming of a message field; null for other fields
  std::string_view (*value_clause)(std::uint32_t number);  // what says how its value is written; empty if nothing does
};

[[nodiscard]] constexpr std::string_view clause_of(pbwire::kind k) {
  using pbwire::kind;
  if (k == kind::sint32 || k == kind::sint64) return "Signed Integers";
  switch (wire_type_of(k)) {
    case pbwire::wire_type::varint: return "Base 128 Varints";
    case pbwire::wire_type::fixed32:
    case pbwire::wire_type::fixed64: return "Non-varint Numbers";
    case pbwire::wire_type::start_group:
    case pbwire::wire_type::end_group: return "Groups";
    case pbwire::wire_type::length_delimited: break;
  }
  return "Length-Delimited Records";
}

template <class M>
const naming* naming_of();

template <class Map, class M>
inline constexpr naming entry_naming{
    [](std::uint32_t number) -> std::string_view { return number == 1   ? "key"
                                                          : number == 2 ? "value"
                                                                        : ""; },
    [](std::uint32_t number) -> const naming* {
      if constexpr (is_message(Map::value_kind)) {
        if (number == 2) return naming_of<pbwire::access::value_type<M, Map>>();
      }
      return nullptr;
    },
    [](std::uint32_t number) { return clause_of(number == 1 ? Map::key_kind : Map::value_kind); }};

template <class M>
const naming* naming_of() {
  using fields = typename pbwire::schema<M>::fields;
  static constexpr naming names{
      [](std::uint32_t number) {
        std::string_view name;
        pbwire::access::for_each(fields{}, [&]<class F>(F) {
          if constexpr (!pbwire::access::is_extension_range<F>) name = F::number == number ? F::name : name;
        });
        return name;
      },
      [](std::uint32_t number) {
        const naming* found = nullptr;
        pbwire::access::for_each(fields{}, [&]<class F>(F) {
          if (F::number != number) return;
          if constexpr (pbwire::access::is_map<F>) found = &entry_naming<F, M>;
          else if constexpr (pbwire::access::is_extension_range<F>) found = nullptr;
          else if constexpr (is_message(F::value_kind)) found = naming_of<pbwire::access::value_type<M, F>>();
        });
        return found;
      },
      [](std::uint32_t number) {
        std::string_view clause;
        pbwire::access::for_each(fields{}, [&]<class F>(F) {
          if constexpr (!pbwire::access::is_extension_range<F> && !pbwire::access::is_map<F>) {
            if (F::number == number) clause = clause_of(F::value_kind);
          }
        });
        return clause;
      }};
  return &names;
}

namespace picture {

struct number_at {
  std::uint64_t value = 0;
  std::size_t size = 0;  // 0 if there is no whole varint
};
[[nodiscard]] inline number_at number(std::string_view bytes, std::size_t at) {
  number_at n;
  for (std::size_t i = 0; i < 10 && at + i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[at + i]);
    n.value |= (std::uint64_t{byte} & 127) << 7 * i;
    if (byte < 128) return n.size = i + 1, n;
  }
  return {};
}

[[nodiscard]] inline std::string clause(std::string_view title) {
  return title.empty() ? "" : "   [Encoding, \"" + std::string(title) + "\"]";
}

/// What the byte at `offset` is for, as far as that can be said without a schema; with one, by name.
[[nodiscard]] inline std::string role(std::string_view bytes, std::size_t offset, const naming* names) {
  std::string path;
  for (std::size_t at = 0; at < bytes.size();) {
    const number_at tag = number(bytes, at);
    if (tag.size == 0) return path + "a tag" + clause("Message Structure");
    const auto field = static_cast<std::uint32_t>(tag.value >> 3);
    const std::string_view name = names != nullptr ? names->name(field) : std::string_view();
    const std::string here =
        path + "field " + std::to_string(field) + (name.empty() ? "" : " (" + std::string(name) + ")");
    if (offset < at + tag.size) return here + ", its tag" + clause("Message Structure");
    at += tag.size;
    std::string_view title = "Base 128 Varints";
    std::size_t size = 0;
    switch (tag.value & 7) {
      case 0: size = number(bytes, at).size; break;
      case 1: size = 8, title = "Non-varint Numbers"; break;
      case 5: size = 4, title = "Non-varint Numbers"; break;
      case 2: {
        const number_at length = number(bytes, at);
        if (offset < at + length.size || length.size == 0)
          return here + ", its length" + clause("Length-Delimited Records");
        at += length.size;
        size = static_cast<std::size_t>(length.value), title = "Length-Delimited Records";
        const naming* const inside = names != nullptr ? names->inside(field) : nullptr;
        if (inside != nullptr && offset - at < size) {
          return here + " > " + role(bytes.substr(at, size), offset - at, inside);
        }
        break;
      }
      case 3:
        path = here + " > ";
        if (names != nullptr) names = names->inside(field);
        break;
      default:
        path.clear();
        names = nullptr;
        break;  // the end of a group: what comes is told by number
    }
    if (offset - at < size || (size == 0 && (tag.value & 7) == 0)) {
      if (const auto own = names != nullptr ? names->value_clause(field) : ""; !own.empty()) title = own;
      return here + ", its value" + clause(title);
    }
    at += size;
  }
  return path + "behind the last byte";
}

inline constexpr std::size_t bytes_a_row = 16;

inline void append_row(std::string& text, std::string_view title, std::string_view bytes, std::size_t from) {
  text += title;
  if (from < bytes.size()) text += to_hex(bytes.substr(from, bytes_a_row));
  text += '\n';
}

/// Both dumps, 16 bytes a row, from the row before the first difference to the row behind it.
[[nodiscard]] inline std::string difference(std::string_view actual, std::string_view expected, const naming* names) {
  const auto at = static_cast<std::size_t>(
      std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end()).first - actual.begin());
  std::string text = "first difference at byte " + std::to_string(at) + ", " + role(expected, at, names) + '\n';
  const std::size_t row = at / bytes_a_row * bytes_a_row;
  const std::size_t first = row == 0 ? 0 : row - bytes_a_row;
  for (std::size_t from = first; from < row + 2 * bytes_a_row; from += bytes_a_row) {
    if (from >= std::max(actual.size(), expected.size()) && from > row) break;
    text += "  at " + std::to_string(from) + '\n';
    append_row(text, "    actual   ", actual, from);
    append_row(text, "    expected ", expected, from);
    if (from == row) text += std::string(13 + (at - row) * 3, ' ') + "^^\n";
  }
  return text + "  actual: " + std::to_string(actual.size()) + " bytes, expected: " + std::to_string(expected.size());
}

template <class A, class B>
testing::AssertionResult same(const A& actual, const B& expected, const naming* names) {
  if (as_text(actual) == as_text(expected)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << difference(as_text(actual), as_text(expected), names);
}

template <class A, class B>
testing::AssertionResult same_bytes(const char*, const char*, const A& actual, const B& expected) {
  return same(actual, expected, nullptr);
}

template <class M>
struct same_message {
  template <class A, class B>
  testing::AssertionResult operator()(const char*, const char*, const A& actual, const B& expected) const {
    return same(actual, expected, naming_of<M>());
  }
};

}  // namespace picture

/// Succeeds if `r` holds a value, and otherwise says the error's sentence.
template <class R>
testing::AssertionResult succeeded(const R& r) {
  if (r) return testing::AssertionSuccess();
  return testing::AssertionFailure() << r.error().message();
}

/// Succeeds if `r` is that error at that byte.
template <class R>
testing::AssertionResult failed(const R& r, pbwire::errc code, std::size_t offset, std::string_view path = {}) {
  if (r) return testing::AssertionFailure() << "was accepted, and should not be: " << rule_of(code);
  if (r.error() == pbwire::error{code, offset, std::string(path)}) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "  actual:   " << r.error().message()
                                     << "\n  expected: " << pbwire::error{code, offset, std::string(path)}.message();
}

}  // namespace test

/// Bytes, as a picture if they differ.
#define EXPECT_WIRE_EQ(actual, expected) EXPECT_PRED_FORMAT2((::test::picture::same_bytes), actual, expected)
/// The bytes of a message of type M: the picture names its fields.
#define EXPECT_MESSAGE_EQ(M, actual, expected) EXPECT_PRED_FORMAT2(::test::picture::same_message<M>{}, actual, expected)
