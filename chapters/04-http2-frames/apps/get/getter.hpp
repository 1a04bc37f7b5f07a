// SPDX-License-Identifier: MIT
//
// h2get's work: one connection, and as many requests on it at once as there are URLs.
#pragma once

#include "url.hpp"

#include <h2/net/client.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace get {

struct options {
  std::vector<url> urls;        // of one origin
  std::string method = {};      // empty: GET, or POST with content, or HEAD
  bool head = false;            // and print the response's fields
  h2::header_list fields = {};  // more of the request
  h2::byte_buffer content = {};
  bool verbose = false;                // each event as a line on stderr
  bool upgrade = false;                // h2c by HTTP/1.1
  bool push = false;                   // take what the server pushes
  std::uint32_t window = 65535;        // of each stream, bytes
  std::chrono::milliseconds pause{0};  // before each piece of content is taken: a slow reader
  h2::net::tls_context tls = nullptr;
  h2::net::timeouts allowed = {};
  std::FILE* output = stdout;
};

class getter {
 public:
  explicit getter(options wanted) : wanted_(std::move(wanted)) {}

  /// Throws std::runtime_error: why not everything was answered.
  [[nodiscard]] boost::asio::awaitable<void> run();
  /// Makes run() end.
  void interrupt();

 private:
  struct exchange {
    h2::header_list request;
    h2::byte_buffer content;  // kept until those before it are printed
    bool over = false;
    std::string failed;  // why; empty: it was not
  };

  [[nodiscard]] boost::asio::awaitable<void> connect();
  [[nodiscard]] boost::asio::awaitable<void> perform(std::size_t i);
  [[nodiscard]] boost::asio::awaitable<h2::net::attempt<h2::net::stream_ptr>> send(std::size_t i);
  [[nodiscard]] boost::asio::awaitable<h2::net::attempt<void>> receive(h2::net::stream_ptr from, std::size_t i);
  [[nodiscard]] boost::asio::awaitable<void> take_push(h2::net::stream_ptr pushed);
  /// Lets a coroutine run beside run(), which waits for it.
  void go(boost::asio::awaitable<void> work);
  [[nodiscard]] h2::header_list request_for(const url& where) const;
  void print_ready();

  options wanted_;
  std::unique_ptr<h2::net::client> client_;
  std::vector<exchange> exchanges_;
  std::size_t printed_ = 0;  // exchanges before this one are
  std::size_t running_ = 0;
  h2::net::wake_up one_ended_;
  bool interrupted_ = false;
};

}  // namespace get
