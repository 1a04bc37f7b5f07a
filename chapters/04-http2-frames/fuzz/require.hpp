// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace fuzz {

/// Ends the process when a promise is broken, saying which and what was seen.
inline void require(bool kept, const char* promise, const std::string& a = {}, const std::string& b = {}) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s\n--- one\n%s\n--- other\n%s\n", promise, a.c_str(), b.c_str());
  std::abort();
}

}  // namespace fuzz
