// SPDX-License-Identifier: MIT
//
// grpc-go's Server on grpc++'s transport. The life of one:
//
//   new_server(options) → register_service(…) → serve(listener) → stop() or graceful_stop()
//                                                  │
//                         accept ─▶ handle_raw_conn ─▶ transport ─▶ handle_stream (server_call.hpp)
#pragma once

#include <basics/accept.hpp>
#include <basics/connections.hpp>
#include <basics/server_call.hpp>
#include <basics/server_options.hpp>
#include <basics/service_registry.hpp>
#include <basics/transport.hpp>

#include <concepts>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace basics {

/// All functions may be called from any thread, unless said.
class server {
 public:
  /// `options` as new_server leaves them. The factory makes one transport for each listener.
  explicit server(server_options options, transport_factory transports = new_grpc_transport,
                  clock& time = real_clock());
  /// stop(), and waits for everything that was started.
  ~server();

  /// Throws usage_error: see service_registry::register_service.
  void register_service(const service_desc& desc, std::shared_ptr<service> implementation);
  [[nodiscard]] std::map<std::string, service_info> get_service_info() const;

  /// Accepts connections until stop or graceful_stop, whose end it waits for: then OK. Also returns when accepting
  /// fails for good, with the reason; connections that there are live on until the server stops. The listener is closed
  /// in every case. Several threads may serve a listener each. After a stop: UNAVAILABLE, grpc: the server has been
  /// stopped. Throws usage_error when there can be no transport: a certificate or key that is none.
  status serve(listener& from);

  /// Closes listeners and connections, cancels running calls, waits for their end. Not from a handler.
  void stop();
  /// Closes listeners, tells clients to go, and waits until the last call and connection have ended. Not from a
  /// handler.
  void graceful_stop();

  [[nodiscard]] const call_counters& counters() const { return counters_; }

 private:
  struct serving;

  void handle_raw_conn(raw_conn conn, serving& on);
  void end_connection(serving& on, const std::shared_ptr<connection>& ended);
  void on_stream(transport_stream& stream, const std::shared_ptr<connection>& on);
  void shut_down(bool gracefully);

  // Immutable after construction, or thread-safe by themselves.
  const server_options options_;
  const transport_factory transports_;
  clock& time_;
  call_counters counters_;
  event quit_;
  event done_;

  mutable std::mutex mutex_;         // guards the rest
  std::condition_variable changed_;  // one of the numbers below
  service_registry services_;        // calls read it without the mutex: from then on it is closed
  std::vector<std::unique_ptr<serving>> serving_;
  std::size_t accepting_ = 0;  // serve calls in their accept loop
  std::size_t live_connections_ = 0;
  std::size_t running_calls_ = 0;

  const call_environment environment_{options_, services_, time_, counters_};
  connection_watcher watcher_;  // last: its thread ends first
};

/// grpc.NewServer: defaults, then `global`, then `own`.
[[nodiscard]] std::unique_ptr<server> new_server(const global_server_options& global, std::vector<server_option> own);

/// The same, as one likes to write it: new_server({}, max_recv_msg_size(1024), …).
template <class... Options>
requires(std::same_as<Options, server_option>&&...)
    [[nodiscard]] std::unique_ptr<server> new_server(const global_server_options& global, Options... own) {
  return new_server(global, std::vector<server_option>{std::move(own)...});
}

/// server_options as a server wants them: all interceptors chained into unary_int and stream_int.
[[nodiscard]] server_options with_interceptors_chained(server_options options);

}  // namespace basics
