// SPDX-License-Identifier: MIT
//
// What a peer can do wrong, and what we can.
//
// RFC 9113 §5.4 has two scopes. A stream error costs its stream: RST_STREAM, and all others go on. A connection
// error costs everything: GOAWAY, then the connection closes, because the state both sides share (the HPACK table,
// which streams exist, the windows) can no longer be trusted. A rule's code and scope are part of the rule, so
// every error here carries them, with the clause.
//
// Asking our own side for what cannot be (a second response, data on a stream that is closed) is not an error on
// the wire and has a type of its own, `misuse`: nobody is told but the caller.
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace h2 {

/// RFC 9113 §7, in RST_STREAM and GOAWAY. Other values may arrive and mean internal_error; they are kept as they are.
enum class error_code : std::uint32_t {
  no_error = 0x0,
  protocol_error = 0x1,
  internal_error = 0x2,
  flow_control_error = 0x3,
  settings_timeout = 0x4,
  stream_closed = 0x5,
  frame_size_error = 0x6,
  refused_stream = 0x7,
  cancel = 0x8,
  compression_error = 0x9,
  connect_error = 0xa,
  enhance_your_calm = 0xb,
  inadequate_security = 0xc,
  http_1_1_required = 0xd,
};

/// "PROTOCOL_ERROR", as the RFC spells it; "0x2a" for a code it does not have.
[[nodiscard]] std::string name_of(error_code code);

enum class error_scope : std::uint8_t { stream, connection };

/// A peer's violation. The texts are literals, so that making one allocates nothing.
struct [[nodiscard]] error {
  error_code code = error_code::no_error;
  error_scope scope = error_scope::connection;
  std::uint32_t stream_id = 0;  // that the frame names; 0 for none
  std::uint64_t offset =
      0;                    // of the frame's first byte in what was received; inside HPACK of the field's, in its block
  std::string_view clause;  // "RFC 9113 §6.9"
  std::string_view why;     // "a WINDOW_UPDATE of zero"

  /// "stream 3, byte 117: a WINDOW_UPDATE of zero (RFC 9113 §6.9): PROTOCOL_ERROR, stream"
  [[nodiscard]] std::string message() const;

  friend bool operator==(const error&, const error&) = default;
};

[[nodiscard]] constexpr error connection_error(error_code code, std::string_view clause, std::string_view why) {
  return {.code = code, .scope = error_scope::connection, .clause = clause, .why = why};
}
[[nodiscard]] constexpr error stream_error(error_code code, std::uint32_t stream_id, std::string_view clause,
                                           std::string_view why) {
  return {.code = code, .scope = error_scope::stream, .stream_id = stream_id, .clause = clause, .why = why};
}

template <class T>
using result = boost::system::result<T, error>;

/// result::value() without a value: throws std::runtime_error with error::message().
[[noreturn]] void throw_exception_from_error(const error& why, const boost::source_location& where);

/// What our own side asked for and cannot have.
enum class misuse : std::uint8_t {
  no_such_stream,        // never opened, or closed and forgotten
  not_open_for_sending,  // our half has ended, even if some of it still waits, or the stream was reset
  out_of_order,          // data before headers, a second final response
  wrong_role,            // a client responding, a server requesting
  too_many_streams,      // the peer's SETTINGS_MAX_CONCURRENT_STREAMS is reached; try again when one closes
  stream_ids_exhausted,  // 2^31-1 was used: only a new connection helps
  going_away,            // GOAWAY was sent or received: no new streams
  push_disabled,         // the client said SETTINGS_ENABLE_PUSH = 0, or nothing may be pushed here
  wrong_length,          // content that is not what content-length said, or where there can be none (HEAD, 204, 304)
  malformed_headers,     // what §8 would have the peer refuse
  too_many_settings,     // limits::unacknowledged_settings: wait for an ACK
  invalid_setting,       // a value §6.5.2 would have the peer refuse
};

[[nodiscard]] std::string_view text_of(misuse what);

template <class T>
using outcome = boost::system::result<T, misuse>;

/// outcome::value() without a value: throws std::logic_error.
[[noreturn]] void throw_exception_from_error(misuse what, const boost::source_location& where);

}  // namespace h2
