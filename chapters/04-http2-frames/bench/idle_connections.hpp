// SPDX-License-Identifier: MIT
//
// Connections that have shaken hands and then do nothing: what a server has to keep for each.
#pragma once

#include <cstdint>
#include <vector>

namespace bench {

class idle_connections {
 public:
  /// Opens `count` connections to 127.0.0.1:port; each sends the preface and SETTINGS, waits for the server's SETTINGS
  /// and its ACK of ours, and acknowledges. Throws std::runtime_error when one cannot.
  idle_connections(std::uint16_t port, int count);
  ~idle_connections();
  idle_connections(const idle_connections&) = delete;
  idle_connections& operator=(const idle_connections&) = delete;

  /// How many the server has not closed.
  [[nodiscard]] int alive() const;

 private:
  std::vector<int> sockets_;
};

}  // namespace bench
