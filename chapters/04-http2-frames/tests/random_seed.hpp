// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace test {

/// What random tests start from: the same every time unless RPC_ANATOMY_SEED says otherwise. To be named on failure.
[[nodiscard]] inline std::uint64_t random_seed() {
  const char* const given = std::getenv("RPC_ANATOMY_SEED");
  return given != nullptr ? std::stoull(given) : 7541;
}
[[nodiscard]] inline std::string how_to_repeat() { return "RPC_ANATOMY_SEED=" + std::to_string(random_seed()); }

}  // namespace test
