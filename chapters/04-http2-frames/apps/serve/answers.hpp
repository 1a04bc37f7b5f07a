// SPDX-License-Identifier: MIT
//
// Answers that take longer than a call. Each lives as long as its stream; whoever owns it tells it what happens there.
// None of them holds more than the connection's queue limit: they go on when the stream is writable again.
#pragma once

#include "files.hpp"

#include <h2/net/session.hpp>

#include <chrono>
#include <memory>

namespace serve {

using h2::net::session;

class answer {
 public:
  virtual ~answer() = default;
  virtual void on_writable() {}
  /// The request's content. Whoever overrides it consumes.
  virtual void on_data(h2::bytes data, bool end_stream) = 0;
  virtual void on_trailers(h2::header_list&&) {}
};

using answer_ptr = std::shared_ptr<answer>;

/// Content that is made as it is wanted.
class source {
 public:
  virtual ~source() = default;
  /// The next piece; empty after the last.
  [[nodiscard]] virtual h2::byte_buffer next() = 0;
  /// What next() will give from now on, in bytes.
  [[nodiscard]] virtual std::uint64_t left() const = 0;
};
[[nodiscard]] std::unique_ptr<source> file_source(file&& from);
/// "abcd…z\nabcd…", n bytes.
[[nodiscard]] std::unique_ptr<source> alphabet_source(std::uint64_t n);

/// Sends all of a source, behind a response that was submitted.
[[nodiscard]] answer_ptr send_source(session& on, std::uint32_t stream_id, std::unique_ptr<source> from);

/// Sends back what comes, and gives the client window only for what has left again.
[[nodiscard]] answer_ptr echo(session& on, std::uint32_t stream_id);

/// A line every interval.
struct slow_lines {
  std::uint32_t lines = 10;
  std::chrono::milliseconds interval{500};
};
[[nodiscard]] answer_ptr send_slowly(session& on, std::uint32_t stream_id, slow_lines how);

}  // namespace serve
