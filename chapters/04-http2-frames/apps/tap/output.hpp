// SPDX-License-Identifier: MIT
//
// Standard output for somebody who must not wait for it: a terminal that was stopped, or a pipe that nobody reads,
// would otherwise hold up the very connections that are looked at.
#pragma once

#include <h2/net/asio.hpp>

#include <cstdint>
#include <string>

namespace h2::tap {

class output {
 public:
  /// `most`: bytes that may wait to be written. What does not fit is left out, and that is said.
  explicit output(boost::asio::io_context& io, std::size_t most = std::size_t{16} << 20U) : again_(io), most_(most) {}

  /// Lines. They are written now, or as soon as they can be; never in part.
  void say(const std::string& text);
  /// Writes what waits, however long it takes.
  void finish();

 private:
  void write_what_can_be();

  boost::asio::steady_timer again_;
  std::size_t most_;
  bool waiting_ = false;  // on `again_`
  std::string backlog_;
  std::uint64_t left_out_ = 0;  // bytes
};

}  // namespace h2::tap
