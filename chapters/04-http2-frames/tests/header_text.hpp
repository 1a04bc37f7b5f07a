// SPDX-License-Identifier: MIT
//
// Field lists in tests, as text: "name: value", one a line; "name! value" for one that is never indexed.
#pragma once

#include <h2/hpack/dynamic_table.hpp>
#include <h2/hpack/header_list.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace h2 {

inline std::ostream& operator<<(std::ostream& to, const header_field& field) {
  return to << field.name << (field.never_indexed ? "! " : ": ") << field.value;
}
inline std::ostream& operator<<(std::ostream& to, const header_list& list) {
  for (const header_field field : list) to << '\n' << field;
  return to;
}

}  // namespace h2

namespace test {

using lines = std::vector<std::string>;

[[nodiscard]] inline std::string line(const h2::header_field& field) {
  return std::string(field.name) + (field.never_indexed ? "! " : ": ") + std::string(field.value);
}
[[nodiscard]] inline lines lines_of(const h2::header_list& list) {
  lines made;
  for (const h2::header_field field : list) made.push_back(line(field));
  return made;
}
/// Newest first, as RFC 7541 Appendix C prints tables.
[[nodiscard]] inline lines lines_of(const h2::hpack::dynamic_table& table) {
  lines made;
  for (std::size_t i = 0; i < table.count(); ++i) made.push_back(line(table[i]));
  return made;
}

}  // namespace test
