// SPDX-License-Identifier: MIT
#include <h2/frames/ping.hpp>

#include "rules.hpp"

#include <algorithm>

namespace h2 {

result<ping_frame> parse_ping(const frame_header& header, bytes payload) {
  if (header.stream_id != 0) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.7", "PING is about the connection, not a stream");
  }
  ping_frame frame{.ack = header.has(flag::ack)};
  if (payload.size() != frame.opaque.size()) {
    return fatal(header, error_code::frame_size_error, "RFC 9113 §6.7", "PING has 8 bytes");
  }
  std::copy(payload.begin(), payload.end(), frame.opaque.begin());
  return frame;
}

void encode(const ping_frame& frame, byte_buffer& out) {
  append_frame_header(out, {.length = static_cast<std::uint32_t>(frame.opaque.size()),
                            .type = frame_type::ping,
                            .flags = flag_if(frame.ack, flag::ack)});
  append(out, frame.opaque);
}

std::string print(const ping_frame& frame) {
  std::string line(name_of(frame_type::ping));
  line += frame.ack ? ", ACK," : ",";
  for (const std::byte each : frame.opaque) line += ' ' + hex_pair(each);
  return line;
}

}  // namespace h2
