// SPDX-License-Identifier: MIT
//
// GOAWAY (RFC 9113 §6.8): the peer takes no more streams, and has not acted on those above its last stream id. These
// end here, marked as safe to try again elsewhere; the others go on.
#include "parts.hpp"

#include <vector>

namespace h2 {

result<void> connection::parts::on_goaway(const frame_header& header, bytes payload) {
  const auto parsed = parse_goaway(header, payload);
  if (!parsed) return parsed.error();
  if (parsed->last_stream_id > goaway_peer_last_) {
    return connection_error(error_code::protocol_error, "RFC 9113 §6.8", "a last stream id above an earlier one");
  }
  if (goaway_received_) {
    if (auto paid = charge(idle_frames_, "limits.idle_frames: GOAWAY again and again"); !paid) return paid;
  }
  goaway_received_ = true;
  goaway_peer_last_ = parsed->last_stream_id;

  std::vector<stream*> lost;
  streams_.each([&](stream& s) {
    if (streams_.is_ours(s.id) && s.id > goaway_peer_last_) lost.push_back(&s);
  });
  for (stream* s : lost) {
    events_.push(
        stream_reset{.stream_id = s->id, .code = error_code::refused_stream, .by_peer = true, .unprocessed = true});
    end_stream(*s, closed_by::their_reset);
  }
  events_.push(goaway_received{parsed->last_stream_id, parsed->code, std::string(text_of(parsed->debug))});
  return {};
}

}  // namespace h2
