// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.10: the rest of a field block that did not fit into its HEADERS or PUSH_PROMISE; nothing may come
// between.
//
//   ┌───────────────────────────┐
//   │ field block fragment (*)  │      flags: END_HEADERS 0x4
//   └───────────────────────────┘
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>

#include <string>

namespace h2 {

struct continuation_frame {
  std::uint32_t stream_id = 0;
  bool end_headers = false;
  bytes fragment = {};  // a view into what was parsed
};

/// Errors (connection): PROTOCOL_ERROR on stream 0. Whether one was due is field_block's rule.
[[nodiscard]] result<continuation_frame> parse_continuation(const frame_header& header, bytes payload);
void encode(const continuation_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const continuation_frame& frame);

}  // namespace h2
