// SPDX-License-Identifier: MIT
//
// RFC 7541 Appendix A: 61 fields that both sides know from the start.
#pragma once

#include <h2/hpack/header_list.hpp>

namespace h2::hpack {

inline constexpr std::uint32_t static_table_size = 61;

/// Requires: 1 <= index <= 61. Lifetime: the program's.
[[nodiscard]] header_field static_entry(std::uint32_t index);
[[nodiscard]] joined_field static_joined(std::uint32_t index);

struct static_match {
  std::uint32_t index = 0;  // 0: not even the name
  bool with_value = false;
};

/// The entry with this name and value, or else the first with this name.
[[nodiscard]] static_match find_static(std::string_view name, std::string_view value);

}  // namespace h2::hpack
