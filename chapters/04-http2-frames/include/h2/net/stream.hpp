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
  stream(std::shared_ptr<session> on, std::uint32_t id, header_list request);

  [[nodiscard]] std::uint32_t id() const { return id_; }
  /// What was asked; the client's own, the server's received, or promised by a push.
  [[nodiscard]] const header_list& request() const { return request_; }
  /// 1xx, as far as they have come.
  [[nodiscard]] const std::vector<header_list>& informational() const { return informational_; }
  /// Behind the content; empty before its end, and when there were none.
  [[nodiscard]] const header_list& trailers() const { return trailers_; }

  /// Client: the response's fields, when they are there. Lifetime: the stream's.
  [[nodiscard]] awaitable<attempt<const header_list*>> response();
  /// The next piece of content; empty at the end. One reader.
  [[nodiscard]] awaitable<attempt<byte_buffer>> read();
  /// All of the rest. Errors: `misused` above `limit` bytes; the stream is then reset.
  [[nodiscard]] awaitable<attempt<byte_buffer>> read_all(std::size_t limit = std::size_t{64} << 20U);

  /// Server: the response, once; before write(). `end_stream`: there is no content.
  [[nodiscard]] attempt<void> respond(const header_list& headers, bool end_stream = false);
  /// Content; waits until there is room. One writer.
  [[nodiscard]] awaitable<attempt<void>> write(bytes data, bool end_stream = false);
  [[nodiscard]] attempt<void> write_trailers(const header_list& fields);
  void reset(error_code code = error_code::cancel);

  [[nodiscard]] session& connection_of() { return *on_; }

 private:
  friend class stream_table;
  void on_end(failure why);

  std::shared_ptr<session> on_;
  std::uint32_t id_;
  header_list request_;
  std::vector<header_list> informational_;
  std::optional<header_list> response_;
  header_list trailers_;
  std::deque<byte_buffer> received_;
  bool received_all_ = false;
  std::optional<failure> failed_;
  wake_up reader_, writer_;
};

using stream_ptr = std::shared_ptr<stream>;

/// Hands a session's events to the streams they are for.
class stream_table {
 public:
  /// The stream, now known by its id.
  stream_ptr add(std::shared_ptr<session> on, std::uint32_t id, header_list request);
  /// Takes the events that belong to a stream it knows; false: somebody else's.
  bool take(session& from, event& what);
  /// The connection ended: so do all.
  void end_all(const failure& why);
  [[nodiscard]] std::size_t size() const { return streams_.size(); }

 private:
  [[nodiscard]] stream* find(std::uint32_t id);
  std::map<std::uint32_t, stream_ptr> streams_;
};

}  // namespace h2::net
