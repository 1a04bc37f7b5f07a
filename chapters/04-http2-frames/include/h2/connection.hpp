// SPDX-License-Identifier: MIT
//
// One HTTP/2 connection, either end of it, without a socket, a clock or a thread.
//
//    bytes from the peer ──► receive ──► next_event … ──► the owner
//                               │ frame_reader, field_block, hpack::decoder, stream_state, flow_control, messages
//                               ▼
//    bytes to the peer ◄── take_output ◄── submit_request, submit_response, send_data, consume, ping, …
//
// The owner's loop:   receive(bytes, now);  while (auto e = next_event()) …;  take_output(buffer) and write it;
//                     while (auto e = next_event()) …   — taking output can end streams and make room on others.
//
// An owner that cannot write should not read either: what the peer is told while it does not listen is kept here.
//
// Control frames and HEADERS are written into the output as soon as they are asked for, in that order, because HPACK's
// table depends on it. DATA is put together only when the output is taken: by then it is known which streams have
// something, and each gets one frame in turn, so that a large download cannot keep a small one waiting.
#pragma once

#include <h2/event.hpp>
#include <h2/limits.hpp>
#include <h2/settings.hpp>
#include <h2/stream_state.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace h2 {

enum class role : std::uint8_t { client, server };

/// Time as the owner has it; only differences matter. It is passed in and never asked for.
using instant = std::chrono::steady_clock::time_point;

struct connection_options {
  /// What we announce in our first SETTINGS. enable_push is sent by clients only.
  settings local = {.enable_push = false, .max_concurrent_streams = 100, .max_header_list_size = 65536};
  /// The connection's receive window, in bytes; the first WINDOW_UPDATE raises it from 65535.
  std::uint32_t connection_window = 1U << 20;
  /// As much dynamic table as our encoder keeps, in bytes, however much the peer would allow.
  std::uint32_t encoder_table_size = 4096;
  limits bounds = {};
};

/// How much the connection holds at the moment; for tests of what an attacker can make us keep.
struct footprint {
  std::size_t streams = 0;         // with state of their own; closed ones that are remembered not counted
  std::size_t remembered = 0;      // closed ones
  std::size_t input = 0;           // bytes of an unfinished frame or field block
  std::size_t control_output = 0;  // bytes, answers and headers
  std::size_t queued_data = 0;     // bytes given to send_data and not yet in the output
  std::size_t events = 0;          // not yet pulled
};

class connection {
 public:
  /// The first output is the preface (client) and SETTINGS.
  explicit connection(role side, connection_options options = {});
  ~connection();
  connection(connection&&) noexcept;
  connection& operator=(connection&&) noexcept;

  // ── from the wire ────────────────────────────────────────────────────────────────────────────────────────────────
  /// Bytes from the peer. Lifetime: they stay until next_event() has answered empty. Requires: the previous ones were
  /// used up so.
  void receive(bytes input, instant now);
  /// The next thing that happened; empty when more bytes are needed. Frames are looked at only as they are asked for.
  [[nodiscard]] std::optional<event> next_event();

  // ── to the wire ──────────────────────────────────────────────────────────────────────────────────────────────────
  /// Whether take_output would give anything.
  [[nodiscard]] bool has_output() const;
  /// Replaces the content of `into` with what is to be sent next, limits::output of DATA at most; its memory is used
  /// again. May queue events: stream_closed, stream_writable.
  void take_output(byte_buffer& into);

