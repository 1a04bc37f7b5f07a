// SPDX-License-Identifier: MIT
//
// How every server on plain grpc++ here begins and ends.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <memory>
#include <string>

namespace plain {

struct listening_server {
  std::unique_ptr<grpc::Server> server;
  std::string address;  // "127.0.0.1:43535": the port is the one that the kernel chose, if it was to choose
};

/// Starts what `builder` describes. `address` is "127.0.0.1:0" or "[::1]:0". Throws std::runtime_error when nobody can
/// listen there, also when somebody does already.
[[nodiscard]] listening_server start(grpc::ServerBuilder& builder, const std::string& address,
                                     const std::shared_ptr<grpc::ServerCredentials>& credentials);

/// Ends a server without losing a call: tells those who ask for its health to go elsewhere, takes no new calls, lets
/// those in flight finish. After `at_most`, at least a second, the rest is cut off: calls, but also clients that hold a
/// connection and do not answer the GOAWAY (a stopped process is enough). True when nothing had to be.
bool drain(grpc::Server& server, std::chrono::seconds at_most);

}  // namespace plain
