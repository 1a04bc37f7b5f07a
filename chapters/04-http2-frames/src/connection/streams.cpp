// SPDX-License-Identifier: MIT
//
// The life of a stream's record: opened, moved by its state machine, taken out of everything when it ends.
#include "parts.hpp"

#include <stdexcept>

namespace h2 {

core::stream& connection::parts::open(std::uint32_t id) {
  return streams_.open(id, peer_.initial_window_size, borne_.initial_window_size);
}

result<void> connection::parts::advance(stream& s, stream_event what) {
  const transition_result to = transition(s.state, what);
  switch (to.what) {
    case verdict::ok:
      if (to.next != s.state) streams_.move(s, to.next);
      return {};
    case verdict::connection_protocol_error:
      return connection_error(error_code::protocol_error, "RFC 9113 §5.1", "a frame that the stream's state forbids");
    case verdict::stream_closed_error:
      return stream_error(error_code::stream_closed, s.id, "RFC 9113 §5.1", "a frame behind END_STREAM");
    case verdict::misuse: break;
  }
  throw std::logic_error("h2::connection: the owner's request was not checked");
}

void connection::parts::end_half(stream& s, stream_event which) {
  streams_.move(s, transition(s.state, which).next);
  if (s.state == stream_state::closed && which == stream_event::send_end_stream && !streams_.is_ours(s.id)) {
    ++unseen_ends_;
  }
  if (s.state == stream_state::closed) end_stream(s, closed_by::end_stream);
}

void connection::parts::end_stream(stream& s, closed_by how) {
  ring_.remove(s);
  queued_data_ -= s.waiting.size();
  s.waiting.clear();
  events_.push(stream_closed{s.id});
  streams_.close(s, how);
}

void connection::parts::schedule(stream& s) {
  if (!s.waiting.empty() && s.send.available() > 0) {
    ring_.add(s);
  } else {
    ring_.remove(s);
  }
}

}  // namespace h2
