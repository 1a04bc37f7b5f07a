// SPDX-License-Identifier: MIT
//
// The inside of a connection: its machines, and the functions that let them work together.
//
// No rule is kept here twice. Bytes become frames in frame_reader and field_block, fields in hpack; whether a stream
// may do something is stream_state's to say, how much it may send flow_control's, which fields are a request messages'.
// What is left for this class is the order in which they are asked, and that is one file for each type of frame:
//
//   receive.cpp    turn, first frame, which function; errors.cpp: what an error costs; limits: who is charged for what
//   on_headers.cpp, on_data.cpp, on_push_promise.cpp, on_settings.cpp, on_window_update.cpp, on_control.cpp
//   submit.cpp, send_data.cpp, push.cpp     what the owner asks for
//   shutdown.cpp, upgraded.cpp              the connection's end, and its other beginning
#pragma once

#include "event_queue.hpp"
#include "output.hpp"
#include "rate_bucket.hpp"
#include "scheduler.hpp"
#include "stream_table.hpp"

#include <h2/connection.hpp>
#include <h2/field_block.hpp>
#include <h2/frame_reader.hpp>
#include <h2/hpack/decoder.hpp>
#include <h2/hpack/encoder.hpp>

namespace h2 {

/// §8.4: what may be promised; push.cpp.
[[nodiscard]] malformed check_pushed_request(const header_list& request);

class connection::parts {
 public:
  parts(h2::role side, connection_options options);

  // receive.cpp
  void receive(bytes input, instant now);
  [[nodiscard]] std::optional<event> next_event();

  // send_data.cpp
  [[nodiscard]] bool has_output() const;
  void take_output(byte_buffer& into);
  [[nodiscard]] outcome<std::size_t> send_data(std::uint32_t id, bytes data, bool end_stream);
  [[nodiscard]] outcome<std::size_t> send_data(std::uint32_t id, byte_buffer&& data, bool end_stream);

  // submit.cpp
  [[nodiscard]] outcome<std::uint32_t> submit_request(const header_list& headers, bool end_stream);
  [[nodiscard]] outcome<void> submit_informational(std::uint32_t id, const header_list& headers);
  [[nodiscard]] outcome<void> submit_response(std::uint32_t id, const header_list& headers, bool end_stream);
  [[nodiscard]] outcome<void> submit_trailers(std::uint32_t id, const header_list& headers);
  void reset_stream(std::uint32_t id, error_code code);
  void recycle(header_list&& list);
  [[nodiscard]] bool can_open_stream() const;

  // push.cpp
  [[nodiscard]] outcome<std::uint32_t> submit_push(std::uint32_t id, const header_list& request);

  // on_data.cpp
  void consume(std::uint32_t id, std::size_t n);
  void set_connection_window(std::uint32_t size);

  // on_settings.cpp
  [[nodiscard]] outcome<void> update_settings(const settings& wanted);

  // on_ping.cpp
  void ping(const ping_data& opaque);

  // shutdown.cpp
  void shut_down(std::string_view debug);
  void close(error_code code, std::string_view debug);
  [[nodiscard]] bool finished() const;
  [[nodiscard]] bool going_away() const { return draining_ || goaway_sent_ || goaway_received_ || ended_; }

  // upgraded.cpp
  [[nodiscard]] result<void> upgraded(bytes settings_payload, header_list request);
  void upgraded();

  // status.cpp
  [[nodiscard]] bool handshake_done() const { return settings_seen_ && settings_acknowledged_; }
  [[nodiscard]] std::size_t open_streams() const { return streams_.ours() + streams_.peers(); }
  [[nodiscard]] stream_state state_of(std::uint32_t id) const;
  [[nodiscard]] std::int64_t send_window_of(std::uint32_t id) const;
  [[nodiscard]] std::int64_t receive_window_of(std::uint32_t id) const;
  [[nodiscard]] std::size_t queued_on(std::uint32_t id) const;
  [[nodiscard]] footprint held() const;
  [[nodiscard]] h2::role side() const { return side_; }
  [[nodiscard]] const settings& peer_settings() const { return peer_; }
  [[nodiscard]] const settings& local_settings() const { return exchange_.in_force(); }
  [[nodiscard]] std::uint64_t received() const { return received_; }
  [[nodiscard]] std::uint64_t data_sent() const { return data_sent_; }

 private:
  using stream = core::stream;

  // receive.cpp
  [[nodiscard]] bool step();
  [[nodiscard]] result<void> on_frame(const raw_frame& raw);

  // one file for each type; the errors have no offset yet
  [[nodiscard]] result<void> on_data(const frame_header& header, bytes payload);
  [[nodiscard]] result<void> on_headers(const frame_header& header, bytes payload);
  [[nodiscard]] result<void> on_priority(const frame_header& header, bytes payload);
  [[nodiscard]] result<void> on_rst_stream(const frame_header& header, bytes payload);
  [[nodiscard]] result<void> on_settings(const frame_header& header, bytes payload);
  [[nodiscard]] result<void> on_push_promise(const frame_header& header, bytes payload);
  [[nodiscard]] result<void> on_ping(const frame_header& header, bytes payload);
  [[nodiscard]] result<void> on_goaway(const frame_header& header, bytes payload);
  [[nodiscard]] result<void> on_window_update(const frame_header& header, bytes payload);
  [[nodiscard]] result<void> on_continuation(const frame_header& header, bytes payload);

