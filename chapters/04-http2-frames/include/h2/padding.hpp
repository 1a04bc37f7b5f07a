// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.1: padding, the same in DATA, HEADERS and PUSH_PROMISE when the flag PADDED is set.
//
//   ┌────────────┬──────────────────────────┬─────────────────────┐
//   │ n (1 byte) │ what the frame is about  │ n bytes, sent as 0  │
//   └────────────┴──────────────────────────┴─────────────────────┘
//     03           68 65 6c 6c 6f             00 00 00               "hello"
//
// It hides lengths from whoever sees only the encrypted record. In DATA all of it counts for flow control.
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>

namespace h2 {

struct unpadded {
  bytes content = {};
  std::uint16_t overhead = 0;  // bytes of length field and padding, 0 to 256
};

/// What stands between length and padding; all of the payload when the flag is not set.
/// HEADERS and PUSH_PROMISE have `fields_before` bytes (5 of priority, 4 of a promised id) at the beginning of it.
/// Errors (connection): FRAME_SIZE_ERROR when the length or those fields are not there (§4.2); PROTOCOL_ERROR when the
/// padding reaches past the payload (§6.1) or into those fields (§6.2, §6.6).
[[nodiscard]] result<unpadded> strip_padding(const frame_header& header, bytes payload, std::size_t fields_before = 0);

}  // namespace h2
