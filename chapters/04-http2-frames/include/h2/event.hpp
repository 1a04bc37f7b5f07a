// SPDX-License-Identifier: MIT
//
// What a connection tells its owner: connection::next_event(). Lists of fields and texts belong to the event; `data` is
// a view into what was received.
#pragma once

#include <h2/error.hpp>
#include <h2/frames/ping.hpp>
#include <h2/hpack/header_list.hpp>
#include <h2/settings.hpp>

#include <cstdint>
#include <string>
#include <variant>

namespace h2 {

/// Server: a stream was opened. The request is well-formed (§8.3.1).
struct request_received {
  std::uint32_t stream_id = 0;
  header_list headers;
  bool end_stream = false;
};

/// Client: a 1xx; the response is still to come.
struct informational_received {
  std::uint32_t stream_id = 0;
  header_list headers;
};

/// Client: the final response's headers.
struct response_received {
  std::uint32_t stream_id = 0;
  header_list headers;
  bool end_stream = false;
};

/// The fields behind the content. They always end the peer's half of the stream.
struct trailers_received {
  std::uint32_t stream_id = 0;
  header_list headers;
};

/// Content. Whoever has used it says so with connection::consume(stream_id, data.size()), or the window stays shut.
struct data_received {
  std::uint32_t stream_id = 0;
  bytes data;  // Lifetime: until next_event() or receive() is called again
  bool end_stream = false;
};

/// Client: the server will answer, on `promised_id`, a request that it made up itself.
struct push_received {
  std::uint32_t stream_id = 0;  // the stream it came with
  std::uint32_t promised_id = 0;
  header_list request;
};

/// The stream ended before its time.
struct stream_reset {
  std::uint32_t stream_id = 0;
  error_code code = error_code::no_error;
  /// Theirs: RST_STREAM, or a GOAWAY whose last-stream-id is below. Ours: they broke a rule of the stream, see `why`.
  bool by_peer = false;
  /// The peer has certainly not acted on it (§8.7): REFUSED_STREAM, or above GOAWAY's last stream id. Safe to try again
  /// elsewhere.
  bool unprocessed = false;
  error why = {};
};

/// Both halves are done; the id means nothing any more. Always a stream's last event, after a stream_reset too.
struct stream_closed {
  std::uint32_t stream_id = 0;
};

/// send_data would be welcome again: less than half of limits::queued_data waits.
struct stream_writable {
  std::uint32_t stream_id = 0;
};

/// The peer's settings, which now hold. Our ACK is in the output.
struct settings_received {
  settings values;
};

/// The peer acknowledged the oldest of our settings on their way.
struct settings_acknowledged {
  settings values;
};

/// Our ping came back.
struct ping_acknowledged {
  ping_data opaque = {};
};

/// The peer will take no more streams. Those above were reset before this event, unprocessed.
struct goaway_received {
  std::uint32_t last_stream_id = 0;
  error_code code = error_code::no_error;
  std::string debug;
};

/// The peer broke a rule of the connection, or went past a limit: GOAWAY is in the output, nothing more will be
/// received. The last event.
struct connection_failed {
  error why;
};

using event =
    std::variant<request_received, informational_received, response_received, trailers_received, data_received,
                 push_received, stream_reset, stream_closed, stream_writable, settings_received, settings_acknowledged,
                 ping_acknowledged, goaway_received, connection_failed>;

}  // namespace h2
