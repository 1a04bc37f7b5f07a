// SPDX-License-Identifier: MIT
//
// DATA (RFC 9113 §6.1, §6.9): content, paid for twice. The connection's window comes first and always: even DATA that
// nobody wants has used it up, and unless it is given back at once, the window would leak until all streams stand
// still.
#include "parts.hpp"

namespace h2 {

result<void> connection::parts::on_data(const frame_header& header, bytes payload) {
  const auto parsed = parse_data(header, payload);
  if (!parsed) return parsed.error();
  const data_frame& frame = *parsed;
  if (frame.data.empty() && !frame.end_stream) {
    if (auto paid = charge(idle_frames_, "limits.idle_frames: DATA that carry nothing"); !paid) return paid;
  }
  if (!receive_.receive(frame.flow_controlled())) {
    return connection_error(error_code::flow_control_error, "RFC 9113 §6.9.1", "DATA beyond the connection's window");
  }
  stream* s = streams_.find(frame.stream_id);
  const auto done = s == nullptr ? on_absent(frame.stream_id, stream_event::recv_data) : on_content(*s, frame);
  if (s == nullptr || !done) give_back(frame.flow_controlled());
  return done;
}

result<void> connection::parts::on_content(stream& s, const data_frame& frame) {
  if (auto moved = advance(s, stream_event::recv_data); !moved) return moved;
  if (!s.receive.receive(frame.flow_controlled())) {
    return stream_error(error_code::flow_control_error, s.id, "RFC 9113 §6.9.1", "DATA beyond the stream's window");
  }
  if (const malformed bad = s.incoming.on_data(frame.data.size(), frame.end_stream)) {
    return stream_error(error_code::protocol_error, s.id, bad.clause, bad.why);
  }
  if (!frame.data.empty() || frame.end_stream) {
    events_.push(data_received{s.id, frame.data, frame.end_stream});
  }
  if (frame.padded_overhead != 0) {
    give_back(frame.padded_overhead);
    give_back(s, frame.padded_overhead);
  }
  if (frame.end_stream) end_half(s, stream_event::recv_end_stream);
  return {};
}

void connection::parts::consume(std::uint32_t id, std::size_t n) {
  if (n == 0 || ended_) return;
  const auto used = static_cast<std::uint32_t>(n);
  give_back(used);
  if (stream* s = streams_.find(id)) give_back(*s, used);
}

void connection::parts::give_back(std::uint32_t n) {
  receive_.consume(n);
  if (const auto more = receive_.take_update()) output_.answer(window_update_frame{0, *more});
}

/// Whoever has said END_STREAM needs no window any more.
void connection::parts::give_back(stream& s, std::uint32_t n) {
  if (s.state != stream_state::open && s.state != stream_state::half_closed_local) return;
  s.receive.consume(n);
  if (const auto more = s.receive.take_update()) output_.answer(window_update_frame{s.id, *more});
}

void connection::parts::set_connection_window(std::uint32_t size) {
  if (ended_) return;
  receive_.resize(size);
  give_back(0);
}

}  // namespace h2
