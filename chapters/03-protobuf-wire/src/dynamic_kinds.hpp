// SPDX-License-Identifier: MIT
//
// The bridge from a kind that is known at run time to the templates of scalars.hpp, which want it at compile time.
#pragma once

#include <pbwire/scalars.hpp>

#include <utility>

namespace pbwire {

/// Calls each.operator()<K>() for a numeric kind. Requires: is_packable(k).
template <class Each>
decltype(auto) with_number_kind(kind k, Each&& each) {
  switch (k) {
    case kind::double_: return each.template operator()<kind::double_>();
    case kind::float_: return each.template operator()<kind::float_>();
    case kind::int64: return each.template operator()<kind::int64>();
    case kind::uint64: return each.template operator()<kind::uint64>();
    case kind::int32: return each.template operator()<kind::int32>();
    case kind::fixed64: return each.template operator()<kind::fixed64>();
    case kind::fixed32: return each.template operator()<kind::fixed32>();
    case kind::bool_: return each.template operator()<kind::bool_>();
    case kind::uint32: return each.template operator()<kind::uint32>();
    case kind::sfixed32: return each.template operator()<kind::sfixed32>();
    case kind::sfixed64: return each.template operator()<kind::sfixed64>();
    case kind::sint32: return each.template operator()<kind::sint32>();
    case kind::sint64: return each.template operator()<kind::sint64>();
    case kind::string:
    case kind::bytes:
    case kind::message:
    case kind::group:
    case kind::enum_: break;  // only the last can come here
  }
  return each.template operator()<kind::enum_>();
}

}  // namespace pbwire
