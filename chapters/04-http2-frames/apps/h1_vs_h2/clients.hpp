// SPDX-License-Identifier: MIT
//
// The same requests in three ways: the slow page first, then the small ones.
#pragma once

#include "server.hpp"

#include <string>
#include <vector>

namespace versus {

/// What one connection carried.
struct conversation {
  std::string sent;
  std::string received;
};

/// One way of asking, as it went.
struct exchange {
  std::vector<conversation> connections;
  std::vector<std::string> answered;        // paths, in the order in which the answers came
  std::size_t before_slow = 0;              // answers that had come when the gate was still shut
  std::size_t ready_and_held_back = 0;      // answers that the server had by then and could not send
  std::vector<std::size_t> request_heads;   // bytes of each request's head on the wire, in the order of asking
  std::vector<std::size_t> response_heads;  // of each answer's, in the order of answering

  [[nodiscard]] std::size_t sent() const;
  [[nodiscard]] std::size_t received() const;
};

/// All requests at once on one connection (pipelining, RFC 9112 §9.3.2).
[[nodiscard]] exchange http1_pipelined(server& to, int small);
/// One connection for each request, as browsers do with up to six.
[[nodiscard]] exchange http1_connections(server& to, int small);
/// All requests at once on one connection, each on a stream.
[[nodiscard]] exchange http2_streams(server& to, int small);

/// slow_path and the small ones.
[[nodiscard]] std::vector<std::string> paths(int small);

}  // namespace versus
