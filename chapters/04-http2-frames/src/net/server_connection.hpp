// SPDX-License-Identifier: MIT
//
// One accepted connection, from its first byte to its end: TLS or cleartext, which protocol, then a session.
#pragma once

#include <h2/net/server.hpp>

#include "http1.hpp"

#include <memory>
#include <optional>

namespace h2::net {

class server_connection : public std::enable_shared_from_this<server_connection> {
 public:
  /// `service_for` and `options` outlive run().
  server_connection(tcp::socket socket, const server_options& options, const server::service_for& service_for);

  [[nodiscard]] awaitable<void> run();
  void shut_down();
  void stop();

  [[nodiscard]] asio::any_io_executor executor() { return executor_; }

 private:
  /// False: there will be no HTTP/2.
  [[nodiscard]] awaitable<bool> open();
  [[nodiscard]] awaitable<bool> open_cleartext();
  /// Whether HTTP/2 goes on behind it.
  [[nodiscard]] awaitable<bool> answer_http1(std::variant<upgrade_request, http1_refusal> parsed);
  [[nodiscard]] awaitable<bool> read_more();
  [[nodiscard]] awaitable<bool> write_all(std::string_view text);
  void limit_opening();
  [[nodiscard]] std::shared_ptr<session> make_session();

  const server_options& options_;
  const server::service_for& service_for_;
  asio::any_io_executor executor_;
  instant accepted_;
  std::optional<byte_stream> transport_;       // until there is a session
  std::optional<asio::steady_timer> opening_;  // timeouts::handshake, likewise
  byte_buffer seen_;                           // of the client's first bytes
  std::optional<upgrade_request> upgrade_;
  std::shared_ptr<session> session_;
  bool stopped_ = false;
};

}  // namespace h2::net
