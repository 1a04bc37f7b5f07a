// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bench {

/// One line of the table: ours and the peer's, measured in turns in one run.
struct row {
  std::string name;
  std::string unit;
  std::string peer_name;
  std::optional<double> target;        // for ours ÷ peer; none if the line is there to be looked at
  std::string better;                  // "higher" or "lower"
  std::vector<double> ours{}, peer{};  // one figure a round; the medians are shown
};

/// As one line of JSON on standard output. `ratio` is the median of the rounds' own ratios: what slows the machine down
/// for a while slows both halves of a round.
void print(const row& r);

}  // namespace bench
