// SPDX-License-Identifier: MIT
//
// RFC 9113 §8.4, server: what may be promised, and when. The same rules say what a client takes.
#include "parts.hpp"

namespace h2 {

malformed check_pushed_request(const header_list& request) {
  if (const malformed bad = check_request(request)) return bad;
  const std::string_view method = request_line_of(request).method;
  if (method != "GET" && method != "HEAD") {
    return {"RFC 9113 §8.4", "a promised request that is neither GET nor HEAD: not safe, or not cacheable"};
  }
  const content_length length = content_length_of(request);
  if (!length.valid || length.value.value_or(0) != 0) {
    return {"RFC 9113 §8.4", "a promised request with content"};
  }
  return {};
}

outcome<std::uint32_t> connection::parts::submit_push(std::uint32_t id, const header_list& request) {
  if (side_ != role::server) return misuse::wrong_role;
  if (going_away()) return misuse::going_away;
  if (!peer_.enable_push) return misuse::push_disabled;
  stream* on = streams_.find(id);
  if (on == nullptr) return why_absent(id);
  if (streams_.is_ours(id)) return misuse::push_disabled;  // none on what was pushed itself (§8.4)
  if (on->state != stream_state::open && on->state != stream_state::half_closed_remote) {
    return misuse::not_open_for_sending;
  }
  if (check_pushed_request(request)) return misuse::malformed_headers;
  if (streams_.exhausted()) return misuse::stream_ids_exhausted;

  const std::uint32_t promised_id = streams_.next_own();
  stream& s = open(promised_id);
  s.to_head = request_line_of(request).method == "HEAD";
  streams_.move(s, transition(s.state, stream_event::send_push_promise).next);
  core::write_block(output_.buffer(), {.stream_id = id, .promised_id = promised_id}, request, encoder_,
                    peer_.max_frame_size);
  return promised_id;
}

}  // namespace h2
