// SPDX-License-Identifier: MIT
//
// The seam between calls and bytes: what rpc.ClientCodec and rpc.ServerCodec are in Go, without the
// connection inside. A codec is fed whatever bytes arrived and asked what they amount to; it appends
// what must be sent to a buffer that someone else writes. It never blocks, and never takes a byte
// that is not its own.
//
//   bytes in:   receive(span) → read_…_header() → read_…_body() → read_…_header() → …
//   bytes out:  write_…(header, body, out)
//
// Header and body alternate: a header that was read must be followed by its body (or by discarding
// it) before the next header is asked for.
#pragma once

#include <netrpc/error.hpp>
#include <netrpc/message.hpp>
#include <netrpc/reflect.hpp>

#include <cstddef>
#include <memory>
#include <span>

namespace netrpc {

enum class progress : std::uint8_t {
  need_more,  // not an error: the rest has not arrived yet, ask again after receive()
  done,
};

class server_codec {
 public:
  virtual ~server_codec() = default;

  virtual void receive(std::span<const std::byte> data) = 0;

  /// Errors: any of them ends the connection, since nobody knows where the next request starts.
  [[nodiscard]] virtual result<progress> read_request_header(request& out) = 0;

  /// Reads the argument into `body`; a null `body.of` discards it.
  /// Errors: scope `value` leaves the connection usable (the argument was of another type);
  /// scope `stream` does not.
  [[nodiscard]] virtual result<progress> read_request_body(reflect::value body) = 0;

  /// Appends one reply to `out`, all of it or nothing. With header.Error set, `body` is ignored.
  /// Errors: scope `local` (the reply is of a type the codec cannot send).
  [[nodiscard]] virtual result<void> write_response(const response& header, reflect::const_value body, bytes& out) = 0;

  /// True when the bytes received so far end between two requests: end of input here is a clean end.
  [[nodiscard]] virtual bool at_boundary() const = 0;
};

class client_codec {
 public:
  virtual ~client_codec() = default;

  /// Appends one request to `out`, all of it or nothing. Errors: scope `local`.
  [[nodiscard]] virtual result<void> write_request(const request& header, reflect::const_value body, bytes& out) = 0;

  virtual void receive(std::span<const std::byte> data) = 0;

  /// Errors: any of them ends the connection.
  [[nodiscard]] virtual result<progress> read_response_header(response& out) = 0;

  /// As server_codec::read_request_body, for the reply.
  [[nodiscard]] virtual result<progress> read_response_body(reflect::value body) = 0;

  [[nodiscard]] virtual bool at_boundary() const = 0;
};

}  // namespace netrpc
