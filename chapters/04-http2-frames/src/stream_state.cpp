// SPDX-License-Identifier: MIT
//
// The machine is a table, so it is written as one: a row for each event, a column for each state, no pair left to a
// general rule. A `default:` or an `else` would answer for pairs that nobody thought about, and those are the ones that
// peers get wrong. The compiler refuses a row that is missing (the switch) and a cell that is missing (`cell` has no
// default value).
#include <h2/stream_state.hpp>

#include <array>

namespace h2 {

namespace {

/// Where an event leads, or why it does not.
struct cell {
  stream_state next = {};
  verdict what = {};
  constexpr cell(stream_state to) : next(to), what(verdict::ok) {}
  constexpr cell(verdict why) : what(why) {}
};

using row = std::array<cell, stream_state_count>;

}  // namespace

std::string_view name_of(stream_state state) {
  switch (state) {
    case stream_state::idle: return "idle";
    case stream_state::reserved_local: return "reserved (local)";
    case stream_state::reserved_remote: return "reserved (remote)";
    case stream_state::open: return "open";
    case stream_state::half_closed_local: return "half-closed (local)";
    case stream_state::half_closed_remote: return "half-closed (remote)";
    case stream_state::closed: return "closed";
  }
  return "?";
}

std::string_view name_of(stream_event event) {
  switch (event) {
    case stream_event::send_headers: return "send HEADERS";
    case stream_event::send_data: return "send DATA";
    case stream_event::send_end_stream: return "send END_STREAM";
    case stream_event::send_push_promise: return "send PUSH_PROMISE";
    case stream_event::send_rst_stream: return "send RST_STREAM";
    case stream_event::send_window_update: return "send WINDOW_UPDATE";
    case stream_event::recv_headers: return "recv HEADERS";
    case stream_event::recv_data: return "recv DATA";
    case stream_event::recv_end_stream: return "recv END_STREAM";
    case stream_event::recv_push_promise: return "recv PUSH_PROMISE";
    case stream_event::recv_rst_stream: return "recv RST_STREAM";
    case stream_event::recv_window_update: return "recv WINDOW_UPDATE";
  }
  return "?";
}

transition_result transition(stream_state state, stream_event event) {
  using enum stream_event;
  constexpr cell res_l = stream_state::reserved_local;
  constexpr cell res_r = stream_state::reserved_remote;
  constexpr cell open = stream_state::open;
  constexpr cell half_l = stream_state::half_closed_local;
  constexpr cell half_r = stream_state::half_closed_remote;
  constexpr cell closed = stream_state::closed;
  constexpr cell wrong = verdict::connection_protocol_error;
  constexpr cell late = verdict::stream_closed_error;
  constexpr cell misuse = verdict::misuse;

  const auto from_here = [state](const row& cells) -> transition_result {
    const cell& to = cells[static_cast<std::size_t>(state)];
    return {to.what == verdict::ok ? to.next : state, to.what};
  };
  // clang-format off
  switch (event) {
    //                                         idle    res_l   res_r   open    half_l  half_r  closed
    case send_headers:       return from_here({open,   half_r, misuse, open,   misuse, half_r, misuse});
    case send_data:          return from_here({misuse, misuse, misuse, open,   misuse, half_r, misuse});
    case send_end_stream:    return from_here({misuse, misuse, misuse, half_l, misuse, closed, misuse});
    case send_push_promise:  return from_here({res_l,  misuse, misuse, misuse, misuse, misuse, misuse});
    // §5.1: what closed a stream may have to be said twice, to a peer whose late frame shows that it has not heard
    case send_rst_stream:    return from_here({misuse, closed, closed, closed, closed, closed, closed});
    case send_window_update: return from_here({misuse, misuse, res_r,  open,   half_l, half_r, misuse});

    case recv_headers:       return from_here({open,   wrong,  half_l, open,   half_l, late,   late});
    case recv_data:          return from_here({wrong,  wrong,  wrong,  open,   half_l, late,   late});
    case recv_end_stream:    return from_here({wrong,  wrong,  wrong,  half_r, closed, late,   late});
    // §6.6: only an idle stream can be promised
    case recv_push_promise:  return from_here({res_r,  wrong,  wrong,  wrong,  wrong,  wrong,  wrong});
    case recv_rst_stream:    return from_here({wrong,  closed, closed, closed, closed, closed, closed});
    case recv_window_update: return from_here({wrong,  res_l,  wrong,  open,   half_l, half_r, closed});
  }
  // clang-format on
  return {state, verdict::misuse};  // no such event
}

late_frame closed_verdict(closed_by how, stream_event event) {
  switch (event) {
    // §5.1: they may have crossed what closed the stream, on the wire
    case stream_event::recv_rst_stream:
    case stream_event::recv_window_update: return late_frame::ignored;
    case stream_event::recv_headers:
    case stream_event::recv_data:
    case stream_event::recv_end_stream: break;
    // Not a frame of this stream: another one promises it
    case stream_event::recv_push_promise: return late_frame::connection_error;
    // Not the peer's doing
    case stream_event::send_headers:
    case stream_event::send_data:
    case stream_event::send_end_stream:
    case stream_event::send_push_promise:
    case stream_event::send_rst_stream:
    case stream_event::send_window_update: return late_frame::ignored;
  }
  switch (how) {
    case closed_by::end_stream: return late_frame::connection_error;
    case closed_by::our_reset: return late_frame::ignored;
    case closed_by::their_reset: return late_frame::stream_error;
  }
  return late_frame::connection_error;  // no such end
}

}  // namespace h2
