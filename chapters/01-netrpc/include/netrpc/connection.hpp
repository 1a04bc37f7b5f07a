// SPDX-License-Identifier: MIT
//
// One connection being served: Go's ServeCodec as an object. Made by server and listener.
//
//               ┌──────────────── parsed: serve the next request ◄───────┐
//               ▼                                                        │
//   read ► codec ► request ► plain method ► reply appended ──────────────┤
//                     └────► coroutine method, spawned; reply later      │
//               │ nothing more to parse                                  │
//               ▼                                                        │
//             flush ► too much under way? ► sleep until less is ─────────┘
//               └───► read again
#pragma once

#include <netrpc/protocol.hpp>
#include <netrpc/server.hpp>
#include <netrpc/wake_up.hpp>

#include <list>
#include <memory>
#include <optional>
#include <string>

namespace netrpc {

class connection final : public transport {
 public:
  /// Lifetime: the server outlives the connection.
  connection(server& owner, tcp::socket socket);

  /// Serves until the peer leaves, sends what cannot be read, or the connection is closed; then cancels
  /// the coroutine methods under way and returns when all of them have ended and their replies are
  /// written. `leftover` came with the handshake. Runs in the socket's executor.
  ///
  /// Go lets such methods run on and writes their replies to nobody. A Watch for an hour would keep
  /// its connection's memory for an hour; cancelled, it leaves with its caller.
  [[nodiscard]] static awaitable<void> serve(std::shared_ptr<connection> self, std::unique_ptr<server_codec> codec,
                                             bytes leftover);

  /// The same with the codec that `speaks` names, after the HTTP handshake if it has one.
  [[nodiscard]] static awaitable<void> serve(std::shared_ptr<connection> self, protocol speaks);

  /// Ends serve() from any thread.
  void stop();

 private:
  /// A request on its way from header to reply.
  struct work {
    request header;
    const method* what = nullptr;
    const callable* how = nullptr;
    std::shared_ptr<void> argument = {};
    std::shared_ptr<void> reply = {};
    std::string refusal = {};  // why there is no such method
  };

  /// The server's half of CONNECT. Nothing: no gob will follow (the debug page, a refusal).
  static awaitable<std::optional<bytes>> handshake(std::shared_ptr<connection> self);

  void drained() override { changed_.wake(); }
  [[nodiscard]] bool saturated() const;

  result<progress> serve_parsed();
  result<progress> serve_request();
  result<progress> read_header();
  void call();
  void spawn();
  static awaitable<void> run(std::shared_ptr<connection> self, work w);
  void send_response(const request& header, const result<void>& outcome, reflect::const_value reply);
  void send_error(const request& header, std::string text);
  void flush_soon();

  server& owner_;
  std::unique_ptr<server_codec> codec_;
  work next_;
  bool has_header_ = false;                       // next_ waits for its body
  response response_;                             // kept for its strings' memory
  std::list<asio::cancellation_signal> running_;  // one for each coroutine method under way
  wake_up changed_;                               // a method ended, or a write did
  bool flush_due_ = false;
  bool leaving_ = false;
};

}  // namespace netrpc
