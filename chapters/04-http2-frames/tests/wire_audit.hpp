// SPDX-License-Identifier: MIT
//
// What must be true of everything that a connection sends, whatever a test is about: the rules of RFC 9113 that bind a
// sender. Each test that lets a connection speak to a wire_peer is audited, so a frame too long, a byte beyond a window
// or a word on a closed stream fails the test that happened to provoke it.
#pragma once

#include <h2/connection.hpp>
#include <h2/frame.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>

namespace h2::test {

class wire_audit {
 public:
  explicit wire_audit(role subject) : subject_(subject) {}

  /// A frame goes to the connection. It may be as wrong as it likes; then it changes nothing here.
  void said(const frame& what) {
    if (const auto* settings = std::get_if<settings_frame>(&what)) return said_settings(*settings);
    if (const auto* update = std::get_if<window_update_frame>(&what)) {
      (update->stream_id == 0 ? connection_window_ : at(update->stream_id).window) += update->increment;
    } else if (const auto* headers = std::get_if<headers_frame>(&what)) {
      at(headers->stream_id).spoken(headers->end_stream);
    } else if (const auto* data = std::get_if<data_frame>(&what)) {
      at(data->stream_id).spoken(data->end_stream);
    } else if (const auto* reset = std::get_if<rst_stream_frame>(&what)) {
      at(reset->stream_id).peer_reset = true;
    } else if (const auto* promise = std::get_if<push_promise_frame>(&what)) {
      at(promise->promised_id);
    }
  }

  /// A frame came from the connection.
  void heard(const frame_header& header, bool reserved_bit, const frame& what) {
    SCOPED_TRACE("sent by the connection: " + print(what));
    EXPECT_FALSE(over_) << "something is sent behind the GOAWAY of an error";
    EXPECT_FALSE(reserved_bit) << "RFC 9113 §4.1: the reserved bit is sent as 0";
    EXPECT_EQ(header.flags & ~flags_of(header.type), 0) << "RFC 9113 §4.1: a flag that means nothing";
    EXPECT_LE(header.length, max_frame_size_) << "RFC 9113 §4.2: longer than SETTINGS_MAX_FRAME_SIZE";
    EXPECT_TRUE(!first_ || is_settings(what)) << "RFC 9113 §3.4: SETTINGS come first";
    first_ = false;
    check_turn(header);
    check(header, what);
  }

 private:
  struct stream {
    std::int64_t window = 0;
    bool ended = false;  // by the connection
    bool peer_ended = false;
    bool was_reset = false;  // by the connection
    bool peer_reset = false;
    bool spoken_since = false;  // the peer has gone on after its own reset, which deserves an answer (§6.1)
    void spoken(bool end_stream) {
      peer_ended |= end_stream;
      spoken_since |= peer_reset;
    }
    [[nodiscard]] bool closed() const { return was_reset || peer_reset || (ended && peer_ended); }
  };

  [[nodiscard]] static bool is_settings(const frame& what) {
    const auto* settings = std::get_if<settings_frame>(&what);
    return settings != nullptr && !settings->ack;
  }
  [[nodiscard]] static unsigned flags_of(frame_type type) {
    switch (type) {
      case frame_type::data: return flag::end_stream | flag::padded;
      case frame_type::headers: return flag::end_stream | flag::end_headers | flag::padded | flag::priority;
      case frame_type::settings:
      case frame_type::ping: return flag::ack;
      case frame_type::push_promise: return flag::end_headers | flag::padded;
      case frame_type::continuation: return flag::end_headers;
      case frame_type::priority:
      case frame_type::rst_stream:
      case frame_type::goaway:
      case frame_type::window_update: return 0;
    }
    return 0;
  }

  stream& at(std::uint32_t id) { return streams_.try_emplace(id, stream{.window = initial_window_}).first->second; }

  void said_settings(const settings_frame& settings) {
    for (const setting& one : settings.values) {
      if (one.id == setting_id::max_frame_size) max_frame_size_ = one.value;
      if (one.id == setting_id::enable_push) may_push_ = one.value == 1;
      if (one.id != setting_id::initial_window_size) continue;
      for (auto& [id, s] : streams_) s.window += std::int64_t{one.value} - initial_window_;
      initial_window_ = one.value;
    }
  }

  void check_turn(const frame_header& header) {
    if (block_of_ != 0) {
      EXPECT_EQ(header.type, frame_type::continuation) << "RFC 9113 §4.3: a frame inside a field block";
      EXPECT_EQ(header.stream_id, block_of_) << "RFC 9113 §4.3: a frame of another stream inside a field block";
    } else {
      EXPECT_NE(header.type, frame_type::continuation) << "RFC 9113 §6.10: CONTINUATION that nothing began";
    }
    const bool block = header.type == frame_type::headers || header.type == frame_type::push_promise ||
                       header.type == frame_type::continuation;
    block_of_ = block && !header.has(flag::end_headers) ? header.stream_id : 0;
  }

