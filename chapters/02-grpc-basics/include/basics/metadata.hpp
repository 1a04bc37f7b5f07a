// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace basics {

/// Headers or trailers (metadata.MD): keys in lower case, each with one value or several, which keep their order. A key
/// that ends in "-bin" has any bytes for values (base64 on the wire is the transport's business), any other printable
/// ASCII.
class metadata {
 public:
  using entry = std::pair<std::string, std::string>;

  metadata() = default;
  metadata(std::initializer_list<entry> entries);

  /// Adds a value; the key becomes lower case, as HTTP/2 has it (RFC 9113 §8.2.1).
  void append(std::string_view key, std::string_view value);
  void append(const metadata& others);

  /// All values of a key in their order; none: empty.
  [[nodiscard]] std::vector<std::string> get(std::string_view key) const;
  /// The first value of a key, or "".
  [[nodiscard]] std::string_view first(std::string_view key) const;

  [[nodiscard]] auto begin() const { return entries_.begin(); }
  [[nodiscard]] auto end() const { return entries_.end(); }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  bool operator==(const metadata&) const = default;

 private:
  std::vector<entry> entries_;
};

}  // namespace basics
