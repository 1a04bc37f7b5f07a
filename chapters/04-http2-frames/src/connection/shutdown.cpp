// SPDX-License-Identifier: MIT
//
// How a connection ends (RFC 9113 §5.4.1, §6.8).
//
// A server that says GOAWAY with its last stream id at once loses requests that were under way when it said so. So it
// says twice: first with the highest id there is, "open no more", then, when a PING has come back and nothing older can
// be on the way, with the id that is meant. A client has no such trouble: it knows what it will not open.
#include "parts.hpp"

#include <algorithm>
#include <vector>

namespace h2 {

void connection::parts::shut_down(std::string_view debug) {
  if (ended_ || draining_ || goaway_sent_) return;
  if (side_ == role::client) {
    goaway_sent_ = true;
    goaway_last_ = streams_.highest_peer();
    return say_goaway(goaway_last_, error_code::no_error, debug);
  }
  draining_ = true;
  shutdown_debug_ = debug;
  say_goaway(max_stream_id, error_code::no_error, debug);
  ping_for_shutdown();
}

void connection::parts::finish_shutdown() {
  goaway_sent_ = true;
  goaway_last_ = streams_.highest_peer();
  say_goaway(goaway_last_, error_code::no_error, shutdown_debug_);
}

void connection::parts::close(error_code code, std::string_view debug) {
  if (ended_) return;
  ended_ = true;
  // Never above what was said before (§6.8).
  goaway_last_ = std::min(goaway_last_, streams_.highest_peer());
  goaway_sent_ = true;
  say_goaway(goaway_last_, code, debug);
  // Nothing may follow the GOAWAY: without records there is nobody to send for, and what waited is let go.
  std::vector<stream*> all;
  streams_.each([&](stream& s) { all.push_back(&s); });
  for (stream* s : all) {
    ring_.remove(*s);
    s->waiting.clear();
    streams_.close(*s, closed_by::our_reset);
  }
  queued_data_ = 0;
}

void connection::parts::say_goaway(std::uint32_t last, error_code code, std::string_view debug) {
  // The peer bounds frames, not we; every peer takes 16384 bytes (§4.2).
  constexpr std::size_t room = 16384 - 8;
  encode(goaway_frame{.last_stream_id = last, .code = code, .debug = bytes_of(debug.substr(0, room))},
         output_.buffer());
}

bool connection::parts::finished() const {
  if (has_output()) return false;
  return ended_ || ((goaway_sent_ || goaway_received_) && streams_.size() == 0);
}

}  // namespace h2
