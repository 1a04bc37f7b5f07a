// SPDX-License-Identifier: MIT
#include <h2/frames/rst_stream.hpp>

#include "rules.hpp"

namespace h2 {

result<rst_stream_frame> parse_rst_stream(const frame_header& header, bytes payload) {
  if (header.stream_id == 0) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.4", "RST_STREAM that belongs to no stream");
  }
  if (payload.size() != 4) {
    return fatal(header, error_code::frame_size_error, "RFC 9113 §6.4", "RST_STREAM has 4 bytes");
  }
  return rst_stream_frame{.stream_id = header.stream_id, .code = static_cast<error_code>(read_u32(payload.data()))};
}

void encode(const rst_stream_frame& frame, byte_buffer& out) {
  append_frame_header(out, {.length = 4, .type = frame_type::rst_stream, .stream_id = frame.stream_id});
  write_u32(append(out, 4), static_cast<std::uint32_t>(frame.code));
}

std::string print(const rst_stream_frame& frame) {
  return title(frame_type::rst_stream, frame.stream_id) + ", " + name_of(frame.code);
}

}  // namespace h2
