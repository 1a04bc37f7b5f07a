// SPDX-License-Identifier: MIT
//
// The cases of tests/oracle/golden_gob/cases.go as C++ values, in the same order under the same names.
#pragma once

#include <netrpc/gob_types.hpp>
#include <netrpc/reflect.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace test {

struct golden_case {
  std::string name;
  std::vector<netrpc::any> values;  // of one stream, in order
};
inline void PrintTo(const golden_case& c, std::ostream* out) { *out << c.name; }

[[nodiscard]] std::vector<golden_case> golden_basic_cases();
[[nodiscard]] std::vector<golden_case> golden_struct_cases();
[[nodiscard]] std::vector<golden_case> golden_dynamic_cases();
[[nodiscard]] std::vector<golden_case> golden_stream_cases();

/// What the generator registers with gob.Register, for interface values.
[[nodiscard]] netrpc::gob::type_names golden_names();

}  // namespace test
