// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.9: the receiver of DATA lets its sender go on, on one stream or (stream 0) on all together.
//
//   ┌───┬───────────────────────────────┐
//   │ R │ window size increment (31)    │      no flags
//   └───┴───────────────────────────────┘
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>

#include <string>

namespace h2 {

struct window_update_frame {
  std::uint32_t stream_id = 0;
  std::uint32_t increment = 0;  // bytes, 1 to 2^31-1
};

/// Errors: FRAME_SIZE_ERROR (connection) unless it has 4 bytes; an increment of 0 is PROTOCOL_ERROR, of the stream or,
/// on stream 0, of the connection.
[[nodiscard]] result<window_update_frame> parse_window_update(const frame_header& header, bytes payload);
void encode(const window_update_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const window_update_frame& frame);

}  // namespace h2
