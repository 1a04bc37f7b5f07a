// SPDX-License-Identifier: MIT
//
// grpc++ as the transport of our server: it is given descriptors through an external connection acceptor, and gives
// every call, whatever its method, to one generic callback service. One grpc::Server for each listener, because a call
// says which remote address it came from (peer()), and not through which listener.
#include "generic_call.hpp"

#include <basics/server_options.hpp>

#include <fmt/format.h>
#include <grpc/grpc.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <mutex>
#include <utility>

namespace basics {

namespace {

using grpc::experimental::ExternalConnectionAcceptor;

class generic_service final : public grpc::CallbackGenericService {
 public:
  generic_service(const server_options& options, transport_events events)
      : options_(options), events_(std::move(events)) {}

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* ctx) override {
    auto* call = new generic_call(*ctx, options_);
    if (const std::shared_ptr<connection> on = events_.find_connection(call->state()->peer)) {
      events_.on_stream(*call, on);
    } else {
      // The connection ended before its last call got here; nobody will read the answer.
      call->refuse({.code = code::unavailable, .message = "the connection has ended"});
    }
    return call;
  }

 private:
  const server_options& options_;
  const transport_events events_;
};

int in_milliseconds(std::chrono::milliseconds t) {
  return static_cast<int>(std::min<std::chrono::milliseconds::rep>(t.count(), std::numeric_limits<int>::max()));
}

// Each option as the channel argument that means the same; README.md has the table.
void set_arguments(grpc::ServerBuilder& builder, const server_options& o) {
  // Our own checks answer in grpc-go's words, so grpc++'s are off.
  builder.SetMaxReceiveMessageSize(-1);
  builder.SetMaxSendMessageSize(-1);
  const auto set = [&](const char* name, int value) { builder.AddChannelArgument(name, value); };
  const auto set_if = [&](const char* name, const std::optional<std::int32_t>& value) {
    if (value) set(name, *value);
  };
  if (o.max_concurrent_streams != 0) {
    set(GRPC_ARG_MAX_CONCURRENT_STREAMS,
        static_cast<int>(std::min<std::uint32_t>(o.max_concurrent_streams, std::numeric_limits<int>::max())));
  }
  set(GRPC_ARG_MAX_CONNECTION_IDLE_MS, in_milliseconds(o.keepalive_params.max_connection_idle));
  set(GRPC_ARG_MAX_CONNECTION_AGE_MS, in_milliseconds(o.keepalive_params.max_connection_age));
  set(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, in_milliseconds(o.keepalive_params.max_connection_age_grace));
  set(GRPC_ARG_KEEPALIVE_TIME_MS, in_milliseconds(o.keepalive_params.time));
  set(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, in_milliseconds(o.keepalive_params.timeout));
  // As grpc-go, ping whether calls run or not.
  set(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  set(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  set(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, in_milliseconds(o.keepalive_policy.min_time));
  set(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, in_milliseconds(o.connection_timeout));
  set_if(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, o.initial_window_size);
  set_if(GRPC_ARG_HTTP2_WRITE_BUFFER_SIZE, o.write_buffer_size);
  set_if(GRPC_ARG_TCP_READ_CHUNK_SIZE, o.read_buffer_size);
  set_if(GRPC_ARG_MAX_METADATA_SIZE, o.max_header_list_size);
  set_if(GRPC_ARG_HTTP2_HPACK_TABLE_SIZE_DECODER, o.header_table_size);
}

std::shared_ptr<grpc::ServerCredentials> credentials_of(const server_options& o) {
  const std::optional<tls_identity> identity = o.creds ? o.creds->tls() : std::nullopt;
  if (!identity) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back({identity->private_key, identity->certificate_chain});
  return grpc::SslServerCredentials(tls);
}

// An acceptor whose credentials are no good starts all the same, logs a line and drops every connection. A port would
// not start, so one is tried; abstract (unix(7)), for nobody to find.
bool are_good(const std::shared_ptr<grpc::ServerCredentials>& credentials) {
  grpc::CallbackGenericService nothing;
  grpc::ServerBuilder builder;
  builder.RegisterCallbackGenericService(&nothing);
  const auto nobody_elses = reinterpret_cast<std::uintptr_t>(credentials.get());
  builder.AddListeningPort(fmt::format("unix-abstract:basics-{}-{:x}", ::getpid(), nobody_elses), credentials);
  return builder.BuildAndStart() != nullptr;
}

class grpc_transport final : public transport {
 public:
  grpc_transport(const server_options& options, transport_events events) : service_(options, std::move(events)) {
    grpc::ServerBuilder builder;
    set_arguments(builder, options);
    const std::shared_ptr<grpc::ServerCredentials> credentials = credentials_of(options);
    if (options.creds && options.creds->tls() && !are_good(credentials)) {
      throw usage_error("grpc++ takes neither this certificate nor this key");
    }
    acceptor_ = builder.experimental().AddExternalConnectionAcceptor(
        grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials);
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
    if (!server_) throw usage_error("grpc++ refused to start");
  }

  bool hand_over(int descriptor) override {
    // grpc++ reads until it would block, and a socket that blocks stops one of its threads for good. It sets
    // TCP_NODELAY on the sockets it accepts itself, not on these.
    const int yes = 1;
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);

    // After Shutdown a descriptor would be leaked, so nothing may come between the question and the answer.
    const std::lock_guard lock(mutex_);
    if (stopped_) return false;
    ExternalConnectionAcceptor::NewConnectionParameters parameters;
    parameters.fd = descriptor;
    acceptor_->HandleNewConnection(&parameters);
    return true;
  }

  void graceful_stop() override {
    no_more_connections();
    server_->Shutdown();
  }

  void stop() override {
    no_more_connections();
    // A graceful Shutdown that is waiting in another thread gets on with it too.
    grpc_server_cancel_all_calls(server_->c_server());
    server_->Shutdown(std::chrono::system_clock::now());
  }

 private:
  void no_more_connections() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }

  generic_service service_;
  std::unique_ptr<ExternalConnectionAcceptor> acceptor_;
  std::unique_ptr<grpc::Server> server_;
  std::mutex mutex_;  // guards stopped_
  bool stopped_ = false;
};

}  // namespace

std::unique_ptr<transport> new_grpc_transport(const server_options& options, transport_events events) {
  return std::make_unique<grpc_transport>(options, std::move(events));
}

}  // namespace basics
