// SPDX-License-Identifier: MIT
#include <h2/frames/push_promise.hpp>

#include "rules.hpp"

namespace h2 {

namespace {

constexpr std::size_t promised_id_size = 4;

}  // namespace

result<push_promise_frame> parse_push_promise(const frame_header& header, bytes payload) {
  if (header.stream_id == 0) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.6", "a PUSH_PROMISE that belongs to no stream");
  }
  const auto inside = strip_padding(header, payload, promised_id_size);
  if (!inside) return inside.error();
  return push_promise_frame{.stream_id = header.stream_id,
                            .end_headers = header.has(flag::end_headers),
                            .promised_id = read_u32(inside->content.data()) & max_stream_id,
                            .fragment = inside->content.subspan(promised_id_size),
                            .padded_overhead = inside->overhead};
}

void encode(const push_promise_frame& frame, byte_buffer& out) {
  append_frame_header(
      out, {.length = static_cast<std::uint32_t>(frame.padded_overhead + promised_id_size + frame.fragment.size()),
            .type = frame_type::push_promise,
            .flags = static_cast<std::uint8_t>(flag_if(frame.end_headers, flag::end_headers) |
                                               flag_if(frame.padded_overhead > 0, flag::padded)),
            .stream_id = frame.stream_id});
  open_padding(out, frame.padded_overhead);
  write_u32(append(out, promised_id_size), frame.promised_id & max_stream_id);
  append(out, frame.fragment);
  close_padding(out, frame.padded_overhead);
}

std::string print(const push_promise_frame& frame) {
  return title(frame_type::push_promise, frame.stream_id) + (frame.end_headers ? ", END_HEADERS" : "") +
         ", promises stream " + std::to_string(frame.promised_id) + ", " + count_of_bytes(frame.fragment.size()) +
         " of field block" + padding_text(frame.padded_overhead);
}

}  // namespace h2
