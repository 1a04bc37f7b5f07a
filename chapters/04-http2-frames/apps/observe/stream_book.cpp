// SPDX-License-Identifier: MIT
#include "stream_book.hpp"

#include <algorithm>

namespace h2::observe {

namespace {

constexpr stream_state turned(stream_state state) {
  switch (state) {
    case stream_state::reserved_local: return stream_state::reserved_remote;
    case stream_state::reserved_remote: return stream_state::reserved_local;
    case stream_state::half_closed_local: return stream_state::half_closed_remote;
    case stream_state::half_closed_remote: return stream_state::half_closed_local;
    case stream_state::idle:
    case stream_state::open:
    case stream_state::closed: return state;
  }
  return state;
}

/// The client's view as the receiver has it.
constexpr stream_state as_receiver(party from, stream_state state) {
  return from == party::server ? state : turned(state);
}

}  // namespace

void stream_book::on_headers(party from, std::uint32_t id, bool end_stream, observation& seen) {
  watched_stream* stream = find(id);
  if (stream == nullptr && !is_idle(id)) return;  // forgotten
  if (stream == nullptr) {
    if (!may_open(from, id)) {
      wrong(seen, stream_error(error_code::protocol_error, id, "RFC 9113 §5.1.1",
                               "a stream id that its sender may not open"));
    }
    stream = &open(id);
    // Only the answers are seen: somebody must have asked.
    if (from == party::server && !ordered_) stream->state = stream_state::half_closed_local;
  }
  if (!step(from, id, *stream, stream_event::recv_headers, seen)) return;
  if (end_stream) step(from, id, *stream, stream_event::recv_end_stream, seen);
}

void stream_book::on_data(party from, const data_frame& frame, observation& seen) {
  const std::uint32_t n = frame.flow_controlled();
  spend(from, 0, connection_[index_of(from)], n, 0, seen);
  watched_stream* stream = find(frame.stream_id);
  if (stream == nullptr) {
    if (is_idle(frame.stream_id)) {
      wrong(seen, connection_error(error_code::protocol_error, "RFC 9113 §5.1", "DATA on an idle stream"));
    }
    return;
  }
  const std::int64_t more = std::int64_t{announced_[index_of(from)]} - initial_[index_of(from)];
  spend(from, frame.stream_id, stream->windows[index_of(from)], n, std::max<std::int64_t>(more, 0), seen);
  if (!step(from, frame.stream_id, *stream, stream_event::recv_data, seen)) return;
  if (frame.end_stream) step(from, frame.stream_id, *stream, stream_event::recv_end_stream, seen);
}

void stream_book::on_push(party from, std::uint32_t promised_id, observation& seen) {
  if (from == party::client || promised_id % 2 != 0 || !is_idle(promised_id)) {
    wrong(seen, connection_error(error_code::protocol_error, "RFC 9113 §6.6", "a promise that cannot be made"));
    return;
  }
  step(from, promised_id, open(promised_id), stream_event::recv_push_promise, seen);
}

void stream_book::on_reset(party from, std::uint32_t id, observation& seen) {
  watched_stream* stream = find(id);
  if (stream == nullptr) {
    if (is_idle(id)) {
      wrong(seen, connection_error(error_code::protocol_error, "RFC 9113 §6.4", "RST_STREAM of an idle stream"));
    }
    return;
  }
  if (stream->state == stream_state::closed) return;  // the two crossed
  stream->reset_by = from;
  step(from, id, *stream, stream_event::recv_rst_stream, seen);
}

void stream_book::on_window_update(party from, std::uint32_t id, std::uint32_t increment, observation& seen) {
  const party sender = other(from);
  std::int64_t* window = &connection_[index_of(sender)];
  if (id != 0) {
    watched_stream* stream = find(id);
    if (stream == nullptr && is_idle(id)) {
      wrong(seen, connection_error(error_code::protocol_error, "RFC 9113 §5.1", "WINDOW_UPDATE on an idle stream"));
    }
    if (stream == nullptr || stream->state == stream_state::closed) return;
    window = &stream->windows[index_of(sender)];
  }
  const std::int64_t before = *window;
  *window += increment;
  seen.windows.push_back({sender, id, before, *window});
  if (*window <= max_window) return;
  wrong(seen, {.code = error_code::flow_control_error,
               .scope = id == 0 ? error_scope::connection : error_scope::stream,
               .stream_id = id,
               .clause = "RFC 9113 §6.9.1",
               .why = "a window above 2^31-1"});
  *window = max_window;
}

void stream_book::on_initial_window_announced(party sender, std::uint32_t now) { announced_[index_of(sender)] = now; }

void stream_book::on_initial_window(party sender, std::uint32_t now, observation& seen) {
  std::uint32_t& initial = initial_[index_of(sender)];
  const std::int64_t change = std::int64_t{now} - initial;
  initial = now;
  if (change == 0) return;
  for (auto& [id, stream] : streams_) {
    if (stream.state == stream_state::closed) continue;
    std::int64_t& window = stream.windows[index_of(sender)];
    seen.windows.push_back({sender, id, window, window + change});
    window += change;
    if (window > max_window) {
      wrong(seen, connection_error(error_code::flow_control_error, "RFC 9113 §6.9.2", "a window above 2^31-1"));
      window = max_window;
    }
  }
}

void stream_book::on_upgrade(observation& seen) {
  if (find(1) != nullptr) return;
  watched_stream& stream = open(1);
  stream.state = stream_state::half_closed_local;
  seen.states.push_back({1, stream_state::idle, stream.state});
}

watched_stream* stream_book::find(std::uint32_t id) {
  const auto found = streams_.find(id);
  return found == streams_.end() ? nullptr : &found->second;
}

watched_stream& stream_book::open(std::uint32_t id) {
  forget();
  highest_[id % 2] = std::max(highest_[id % 2], id);
  ++opened_;
  watched_stream& stream = streams_[id];
  for (const party sender : {party::client, party::server})
    stream.windows[index_of(sender)] = initial_[index_of(sender)];
  return stream;
}

/// HEADERS open the client's streams only; the server's are promised (§5.1.1, §8.4).
bool stream_book::may_open(party from, std::uint32_t id) const { return from == party::client && id % 2 == 1; }

bool stream_book::is_idle(std::uint32_t id) const { return id > highest_[id % 2]; }

/// One event of the machine, as the receiver has it. False: it may not happen, and nothing did.
bool stream_book::step(party from, std::uint32_t id, watched_stream& stream, stream_event as_received,
                       observation& seen) {
  if (stream.state == stream_state::closed && as_received != stream_event::recv_end_stream) {
    judge_late(from, id, stream, as_received, seen);
    return false;
  }
  const transition_result moved = transition(as_receiver(from, stream.state), as_received);
  if (moved.what != verdict::ok) {
    const bool closed = moved.what == verdict::stream_closed_error;
    wrong(seen, {.code = closed ? error_code::stream_closed : error_code::protocol_error,
                 .scope = closed ? error_scope::stream : error_scope::connection,
                 .stream_id = id,
                 .clause = "RFC 9113 §5.1",
                 .why = closed ? "a frame behind its sender's END_STREAM" : "a frame that the stream's state forbids"});
    return false;
  }
  const stream_state next = as_receiver(from, moved.next);  // turned twice is not turned
  if (next != stream.state) seen.states.push_back({id, stream.state, next});
  stream.state = next;
  return true;
}

void stream_book::judge_late(party from, std::uint32_t id, const watched_stream& stream, stream_event event,
                             observation& seen) {
  closed_by how = closed_by::end_stream;
  if (stream.reset_by) how = *stream.reset_by == from ? closed_by::their_reset : closed_by::our_reset;
  const late_frame late = closed_verdict(how, event);
  if (late == late_frame::ignored) return;
  wrong(seen, {.code = error_code::stream_closed,
               .scope = late == late_frame::stream_error ? error_scope::stream : error_scope::connection,
               .stream_id = id,
               .clause = "RFC 9113 §5.1",
               .why = "a frame on a closed stream"});
}

/// `more`: credit that is announced but not yet acknowledged.
void stream_book::spend(party from, std::uint32_t id, std::int64_t& window, std::uint32_t n, std::int64_t more,
                        observation& seen) {
  const std::int64_t before = window;
  window -= n;
  if (n > 0) seen.windows.push_back({from, id, before, window});
  if (n == 0 || before + more >= n) return;
  wrong(seen, {.code = error_code::flow_control_error,
               .scope = id == 0 ? error_scope::connection : error_scope::stream,
               .stream_id = id,
               .clause = "RFC 9113 §6.9.1",
               .why = "more DATA than the window allows"});
}

void stream_book::wrong(observation& seen, error why) const {
  if (!ordered_) return;
  why.offset = seen.offset;
  seen.violations.push_back(why);
}

/// Makes room for one more: the oldest that is closed goes, or else the oldest.
void stream_book::forget() {
  if (streams_.size() < most_ || streams_.empty()) return;
  const auto closed = [](const auto& one) { return one.second.state == stream_state::closed; };
  const auto oldest = std::find_if(streams_.begin(), streams_.end(), closed);
  streams_.erase(oldest == streams_.end() ? streams_.begin() : oldest);
}

}  // namespace h2::observe
