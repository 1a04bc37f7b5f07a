// SPDX-License-Identifier: MIT
//
// HEADERS and CONTINUATION (RFC 9113 §6.2, §6.10): a request, a response, trailers.
//
// The order of the questions matters. A field block is decoded first, whoever it belongs to and whatever is wrong with
// its stream: the HPACK table is the connection's, and a block left out would put both sides out of step. Only then is
// asked whether the stream may have headers, and last whether the fields are a message.
#include "parts.hpp"

#include <utility>

namespace h2 {

namespace {
const header_list& request_header_fields_too_large() {
  static const header_list answer = {{":status", "431"}};
  return answer;
}
}  // namespace

result<void> connection::parts::on_headers(const frame_header& header, bytes payload) {
  const auto parsed = parse_headers(header, payload);
  if (!parsed) return parsed.error();
  if (parsed->fragment.empty() && !parsed->end_headers) {
    if (auto paid = charge(idle_frames_, "limits.idle_frames: HEADERS that carry nothing"); !paid) return paid;
  }
  return on_block(block_.add(*parsed));
}

result<void> connection::parts::on_continuation(const frame_header& header, bytes payload) {
  const auto parsed = parse_continuation(header, payload);
  if (!parsed) return parsed.error();
  if (parsed->fragment.empty() && !parsed->end_headers) {
    if (auto paid = charge(idle_frames_, "limits.idle_frames: CONTINUATION that carry nothing"); !paid) return paid;
  }
  return on_block(block_.add(*parsed));
}

result<void> connection::parts::on_block(const result<std::optional<field_block>>& block) {
  if (!block) return block.error();
  if (!block->has_value()) return {};
  header_list fields;
  if (!spare_lists_.empty()) {
    fields = std::move(spare_lists_.back());
    spare_lists_.pop_back();
  }
  const auto fits = decoder_.decode((*block)->encoded, fields);
  if (!fits) return fits.error();
  block_.release();
  if (const auto* promise = std::get_if<push_promise_frame>(&(*block)->first)) {
    return on_promise(*promise, std::move(fields), *fits);
  }
  return on_fields(std::get<headers_frame>((*block)->first), std::move(fields), *fits);
}

result<void> connection::parts::on_fields(const headers_frame& first, header_list&& fields, bool fits) {
  stream* s = streams_.find(first.stream_id);
  if (s == nullptr) {
    const auto opened = opened_by_peer(first.stream_id);
    if (!opened) return opened.error();
    if (*opened == nullptr) return {};
    s = *opened;
  } else {
    const bool was_promised = s->state == stream_state::reserved_remote;
    if (auto moved = advance(*s, stream_event::recv_headers); !moved) return moved;
    if (was_promised && streams_.peers() > borne_.max_concurrent_streams) {
      return stream_error(error_code::refused_stream, s->id, "RFC 9113 §5.1.2", "more streams than we allow");
    }
  }
  if (first.depends_on_itself) {
    return stream_error(error_code::protocol_error, s->id, "RFC 7540 §5.3.1", "a stream that depends on itself");
  }
  if (!fits) return too_long(*s, first.end_stream);
  const auto answer =
      s->incoming.on_headers(side_ == role::server, fields, first.end_stream, s->to_head, s->to_connect);
  if (answer.why) return stream_error(error_code::protocol_error, s->id, answer.why.clause, answer.why.why);
  if (answer.what == message_progress::kind::informational) {
    // Any number of them is legal (RFC 9110 §15.2), and none is an end.
    if (auto paid = charge(idle_frames_, "limits.idle_frames: 1xx without end"); !paid) return paid;
  }
  announce(*s, answer.what, std::move(fields), first.end_stream);
  if (first.end_stream) end_half(*s, stream_event::recv_end_stream);
  return {};
}

/// Null: a stream we have said we would not look at (§6.8).
result<core::stream*> connection::parts::opened_by_peer(std::uint32_t id) {
  const bool may_open = side_ == role::server && !streams_.is_ours(id) && streams_.idle(id);
  if (!may_open || beyond_goaway(id)) {
    if (auto late = on_absent(id, stream_event::recv_headers); !late) return late.error();
    // Ignored, but decoded all the same.
    if (auto paid = charge(idle_frames_, "limits.idle_frames: HEADERS on streams that have closed"); !paid) {
      return paid.error();
    }
    return nullptr;
  }
  stream& s = open(id);
  if (auto moved = advance(s, stream_event::recv_headers); !moved) return moved.error();
  // A stream that ends in output nobody has taken is open to the peer, who may not use its place yet. Else a client
  // that does not read could have any number of responses wait for it.
  if (streams_.peers() + unseen_ends_ > borne_.max_concurrent_streams) {
    return stream_error(error_code::refused_stream, id, "RFC 9113 §5.1.2", "more streams than we allow");
  }
  return &s;
}

/// RFC 9113 §10.5.1: a section longer than we take. A server can say so in HTTP (RFC 6585 §5), and its owner need not
/// know; trailers, and everything at a client, come too late for that.
result<void> connection::parts::too_long(stream& s, bool end_stream_too) {
  if (side_ == role::client || s.incoming.where() != message_progress::stage::headers) {
    return stream_error(error_code::enhance_your_calm, s.id, "RFC 9113 §10.5.1",
                        "a field section above our MAX_HEADER_LIST_SIZE");
  }
  write_headers(output_.buffer(), s.id, request_header_fields_too_large(), true);
  if (!end_stream_too) output_.answer(rst_stream_frame{s.id, error_code::no_error});
  streams_.close(s, end_stream_too ? closed_by::end_stream : closed_by::our_reset);
  return charge(resets_, "limits.resets: too many requests with too many fields");
}

void connection::parts::announce(stream& s, message_progress::kind what, header_list&& fields, bool end_stream_too) {
  switch (what) {
    case message_progress::kind::request: {
      const auto method = fields.find(":method");
      s.to_head = method == "HEAD";
      s.to_connect = method == "CONNECT";
      return events_.push(request_received{s.id, std::move(fields), end_stream_too});
    }
    case message_progress::kind::informational: return events_.push(informational_received{s.id, std::move(fields)});
    case message_progress::kind::response:
      return events_.push(response_received{s.id, std::move(fields), end_stream_too});
    case message_progress::kind::trailers: return events_.push(trailers_received{s.id, std::move(fields)});
  }
}

}  // namespace h2
