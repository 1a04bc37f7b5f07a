// SPDX-License-Identifier: MIT
//
// Content, out. Two ways:
//
//   straight   a small response goes behind its HEADERS into the output at once: one copy, no queue, no turn. One frame
//              for each stream and output, and only while no other stream waits for its turn; so nobody can use it to
//              get ahead of others.
//   in turn    all else waits on its stream until the output is taken, and then each stream that may sends one frame
//              after the other (scheduler.hpp), until limits::output is full or the connection's window is empty.
//
// Waiting until the output is taken has a second good: END_STREAM goes with the last byte, not in a frame of its own,
// and a response that was reset in the meantime costs nothing.
#include "parts.hpp"

#include <algorithm>
#include <utility>

namespace h2 {

outcome<core::stream*> connection::parts::writable(std::uint32_t id, std::size_t n, bool end_stream_too) {
  stream* s = streams_.find(id);
  if (s == nullptr) return why_absent(id);
  if (s->state == stream_state::reserved_local || s->outgoing.where() == message_progress::stage::headers) {
    return misuse::out_of_order;
  }
  if (s->state != stream_state::open && s->state != stream_state::half_closed_remote) {
    return misuse::not_open_for_sending;
  }
  if (s->outgoing.where() == message_progress::stage::done) return misuse::not_open_for_sending;
  message_progress progress = s->outgoing;
  if (progress.on_data(n, end_stream_too)) return misuse::wrong_length;
  s->outgoing = progress;
  return s;
}

outcome<std::size_t> connection::parts::send_data(std::uint32_t id, bytes data, bool end_stream_too) {
  const auto found = writable(id, data.size(), end_stream_too);
  if (!found) return found.error();
  stream& s = **found;
  if (straight(s, data, end_stream_too)) return 0;
  s.waiting.push(data);
  queued_data_ += data.size();
  return wait(s, end_stream_too);
}

outcome<std::size_t> connection::parts::send_data(std::uint32_t id, byte_buffer&& data, bool end_stream_too) {
  const auto found = writable(id, data.size(), end_stream_too);
  if (!found) return found.error();
  stream& s = **found;
  if (straight(s, data, end_stream_too)) return 0;
  queued_data_ += data.size();
  s.waiting.push(std::move(data));
  return wait(s, end_stream_too);
}

bool connection::parts::straight(stream& s, bytes data, bool end_stream_too) {
  if (!s.waiting.empty()) return false;
  if (data.empty() && !end_stream_too) return true;  // nothing to do
  if (!data.empty()) {                               // an empty frame needs no window, and no turn
    if (!ring_.empty() || s.straight_in == output_.number()) return false;
    const auto n = static_cast<std::int64_t>(data.size());
    if (n > s.send.available() || n > send_.available() || n > peer_.max_frame_size) return false;
    if (output_.straight_data() + data.size() + frame_header_size > bounds_.output) return false;
    s.straight_in = output_.number();
    spend(s, data.size());
  }
  output_.data(s.id, data, end_stream_too);
  if (end_stream_too) end_half(s, stream_event::send_end_stream);
  return true;
}

std::size_t connection::parts::wait(stream& s, bool end_stream_too) {
  s.ends = s.ends || end_stream_too;
  if (s.waiting.size() > bounds_.queued_data) s.full = true;
  schedule(s);
  return s.waiting.size();
}

void connection::parts::spend(stream& s, std::size_t n) {
  s.send.spend(static_cast<std::int64_t>(n));
  send_.spend(static_cast<std::int64_t>(n));
  data_sent_ += n;
  // A reader may give back each KiB of it by itself, to the stream and to the connection.
  window_update_credit_ += 2 + 2 * n / 1024;
}

bool connection::parts::has_output() const { return !output_.empty() || (!ring_.empty() && send_.available() > 0); }

void connection::parts::take_output(byte_buffer& into) {
  const std::size_t straight_data = output_.straight_data();
  output_.take(into);
  compose(into, bounds_.output - std::min<std::size_t>(bounds_.output, straight_data));
  output_.trim(into.size());
  unseen_ends_ = 0;
}

/// DATA of the streams whose turn it is, `room` bytes of frames at the most.
void connection::parts::compose(byte_buffer& into, std::size_t room) {
  while (stream* s = ring_.front()) {
    const std::int64_t window = std::min(s->send.available(), send_.available());
    if (window <= 0) return;
    const std::size_t n = std::min({static_cast<std::size_t>(window), s->waiting.size(),
                                    std::size_t{peer_.max_frame_size}, bounds_.output - frame_header_size});
    if (n + frame_header_size > room) return;
    room -= n + frame_header_size;
    compose_one(*s, n, into);
  }
}

void connection::parts::compose_one(stream& s, std::size_t n, byte_buffer& into) {
  const bool last = n == s.waiting.size();
  const bool end_here = last && s.ends;
  append_frame_header(into, {.length = static_cast<std::uint32_t>(n),
                             .type = frame_type::data,
                             .flags = end_here ? flag::end_stream : std::uint8_t{0},
                             .stream_id = s.id});
  s.waiting.take(n, into);
  queued_data_ -= n;
  spend(s, n);
  ring_.turn();
  schedule(s);
  if (last && s.has_trailers) write_headers(into, s.id, s.trailers, true);
  if (end_here || (last && s.has_trailers)) return end_half(s, stream_event::send_end_stream);
  if (s.full && s.waiting.size() < bounds_.queued_data / 2) {
    s.full = false;
    events_.push(stream_writable{s.id});
  }
}

}  // namespace h2
