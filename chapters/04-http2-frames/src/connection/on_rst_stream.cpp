// SPDX-License-Identifier: MIT
//
// RST_STREAM (RFC 9113 §6.4): the peer ends a stream at once. Open, reset, open, reset … costs a client nothing and a
// server a request each (CVE-2023-44487): streams that end so are charged.
#include "parts.hpp"

namespace h2 {

result<void> connection::parts::on_rst_stream(const frame_header& header, bytes payload) {
  const auto parsed = parse_rst_stream(header, payload);
  if (!parsed) return parsed.error();
  const std::uint32_t id = parsed->stream_id;
  stream* s = streams_.find(id);
  if (s == nullptr) {
    if (auto late = on_absent(id, stream_event::recv_rst_stream); !late) return late;
    return charge(idle_frames_, "limits.idle_frames: RST_STREAM on streams that have closed");
  }
  if (auto moved = advance(*s, stream_event::recv_rst_stream); !moved) return moved;
  events_.push(stream_reset{.stream_id = id,
                            .code = parsed->code,
                            .by_peer = true,
                            .unprocessed = parsed->code == error_code::refused_stream});
  end_stream(*s, closed_by::their_reset);
  if (streams_.is_ours(id)) return {};
  return charge(resets_, "limits.resets: too many streams that end by a reset");
}

}  // namespace h2
