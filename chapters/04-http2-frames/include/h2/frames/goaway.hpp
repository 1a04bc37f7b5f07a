// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.8: no more new streams; those above the last stream id were not and will not be looked at.
//
//   ┌───┬──────────────────────┬──────────────────┬─────────────────┐
//   │ R │ last stream id (31)  │ error code (32)  │ debug data (*)  │      no flags
//   └───┴──────────────────────┴──────────────────┴─────────────────┘
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>

#include <string>

namespace h2 {

struct goaway_frame {
  std::uint32_t last_stream_id = 0;
  error_code code = error_code::no_error;
  bytes debug = {};  // a view into what was parsed; text for people, in no particular language
};

/// Errors (connection): PROTOCOL_ERROR not on stream 0, FRAME_SIZE_ERROR below 8 bytes.
[[nodiscard]] result<goaway_frame> parse_goaway(const frame_header& header, bytes payload);
void encode(const goaway_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const goaway_frame& frame);

}  // namespace h2
