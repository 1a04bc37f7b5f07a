// SPDX-License-Identifier: MIT
#include <h2/frames/headers.hpp>

#include "rules.hpp"

namespace h2 {

namespace {

constexpr std::size_t priority_size = 5;

std::uint8_t flags_of(const headers_frame& frame) {
  return static_cast<std::uint8_t>(
      flag_if(frame.end_stream, flag::end_stream) | flag_if(frame.end_headers, flag::end_headers) |
      flag_if(frame.padded_overhead > 0, flag::padded) | flag_if(frame.priority.has_value(), flag::priority));
}

}  // namespace

result<headers_frame> parse_headers(const frame_header& header, bytes payload) {
  if (header.stream_id == 0) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.2", "HEADERS that belong to no stream");
  }
  const std::size_t fields = header.has(flag::priority) ? priority_size : 0;
  const auto inside = strip_padding(header, payload, fields);
  if (!inside) return inside.error();
  headers_frame frame{.stream_id = header.stream_id,
                      .end_stream = header.has(flag::end_stream),
                      .end_headers = header.has(flag::end_headers),
                      .fragment = inside->content.subspan(fields),
                      .padded_overhead = inside->overhead};
  if (fields > 0) {
    frame.priority = read_priority_fields(inside->content.first(fields));
    frame.depends_on_itself = frame.priority->dependency == frame.stream_id;
  }
  return frame;
}

void encode(const headers_frame& frame, byte_buffer& out) {
  const std::size_t length = frame.padded_overhead + (frame.priority ? priority_size : 0) + frame.fragment.size();
  append_frame_header(out, {.length = static_cast<std::uint32_t>(length),
                            .type = frame_type::headers,
                            .flags = flags_of(frame),
                            .stream_id = frame.stream_id});
  open_padding(out, frame.padded_overhead);
  if (frame.priority) append_priority_fields(out, *frame.priority);
  append(out, frame.fragment);
  close_padding(out, frame.padded_overhead);
}

std::string print(const headers_frame& frame) {
  std::string line = title(frame_type::headers, frame.stream_id);
  if (frame.end_stream || frame.end_headers) line += ',';
  if (frame.end_stream) line += " END_STREAM";
  if (frame.end_headers) line += " END_HEADERS";
  if (frame.priority) line += priority_text(*frame.priority);
  return line + ", " + count_of_bytes(frame.fragment.size()) + " of field block" + padding_text(frame.padded_overhead);
}

}  // namespace h2
