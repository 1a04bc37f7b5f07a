// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.7: eight bytes that come back with ACK.
//
//   ┌───────────────────┐
//   │ opaque data (64)  │      flags: ACK 0x1
//   └───────────────────┘
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>

#include <array>
#include <string>

namespace h2 {

using ping_data = std::array<std::byte, 8>;

struct ping_frame {
  bool ack = false;
  ping_data opaque = {};
};

/// Errors (connection): PROTOCOL_ERROR not on stream 0, FRAME_SIZE_ERROR unless it has 8 bytes.
[[nodiscard]] result<ping_frame> parse_ping(const frame_header& header, bytes payload);
void encode(const ping_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const ping_frame& frame);

}  // namespace h2
