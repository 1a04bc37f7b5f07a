// SPDX-License-Identifier: MIT
#include <h2/frames/priority.hpp>

#include "rules.hpp"

namespace h2 {

priority_fields read_priority_fields(bytes five) {
  const std::uint32_t first = read_u32(five.data());
  return {.exclusive = first > max_stream_id,
          .dependency = first & max_stream_id,
          .weight = static_cast<std::uint16_t>(std::to_integer<unsigned>(five[4]) + 1)};
}

void append_priority_fields(byte_buffer& out, const priority_fields& fields) {
  std::byte* const at = append(out, 5);
  write_u32(at, fields.dependency | (fields.exclusive ? ~max_stream_id : 0U));
  at[4] = static_cast<std::byte>(fields.weight - 1);
}

result<priority_frame> parse_priority(const frame_header& header, bytes payload) {
  if (header.stream_id == 0) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.3", "PRIORITY that belongs to no stream");
  }
  if (payload.size() != 5) {
    return stream_error(error_code::frame_size_error, header.stream_id, "RFC 9113 §6.3", "PRIORITY has 5 bytes");
  }
  const priority_fields fields = read_priority_fields(payload);
  if (fields.dependency == header.stream_id) {
    return stream_error(error_code::protocol_error, header.stream_id, "RFC 7540 §5.3.1",
                        "a stream that depends on itself");
  }
  return priority_frame{.stream_id = header.stream_id, .priority = fields};
}

void encode(const priority_frame& frame, byte_buffer& out) {
  append_frame_header(out, {.length = 5, .type = frame_type::priority, .stream_id = frame.stream_id});
  append_priority_fields(out, frame.priority);
}

std::string print(const priority_frame& frame) {
  return title(frame_type::priority, frame.stream_id) + priority_text(frame.priority);
}

}  // namespace h2
