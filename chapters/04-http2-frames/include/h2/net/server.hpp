// SPDX-License-Identifier: MIT
//
// Listens, accepts, and runs a session for each connection. Cleartext may begin in three ways:
//
//   PRI * HTTP/2.0 …                    HTTP/2 by prior knowledge (RFC 9113 §3.3)
//   GET / HTTP/1.1, Upgrade: h2c        101, and the request is stream 1 (RFC 7540 §3.2)
//   anything else                       a short answer in HTTP/1.1: 426 Upgrade Required, or 400
//
// Over TLS there is only "h2" by ALPN.
#pragma once

#include <h2/net/session.hpp>
#include <h2/net/stream.hpp>

#include <functional>
#include <memory>
#include <string>

namespace h2::net {

struct server_options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;     // 0: the kernel chooses; ask endpoint()
  tls_context tls = nullptr;  // null: cleartext
  session_options session = {};
  /// Connections at a time; more wait in the kernel's queue until one ends.
  std::size_t connections = 10'000;
  /// For an io_context that several threads run: each connection gets a strand of its own. One thread is a strand
  /// already, and needs none.
  bool strand_per_connection = false;
};

class server {
 public:
  /// Who answers on one connection. Asked when its first byte has come.
  using service_for = std::function<std::unique_ptr<session_owner>(session& connection)>;

  /// Binds and listens. Errors: throws boost::system::system_error (the address is taken).
  server(const asio::any_io_executor& executor, server_options options, service_for each);
  ~server();

  /// Where it listens; after its end too. Any thread.
  [[nodiscard]] tcp::endpoint endpoint() const;

  /// Serves until shut_down() or stop(); returns when every connection has ended. Once.
  [[nodiscard]] awaitable<void> serve();
  /// Accepts no more; every connection says GOAWAY, finishes what it has begun, and closes. Any thread.
  void shut_down();
  /// Ends every connection now. Any thread.
  void stop();

  /// Connections at the moment. Any thread.
  [[nodiscard]] std::size_t connections() const;

 private:
  class state;
  std::shared_ptr<state> state_;
};

/// A service whose handlers are coroutines, one for each request: `go handler(stream)`. The stream is reset with
/// INTERNAL_ERROR if the handler throws, and with CANCEL if it returns before it has answered. They end with the
/// connection: every wait on a stream then fails.
using stream_handler = std::function<awaitable<void>(stream_ptr)>;
[[nodiscard]] server::service_for serve_streams(stream_handler handler);

}  // namespace h2::net
