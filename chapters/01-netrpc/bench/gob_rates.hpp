// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace bench {

/// The names, as bench_gob (the Go peer) spells them.
inline constexpr const char* gob_names[] = {"encode GetUserResp", "decode GetUserResp", "encode Order200",
                                            "decode Order200"};

/// Nanoseconds for one value, types already known to both sides; `name` is one of gob_names.
[[nodiscard]] double gob_nanoseconds(const std::string& name);

}  // namespace bench
