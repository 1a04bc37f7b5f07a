// SPDX-License-Identifier: MIT
#include "change.hpp"

#include <algorithm>

namespace evolve {

verdict verdict_of(const change& c) {
  const auto arrives = [](const exchange& e) { return e.fate == fate::same || e.fate == fate::kept; };
  if (std::all_of(c.exchanges.begin(), c.exchanges.end(), arrives)) return verdict::safe;
  return std::any_of(c.exchanges.begin(), c.exchanges.end(), arrives) ? verdict::lossy : verdict::unsafe;
}

std::string_view name_of(verdict v) {
  switch (v) {
    case verdict::safe: return "safe";
    case verdict::lossy: return "lossy";
    case verdict::unsafe: return "unsafe";
  }
  return "";
}

std::string_view name_of(fate f) {
  switch (f) {
    case fate::same: return "same";
    case fate::kept: return "kept";
    case fate::changed: return "changed";
    case fate::lost: return "lost";
    case fate::refused: return "refused";
  }
  return "";
}

}  // namespace evolve
