// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.4: ends one stream at once.
//
//   ┌──────────────────┐
//   │ error code (32)  │      no flags
//   └──────────────────┘
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>

#include <string>

namespace h2 {

struct rst_stream_frame {
  std::uint32_t stream_id = 0;
  error_code code = error_code::no_error;
};

/// Errors (connection): PROTOCOL_ERROR on stream 0, FRAME_SIZE_ERROR unless it has 4 bytes.
[[nodiscard]] result<rst_stream_frame> parse_rst_stream(const frame_header& header, bytes payload);
void encode(const rst_stream_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const rst_stream_frame& frame);

}  // namespace h2
