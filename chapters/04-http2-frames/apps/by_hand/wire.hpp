// SPDX-License-Identifier: MIT
//
// A blocking socket that shows what goes through it, frame by frame.
#pragma once

#include "observe/printer.hpp"

#include <h2/frame.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <string>

namespace by_hand {

struct wire_options {
  std::string host, port;
  std::chrono::milliseconds patience{10'000};  // with a server that says nothing
  h2::observe::print_options how;
};

struct received {
  h2::frame_header header;
  h2::frame what;  // Lifetime of its views: until the next one
};

class wire {
 public:
  /// Connects. Throws boost::system::system_error.
  explicit wire(wire_options options);

  /// A paragraph between frames.
  void say(const std::string& text) const;
  void send_preface();
  void send(const h2::frame& one);
  /// The next frame of the server's, printed. Throws std::runtime_error when none comes, or one that breaks a rule of
  /// its type.
  [[nodiscard]] received receive();
  /// Says that nothing more will be sent, and reads until the server says so too.
  void close();

 private:
  void write(h2::bytes data);
  bool read(std::byte* into, std::size_t n);
  void show();

  wire_options options_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  h2::observe::observer watching_;
  h2::byte_buffer received_;  // the last frame
};

}  // namespace by_hand
