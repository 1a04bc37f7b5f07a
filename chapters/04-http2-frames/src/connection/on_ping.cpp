// SPDX-License-Identifier: MIT
//
// PING (RFC 9113 §6.7): what comes goes back. What we sent comes back in order; one of ours is shut_down's, which tells
// it that everything the client sent before it read the first GOAWAY has arrived.
#include "parts.hpp"

namespace h2 {

namespace {
constexpr ping_data drain_mark = {std::byte{'s'}, std::byte{'h'}, std::byte{'u'}, std::byte{'t'},
                                  std::byte{'d'}, std::byte{'o'}, std::byte{'w'}, std::byte{'n'}};
}

void connection::parts::ping(const ping_data& opaque) {
  if (ended_) return;
  encode(ping_frame{.ack = false, .opaque = opaque}, output_.buffer());
  ++pings_under_way_;
}

result<void> connection::parts::on_ping(const frame_header& header, bytes payload) {
  const auto parsed = parse_ping(header, payload);
  if (!parsed) return parsed.error();
  if (!parsed->ack) {
    if (auto paid = charge(pings_, "limits.pings: too many PING"); !paid) return paid;
    output_.answer(ping_frame{.ack = true, .opaque = parsed->opaque});
    return {};
  }
  if (drain_ping_ && parsed->opaque == drain_mark) {
    drain_ping_ = false;
    finish_shutdown();
    return {};
  }
  if (pings_under_way_ == 0) return charge(idle_frames_, "limits.idle_frames: PING ACK that answer nothing");
  --pings_under_way_;
  events_.push(ping_acknowledged{parsed->opaque});
  return {};
}

void connection::parts::ping_for_shutdown() {
  encode(ping_frame{.ack = false, .opaque = drain_mark}, output_.buffer());
  drain_ping_ = true;
}

}  // namespace h2
