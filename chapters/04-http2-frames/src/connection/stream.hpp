// SPDX-License-Identifier: MIT
//
// All that is known of one stream while it lives. Its rules are elsewhere: the state's in stream_state, the windows'
// in flow_control, the fields' in messages; this is where they keep what they know.
#pragma once

#include "chunk_queue.hpp"

#include <h2/flow_control.hpp>
#include <h2/hpack/header_list.hpp>
#include <h2/messages.hpp>
#include <h2/stream_state.hpp>

#include <cstdint>

namespace h2::core {

struct stream {
  std::uint32_t id = 0;
  stream_state state = stream_state::idle;
  bool to_head = false;     // the request was HEAD: its response has no content, whatever content-length says
  bool to_connect = false;  // it was CONNECT: a 2xx opens a tunnel

  // receiving
  message_progress incoming;
  receive_window receive;

  // sending
  message_progress outgoing;
  send_window send;
  chunk_queue waiting;            // content not yet in the output
  header_list trailers;           // what goes behind it
  bool has_trailers = false;      // an empty list of trailers is still one
  bool ends = false;              // END_STREAM goes with the last byte that waits
  bool full = false;              // more than limits::queued_data waited: stream_writable is due
  std::uint64_t straight_in = 0;  // number of the output that holds a frame put there at once, see send_data.cpp

  // scheduler's ring; both null outside of it
  stream* before = nullptr;
  stream* after = nullptr;

  /// A record for the next stream; buffers keep their memory, within reason.
  void renew(std::uint32_t new_id, std::uint32_t send_size, std::uint32_t receive_size) {
    id = new_id;
    state = stream_state::idle;
    to_head = to_connect = has_trailers = ends = full = false;
    incoming = {};
    outgoing = {};
    receive = receive_window(receive_size, receive_size);
    send = send_window(send_size);
    straight_in = 0;
    waiting.clear();
    // Fields as large as that are rare; kept in every record that is used again, they would add up.
    if (trailers.field_section_size() > 4096) trailers = {};
    trailers.clear();
  }
};

}  // namespace h2::core
