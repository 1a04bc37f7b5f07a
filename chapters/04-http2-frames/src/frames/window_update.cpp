// SPDX-License-Identifier: MIT
#include <h2/frames/window_update.hpp>

#include "rules.hpp"

namespace h2 {

result<window_update_frame> parse_window_update(const frame_header& header, bytes payload) {
  if (payload.size() != 4) {
    return fatal(header, error_code::frame_size_error, "RFC 9113 §6.9", "WINDOW_UPDATE has 4 bytes");
  }
  const std::uint32_t increment = read_u32(payload.data()) & max_stream_id;  // R is masked as in a stream id
  if (increment > 0) return window_update_frame{.stream_id = header.stream_id, .increment = increment};
  if (header.stream_id == 0) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.9", "a WINDOW_UPDATE of zero");
  }
  return stream_error(error_code::protocol_error, header.stream_id, "RFC 9113 §6.9", "a WINDOW_UPDATE of zero");
}

void encode(const window_update_frame& frame, byte_buffer& out) {
  append_frame_header(out, {.length = 4, .type = frame_type::window_update, .stream_id = frame.stream_id});
  write_u32(append(out, 4), frame.increment);
}

std::string print(const window_update_frame& frame) {
  return title(frame_type::window_update, frame.stream_id) + ", " + count_of_bytes(frame.increment) + " more";
}

}  // namespace h2
