// SPDX-License-Identifier: MIT
//
// Bytes to events, one frame at a time and only when somebody asks. An owner that stops asking stops the parsing too:
// nothing is done for a peer in advance, so nothing piles up.
#include "parts.hpp"

#include <utility>

namespace h2 {

void connection::parts::receive(bytes input, instant now) {
  received_ += input.size();
  now_ = now;
  if (!ended_) reader_.receive(input);
}

std::optional<event> connection::parts::next_event() {
  while (events_.empty()) {
    if (ended_ || !step()) return std::nullopt;
  }
  return events_.take();
}

bool connection::parts::step() {
  const auto next = reader_.next();
  if (!next) {
    fail(next.error());
    return true;
  }
  if (!next->has_value()) return false;
  const raw_frame& raw = **next;
  if (const result<void> done = on_frame(raw); !done) {
    error why = done.error();
    why.offset = raw.offset;
    if (why.scope == error_scope::connection) {
      fail(why);
    } else {
      refuse(why);
    }
  }
  if (output_.answers() > bounds_.queued_control && !ended_) {
    error why = connection_error(error_code::enhance_your_calm, "RFC 9113 §10.5",
                                 "limits.queued_control: answers wait, and the peer does not read them");
    why.offset = raw.offset;
    fail(why);
  }
  return true;
}

result<void> connection::parts::on_frame(const raw_frame& raw) {
  const frame_header& header = raw.header;
  const bytes payload = raw.payload;
  if (!settings_seen_ && (header.type != frame_type::settings || header.has(flag::ack))) {
    return connection_error(error_code::protocol_error, "RFC 9113 §3.4", "the first frame is not SETTINGS");
  }
  if (auto turn = block_.check_turn(header); !turn) return turn.error();
  switch (header.type) {
    case frame_type::data: return on_data(header, payload);
    case frame_type::headers: return on_headers(header, payload);
    case frame_type::priority: return on_priority(header, payload);
    case frame_type::rst_stream: return on_rst_stream(header, payload);
    case frame_type::settings: return on_settings(header, payload);
    case frame_type::push_promise: return on_push_promise(header, payload);
    case frame_type::ping: return on_ping(header, payload);
    case frame_type::goaway: return on_goaway(header, payload);
    case frame_type::window_update: return on_window_update(header, payload);
    case frame_type::continuation: return on_continuation(header, payload);
  }
  // RFC 9113 §5.5: unknown types are ignored; a flood of them is not.
  return charge(idle_frames_, "limits.idle_frames: too many frames of unknown type");
}

}  // namespace h2
