// SPDX-License-Identifier: MIT
#pragma once

#include <basics/accept.hpp>

namespace basics {

/// A listening TCP socket (net.Listen("tcp", …)).
class tcp_listener final : public listener {
 public:
  /// "127.0.0.1:9080", "[::1]:9080", ":9080" for all addresses; port 0 lets the kernel choose.
  /// Throws std::runtime_error: an address that is none, or that cannot be had.
  explicit tcp_listener(const std::string& address);
  ~tcp_listener() override;

  accepted accept() override;
  void close() override;
  [[nodiscard]] std::string addr() const override { return addr_; }

 private:
  int socket_ = -1;
  int closed_ = -1;  // an eventfd, readable from close() on: accept must not be left waiting
  std::string addr_;
};

}  // namespace basics
