// SPDX-License-Identifier: MIT
//
// What was seen, for people: how a message is built in both versions, who waited for whom, and what it cost.
#pragma once

#include "clients.hpp"

#include <string>

namespace versus {

/// A request and its answer in HTTP/1.1, line by line.
[[nodiscard]] std::string anatomy_of_http1(const conversation& one);
/// The first two requests in HTTP/2 byte by byte, and all else a frame a line.
[[nodiscard]] std::string anatomy_of_http2(const conversation& one, bool colour);

struct all_ways {
  exchange pipelined, connections, streams;
};

/// The order of the answers, each way.
[[nodiscard]] std::string story(const all_ways& seen);
/// Connections, bytes, heads, and how many answers overtook the slow one.
[[nodiscard]] std::string table(const all_ways& seen);

}  // namespace versus
