// SPDX-License-Identifier: MIT
//
// TLS, and a token on top of it, for both sides.
#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <memory>
#include <string>

namespace plain {

/// What a command line says of a server's credentials. Paths of PEM files; "" means not given.
struct server_identity {
  std::string certificate;
  std::string key;
  std::string token;  // what each call must carry, as `authorization: Bearer TOKEN`; wants TLS
};
/// Cleartext unless there is a certificate. Throws std::runtime_error when a file cannot be read.
[[nodiscard]] std::shared_ptr<grpc::ServerCredentials> server_credentials(const server_identity& identity);

/// What a command line says of whom a client trusts and what it shows. "" means not given.
struct client_trust {
  std::string ca;           // path of the PEM file of who may sign the server's certificate; without it there is no TLS
  std::string server_name;  // the name that the certificate must have; else the one that was dialled
  std::string token;        // wants TLS
};
[[nodiscard]] std::shared_ptr<grpc::ChannelCredentials> channel_credentials(const client_trust& trust);
/// The channel arguments that all clients here have.
[[nodiscard]] grpc::ChannelArguments channel_arguments(const client_trust& trust = {});

}  // namespace plain
