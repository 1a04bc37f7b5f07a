// SPDX-License-Identifier: MIT
//
// Functional options ("inside", 服务初始化): an option is a function that changes server_options, so new_server takes
// as many as one likes, in any order, and a new one breaks no caller. Elsewhere in this project options are plain
// structs; this chapter has them because its article teaches them.
//
//   auto s = new_server({}, chain_unary_interceptor({err_handler, log}), max_recv_msg_size(64 * 1024));
#pragma once

#include <basics/credentials.hpp>
#include <basics/interceptor.hpp>
#include <basics/stats.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace basics {

/// When idle, old or silent connections are ended (keepalive.ServerParameters).
struct keepalive_server_parameters {
  static constexpr std::chrono::milliseconds never = std::chrono::milliseconds::max();

  std::chrono::milliseconds max_connection_idle = never;       // no call for so long: GOAWAY
  std::chrono::milliseconds max_connection_age = never;        // GOAWAY at this age …
  std::chrono::milliseconds max_connection_age_grace = never;  // … and the end this much later, calls or not
  std::chrono::milliseconds time = std::chrono::hours(2);  // a PING after so long without a byte from the client …
  std::chrono::milliseconds timeout = std::chrono::seconds(20);  // … and the end when nothing answers it for so long
};

/// What pings are allowed from clients; too many end the connection (keepalive.EnforcementPolicy). grpc-go's
/// PermitWithoutStream cannot be had by itself: grpc++ has one argument for whether clients may ping a connection
/// without calls and whether the server does, and a server that finds silent clients needs it on.
struct keepalive_enforcement_policy {
  std::chrono::milliseconds min_time = std::chrono::minutes(5);
};

/// Everything a server can be told. Defaults are grpc-go 1.33's (server.go's defaultServerOptions), unless said.
struct server_options {
  std::shared_ptr<transport_credentials> creds = nullptr;  // null: cleartext, and nobody asked
  std::shared_ptr<stats::handler> stats_handler = nullptr;
  unary_server_interceptor unary_int = nullptr;
  stream_server_interceptor stream_int = nullptr;
  unary_interceptors chain_unary_ints = {};
  stream_interceptors chain_stream_ints = {};
  std::optional<stream_desc> unknown_stream_desc = std::nullopt;

  std::size_t max_receive_message_size = std::size_t{4} * 1024 * 1024;  // bytes, uncompressed
  std::size_t max_send_message_size = 0x7FFF'FFFF;                      // bytes, uncompressed
  std::uint32_t max_concurrent_streams = 0;                             // for each connection; 0: no limit
  std::string compressor = {};                                          // "gzip" or "deflate" for all answers; "": none

  keepalive_server_parameters keepalive_params = {};
  keepalive_enforcement_policy keepalive_policy = {};
  std::chrono::milliseconds connection_timeout = std::chrono::seconds(120);  // for TLS and HTTP/2's handshakes

  // What grpc++ is to use for its own default where there is none here.
  std::optional<std::int32_t> initial_window_size = std::nullopt;   // bytes a stream may send ahead
  std::optional<std::int32_t> write_buffer_size = std::nullopt;     // bytes
  std::optional<std::int32_t> read_buffer_size = std::nullopt;      // bytes
  std::optional<std::int32_t> max_header_list_size = std::nullopt;  // bytes, RFC 9113 §6.5.2
  std::optional<std::int32_t> header_table_size = std::nullopt;     // bytes, RFC 7541 §4.2

  /// What happens to the server, a line each (grpc-go's event log).
  std::function<void(const std::string&)> event_log = [](const std::string&) {};
};

/// grpc.ServerOption
class server_option {
 public:
  explicit server_option(std::function<void(server_options&)> f) : f_(std::move(f)) {}
  void apply(server_options& to) const { f_(to); }

 private:
  std::function<void(server_options&)> f_;
};

/// Options that a program has for all its servers. grpc-go keeps them in a global variable (globalServerOptions); here
/// they are new_server's first argument, and are applied before its own.
using global_server_options = std::vector<server_option>;

/// Applies them in their order. Throws usage_error from options that may be given once.
void apply_options(server_options& to, std::span<const server_option> options);

/// Decides about connections, and with what they are encrypted.
[[nodiscard]] server_option creds(std::shared_ptr<transport_credentials> c);
/// Hears of every connection and call.
[[nodiscard]] server_option stats_handler(std::shared_ptr<stats::handler> h);
/// The one unary interceptor that is outside all chained ones. A second one is refused (usage_error).
[[nodiscard]] server_option unary_interceptor(unary_server_interceptor i);
/// More unary interceptors, each inside those before it.
[[nodiscard]] server_option chain_unary_interceptor(unary_interceptors interceptors);
/// The one stream interceptor that is outside all chained ones. A second one is refused (usage_error).
[[nodiscard]] server_option stream_interceptor(stream_server_interceptor i);
[[nodiscard]] server_option chain_stream_interceptor(stream_interceptors interceptors);
/// Takes calls to services and methods that nobody registered, instead of UNIMPLEMENTED.
[[nodiscard]] server_option unknown_service_handler(stream_handler h);
/// Bytes of one received message; more is RESOURCE_EXHAUSTED.
[[nodiscard]] server_option max_recv_msg_size(std::size_t bytes);
/// Bytes of one sent message; more is RESOURCE_EXHAUSTED.
[[nodiscard]] server_option max_send_msg_size(std::size_t bytes);
/// Calls at a time for each connection.
[[nodiscard]] server_option max_concurrent_streams(std::uint32_t n);
/// Compresses all answers: "gzip" or "deflate".
[[nodiscard]] server_option rpc_compressor(std::string name);
[[nodiscard]] server_option keepalive_params(keepalive_server_parameters p);
[[nodiscard]] server_option keepalive_policy(keepalive_enforcement_policy p);
/// How long a client may take from connecting to the end of HTTP/2's handshake.
[[nodiscard]] server_option connection_timeout(std::chrono::milliseconds t);
[[nodiscard]] server_option initial_window_size(std::int32_t bytes);
[[nodiscard]] server_option write_buffer_size(std::int32_t bytes);
[[nodiscard]] server_option read_buffer_size(std::int32_t bytes);
[[nodiscard]] server_option max_header_list_size(std::int32_t bytes);
[[nodiscard]] server_option header_table_size(std::int32_t bytes);
/// Gets a line for each thing that happens to the server; called on any thread.
[[nodiscard]] server_option event_log(std::function<void(const std::string&)> log);

}  // namespace basics
