// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace bench {

/// How often this program has called operator new so far.
std::size_t allocations();

}  // namespace bench
