// SPDX-License-Identifier: MIT
//
// RFC 7540 §3.2: the connection that began as HTTP/1.1. The request that asked for the upgrade is stream 1, half closed
// by the client; HTTP2-Settings is the client's first SETTINGS, and the 101 its acknowledgement. The preface and a
// SETTINGS frame still follow.
#include "parts.hpp"

#include <stdexcept>
#include <utility>

namespace h2 {

result<void> connection::parts::upgraded(bytes settings_payload, header_list request) {
  if (side_ != role::server) throw std::logic_error("h2::connection::upgraded: a client has no request to take");
  const auto frame = parse_settings(
      {.length = static_cast<std::uint32_t>(settings_payload.size()), .type = frame_type::settings}, settings_payload);
  if (!frame) return frame.error();
  if (auto applied = apply_peer_settings(*frame); !applied) return applied;

  message_progress progress;
  if (const auto answer = progress.on_headers(true, request, true); answer.why) {
    return stream_error(error_code::protocol_error, 1, answer.why.clause, answer.why.why);
  }
  stream& s = open(1);
  s.incoming = progress;
  streams_.move(s, transition(s.state, stream_event::recv_headers).next);
  announce(s, message_progress::kind::request, std::move(request), true);
  end_half(s, stream_event::recv_end_stream);
  return {};
}

void connection::parts::upgraded() {
  if (side_ != role::client) throw std::logic_error("h2::connection::upgraded: a server needs the request");
  stream& s = open(1);
  streams_.move(s, transition(s.state, stream_event::send_headers).next);
  end_half(s, stream_event::send_end_stream);
}

}  // namespace h2
