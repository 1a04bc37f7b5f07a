// SPDX-License-Identifier: MIT
#include <basics/server_options.hpp>

#include <utility>

namespace basics {

void apply_options(server_options& to, std::span<const server_option> options) {
  for (const server_option& o : options) o.apply(to);
}

server_option unary_interceptor(unary_server_interceptor i) {
  return server_option([i = std::move(i)](server_options& o) {
    if (o.unary_int) throw usage_error("The unary server interceptor was already set and may not be reset.");
    o.unary_int = i;
  });
}

server_option chain_unary_interceptor(unary_interceptors interceptors) {
  return server_option([interceptors = std::move(interceptors)](server_options& o) {
    o.chain_unary_ints.insert(o.chain_unary_ints.end(), interceptors.begin(), interceptors.end());
  });
}

server_option stream_interceptor(stream_server_interceptor i) {
  return server_option([i = std::move(i)](server_options& o) {
    if (o.stream_int) throw usage_error("The stream server interceptor was already set and may not be reset.");
    o.stream_int = i;
  });
}

server_option chain_stream_interceptor(stream_interceptors interceptors) {
  return server_option([interceptors = std::move(interceptors)](server_options& o) {
    o.chain_stream_ints.insert(o.chain_stream_ints.end(), interceptors.begin(), interceptors.end());
  });
}

server_option unknown_service_handler(stream_handler h) {
  return server_option([h = std::move(h)](server_options& o) {
    o.unknown_stream_desc = stream_desc{
        .stream_name = "unknown_service_handler", .handler = h, .server_streams = true, .client_streams = true};
  });
}

namespace {

// Options that store one value where nothing needs to be checked.
template <class T>
server_option setting(T server_options::*member, T value) {
  return server_option([member, value = std::move(value)](server_options& o) { o.*member = value; });
}
using bytes32 = std::optional<std::int32_t>;

}  // namespace

server_option creds(std::shared_ptr<transport_credentials> c) { return setting(&server_options::creds, std::move(c)); }
server_option stats_handler(std::shared_ptr<stats::handler> h) {
  return setting(&server_options::stats_handler, std::move(h));
}
server_option max_recv_msg_size(std::size_t bytes) { return setting(&server_options::max_receive_message_size, bytes); }
server_option max_send_msg_size(std::size_t bytes) { return setting(&server_options::max_send_message_size, bytes); }
server_option max_concurrent_streams(std::uint32_t n) { return setting(&server_options::max_concurrent_streams, n); }
server_option rpc_compressor(std::string name) { return setting(&server_options::compressor, std::move(name)); }
server_option keepalive_params(keepalive_server_parameters p) { return setting(&server_options::keepalive_params, p); }
server_option keepalive_policy(keepalive_enforcement_policy p) { return setting(&server_options::keepalive_policy, p); }
server_option connection_timeout(std::chrono::milliseconds t) {
  return setting(&server_options::connection_timeout, t);
}
server_option initial_window_size(std::int32_t bytes) {
  return setting(&server_options::initial_window_size, bytes32(bytes));
}
server_option write_buffer_size(std::int32_t bytes) {
  return setting(&server_options::write_buffer_size, bytes32(bytes));
}
server_option read_buffer_size(std::int32_t bytes) {
  return setting(&server_options::read_buffer_size, bytes32(bytes));
}
server_option max_header_list_size(std::int32_t bytes) {
  return setting(&server_options::max_header_list_size, bytes32(bytes));
}
server_option header_table_size(std::int32_t bytes) {
  return setting(&server_options::header_table_size, bytes32(bytes));
}
server_option event_log(std::function<void(const std::string&)> log) {
  return setting(&server_options::event_log, std::move(log));
}

}  // namespace basics
