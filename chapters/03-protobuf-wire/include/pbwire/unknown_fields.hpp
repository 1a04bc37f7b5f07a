// SPDX-License-Identifier: MIT
//
// Fields that arrived and that the schema does not know: sent by a newer program, most of the time. They are kept as
// the records they came as and go out again behind the known ones, so that an old program in the middle loses nothing.
//
// Kept canonically: an overlong varint comes out in its shortest form, which is what libprotobuf's UnknownFieldSet
// does.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace pbwire {

class unknown_fields {
 public:
  [[nodiscard]] bool empty() const { return records_.empty(); }
  void clear() { records_.clear(); }

  /// Whole records (tag and value each), one after the other.
  [[nodiscard]] std::string_view records() const { return records_; }
  [[nodiscard]] std::span<const std::byte> bytes() const { return std::as_bytes(std::span(records_)); }

  /// Adds whole records. Requires: they are well-formed; decode adds only what skip() has walked over.
  void append(std::string_view records) { records_ += records; }
  [[nodiscard]] std::string& storage() { return records_; }

  friend bool operator==(const unknown_fields&, const unknown_fields&) = default;

 private:
  std::string records_;
};

}  // namespace pbwire
