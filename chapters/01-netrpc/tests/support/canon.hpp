// SPDX-License-Identifier: MIT
//
// A value as one line of text, by the rules of tests/oracle/canon (its comment is the specification):
// the same value gives the same line in Go and here, so that the two can be compared with ==.
#pragma once

#include <netrpc/reflect.hpp>

#include <string>
#include <string_view>

namespace test {

[[nodiscard]] std::string canon(netrpc::reflect::const_value v);
[[nodiscard]] std::string canon_quote(std::string_view text);

template <class T>
[[nodiscard]] std::string canon_of(const T& v) {
  return canon(netrpc::reflect::ref(v));
}

}  // namespace test
