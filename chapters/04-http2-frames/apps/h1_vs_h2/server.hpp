// SPDX-License-Identifier: MIT
//
// One server on one port of this machine that speaks both: who begins with "PRI " is HTTP/2 (RFC 9113 §3.3), all else
// HTTP/1.1. Both ask the same site.
#pragma once

#include "site.hpp"

#include <h2/net/asio.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <thread>

namespace versus {

namespace asio = boost::asio;
using asio::ip::tcp;

/// How many answers are ready and may not be sent, because one before them is not. Told by the server's thread, awaited
/// by another.
class held_back {
 public:
  void set(std::size_t answers);
  /// Throws std::runtime_error if it does not come to that.
  void wait_for(std::size_t answers);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t answers_ = 0;
};

class server {
 public:
  /// Listens, and serves in a thread of its own.
  server();
  /// Requires: all clients are gone. Ends when their connections have.
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  [[nodiscard]] tcp::endpoint endpoint() const { return endpoint_; }
  void open_gate();
  [[nodiscard]] held_back& held() { return held_; }

 private:
  [[nodiscard]] asio::awaitable<void> accept();
  [[nodiscard]] asio::awaitable<void> welcome(tcp::socket socket);

  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  tcp::endpoint endpoint_;
  site site_;       // the thread's
  held_back held_;  // anybody's
  std::thread thread_;
};

/// Serves HTTP/1.1 on a connection that has begun with these bytes, until the client goes. Answers leave in the order
/// of the requests, as they must (RFC 9112 §9.3.2), even where they are ready in another.
void serve_http1(tcp::socket socket, const std::string& begun, site& all, held_back& held);

/// The same for HTTP/2.
[[nodiscard]] asio::awaitable<void> serve_http2(tcp::socket socket, std::string begun, site& all);

}  // namespace versus
