// SPDX-License-Identifier: MIT
//
// Accepts connections and serves each of them: Go's `for { conn, _ := l.Accept(); go server.ServeConn(conn) }`,
// with an owner for every one of those goroutines, and an end.
#pragma once

#include <netrpc/protocol.hpp>
#include <netrpc/server.hpp>

#include <functional>
#include <memory>
#include <set>
#include <string>

namespace netrpc {

struct listen_options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the kernel chooses; ask endpoint()
  protocol speaks = protocol::gob;
  /// For an io_context that several threads run: each connection gets a strand of its own. One thread
  /// is a strand already, and needs none.
  bool strand_per_connection = false;
};

class listener {
 public:
  /// One server for one connection, as in netrpc 4.3.4; may return the same one every time.
  using server_for = std::function<std::shared_ptr<server>(const tcp::endpoint& remote)>;

  /// Binds and listens. Errors: throws boost::system::system_error (the address is taken).
  listener(const asio::any_io_executor& executor, listen_options options = {});
  ~listener();

  [[nodiscard]] tcp::endpoint endpoint() const { return endpoint_; }

  /// Serves until stop(); returns when every connection has ended. Once.
  [[nodiscard]] awaitable<void> serve(std::shared_ptr<server> all);
  [[nodiscard]] awaitable<void> serve(server_for each);

  /// Ends the connections that are open, and goes on accepting. Any thread.
  void close_connections();
  /// Ends accepting and every connection. Any thread.
  void stop();

 private:
  class state;
  std::shared_ptr<state> state_;
  tcp::endpoint endpoint_;
};

}  // namespace netrpc
