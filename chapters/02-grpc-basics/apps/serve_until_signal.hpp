// SPDX-License-Identifier: MIT
#pragma once

#include "program.hpp"

#include <basics/server.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace program {

/// How long calls have to end once a program is to end; after it they are cancelled.
inline constexpr std::chrono::seconds drain_time{10};

/// Serves on all these addresses, each said as `listening on ADDRESS`, until `until` comes; then stops gracefully.
/// Throws std::runtime_error for an address that cannot be had.
int serve_until(const stop_signal& until, basics::server& server, const std::vector<std::string>& addresses);

}  // namespace program
