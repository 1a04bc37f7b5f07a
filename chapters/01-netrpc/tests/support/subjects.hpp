// SPDX-License-Identifier: MIT
//
// The table of types that both sides of the differential test know, by the numbers of diff_gob/types.go.
#pragma once

#include "support/go_types.hpp"

#include <netrpc/gob_types.hpp>

#include <ostream>
#include <vector>

namespace test {

struct subject {
  std::uint8_t number;
  const char* name;
  const netrpc::reflect::type& type;
};
inline void PrintTo(const subject& s, std::ostream* out) { *out << s.name; }

inline const std::vector<subject>& subjects() {
  using netrpc::reflect::of;
  static const std::vector<subject> all = {
      {0, "GetUserResp", of<go::GetUserResp>()},
      {1, "Everything", of<go::Everything>()},
      {2, "Nested", of<go::Nested>()},
      {3, "Strings", of<std::vector<std::string>>()},
      {4, "MapOfInt", of<std::map<std::string, std::int64_t>>()},
      {5, "Int", of<std::int64_t>()},
      {6, "EvolvedMissing", of<go::EvolvedMissing>()},
      {7, "EvolvedExtra", of<go::EvolvedExtra>()},
      {8, "EvolvedReordered", of<go::EvolvedReordered>()},
      {9, "Holder", of<go::Holder>()},
      {10, "Mismatch", of<go::Mismatch>()},
      {11, "ArrayOf3", of<std::array<std::int64_t, 3>>()},
      {12, "Float64", of<double>()},
      {13, "Bytes", of<std::vector<std::uint8_t>>()},
      {14, "Complex128", of<std::complex<double>>()},
      {15, "Opaque", of<go::Opaque>()},
      {16, "Tree", of<go::Tree>()},
  };
  return all;
}

/// What diff_gob registers for interface values.
inline const netrpc::gob::type_names& subject_names() {
  static const auto all = [] {
    auto known = netrpc::gob::type_names::basic();
    known.add<go::Item>();
    return known;
  }();
  return all;
}

}  // namespace test
