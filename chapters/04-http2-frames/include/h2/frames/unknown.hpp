// SPDX-License-Identifier: MIT
//
// RFC 9113 §4.1, §5.5: a frame of a type that we do not know is ignored, which lets extensions be tried (ALTSVC is
// 0xa).
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>

#include <string>

namespace h2 {

struct unknown_frame {
  frame_header header;
  bytes payload = {};  // a view into what was parsed
};

/// Never fails.
[[nodiscard]] result<unknown_frame> parse_unknown(const frame_header& header, bytes payload);
void encode(const unknown_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const unknown_frame& frame);

}  // namespace h2
