// SPDX-License-Identifier: MIT
//
// How long a connection may take for what. A pure machine: facts and the time go in, the moment to look again and a
// verdict come out, so that hours pass in a test within a microsecond.
//
//   accepted ──handshake──► SETTINGS of both sides
//                 our SETTINGS ──settings_ack──► their ACK
//                              last stream ended, nothing received ──idle──► GOAWAY
//                              responses wait, none of them moves  ──stall──► GOAWAY
//                                                           GOAWAY ──drain──► closed, whatever is still open
//                                                                      GOAWAY written ──linger──► closed
#pragma once

#include <h2/connection.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace h2::net {

/// Zero: never.
struct timeouts {
  using duration = std::chrono::steady_clock::duration;
  /// Client: name resolution and TCP, all addresses together.
  duration connect = std::chrono::seconds(10);
  /// From the TCP connection to the peer's first SETTINGS: TLS, Upgrade and preface in between. Go: 10 s.
  duration handshake = std::chrono::seconds(10);
  /// From our SETTINGS to their ACK: SETTINGS_TIMEOUT (RFC 9113 §6.5.3). nghttp2's programs: 10 s.
  duration settings_ack = std::chrono::seconds(10);
  /// Without a stream, and without a byte from the peer. nghttpd: 3 min.
  duration idle = std::chrono::minutes(3);
  /// Content waits, and less than stall_progress of it could be sent: a peer that lets responses rot behind a closed
  /// window, or that opens it by a byte at a time (CVE-2019-9511, 9517).
  duration stall = std::chrono::minutes(1);
  std::uint64_t stall_progress = 1024;  // bytes
  /// After a GOAWAY of ours or theirs: for the streams to end.
  duration drain = std::chrono::seconds(30);
  /// After the last byte of ours, for the peer to close too: a socket closed with unread input takes what it still
  /// sends, our GOAWAY, away with it.
  duration linger = std::chrono::seconds(1);
};

/// A connection at one moment.
struct standing {
  bool peer_settings_seen = false;
  bool settings_acknowledged = false;  // our first ones
  bool going_away = false;             // GOAWAY sent or received
  bool lingering = false;              // there is nothing more to be said
  std::size_t streams = 0;
  instant moved = {};          // when bytes last came or left
  std::uint64_t progress = 0;  // bytes of content that left, so far
  std::size_t waiting = 0;     // bytes of content, or of anything the socket did not take
};

enum class overdue : std::uint8_t { nothing, handshake, settings_ack, idle, stall, drain, linger };

/// "no SETTINGS within 10 s": what is missing, without the number.
[[nodiscard]] std::string_view text_of(overdue what);

class deadlines {
 public:
  deadlines(const timeouts& allowed, instant start);

  /// How things stand now. Answers what has taken too long, in the enum's order if several have.
  [[nodiscard]] overdue look(const standing& s, instant now);
  /// When to look again though nothing happens; empty: never. It moves with every byte; a timer that is set only when
  /// it would come too late looks now and then in vain, and costs nothing per request.
  [[nodiscard]] std::optional<instant> next() const;

 private:
  struct watch {
    timeouts::duration allowed;
    std::optional<instant> since = {};  // empty: not running

    void run_if(bool applies, instant now);
    [[nodiscard]] bool over(instant now) const;
  };

  watch handshake_, settings_ack_, idle_, stall_, drain_, linger_;
  std::uint64_t stall_progress_;
  std::uint64_t progress_ = 0;  // when the stall watch began
};

}  // namespace h2::net
