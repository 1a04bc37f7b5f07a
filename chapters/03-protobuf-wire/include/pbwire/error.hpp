// SPDX-License-Identifier: MIT
//
// What can be wrong with bytes that claim to be a message, and where.
//
// Reading never throws. A reader that fails stays failed, and the error comes out once, where the whole message
// ends: which rule was broken, at which byte, and in which field ("items[3].name").
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace pbwire {

/// The rules of the encoding (protobuf.dev, "Encoding") that bytes can break, and the two bounds of our own.
enum class errc : std::uint8_t {
  none,
  truncated,              // the input ends inside a value
  varint_too_long,        // a varint goes on after its tenth byte
  tag_too_large,          // a tag of more than 32 bits (a field number above 2^29-1) or 5 bytes
  field_number_zero,      // field numbers begin at 1
  bad_wire_type,          // 6 and 7 were never assigned
  length_past_end,        // a length that reaches beyond the bytes it stands in
  length_too_large,       // a length above 2^31-1, which no implementation takes, or of more than 5 bytes
  unmatched_end_group,    // an end-group tag that no start-group tag of its number has opened
  missing_end_group,      // the input ends inside a group
  too_deep,               // more nested messages and groups than decode_options::depth_limit
  invalid_utf8,           // a proto3 string that is not UTF-8
  missing_required,       // a proto2 required field that is nowhere in the message
  view_of_split_message,  // view.hpp only: a singular message in several records, which would have to be merged
};

/// The rule in words, for example "the input ends inside a value".
[[nodiscard]] std::string_view rule_of(errc code);

/// Why a message was refused.
struct error {
  errc code = errc::none;
  std::size_t offset = 0;  // of the byte where the offending value begins, from the start of the input
  std::string path;        // the field it happened in, "items[3].name"; empty at the outermost level

  /// "at byte 17, in items[3].name: the input ends inside a value"
  [[nodiscard]] std::string message() const;

  friend bool operator==(const error&, const error&) = default;
};

/// A value, or why there is none. Asking for the one that is not there is a mistake of the program and throws.
template <class T>
class [[nodiscard]] result {
 public:
  explicit result(std::in_place_t) : either_(std::in_place_index<0>) {}
  result(T value) : either_(std::in_place_index<0>, std::move(value)) {}          // NOLINT(google-explicit-constructor)
  result(pbwire::error why) : either_(std::in_place_index<1>, std::move(why)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return either_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  [[nodiscard]] T& value() & { return checked(), *std::get_if<0>(&either_); }
  [[nodiscard]] const T& value() const& { return checked(), *std::get_if<0>(&either_); }
  [[nodiscard]] T&& value() && { return checked(), std::move(*std::get_if<0>(&either_)); }
  T& operator*() & { return *std::get_if<0>(&either_); }
  const T& operator*() const& { return *std::get_if<0>(&either_); }
  T* operator->() { return std::get_if<0>(&either_); }
  const T* operator->() const { return std::get_if<0>(&either_); }

  [[nodiscard]] const pbwire::error& error() const { return std::get<1>(either_); }

 private:
  void checked() const {
    if (!has_value()) throw std::runtime_error(std::get_if<1>(&either_)->message());
  }
  std::variant<T, pbwire::error> either_;
};

/// Success, or why not.
template <>
class [[nodiscard]] result<void> {
 public:
  result() = default;
  result(pbwire::error why) : why_(std::move(why)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return why_.code == errc::none; }
  explicit operator bool() const { return has_value(); }
  void value() const {
    if (!has_value()) throw std::runtime_error(why_.message());
  }
  [[nodiscard]] const pbwire::error& error() const { return why_; }

 private:
  pbwire::error why_;
};

}  // namespace pbwire
