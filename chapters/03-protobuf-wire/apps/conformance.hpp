// SPDX-License-Identifier: MIT
//
// The testee's side of protobuf's conformance suite. The runner sends some 2,700 requests, one after the other, about
// 1,300 of them in binary and out again: this type, these bytes, give them back. What it wants to see are the right
// bytes for good ones and a parse error for bad ones.
#pragma once

#include <pbwire/pool.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace conformance {

/// The answer to a ConformanceRequest: an encoded ConformanceResponse.
[[nodiscard]] std::string answer(const pbwire::pool& types, std::string_view request);

/// Gives exactly `count` bytes; fewer only where the input ends.
using byte_source = std::function<std::string(std::size_t count)>;
using byte_sink = std::function<void(std::string_view bytes)>;

/// Answers until the input ends. Each message in either direction follows its length in four bytes, the lowest first.
/// False if the input ends in the middle of a request.
bool serve(const pbwire::pool& types, const byte_source& read, const byte_sink& write);

}  // namespace conformance
