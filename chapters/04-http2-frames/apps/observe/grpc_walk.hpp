// SPDX-License-Identifier: MIT
//
// gRPC over HTTP/2: what DATA frames carry when content-type begins with application/grpc. Messages and frames know
// nothing of each other: a frame may hold many messages, a message may take many frames, and even its first five bytes
// may be cut.
//
//   ┌────────────────┬──────────────┬─────────────────┐
//   │ compressed (8) │ length (32)  │ message (*)     │  …
//   └────────────────┴──────────────┴─────────────────┘
//     00               00 00 00 03    0a 01 31            a protobuf whose field 1 is "1"
#pragma once

#include "observation.hpp"

namespace h2::observe {

class grpc_walker {
 public:
  /// The data of one frame, in order. `offset` is that of its first byte; roles and parts go to the ends of the lists.
  void walk(bytes data, std::uint64_t offset, std::vector<role>& roles, std::vector<grpc_part>& parts);

  /// Messages that have begun.
  [[nodiscard]] std::uint64_t messages() const { return number_; }
  /// False inside of a message, or of what comes before it.
  [[nodiscard]] bool at_boundary() const { return prefix_ == 0; }

 private:
  std::size_t walk_prefix(bytes data, std::uint64_t offset, std::vector<role>& roles);

  std::uint64_t number_ = 0;
  unsigned prefix_ = 0;  // bytes of it that have come; 5 inside the message
  std::uint32_t flag_ = 0;
  std::uint32_t length_ = 0;
  std::uint32_t come_ = 0;  // bytes of the message that have
};

}  // namespace h2::observe
