// SPDX-License-Identifier: MIT
//
// How to decode, and what a decoder remembers on its way down.
#pragma once

#include <pbwire/skip.hpp>

#include <span>
#include <string>
#include <string_view>

namespace pbwire {

class extension_registry;

struct decode_options {
  int depth_limit = default_depth_limit;           // messages and groups inside each other; libprotobuf's default
  bool partial = false;                            // accept a message that lacks required fields
  const extension_registry* extensions = nullptr;  // those to understand; all others are kept as unknown fields
};

/// The way down into nested messages: what is left of the depth, and after a failure the way back up, as a path.
struct decode_state : failure {
  const std::byte* begin = nullptr;
  const std::byte* limit = nullptr;  // one past the whole input, however deep we are
  int depth_left = default_depth_limit;
  const extension_registry* extensions = nullptr;
  std::string path;  // grows at its front while the failure travels upwards

  /// Notes the input. An empty one may have no address, but null means failure here: it gets one.
  void read_from(std::span<const std::byte> input) {
    static constexpr std::byte nowhere{};
    begin = input.empty() ? &nowhere : input.data();
    limit = begin + input.size();
  }
  /// Says in which field the failure happened. Returns null.
  const std::byte* failed_in(std::string_view field);
  /// The same for one element of a repeated field.
  const std::byte* failed_in(std::string_view field, std::size_t index);

  [[nodiscard]] pbwire::error error() const {
    return {code, at != nullptr ? static_cast<std::size_t>(at - begin) : 0, path};
  }
};

}  // namespace pbwire