  void check(const frame_header& header, const frame& what) {
    switch (header.type) {
      case frame_type::data: return check_data(std::get<data_frame>(what));
      case frame_type::headers: return check_headers(std::get<headers_frame>(what));
      case frame_type::rst_stream: return check_reset(header.stream_id);
      case frame_type::settings: return check_settings(std::get<settings_frame>(what));
      case frame_type::push_promise: return check_promise(std::get<push_promise_frame>(what));
      case frame_type::goaway: return check_goaway(std::get<goaway_frame>(what));
      case frame_type::window_update:
        EXPECT_FALSE(header.stream_id != 0 && at(header.stream_id).closed()) << "RFC 9113 §5.1: on a closed stream";
        return;
      case frame_type::priority:
      case frame_type::ping:
      case frame_type::continuation: return;
    }
    ADD_FAILURE() << "RFC 9113 §5.5: no extension was agreed on";
  }

  void check_data(const data_frame& data) {
    ASSERT_TRUE(streams_.count(data.stream_id) != 0) << "RFC 9113 §5.1: DATA on an idle stream";
    stream& on = at(data.stream_id);
    EXPECT_FALSE(on.ended || on.closed()) << "RFC 9113 §5.1: DATA behind the end";
    if (data.flow_controlled() > 0) {
      EXPECT_LE(data.flow_controlled(), on.window) << "RFC 9113 §6.9.1: beyond the stream's window";
      EXPECT_LE(data.flow_controlled(), connection_window_) << "RFC 9113 §6.9.1: beyond the connection's window";
    }
    on.window -= data.flow_controlled();
    connection_window_ -= data.flow_controlled();
    on.ended |= data.end_stream;
  }

  void check_headers(const headers_frame& headers) {
    if (streams_.count(headers.stream_id) == 0) {
      EXPECT_EQ(subject_, role::client) << "RFC 9113 §5.1: a server opens streams by PUSH_PROMISE";
      EXPECT_EQ(headers.stream_id % 2, 1U) << "RFC 9113 §5.1.1: a client's streams are odd";
      EXPECT_GT(headers.stream_id, highest_) << "RFC 9113 §5.1.1: stream ids rise";
      highest_ = headers.stream_id;
    }
    stream& on = at(headers.stream_id);
    EXPECT_FALSE(on.ended || on.closed()) << "RFC 9113 §5.1: HEADERS behind the end";
    on.ended |= headers.end_stream;
  }

  void check_reset(std::uint32_t id) {
    EXPECT_TRUE(streams_.count(id) != 0) << "RFC 9113 §6.4: RST_STREAM of an idle stream";
    EXPECT_FALSE(at(id).peer_reset && !at(id).spoken_since) << "RFC 9113 §5.4.2: RST_STREAM in answer to RST_STREAM";
    at(id).was_reset = true;
  }

  void check_settings(const settings_frame& settings) {
    for (const setting& one : settings.values) {
      EXPECT_TRUE(check_setting(one).has_value()) << "RFC 9113 §6.5.2: " << name_of(one.id) << ' ' << one.value;
      EXPECT_FALSE(subject_ == role::server && one.id == setting_id::enable_push && one.value != 0)
          << "RFC 9113 §6.5.2";
    }
  }

  void check_promise(const push_promise_frame& promise) {
    EXPECT_EQ(subject_, role::server) << "RFC 9113 §8.4.1: a client promises nothing";
    EXPECT_TRUE(may_push_) << "RFC 9113 §6.6: SETTINGS_ENABLE_PUSH is 0";
    EXPECT_EQ(promise.stream_id % 2, 1U) << "RFC 9113 §6.6: only on the peer's streams";
    EXPECT_FALSE(at(promise.stream_id).ended || at(promise.stream_id).closed()) << "RFC 9113 §6.6";
    EXPECT_EQ(promise.promised_id % 2, 0U) << "RFC 9113 §5.1.1: a server's streams are even";
    EXPECT_GT(promise.promised_id, highest_) << "RFC 9113 §5.1.1: stream ids rise";
    highest_ = promise.promised_id;
    at(promise.promised_id).peer_ended = true;
  }

  void check_goaway(const goaway_frame& goaway) {
    EXPECT_LE(goaway.last_stream_id, last_stream_id_) << "RFC 9113 §6.8: a last stream id that rises";
    last_stream_id_ = goaway.last_stream_id;
    over_ = goaway.code != error_code::no_error;
  }

  role subject_;
  bool first_ = true;
  bool over_ = false;
  bool may_push_ = true;
  std::uint32_t block_of_ = 0;
  std::uint32_t highest_ = 0;  // stream that the connection has opened or reserved
  std::uint32_t last_stream_id_ = max_stream_id;
  std::uint32_t max_frame_size_ = 16384;
  std::int64_t initial_window_ = 65535;
  std::int64_t connection_window_ = 65535;
  std::map<std::uint32_t, stream> streams_;
};

}  // namespace h2::test
