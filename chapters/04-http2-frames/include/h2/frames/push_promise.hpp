// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.6: a server announces on one stream the request that it will answer on another.
//
//   ┌──────────────────┬───┬──────────────────────────┬────────────────────────┬──────────────┐
//   │ pad length (8)?  │ R │ promised stream id (31)  │ field block fragment   │ padding (*)? │
//   └──────────────────┴───┴──────────────────────────┴────────────────────────┴──────────────┘
//   flags: END_HEADERS 0x4, PADDED 0x8
#pragma once

#include <h2/padding.hpp>

#include <string>

namespace h2 {

struct push_promise_frame {
  std::uint32_t stream_id = 0;
  bool end_headers = false;
  std::uint32_t promised_id = 0;
  bytes fragment = {};                // a view into what was parsed
  std::uint16_t padded_overhead = 0;  // as in DATA
};

/// Errors (connection): PROTOCOL_ERROR on stream 0 or with padding past the end; FRAME_SIZE_ERROR too short for its
/// fields.
[[nodiscard]] result<push_promise_frame> parse_push_promise(const frame_header& header, bytes payload);
void encode(const push_promise_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const push_promise_frame& frame);

}  // namespace h2
