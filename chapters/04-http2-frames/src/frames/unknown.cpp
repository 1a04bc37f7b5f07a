// SPDX-License-Identifier: MIT
#include <h2/frames/unknown.hpp>

#include "rules.hpp"

namespace h2 {

result<unknown_frame> parse_unknown(const frame_header& header, bytes payload) {
  return unknown_frame{.header = header, .payload = payload};
}

void encode(const unknown_frame& frame, byte_buffer& out) {
  append_frame_header(out, frame.header);
  append(out, frame.payload);
}

std::string print(const unknown_frame& frame) {
  return title(frame.header.type, frame.header.stream_id) + ", type " +
         hex(static_cast<std::uint32_t>(frame.header.type)) + ", flags " + hex(frame.header.flags) + ", " +
         count_of_bytes(frame.payload.size());
}

}  // namespace h2
