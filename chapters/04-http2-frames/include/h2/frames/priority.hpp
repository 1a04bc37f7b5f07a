// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.3: PRIORITY, deprecated. Its five bytes are still checked, and then ignored (§5.3.2).
//
//   ┌───┬──────────────────────────┬──────────────┐
//   │ E │ stream dependency (31)   │ weight (8)   │      no flags
//   └───┴──────────────────────────┴──────────────┘
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>

#include <string>

namespace h2 {

/// The five bytes, which HEADERS may also carry.
struct priority_fields {
  bool exclusive = false;
  std::uint32_t dependency = 0;  // a stream id
  std::uint16_t weight = 16;     // 1 to 256; one less on the wire
  friend bool operator==(const priority_fields&, const priority_fields&) = default;
};

struct priority_frame {
  std::uint32_t stream_id = 0;
  priority_fields priority;
};

/// Requires: five bytes. Every value is possible.
[[nodiscard]] priority_fields read_priority_fields(bytes five);
void append_priority_fields(byte_buffer& out, const priority_fields& fields);

/// Errors: PROTOCOL_ERROR (connection) on stream 0; FRAME_SIZE_ERROR (stream) unless it has 5 bytes; PROTOCOL_ERROR
/// (stream) for a stream that depends on itself: RFC 7540 §5.3.1, about which RFC 9113 says nothing any more.
[[nodiscard]] result<priority_frame> parse_priority(const frame_header& header, bytes payload);
void encode(const priority_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const priority_frame& frame);

}  // namespace h2
