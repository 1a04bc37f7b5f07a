// SPDX-License-Identifier: MIT
//
// RFC 9113 §5.1: the life of one stream, from the side of one endpoint.
//
//                                     ┌──────┐
//                 send_push_promise   │ idle │   recv_push_promise
//             ┌───────────────────────┤      ├───────────────────────┐
//             ▼                       └──┬───┘                       ▼
//    ┌────────────────┐     send_headers │ recv_headers     ┌─────────────────┐
//    │ reserved_local │                  ▼                  │ reserved_remote │
//    └────────┬───────┘              ┌──────┐               └────────┬────────┘
//             │                      │ open │                        │
//             │ send_headers         └┬────┬┘           recv_headers │
//             │       recv_end_stream │    │ send_end_stream         │
//             ▼                       │    │                         ▼
//  ┌────────────────────┐◄────────────┘    └───────────►┌───────────────────┐
//  │ half_closed_remote │                               │ half_closed_local │
//  └──────────┬─────────┘                               └─────────┬─────────┘
//             │ send_end_stream          ┌────────┐               │ recv_end_stream
//             └─────────────────────────►│ closed │◄──────────────┘
//                                        └────────┘
//        send_rst_stream, recv_rst_stream: from every state but idle straight to closed
//
// What the RFC's picture leaves out:
//   - HEADERS come up to three times: 1xx responses (any number), the response, trailers. To this machine they are all
//     headers; which may come when is message_rules' (messages.hpp).
//   - A frame with END_STREAM is two events, headers or data and then end_stream.
//   - reserved_* counts for no concurrency limit, open and both half-closed do (§5.1.2).
//   - PRIORITY may come in every state and changes none. CONTINUATION belongs to its HEADERS.
//   - WINDOW_UPDATE and RST_STREAM that were under way when a stream closed are normal; so is everything after
//     our own RST_STREAM, which the peer had not read yet. How a stream closed decides what is forgiven, see
//     `closed_by`.
#pragma once

#include <h2/error.hpp>

#include <cstdint>
#include <string_view>

namespace h2 {

enum class stream_state : std::uint8_t {
  idle,
  reserved_local,
  reserved_remote,
  open,
  half_closed_local,
  half_closed_remote,
  closed,
};
inline constexpr std::size_t stream_state_count = 7;

[[nodiscard]] std::string_view name_of(stream_state state);

/// What can happen to a stream. `recv` is the peer's doing, `send` ours.
enum class stream_event : std::uint8_t {
  send_headers,
  send_data,
  send_end_stream,
  send_push_promise,  // this stream is the promised one
  send_rst_stream,
  send_window_update,
  recv_headers,
  recv_data,
  recv_end_stream,
  recv_push_promise,
  recv_rst_stream,
  recv_window_update,
};
inline constexpr std::size_t stream_event_count = 12;

[[nodiscard]] std::string_view name_of(stream_event event);

/// What an event may come to.
enum class verdict : std::uint8_t {
  ok,
  connection_protocol_error,  // PROTOCOL_ERROR of the connection
  stream_closed_error,        // STREAM_CLOSED: of the stream, or of the connection, see closed_verdict
  misuse,                     // our own side asked for it
};

struct transition_result {
  stream_state next = stream_state::idle;  // unchanged unless ok
  verdict what = verdict::ok;
  friend bool operator==(const transition_result&, const transition_result&) = default;
};

/// The whole machine.
[[nodiscard]] transition_result transition(stream_state state, stream_event event);

/// How a stream came to its end, for frames that arrive after it.
enum class closed_by : std::uint8_t {
  end_stream,   // both sides said END_STREAM
  our_reset,    // we sent RST_STREAM
  their_reset,  // they did
};

/// What a frame on a closed stream is (§5.1 "closed", §5.4.2).
enum class late_frame : std::uint8_t { ignored, stream_error, connection_error };  // the errors are STREAM_CLOSED

/// WINDOW_UPDATE and RST_STREAM: ignored always. After our reset: ignored (the peer may not have seen it). After
/// END_STREAM from both: DATA and HEADERS are connection errors. After their reset: stream errors.
[[nodiscard]] late_frame closed_verdict(closed_by how, stream_event event);

}  // namespace h2
