// SPDX-License-Identifier: MIT
#include <h2/frames/continuation.hpp>

#include "rules.hpp"

namespace h2 {

result<continuation_frame> parse_continuation(const frame_header& header, bytes payload) {
  if (header.stream_id == 0) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.10", "a CONTINUATION that belongs to no stream");
  }
  return continuation_frame{
      .stream_id = header.stream_id, .end_headers = header.has(flag::end_headers), .fragment = payload};
}

void encode(const continuation_frame& frame, byte_buffer& out) {
  append_frame_header(out, {.length = static_cast<std::uint32_t>(frame.fragment.size()),
                            .type = frame_type::continuation,
                            .flags = flag_if(frame.end_headers, flag::end_headers),
                            .stream_id = frame.stream_id});
  append(out, frame.fragment);
}

std::string print(const continuation_frame& frame) {
  return title(frame_type::continuation, frame.stream_id) + (frame.end_headers ? ", END_HEADERS, " : ", ") +
         count_of_bytes(frame.fragment.size()) + " of field block";
}

}  // namespace h2
