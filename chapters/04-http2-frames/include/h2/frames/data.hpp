// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.1: a piece of a request's or response's content.
//
//   ┌──────────────────┬──────────┬─────────────────┐
//   │ pad length (8)?  │ data (*) │ padding (*)?    │      flags: END_STREAM 0x1, PADDED 0x8
//   └──────────────────┴──────────┴─────────────────┘
#pragma once

#include <h2/padding.hpp>

#include <string>

namespace h2 {

struct data_frame {
  std::uint32_t stream_id = 0;
  bool end_stream = false;
  bytes data = {};                    // a view into what was parsed
  std::uint16_t padded_overhead = 0;  // 1 to 256: the pad length's byte and the padding; 0: PADDED is not set

  /// What both windows lose by this frame (§6.9.1): padding counts as data does.
  [[nodiscard]] std::uint32_t flow_controlled() const {
    return static_cast<std::uint32_t>(data.size()) + padded_overhead;
  }
};

/// Errors: PROTOCOL_ERROR on stream 0 or with padding past the end, FRAME_SIZE_ERROR without its pad length; all
/// connection.
[[nodiscard]] result<data_frame> parse_data(const frame_header& header, bytes payload);
void encode(const data_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const data_frame& frame);

}  // namespace h2
