// SPDX-License-Identifier: MIT
#include "plain/server.hpp"

#include <grpcpp/health_check_service_interface.h>

#include <stdexcept>

namespace plain {

listening_server start(grpc::ServerBuilder& builder, const std::string& address,
                       const std::shared_ptr<grpc::ServerCredentials>& credentials) {
  // By default gRPC sets SO_REUSEPORT: a second server on a port that is taken starts without a word, and the kernel
  // deals the connections out to both.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  int port = 0;
  builder.AddListeningPort(address, credentials, &port);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server || port == 0) throw std::runtime_error("cannot listen on " + address);
  return {.server = std::move(server), .address = address.substr(0, address.rfind(':') + 1) + std::to_string(port)};
}

bool drain(grpc::Server& server, std::chrono::seconds at_most) {
  // First, because whoever watches our health hears of it at once and need not run into a server that refuses.
  if (auto* health = server.GetHealthCheckService()) health->Shutdown();
  const auto deadline = std::chrono::system_clock::now() + at_most;
  server.Shutdown(
      deadline);  // returns when the last call has ended; without a deadline a forgotten stream holds us for ever
  return std::chrono::system_clock::now() < deadline;
}

}  // namespace plain
