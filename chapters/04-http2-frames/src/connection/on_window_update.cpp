// SPDX-License-Identifier: MIT
//
// WINDOW_UPDATE (RFC 9113 §6.9): a stream, or all of them, may go on.
//
// It costs its sender 13 bytes and us a look at the ring, so a flood of them is charged like other idle frames; but
// only what our own DATA does not explain, or a reader that gives back small pieces as it uses them would be punished.
#include "parts.hpp"

namespace h2 {

result<void> connection::parts::on_window_update(const frame_header& header, bytes payload) {
  if (window_update_credit_ > 0) {
    --window_update_credit_;
  } else if (auto paid = charge(idle_frames_, "limits.idle_frames: WINDOW_UPDATE that no DATA explains"); !paid) {
    return paid;
  }
  const auto parsed = parse_window_update(header, payload);
  if (!parsed) return parsed.error();
  if (parsed->stream_id == 0) {
    if (send_.grow(parsed->increment)) return {};
    return connection_error(error_code::flow_control_error, "RFC 9113 §6.9.1", "the connection's window above 2^31-1");
  }
  stream* s = streams_.find(parsed->stream_id);
  if (s == nullptr) return on_absent(parsed->stream_id, stream_event::recv_window_update);
  if (auto moved = advance(*s, stream_event::recv_window_update); !moved) return moved;
  if (!s->send.grow(parsed->increment)) {
    return stream_error(error_code::flow_control_error, s->id, "RFC 9113 §6.9.1", "the stream's window above 2^31-1");
  }
  schedule(*s);
  return {};
}

}  // namespace h2
