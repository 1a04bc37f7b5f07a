// SPDX-License-Identifier: MIT
//
// Random values of any described type, leaning towards what codecs get wrong: zeros, ends of ranges,
// empty and nested things. The same seed gives the same value. (Go's twin: tests/oracle/randval)
#pragma once

#include <netrpc/reflect.hpp>

#include <random>

namespace test {

using rng = std::mt19937_64;

/// A number in [0, below).
[[nodiscard]] std::uint64_t below(rng& r, std::uint64_t bound);

/// Fills *v, which must be fresh. Interfaces get nil, int, string, []string or main.Item; of the types that
/// encode themselves, those of go_types.hpp are known.
void fill_random(rng& r, netrpc::reflect::value v, int depth = 0);

/// A damaged copy of `stream`: bits flipped, bytes set, cut, put in, moved, or half of `other` in it. Half of the
/// damage is done inside a message whose length is set right again, or most of it would end at the length.
[[nodiscard]] netrpc::bytes mutate(rng& r, const netrpc::bytes& stream, const netrpc::bytes& other);

}  // namespace test
