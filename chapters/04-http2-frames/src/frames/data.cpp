// SPDX-License-Identifier: MIT
#include <h2/frames/data.hpp>

#include "rules.hpp"

namespace h2 {

result<data_frame> parse_data(const frame_header& header, bytes payload) {
  if (header.stream_id == 0) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.1", "DATA that belongs to no stream");
  }
  const auto inside = strip_padding(header, payload);
  if (!inside) return inside.error();
  return data_frame{.stream_id = header.stream_id,
                    .end_stream = header.has(flag::end_stream),
                    .data = inside->content,
                    .padded_overhead = inside->overhead};
}

void encode(const data_frame& frame, byte_buffer& out) {
  append_frame_header(out, {.length = frame.flow_controlled(),
                            .type = frame_type::data,
                            .flags = static_cast<std::uint8_t>(flag_if(frame.end_stream, flag::end_stream) |
                                                               flag_if(frame.padded_overhead > 0, flag::padded)),
                            .stream_id = frame.stream_id});
  open_padding(out, frame.padded_overhead);
  append(out, frame.data);
  close_padding(out, frame.padded_overhead);
}

std::string print(const data_frame& frame) {
  return title(frame_type::data, frame.stream_id) + (frame.end_stream ? ", END_STREAM, " : ", ") +
         count_of_bytes(frame.data.size()) + padding_text(frame.padded_overhead);
}

}  // namespace h2
