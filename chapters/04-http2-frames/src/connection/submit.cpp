// SPDX-License-Identifier: MIT
//
// What the owner sends by HEADERS: requests, responses, trailers. Everything is checked by the rules that the peer will
// check it by, so that what leaves here is never refused there.
#include "parts.hpp"

#include <utility>

namespace h2 {

namespace {
constexpr std::size_t spare_lists = 8;
constexpr std::uint64_t worth_keeping = 4096;  // bytes of a field section; the memory of a larger one is given back

bool can_send(stream_state state) { return state == stream_state::open || state == stream_state::half_closed_remote; }
}  // namespace

bool connection::parts::can_open_stream() const {
  return side_ == role::client && !going_away() && !streams_.exhausted() &&
         streams_.ours() < peer_.max_concurrent_streams;
}

outcome<std::uint32_t> connection::parts::submit_request(const header_list& headers, bool end_stream_too) {
  if (side_ != role::client) return misuse::wrong_role;
  if (going_away()) return misuse::going_away;
  if (streams_.exhausted()) return misuse::stream_ids_exhausted;
  if (streams_.ours() >= peer_.max_concurrent_streams) return misuse::too_many_streams;
  message_progress progress;
  if (progress.on_headers(true, headers, end_stream_too).why) return misuse::malformed_headers;

  const std::uint32_t id = streams_.next_own();
  stream& s = open(id);
  s.outgoing = progress;
  const std::string_view method = request_line_of(headers).method;
  s.to_head = method == "HEAD";
  s.to_connect = method == "CONNECT";
  streams_.move(s, transition(s.state, stream_event::send_headers).next);
  write_headers(output_.buffer(), id, headers, end_stream_too);
  if (end_stream_too) end_half(s, stream_event::send_end_stream);
  return id;
}

/// The message's own rules, and that the list is what the caller says it is. The stream has then made this step.
outcome<void> connection::parts::check_outgoing(stream& s, const header_list& headers, bool end_stream_too,
                                                message_progress::kind wanted) {
  message_progress progress = s.outgoing;
  const auto answer = progress.on_headers(false, headers, end_stream_too, s.to_head, s.to_connect);
  if (answer.why) return misuse::malformed_headers;
  if (answer.what != wanted) return misuse::malformed_headers;
  s.outgoing = progress;
  return {};
}

outcome<void> connection::parts::submit_informational(std::uint32_t id, const header_list& headers) {
  if (side_ != role::server) return misuse::wrong_role;
  stream* s = streams_.find(id);
  if (s == nullptr) return why_absent(id);
  if (!can_send(s->state)) return misuse::not_open_for_sending;
  if (s->outgoing.where() != message_progress::stage::headers) return misuse::out_of_order;
  if (headers.find(":status") == "101") return misuse::malformed_headers;  // §8.6
  if (auto fine = check_outgoing(*s, headers, false, message_progress::kind::informational); !fine) return fine;
  write_headers(output_.buffer(), id, headers, false);
  return {};
}

outcome<void> connection::parts::submit_response(std::uint32_t id, const header_list& headers, bool end_stream_too) {
  if (side_ != role::server) return misuse::wrong_role;
  stream* s = streams_.find(id);
  if (s == nullptr) return why_absent(id);
  const bool pushed = s->state == stream_state::reserved_local;
  if (!can_send(s->state) && !pushed) return misuse::not_open_for_sending;
  if (pushed && streams_.ours() >= peer_.max_concurrent_streams) return misuse::too_many_streams;
  if (s->outgoing.where() != message_progress::stage::headers) return misuse::out_of_order;
  if (auto fine = check_outgoing(*s, headers, end_stream_too, message_progress::kind::response); !fine) return fine;
  if (pushed) streams_.move(*s, transition(s->state, stream_event::send_headers).next);
  write_headers(output_.buffer(), id, headers, end_stream_too);
  if (end_stream_too) end_half(*s, stream_event::send_end_stream);
  return {};
}

outcome<void> connection::parts::submit_trailers(std::uint32_t id, const header_list& headers) {
  stream* s = streams_.find(id);
  if (s == nullptr) return why_absent(id);
  if (!can_send(s->state)) return misuse::not_open_for_sending;
  if (s->outgoing.where() == message_progress::stage::headers) return misuse::out_of_order;
  if (s->outgoing.where() == message_progress::stage::done) return misuse::not_open_for_sending;
  message_progress progress = s->outgoing;
  if (progress.on_headers(side_ == role::client, headers, true, s->to_head, s->to_connect).why) {
    return misuse::malformed_headers;
  }
  s->outgoing = progress;
  if (s->waiting.empty()) {
    write_headers(output_.buffer(), id, headers, true);
    end_half(*s, stream_event::send_end_stream);
  } else {
    s->trailers = headers;  // not encoded before it is their turn: HPACK's order is the wire's
    s->has_trailers = true;
  }
  return {};
}

void connection::parts::reset_stream(std::uint32_t id, error_code code) {
  stream* s = streams_.find(id);
  if (s == nullptr || ended_) return;
  encode(rst_stream_frame{id, code}, output_.buffer());
  if (!streams_.is_ours(id)) ++unseen_ends_;
  end_stream(*s, closed_by::our_reset);
}

void connection::parts::recycle(header_list&& list) {
  if (spare_lists_.size() >= spare_lists || list.field_section_size() > worth_keeping) return;
  list.clear();
  spare_lists_.push_back(std::move(list));
}

misuse connection::parts::why_absent(std::uint32_t id) const {
  return ended_ || streams_.how_closed(id) ? misuse::not_open_for_sending : misuse::no_such_stream;
}

void connection::parts::write_headers(byte_buffer& out, std::uint32_t id, const header_list& headers,
                                      bool end_stream_too) {
  core::write_block(out, {.stream_id = id, .end_stream = end_stream_too}, headers, encoder_, peer_.max_frame_size);
}

}  // namespace h2
