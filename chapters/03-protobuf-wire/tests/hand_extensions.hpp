// SPDX-License-Identifier: MIT
//
// Extensions of hand::Old, one of each shape.
#pragma once

#include "hand_schemas.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hand {

// extend Old, in the same package
inline constexpr pbwire::extension<"hand.size", Old, 100, pbwire::kind::int32, std::optional<std::int32_t>> size;
inline constexpr pbwire::extension<"hand.signs", Old, 101, pbwire::kind::sint32, std::vector<std::int32_t>,
                                   pbwire::packed>
    signs;
inline constexpr pbwire::extension<"hand.more", Old, 102, pbwire::kind::message, box<Old>> more;
inline constexpr pbwire::extension<"hand.texts", Old, 103, pbwire::kind::string, std::vector<std::string>> texts;
inline constexpr pbwire::extension<"hand.how", Old, 199, pbwire::kind::enum_, std::optional<Level>> how;

inline pbwire::extension_registry all_extensions() {
  pbwire::extension_registry registry;
  registry.add(size);
  registry.add(signs);
  registry.add(more);
  registry.add(texts);
  registry.add(how);
  return registry;
}

}  // namespace hand
