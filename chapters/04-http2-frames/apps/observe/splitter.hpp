// SPDX-License-Identifier: MIT
//
// One party's bytes cut where HTTP/2 cuts them: preface, frames; and before them the HTTP/1.1 head of an h2c upgrade.
//
//   client   [GET / HTTP/1.1 …⏎⏎ [body]]   PRI * HTTP/2.0⏎⏎SM⏎⏎   frame frame frame …
//   server   [HTTP/1.1 101 …⏎⏎]                                  frame frame frame …
//
// frame_reader knows where frames end. An endpoint forgets a frame's first nine bytes once it has read them; whoever
// shows them keeps them, so they are kept here.
#pragma once

#include "observation.hpp"

#include <h2/frame_reader.hpp>

#include <optional>

namespace h2::observe {

struct piece {
  observation::kind what = observation::kind::frame;
  bytes data;  // Lifetime: until next(), receive() or finish() is called again
  std::uint64_t offset = 0;
  frame_header header = {};
};

class splitter {
 public:
  explicit splitter(party from) : from_(from) {}

  /// Requires: next() has answered empty to what came before.
  void receive(bytes data);
  /// Empty: more bytes are needed.
  [[nodiscard]] std::optional<piece> next();
  /// No more bytes will come: those left over, of a piece that is not whole. Afterwards nothing is left.
  [[nodiscard]] std::optional<piece> finish();

  /// Bytes came that may be frames, without the preface that a client begins with.
  [[nodiscard]] bool joined_late() const { return joined_late_; }

 private:
  enum class stage : std::uint8_t { start, body, frames, unreadable };

  std::optional<piece> begin();
  std::optional<piece> http1_head();
  piece take(observation::kind what, std::size_t n);
  void expect_frames();
  [[nodiscard]] bytes left() const { return bytes(pending_).subspan(used_); }

  party from_;
  stage at_ = stage::start;
  bool joined_late_ = false;
  std::uint64_t body_left_ = 0;  // of the HTTP/1.1 request
  byte_buffer pending_;          // what came and is not whole
  std::size_t used_ = 0;         // bytes of it that were given out
  std::uint64_t offset_ = 0;     // of its first unused byte
  frame_reader reader_{false, 0xff'ffff};
};

/// An HTTP/1.1 head, line by line.
[[nodiscard]] std::vector<role> walk_http1(bytes head, std::uint64_t offset);
/// A field of an HTTP/1.1 head; empty when it has none of this name, which is written in lower case.
[[nodiscard]] std::string_view http1_field(std::string_view head, std::string_view name);

}  // namespace h2::observe
