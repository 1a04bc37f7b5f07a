// SPDX-License-Identifier: MIT
//
// One exchange as a coroutine sees it: read, write, end, in the order in which one thinks. Same on both sides; a
// client's stream gives a response, a server's takes one.
//
// Back-pressure is the windows' own: a piece counts as used when read() hands it out, so a reader that does not come
// back closes the peer's window; write() comes back only when little enough waits behind the peer's.
#pragma once

#include <h2/net/session.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace h2::net {

class stream {
 public:
  /// `received_all`: the peer's half has ended already, as after a GET.
  stream(std::shared_ptr<session> on, std::uint32_t id, header_list request, bool received_all = false);
  /// Whoever lets go of a stream that is not over wants no more of it: RST_STREAM CANCEL. (Not so when all of our side
  /// has been said: what waits still leaves, what comes is dropped.)
  ~stream();
  stream(const stream&) = delete;
  stream& operator=(const stream&) = delete;

  [[nodiscard]] std::uint32_t id() const { return id_; }
  /// What was asked; the client's own, the server's received, or promised by a push.
  [[nodiscard]] const header_list& request() const { return request_; }
  /// 1xx, as far as they have come.
  [[nodiscard]] const std::vector<header_list>& informational() const { return informational_; }
  /// Behind the content; empty before its end, and when there were none.
  [[nodiscard]] const header_list& trailers() const { return trailers_; }

  /// Client: the response's fields, when they are there. Lifetime: the stream's.
  [[nodiscard]] awaitable<attempt<const header_list*>> response();
  /// The next piece of content; empty at the end.
  [[nodiscard]] awaitable<attempt<byte_buffer>> read();
  /// All of the rest. Errors: `too_large` above `limit` bytes; the stream is then reset.
  [[nodiscard]] awaitable<attempt<byte_buffer>> read_all(std::size_t limit = std::size_t{64} << 20U);

  /// Server: the response, once; before write(). `end_stream`: there is no content.
  [[nodiscard]] attempt<void> respond(const header_list& headers, bool end_stream = false);
  /// Content; waits until there is room. Lifetime: `data` until it comes back.
  [[nodiscard]] awaitable<attempt<void>> write(bytes data, bool end_stream = false);
  [[nodiscard]] attempt<void> write_trailers(const header_list& fields);
  void reset(error_code code = error_code::cancel);

  /// The request was sent whole before this stream was made, or is the server's own.
  void note_sent_all() { sent_all_ = true; }
  /// Nothing can be sent any more: all has been, or the stream was reset.
  [[nodiscard]] bool done_sending() const { return sent_all_ || failed_.has_value(); }
  [[nodiscard]] session& connection_of() { return *on_; }

 private:
  friend class stream_table;
  void on_event(event& what);
  void fail(failure why);
  [[nodiscard]] attempt<void> note(const outcome<void>& submitted, bool end_stream);

  std::shared_ptr<session> on_;
  std::uint32_t id_;
  header_list request_;
  std::vector<header_list> informational_;
  std::optional<header_list> response_;
  header_list trailers_;
  std::deque<byte_buffer> received_;  // not yet handed out
  bool received_all_;
  bool sent_all_ = false;
  bool write_blocked_ = false;  // until stream_writable
  std::optional<failure> failed_;
  wake_up changed_;
};

using stream_ptr = std::shared_ptr<stream>;

/// Hands a session's events to the streams they are for.
class stream_table {
 public:
  void add(const stream_ptr& one) { streams_[one->id()] = one; }
  /// The events of streams, known or not: content that nobody waits for is used up at once. Others are left alone.
  void take(session& from, event& what);
  /// The connection ended, and so does every stream.
  void end_all(const failure& why);

 private:
  std::map<std::uint32_t, std::weak_ptr<stream>> streams_;
};

}  // namespace h2::net
