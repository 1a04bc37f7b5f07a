// SPDX-License-Identifier: MIT
//
// Equality from the schema. Two messages are equal when every field is, and their unknown fields are the same bytes.
// A generated operator== calls it; `= default` would not do, because on a cycle of types a member's type is still
// incomplete where the operator is declared.
#pragma once

#include <pbwire/access.hpp>

namespace pbwire {

/// Whether a and b have equal fields and equal unknown fields. NaN differs from itself, as ever.
template <class M>
bool equal(const M& a, const M& b) {
  bool same = a.unknown == b.unknown;
  access::for_each(typename schema<M>::fields{}, [&]<class F>(F) { same = same && a.*F::member == b.*F::member; });
  return same;
}

}  // namespace pbwire
