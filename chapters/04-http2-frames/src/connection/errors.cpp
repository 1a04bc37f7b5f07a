// SPDX-License-Identifier: MIT
//
// What an error costs (RFC 9113 §5.4): its stream, or everything. And what a frame is that names a stream which has no
// record: too early, too late, or just late.
#include "parts.hpp"

#include <utility>

namespace h2 {

void connection::parts::fail(const error& why) {
  std::string debug(why.why);
  debug.append(" (").append(why.clause).append(")");
  close(why.code, debug);
  events_.push(connection_failed{why});
}

/// A stream error: RST_STREAM. An idle stream cannot be reset (§6.4), so there the error takes the connection.
void connection::parts::refuse(const error& why) {
  const std::uint32_t id = why.stream_id;
  stream* s = streams_.find(id);
  if (s == nullptr) {
    if (beyond_goaway(id)) return;
    if (streams_.idle(id)) {
      error raised = why;
      raised.scope = error_scope::connection;
      return fail(raised);
    }
    if (streams_.how_closed(id) == closed_by::our_reset) return;  // said once is enough
    output_.answer(rst_stream_frame{id, why.code});
    return streams_.remember(id, closed_by::our_reset);
  }
  output_.answer(rst_stream_frame{id, why.code});
  events_.push(stream_reset{.stream_id = id, .code = why.code, .why = why});
  const bool theirs = !streams_.is_ours(id);
  end_stream(*s, closed_by::our_reset);
  if (!theirs) return;
  if (auto paid = charge(resets_, "limits.resets: too many streams that end by a reset"); !paid) {
    error raised = paid.error();
    raised.offset = why.offset;
    fail(raised);
  }
}

result<void> connection::parts::on_absent(std::uint32_t id, stream_event what) {
  if (beyond_goaway(id)) return {};
  if (streams_.idle(id)) {
    return connection_error(error_code::protocol_error, "RFC 9113 §5.1", "a frame on an idle stream");
  }
  const std::optional<closed_by> how = streams_.how_closed(id);
  if (!how) {
    // Forgotten, or passed over when a higher id was used. HEADERS cannot be told from an id used twice (§5.1.1);
    // the rest may be late by as much as the network likes.
    if (what != stream_event::recv_headers) return {};
    return connection_error(error_code::protocol_error, "RFC 9113 §5.1.1", "HEADERS on a stream id that is used up");
  }
  switch (closed_verdict(*how, what)) {
    case late_frame::ignored: return {};
    case late_frame::stream_error:
      return stream_error(error_code::stream_closed, id, "RFC 9113 §5.1", "a frame on a stream that was reset");
    case late_frame::connection_error:
      return connection_error(error_code::stream_closed, "RFC 9113 §5.1", "a frame behind the end of a stream");
  }
  return {};
}

result<void> connection::parts::charge(core::rate_bucket& bucket, std::string_view why) {
  if (bucket.take(now_)) return {};
  return connection_error(error_code::enhance_your_calm, "RFC 9113 §10.5", why);
}

}  // namespace h2