  // on_headers.cpp
  [[nodiscard]] result<void> on_block(const result<std::optional<field_block>>& block);
  [[nodiscard]] result<void> on_fields(const headers_frame& first, header_list&& fields, bool fits);
  [[nodiscard]] result<stream*> opened_by_peer(std::uint32_t id);
  [[nodiscard]] result<void> too_long(stream& s, bool end_stream);
  void announce(stream& s, message_progress::kind what, header_list&& fields, bool end_stream);

  // on_push_promise.cpp
  [[nodiscard]] result<void> on_promise(const push_promise_frame& first, header_list&& request, bool fits);
  [[nodiscard]] result<void> promised(stream& s, const push_promise_frame& first, header_list&& request, bool fits);

  // on_data.cpp
  [[nodiscard]] result<void> on_content(stream& s, const data_frame& frame);
  void give_back(std::uint32_t n);
  void give_back(stream& s, std::uint32_t n);

  // on_ping.cpp, shutdown.cpp
  void ping_for_shutdown();
  void finish_shutdown();

  // on_settings.cpp
  [[nodiscard]] result<void> apply_peer_settings(const settings_frame& frame);
  void announce_settings(const settings& wanted);
  void bear(const settings& wanted);

  // streams.cpp: the life of a record
  [[nodiscard]] stream& open(std::uint32_t id);
  [[nodiscard]] result<void> advance(stream& s, stream_event what);
  void end_half(stream& s, stream_event which);
  void end_stream(stream& s, closed_by how);
  /// Into the ring if it has something to send and may, out of it otherwise.
  void schedule(stream& s);

  // errors.cpp
  void fail(const error& why);
  void refuse(const error& why);
  [[nodiscard]] result<void> on_absent(std::uint32_t id, stream_event what);
  [[nodiscard]] bool beyond_goaway(std::uint32_t id) const {
    return goaway_last_ < id && !streams_.is_ours(id) && goaway_sent_;
  }
  [[nodiscard]] result<void> charge(core::rate_bucket& bucket, std::string_view why);
  void say_goaway(std::uint32_t last, error_code code, std::string_view debug);

  // send_data.cpp
  [[nodiscard]] outcome<stream*> writable(std::uint32_t id, std::size_t n, bool end_stream);
  [[nodiscard]] bool straight(stream& s, bytes data, bool end_stream);
  [[nodiscard]] std::size_t wait(stream& s, bool end_stream);
  void compose(byte_buffer& into, std::size_t room);
  void compose_one(stream& s, std::size_t n, byte_buffer& into);
  void spend(stream& s, std::size_t n);

  // submit.cpp
  [[nodiscard]] outcome<void> check_outgoing(stream& s, const header_list& headers, bool end_stream,
                                             message_progress::kind wanted);
  [[nodiscard]] misuse why_absent(std::uint32_t id) const;
  void write_headers(byte_buffer& out, std::uint32_t id, const header_list& headers, bool end_stream);

  // immutable after construction
  h2::role side_;
  limits bounds_;

  // bytes in
  core::rate_bucket resets_, pings_, settings_, idle_frames_;
  std::uint64_t window_update_credit_ = 0;  // WINDOW_UPDATE that our DATA explains
  instant now_{};
  std::uint64_t received_ = 0;
  frame_reader reader_;
  field_block_assembler block_;
  hpack::decoder decoder_;
  core::event_queue events_;
  std::vector<header_list> spare_lists_;

  // both sides' settings
  settings peer_;
  settings_exchange exchange_;
  settings borne_;  // of ours: what the peer may make use of at this moment, the larger of old and new
  bool settings_seen_ = false;
  bool settings_acknowledged_ = false;

  // streams and windows
  core::stream_table streams_;
  core::scheduler ring_;
  send_window send_;
  receive_window receive_;

  // bytes out
  hpack::encoder encoder_;
  core::output output_;
  std::size_t queued_data_ = 0;  // on all streams
  std::uint64_t data_sent_ = 0;
  std::size_t unseen_ends_ = 0;  // streams of the peer's whose end is in the output: it cannot know of it yet
  std::uint64_t pings_under_way_ = 0;

  // the end
  bool ended_ = false;        // failed or closed: nothing is received or sent any more
  bool draining_ = false;     // shut_down was asked for
  bool drain_ping_ = false;   // its PING is under way
  bool goaway_sent_ = false;  // with a last stream id that is meant
  bool goaway_received_ = false;
  std::uint32_t goaway_last_ = max_stream_id;       // what ours said last
  std::uint32_t goaway_peer_last_ = max_stream_id;  // what theirs did
  std::string shutdown_debug_;
};

}  // namespace h2
