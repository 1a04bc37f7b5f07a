// SPDX-License-Identifier: MIT
//
// TLS as HTTP/2 wants it (RFC 9113 §9.2): 1.2 or later, "h2" by ALPN, none of the ciphers of appendix A.
#pragma once

#include <h2/net/failure.hpp>

#include <memory>
#include <string>
#include <vector>

struct ssl_ctx_st;

namespace h2::net {

/// What many connections share; made once. Immutable, from any thread.
using tls_context = std::shared_ptr<ssl_ctx_st>;

/// Texts in PEM.
struct certificate {
  std::string chain;
  std::string key;
};

/// A certificate for these names and addresses, signed by itself, valid for a month: for tests and first steps.
[[nodiscard]] attempt<certificate> make_certificate(const std::vector<std::string>& names);

/// A server's context: who does not offer "h2" is refused in the handshake (no_application_protocol).
[[nodiscard]] attempt<tls_context> server_tls(const certificate& own);

struct client_tls_options {
  /// False: the server may be anyone.
  bool verify = true;
  /// PEM file of those who may have signed; empty: those of the system.
  std::string authorities = {};
};
[[nodiscard]] attempt<tls_context> client_tls(const client_tls_options& options = {});

}  // namespace h2::net
