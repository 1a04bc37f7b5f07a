// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.2: opens a stream, or ends it with trailers; carries the first piece of a field block, which is HPACK's.
//
//   ┌──────────────────┬───┬─────────────────────────┬─────────────┬────────────────────────┬──────────────┐
//   │ pad length (8)?  │ E?│ stream dependency (31)? │ weight (8)? │ field block fragment   │ padding (*)? │
//   └──────────────────┴───┴─────────────────────────┴─────────────┴────────────────────────┴──────────────┘
//   flags: END_STREAM 0x1, END_HEADERS 0x4, PADDED 0x8, PRIORITY 0x20
#pragma once

#include <h2/frames/priority.hpp>
#include <h2/padding.hpp>

#include <optional>
#include <string>

namespace h2 {

struct headers_frame {
  std::uint32_t stream_id = 0;
  bool end_stream = false;
  bool end_headers = false;
  std::optional<priority_fields> priority = {};
  bytes fragment = {};                // a view into what was parsed
  std::uint16_t padded_overhead = 0;  // as in DATA
  /// The stream depends on itself (RFC 7540 §5.3.1). Not parse_headers's to report: the field block must be decoded
  /// first.
  bool depends_on_itself = false;
};

/// Errors (connection): PROTOCOL_ERROR on stream 0 or with padding past the end; FRAME_SIZE_ERROR too short for its
/// flags.
[[nodiscard]] result<headers_frame> parse_headers(const frame_header& header, bytes payload);
void encode(const headers_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const headers_frame& frame);

}  // namespace h2
