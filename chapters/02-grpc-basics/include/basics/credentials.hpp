// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace basics {

/// A socket that has been accepted and not yet spoken to. Owns its descriptor.
class raw_conn {
 public:
  raw_conn(int descriptor, std::string remote_addr, std::string local_addr);
  raw_conn(raw_conn&& other) noexcept;
  raw_conn& operator=(raw_conn&&) = delete;
  ~raw_conn();

  [[nodiscard]] int descriptor() const { return descriptor_; }
  /// Who takes the descriptor closes it.
  [[nodiscard]] int release();
  [[nodiscard]] const std::string& remote_addr() const { return remote_addr_; }  // "127.0.0.1:43535"
  [[nodiscard]] const std::string& local_addr() const { return local_addr_; }

 private:
  int descriptor_;
  std::string remote_addr_;
  std::string local_addr_;
};

/// PEM texts: a chain of certificates, the server's own first, and its key.
struct tls_identity {
  std::string certificate_chain;
  std::string private_key;
};

/// Decides about each connection before HTTP/2 is spoken on it (credentials.TransportCredentials, the server's half).
///
/// In grpc-go ServerHandshake is the handshake: it gets the socket and gives back an encrypted one, with what it learnt
/// of the peer. Here grpc++ does TLS, later and inside, with tls(). So what server_handshake sees under TLS is what it
/// sees without: two addresses, and a socket on which nothing has been read. It does not learn whether the handshake
/// will succeed, nor the peer's certificate.
class transport_credentials {
 public:
  virtual ~transport_credentials() = default;

  /// Called once for each connection, by the thread that accepts: must not block. A sentence refuses it: the connection
  /// is closed and the sentence logged.
  [[nodiscard]] virtual std::optional<std::string> server_handshake(const raw_conn& conn) = 0;
  /// With what to encrypt; nothing means cleartext.
  [[nodiscard]] virtual std::optional<tls_identity> tls() const { return std::nullopt; }
};

}  // namespace basics
