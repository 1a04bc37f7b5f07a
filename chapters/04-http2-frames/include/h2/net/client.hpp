// SPDX-License-Identifier: MIT
//
// One connection to a server, and requests on it as coroutines:
//
//   auto connected = co_await client::connect("127.0.0.1", "8080", options);
//   auto opened = co_await connected.value()->open(request, true);      // HEADERS
//   auto head = co_await opened.value()->response();                   // header_list
//   auto piece = co_await opened.value()->read();                      // until it is empty
//
// Everything runs on the executor of the coroutine that connected: a strand, or an io_context with one thread.
#pragma once

#include <h2/net/session.hpp>
#include <h2/net/stream.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace h2::net {

struct client_options {
  tls_context tls = nullptr;  // null: cleartext
  session_options session = {};
  /// Cleartext: begin with this request in HTTP/1.1 and ask for h2c (RFC 7540 §3.2). It has no content. Its stream is
  /// upgraded_stream(). Without: HTTP/2 from the first byte.
  std::optional<header_list> upgrade = {};
  /// Who the certificate must be for; empty: the host.
  std::string tls_name = {};
  /// Each event of the connection, before anybody acts on it: for -v.
  std::function<void(const event&)> observer = {};
  /// What the server pushes. Requires: session.protocol.local.enable_push. Without: it is reset (CANCEL).
  std::function<void(stream_ptr)> on_push = {};
};

/// A whole answer.
struct response {
  int status = 0;
  header_list headers;
  byte_buffer body;
  header_list trailers;
};

/// All of it, once it has come.
[[nodiscard]] awaitable<attempt<response>> read_response(stream_ptr one);

class client {
 public:
  /// Resolves, connects, shakes hands (TLS, Upgrade). Comes back when requests may be sent, which is before the
  /// server's SETTINGS have come (RFC 9113 §3.4).
  [[nodiscard]] static awaitable<attempt<std::unique_ptr<client>>> connect(std::string host, std::string port,
                                                                           client_options options);
  // No default arguments on coroutines: g++ 12 destroys such a temporary twice.
  [[nodiscard]] static awaitable<attempt<std::unique_ptr<client>>> connect(std::string host, std::string port) {
    return connect(std::move(host), std::move(port), client_options());
  }
  /// stop(); what runs on the connection ends by itself after that.
  ~client();

  /// Comes back when the server's SETTINGS have come.
  [[nodiscard]] awaitable<attempt<void>> ready();
  /// Opens a stream. Waits while the server allows no more of them.
  [[nodiscard]] awaitable<attempt<stream_ptr>> open(header_list request, bool end_stream);
  /// A whole exchange. With an empty body the request has no content.
  [[nodiscard]] awaitable<attempt<response>> fetch(header_list request, byte_buffer body);
  [[nodiscard]] awaitable<attempt<response>> fetch(header_list request) {
    return fetch(std::move(request), byte_buffer());
  }
  [[nodiscard]] stream_ptr upgraded_stream() const;
  /// There and back. One at a time.
  [[nodiscard]] awaitable<attempt<std::chrono::steady_clock::duration>> ping();

  /// GOAWAY; comes back when the streams have ended and the socket is closed (timeouts::drain at most).
  [[nodiscard]] awaitable<void> close();
  /// Comes back when the connection has ended, and says why.
  [[nodiscard]] awaitable<failure> ended();
  /// Ends now. Every wait on it fails.
  void stop();

  [[nodiscard]] session& connection_of();

 private:
  class state;
  explicit client(std::shared_ptr<state> s);
  std::shared_ptr<state> state_;
};

}  // namespace h2::net