  // ── requests and responses ───────────────────────────────────────────────────────────────────────────────────────
  /// Client: opens a stream. Returns its id.
  [[nodiscard]] outcome<std::uint32_t> submit_request(const header_list& headers, bool end_stream);
  /// Server: a 1xx.
  [[nodiscard]] outcome<void> submit_informational(std::uint32_t stream_id, const header_list& headers);
  /// Server: the response, once.
  [[nodiscard]] outcome<void> submit_response(std::uint32_t stream_id, const header_list& headers, bool end_stream);
  /// Either side: fields behind the content; ends our half once all data before it has gone.
  [[nodiscard]] outcome<void> submit_trailers(std::uint32_t stream_id, const header_list& headers);
  /// Server: promises `request` on the client's stream. Returns the promised id, to be answered with submit_response.
  [[nodiscard]] outcome<std::uint32_t> submit_push(std::uint32_t stream_id, const header_list& request);
  /// Content. Always taken whole: what windows do not let through waits. Returns how many bytes of the stream wait now;
  /// above limits::queued_data a writer should stop until stream_writable. The first copies, the second keeps the
  /// buffer.
  [[nodiscard]] outcome<std::size_t> send_data(std::uint32_t stream_id, bytes data, bool end_stream);
  [[nodiscard]] outcome<std::size_t> send_data(std::uint32_t stream_id, byte_buffer&& data, bool end_stream);
  /// n bytes of a data_received have been used: window for the peer, on the stream and on the connection. For a stream
  /// that has closed meanwhile only the connection's. Requires: n bytes were received and not consumed yet.
  void consume(std::uint32_t stream_id, std::size_t n);
  /// RST_STREAM. What waits on the stream is dropped. Nothing happens if it is closed already. stream_closed follows.
  void reset_stream(std::uint32_t stream_id, error_code code);
  /// Gives a list back whose memory the next one may use.
  void recycle(header_list&& list);

  // ── the connection itself ────────────────────────────────────────────────────────────────────────────────────────
  /// ping_acknowledged will carry the same eight bytes.
  void ping(const ping_data& opaque);
  /// New settings of ours; they hold from settings_acknowledged on.
  [[nodiscard]] outcome<void> update_settings(const settings& wanted);
  /// Raises (or lets shrink by use) the connection's receive window.
  void set_connection_window(std::uint32_t size);
  /// No new streams, those there are finish (§6.8). A server says GOAWAY 2^31-1 and a PING first, and with the PING's
  /// ACK the real last stream id, so that requests under way are not lost.
  void shut_down(std::string_view debug = {});
  /// GOAWAY with this code, now. Nothing more is received; `finished` once the output is taken.
  void close(error_code code, std::string_view debug);

  // ── h2c (RFC 7540 §3.2) ──────────────────────────────────────────────────────────────────────────────────────────
  /// The HTTP/1.1 exchange has taken place: stream 1 is there, half closed by the client. Before anything is received.
  /// Server: HTTP2-Settings' payload and the request that came with it, which becomes a request_received. Client: only
  /// stream 1.
  [[nodiscard]] result<void> upgraded(bytes settings_payload, header_list request);
  void upgraded();

  // ── how things stand ─────────────────────────────────────────────────────────────────────────────────────────────
  [[nodiscard]] role side() const;
  /// Preface and SETTINGS have come and ours are acknowledged.
  [[nodiscard]] bool handshake_done() const;
  /// GOAWAY was sent or received: no new streams.
  [[nodiscard]] bool going_away() const;
  /// Nothing more will be received, or after GOAWAY the last stream has ended; and the output has been taken. Once it
  /// is written, close the socket.
  [[nodiscard]] bool finished() const;
  /// Streams that count for a limit (§5.1.2): the peer's and ours.
  [[nodiscard]] std::size_t open_streams() const;
  /// Client: submit_request would find a stream at this moment.
  [[nodiscard]] bool can_open_stream() const;
  /// idle for ids never used, closed for those over.
  [[nodiscard]] stream_state state_of(std::uint32_t stream_id) const;
  /// Bytes that may be sent now on a stream; 0 names the connection. May be negative (§6.9.2).
  [[nodiscard]] std::int64_t send_window_of(std::uint32_t stream_id) const;
  [[nodiscard]] std::int64_t receive_window_of(std::uint32_t stream_id) const;
  /// Bytes given to send_data and not yet in the output.
  [[nodiscard]] std::size_t queued_on(std::uint32_t stream_id) const;
  [[nodiscard]] const settings& peer_settings() const;
  [[nodiscard]] const settings& local_settings() const;  // those acknowledged
  [[nodiscard]] footprint held() const;
  /// Bytes received so far.
  [[nodiscard]] std::uint64_t received() const;
  /// Bytes of content put into outputs so far: whether a peer that owes us window lets us get on.
  [[nodiscard]] std::uint64_t data_sent() const;

 private:
  class parts;  // connection/parts.hpp: the machines, and what each frame does to them
  std::unique_ptr<parts> parts_;
};

}  // namespace h2
