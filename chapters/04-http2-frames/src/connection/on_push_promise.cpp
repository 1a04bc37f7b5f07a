// SPDX-License-Identifier: MIT
//
// PUSH_PROMISE (RFC 9113 §6.6, §8.4), at a client: a stream is reserved for a request that the server made up.
#include "parts.hpp"

#include <utility>

namespace h2 {

result<void> connection::parts::on_push_promise(const frame_header& header, bytes payload) {
  const auto parsed = parse_push_promise(header, payload);
  if (!parsed) return parsed.error();
  if (side_ == role::server) {
    return connection_error(error_code::protocol_error, "RFC 9113 §8.4", "PUSH_PROMISE from a client");
  }
  if (!borne_.enable_push) {
    return connection_error(error_code::protocol_error, "RFC 9113 §6.6", "PUSH_PROMISE after ENABLE_PUSH 0");
  }
  if (parsed->fragment.empty() && !parsed->end_headers) {
    if (auto paid = charge(idle_frames_, "limits.idle_frames: PUSH_PROMISE that carry nothing"); !paid) return paid;
  }
  return on_block(block_.add(*parsed));
}

/// Which streams may carry a promise, and which ids may be promised.
result<void> connection::parts::on_promise(const push_promise_frame& first, header_list&& request, bool fits) {
  const std::uint32_t id = first.promised_id;
  if (id == 0 || streams_.is_ours(id) || !streams_.idle(id)) {
    return connection_error(error_code::protocol_error, "RFC 9113 §5.1.1", "a promised stream id that is not new");
  }
  const stream* on = streams_.find(first.stream_id);
  const bool we_reset_it = on == nullptr && streams_.how_closed(first.stream_id) == closed_by::our_reset;
  const bool may_carry = on != nullptr && streams_.is_ours(on->id) &&
                         (on->state == stream_state::open || on->state == stream_state::half_closed_local);
  if (!may_carry && !we_reset_it) {
    return connection_error(error_code::protocol_error, "RFC 9113 §6.6",
                            "PUSH_PROMISE on a stream that cannot carry it");
  }
  if (beyond_goaway(id)) return {};
  stream& s = open(id);
  if (auto moved = advance(s, stream_event::recv_push_promise); !moved) return moved;
  if (we_reset_it) {
    return stream_error(error_code::cancel, id, "RFC 9113 §6.6", "promised on a stream that we have reset");
  }
  return promised(s, first, std::move(request), fits);
}

/// Whether we want it.
result<void> connection::parts::promised(stream& s, const push_promise_frame& first, header_list&& request, bool fits) {
  if (!exchange_.latest().enable_push) {
    return stream_error(error_code::cancel, s.id, "RFC 9113 §8.4", "we have said that we take no pushes");
  }
  if (streams_.reserved_by_peer() > bounds_.reserved_streams) {
    return stream_error(error_code::refused_stream, s.id, "RFC 9113 §5.1.2", "limits.reserved_streams: too many");
  }
  if (!fits) {
    return stream_error(error_code::enhance_your_calm, s.id, "RFC 9113 §10.5.1",
                        "a field section above our MAX_HEADER_LIST_SIZE");
  }
  if (const malformed bad = check_pushed_request(request)) {
    return stream_error(error_code::protocol_error, s.id, bad.clause, bad.why);
  }
  s.to_head = request_line_of(request).method == "HEAD";
  events_.push(push_received{first.stream_id, s.id, std::move(request)});
  return {};
}

}  // namespace h2
