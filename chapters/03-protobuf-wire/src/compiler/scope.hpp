// SPDX-License-Identifier: MIT
//
// What a name means at a place. The rule is C++'s, with one twist:
//
//     package a.b;
//     message M {
//       optional c.D x = 1;     // a.b.M.x: tries a.b.M.c, a.b.c, a.c, c
//     }
//
// The scopes are searched from the innermost outwards for the first part of the name only, here `c`. Where that is
// found, the rest has to be there too; outer scopes are not asked again. `.c.D` starts from the outermost scope.
//
// Everything that any file has brought into the pool is in one table, but a file sees only what it imports: a name
// that leads into another file counts as not found, and the message about it says which import is missing.
#pragma once

#include "linking.hpp"

#include <string>
#include <string_view>

namespace pbwire::compiler {

enum class wanted : std::uint8_t {
  anything,  // the first thing of that name ends the search
  types,     // only a message or an enum does
};

struct lookup {
  symbol found;
  const file_type* not_imported = nullptr;  // the file that declares it, if it is not visible
  std::string not_imported_name;
  std::string led_to;  // the full name that the first part led to and that does not exist

  explicit operator bool() const { return !std::holds_alternative<std::monostate>(found); }
  template <class T>
  [[nodiscard]] T* as() const {
    T* const* const p = std::get_if<T*>(&found);
    return p == nullptr ? nullptr : *p;
  }
};

/// Looks for a name as written. `from` is the full name of what mentions it; the scopes searched are those around it.
[[nodiscard]] lookup look_up(linking& work, std::string_view name, std::string_view from, wanted what);

/// Looks for a full name.
[[nodiscard]] lookup look_up_full(linking& work, std::string_view full_name);

/// Why there is no such name, and what to do. Requires: !result.
[[nodiscard]] std::string why_not_found(const linking& work, std::string_view name, const lookup& result);

}  // namespace pbwire::compiler
