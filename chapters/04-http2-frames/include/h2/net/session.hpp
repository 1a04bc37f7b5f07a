// SPDX-License-Identifier: MIT
//
// One connection: a socket, the core (h2::connection) and a timer. This is all of the shell that HTTP/2 needs; client
// and server differ in who connects and in who owns the session.
//
//   socket ──read──► core().receive ──► next_event … ──► owner.on_event      (asks core() for what it likes)
//   socket ◄─write── core().take_output ◄── once, behind the last event of what one read gave
//
// One read can carry thirty requests; their answers then leave in one write. What the socket does not take is kept, and
// reading goes on meanwhile, because the peer may need its answers read before it can read ours.
//
// Everything runs on one executor: a strand, or an io_context with one thread.
#pragma once

#include <h2/net/byte_stream.hpp>
#include <h2/net/deadlines.hpp>
#include <h2/net/wake_up.hpp>

#include <memory>
#include <optional>

namespace h2::net {

class session;

/// Who a connection is for. Called on the session's executor, never from within a call of the owner's.
class session_owner {
 public:
  virtual ~session_owner() = default;
  /// Every event of the core, in order. Whoever gets data_received answers with core().consume, now or later.
  virtual void on_event(session& from, event&& what) = 0;
  /// The last call. Streams that were open are gone without events of their own. The connection's end waits for it, so
  /// whoever has coroutines of its own ends them here.
  [[nodiscard]] virtual awaitable<void> on_end(session& from, failure why) = 0;
};

struct session_options {
  connection_options protocol = {};
  timeouts allowed = {};
};

class session : public std::enable_shared_from_this<session> {
 public:
  /// Requires: a transport that has shaken hands. `started`: when the TCP connection was made; timeouts::handshake
  /// counts from there.
  session(byte_stream transport, role side, const session_options& options, instant started);

  /// The connection, to its end; answers why it ended (`closed` when all was well). Once.
  /// `already_read`: what came behind an Upgrade, or was looked at to tell HTTP/1.1 from HTTP/2. Lifetime: `owner`
  /// lives until this returns.
  [[nodiscard]] awaitable<failure> run(session_owner& owner, byte_buffer already_read);

  /// The core. Whoever asks for it may leave something in its output, so a write follows soon.
  [[nodiscard]] connection& core();
  /// The core, to look at.
  [[nodiscard]] const connection& state() const { return core_; }

  /// GOAWAY; ends when the streams have, or after timeouts::drain.
  void shut_down();
  /// Ends now, without a word.
  void stop();

  [[nodiscard]] asio::any_io_executor executor() { return transport_.socket().get_executor(); }
  [[nodiscard]] bool secure() const { return transport_.secure(); }
  [[nodiscard]] const tcp::endpoint& remote() const { return remote_; }
  /// limits::queued_data: above it a writer waits for stream_writable.
  [[nodiscard]] std::size_t queue_limit() const { return queue_limit_; }

 private:
  /// Reads once. Answers what to wait for before the next time.
  [[nodiscard]] io_state read();
  /// Events to the owner and output to the socket, until there are neither.
  void turn();
  void deliver();
  /// False when the socket takes no more, or there is nothing.
  [[nodiscard]] bool write();
  void plan_turn();
  void await_writable(io_state wanted);
  void on_event(event& what);
  void on_peer_ended();
  void on_overdue(overdue what);
  void close(error_code code, std::string_view why);
  [[nodiscard]] bool must_not_read() const;
  void finish_if_done();
  void look_at_clock();
  void end(failure_code code, error_code http2, std::string detail);
  [[nodiscard]] standing stand() const;

  byte_stream transport_;
  connection core_;
  tcp::endpoint remote_;
  std::size_t queue_limit_;
  std::size_t control_limit_;
  session_owner* owner_ = nullptr;  // while it runs

  byte_buffer unsent_;  // taken from the core, not by the socket
  std::size_t unsent_from_ = 0;
  bool unsent_was_refused_ = false;  // some of it, once: then what is written of it counts as progress
  std::uint64_t written_late_ = 0;   // bytes

  deadlines deadlines_;
  asio::steady_timer timer_;
  std::optional<instant> timer_set_for_;
  instant moved_;

  wake_up written_;             // for a reader that had to stop
  std::optional<failure> why_;  // the first reason to end
  bool turning_ = false;        // output that is made now will be written
  bool turn_planned_ = false;
  bool write_waits_ = false;  // for the socket
  bool peer_settings_seen_ = false;
  bool closing_ = false;    // GOAWAY for an error is on its way out, nothing else is
  bool lingering_ = false;  // all is written, the peer has a moment to read it
  bool stopped_ = false;
};

}  // namespace h2::net
