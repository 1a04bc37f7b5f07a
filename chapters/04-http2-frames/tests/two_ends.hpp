// SPDX-License-Identifier: MIT
//
// A client and a server of ours, mouth to ear: what one gives, the other takes. No sockets, and no clock but a counter.
#pragma once

#include <h2/connection.hpp>
#include <h2/frame.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace h2::test {

/// One end with all that it was told.
class end_point {
 public:
  explicit end_point(role side, const connection_options& options = {}) : core(side, options) {}

  /// Takes what the core gives, DATA's content copied because its view does not last.
  void pull() {
    while (auto e = core.next_event()) {
      if (const auto* d = std::get_if<data_received>(&*e)) {
        content[d->stream_id] += text_of(d->data);
        if (consume_at_once) core.consume(d->stream_id, d->data.size());
      }
      events.push_back(std::move(*e));
    }
  }

  /// The events of one type, in order.
  template <class E>
  [[nodiscard]] std::vector<E> all() const {
    std::vector<E> found;
    for (const event& e : events) {
      if (const E* one = std::get_if<E>(&e)) found.push_back(*one);
    }
    return found;
  }
  template <class E>
  [[nodiscard]] std::size_t count() const {
    return all<E>().size();
  }
  /// The only one of its type.
  template <class E>
  [[nodiscard]] E only() const {
    const auto found = all<E>();
    EXPECT_EQ(found.size(), 1U) << "events of this type";
    return found.empty() ? E{} : found.front();
  }
  void forget() {
    events.clear();
    content.clear();
  }

  connection core;
  std::vector<event> events;
  std::map<std::uint32_t, std::string> content;  // of DATA, by stream
  bool consume_at_once = true;
};

class two_ends {
 public:
  explicit two_ends(const connection_options& client_options = {}, const connection_options& server_options = {})
      : client(role::client, client_options), server(role::server, server_options) {}

  /// One output of `from`, heard by `to`. Returns its bytes.
  byte_buffer once(end_point& from, end_point& to) {
    byte_buffer wire;
    from.core.take_output(wire);
    from.pull();
    to.core.receive(wire, now);
    to.pull();
    now += std::chrono::milliseconds(1);
    return wire;
  }
  /// Back and forth until both have said everything.
  void run() {
    while (client.core.has_output() || server.core.has_output()) {
      once(client, server);
      once(server, client);
    }
  }

  end_point client;
  end_point server;
  instant now{};
};

/// The frames of some bytes that begin with a frame and end with one.
struct seen_frame {
  frame_header header;
  std::string payload;
};
inline std::vector<seen_frame> frames_of(bytes wire) {
  std::vector<seen_frame> found;
  while (wire.size() >= frame_header_size) {
    const frame_header header = parse_frame_header(wire.first<frame_header_size>());
    wire = wire.subspan(frame_header_size);
    EXPECT_LE(header.length, wire.size()) << "the output ends inside a frame";
    if (header.length > wire.size()) break;
    found.push_back({header, std::string(text_of(wire.first(header.length)))});
    wire = wire.subspan(header.length);
  }
  EXPECT_TRUE(wire.empty()) << "the output ends inside a frame header";
  return found;
}
inline std::vector<seen_frame> frames_of(bytes wire, frame_type type) {
  std::vector<seen_frame> found = frames_of(wire);
  std::erase_if(found, [type](const seen_frame& f) { return f.header.type != type; });
  return found;
}

inline const header_list get = {
    {":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {":authority", "example.test"}};
inline const header_list post = {
    {":method", "POST"}, {":scheme", "http"}, {":path", "/upload"}, {":authority", "example.test"}};
inline const header_list ok = {{":status", "200"}, {"content-type", "text/plain"}};

}  // namespace h2::test
