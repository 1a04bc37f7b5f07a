// SPDX-License-Identifier: MIT
//
// Why a connection, or one exchange on it, came to nothing. h2::error is what a peer did wrong in HTTP/2; around it a
// shell has names that do not resolve, doors that are shut, certificates and clocks.
#pragma once

#include <h2/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace h2::net {

enum class failure_code : std::uint8_t {
  closed,          // nothing went wrong: one side ended the connection, and this came too late
  unresolved,      // the name has no address
  unreachable,     // no address took the connection
  broken,          // the socket failed under an open connection
  tls,             // no common ground, or a certificate that proves nothing
  no_h2,           // TLS, but the other side did not choose "h2" (ALPN)
  not_upgraded,    // HTTP/1.1, and it stays that
  timed_out,       // see `timeouts`; the detail names which
  peer_violation,  // the peer broke a rule of the connection, and was told by GOAWAY
  peer_gave_up,    // the peer says by GOAWAY that we broke one
  reset,           // of one stream, by either side
  refused,         // of one stream: not acted on, safe to try again on another connection
  too_large,       // more content than the caller wanted
  misused,         // our own side asked for what cannot be, see h2::misuse
};

[[nodiscard]] std::string_view name_of(failure_code code);

struct [[nodiscard]] failure {
  failure_code code = failure_code::closed;
  /// Of RST_STREAM or GOAWAY, for the codes from peer_violation to refused.
  error_code http2 = error_code::no_error;
  /// The rest of the sentence.
  std::string detail = {};

  /// "timed out: no SETTINGS within 10 s"
  [[nodiscard]] std::string message() const;
};

/// What a shell's function gives: a value, or why there is none.
template <class T>
using attempt = boost::system::result<T, failure>;

[[nodiscard]] failure failed(misuse what);

/// attempt::value() without a value: throws std::runtime_error with failure::message().
[[noreturn]] void throw_exception_from_error(const failure& why, const boost::source_location& where);

}  // namespace h2::net
