// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace bench {

/// Calls Echo on the server at `address` for so long, `in_flight` calls at a time over one connection, with grpc++'s
/// callback client. Calls per second; throws std::runtime_error when a call fails.
[[nodiscard]] double calls_per_second(const std::string& address, int in_flight, double seconds);

}  // namespace bench
