// SPDX-License-Identifier: MIT
//
// net/rpc over HTTP: one request in HTTP's dress, one answer, and from then on the connection is gob's.
//
//   client → server   CONNECT /_goRPC_ HTTP/1.0⏎⏎
//   server → client   HTTP/1.0 200 Connected to Go RPC⏎⏎
//   client ↔ server   gob
//
// The two parts share a connection, and may share a packet. Each side here takes its own bytes up to
// the empty line and not one more: the others are given back by take_rest(). That is the classic mistake
// of handshakes, and Go's client makes it: it reads the answer through a bufio.Reader, then drops that
// reader and whatever gob it had read ahead (net/rpc client.go DialHTTPPath). It goes well there since
// a Go server says nothing until it is asked.
//
// Why not Boost.Beast: Go's client and server end these lines with a bare LF, which HTTP's grammar only
// allows a recipient to accept (RFC 9112 §2.2), and Beast does not.
//
// Neither side does I/O: bytes in with receive(), bytes out with take_output().
#pragma once

#include <netrpc/codec.hpp>
#include <netrpc/limits.hpp>
#include <netrpc/service_map.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace netrpc {

/// net/rpc server.go DefaultRPCPath, DefaultDebugPath.
inline constexpr std::string_view rpc_path = "/_goRPC_";
inline constexpr std::string_view debug_path = "/debug/rpc";

/// Collects bytes up to the empty line that ends a request or a response without a body.
class http_head {
 public:
  explicit http_head(std::size_t most) : most_(most) {}

  void receive(std::span<const std::byte> data);
  /// True when the head is whole. Errors: http_handshake, longer than allowed.
  [[nodiscard]] result<bool> complete();
  /// The next line, without its LF or CRLF; the empty one is the last. Requires: complete().
  [[nodiscard]] std::string_view next_line();
  /// What came after the empty line. Requires: complete().
  [[nodiscard]] bytes take_rest();

 private:
  std::size_t most_;
  std::string buffer_;
  std::size_t searched_ = 0;    // no line begins between here and the last one seen
  std::size_t line_start_ = 0;  // of the line that searched_ is in
  std::size_t end_ = 0;         // of the head, once it is whole
  std::size_t read_ = 0;        // by next_line()
};

/// The server's side.
///
///   receiving ──► connected      take_rest() is gob
///            ├──► debug_page     answer_page(), then close
///            └──► refused        take_output() says why, then close
class http_acceptor {
 public:
  enum class event : std::uint8_t { need_more, connected, debug_page, refused };

  explicit http_acceptor(const limits& bounds = {}) : head_(bounds.http_header_bytes) {}

  void receive(std::span<const std::byte> data) { head_.receive(data); }
  /// What the bytes so far amount to; the same again when asked again.
  [[nodiscard]] event next();

  /// What is to be sent now. Empties it.
  [[nodiscard]] std::string take_output();
  /// After connected: the bytes that belong to gob.
  [[nodiscard]] bytes take_rest() { return head_.take_rest(); }
  /// After debug_page: makes the answer from the page's HTML.
  void answer_page(std::string_view html);
  /// After refused: "404 Not Found", for the log.
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  event decide();
  event refuse(std::string_view status, std::string_view text);
  void respond(std::string_view status, std::string_view content_type, std::string_view body);

  http_head head_;
  event state_ = event::need_more;
  bool head_only_ = false;  // the request was HEAD
  std::string output_;
  std::string reason_;
};

/// The client's side.
class http_dialer {
 public:
  explicit http_dialer(const limits& bounds = {}, std::string_view path = rpc_path);

  /// The request, once.
  [[nodiscard]] std::string take_output();
  void receive(std::span<const std::byte> data) { head_.receive(data); }
  /// done: connected, and take_rest() is gob.
  /// Errors: http_handshake, final: "unexpected HTTP response: 404 Not Found", or what is malformed.
  [[nodiscard]] result<progress> next();
  [[nodiscard]] bytes take_rest() { return head_.take_rest(); }

 private:
  result<progress> decide();

  http_head head_;
  std::string output_;
  std::optional<result<progress>> outcome_;  // once there is one
};

/// The page under debug_path: Go's, to the byte (net/rpc debug.go), for this server's services.
[[nodiscard]] std::string debug_page(const service_map& services);

}  // namespace netrpc
