// SPDX-License-Identifier: MIT
#include "call.hpp"

#include "message.hpp"
#include "observe/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace by_hand {

namespace {

constexpr std::uint32_t stream = 1;             // a client's streams are odd, and rise
constexpr std::size_t most_content = 1U << 20;  // bytes; what gRPC's clients take by default is four times that

}  // namespace

reply call::unary(const std::string& authority, const std::string& path, h2::bytes message) {
  open();
  request(authority, path, message);
  while (!ended_) take(on_.receive());
  return std::exchange(reply_, {});
}

void call::open() {
  on_.say(
      "(1) The preface: 24 bytes that no HTTP/1.1 server takes for a request. Then our SETTINGS, which must be the "
      "first frame: no pushes, please.");
  on_.send_preface();
  on_.send(h2::settings_frame{.ack = false, .values = {{h2::setting_id::enable_push, 0}}});
  on_.say(
      "(2) The server's first frame is its SETTINGS. They hold for us as soon as we have read them; our ACK says so.");
  while (!settings_seen_) take(on_.receive());
}

void call::request(const std::string& authority, const std::string& path, h2::bytes message) {
  on_.say(
      "(3) The request's fields. To gRPC a method is a path and every call a POST; `te: trailers` says that we "
      "understand a status that comes behind the content. Stream 1 is open from here on.");
  h2::byte_buffer block;
  encoder_.encode({{":method", "POST"},
                   {":scheme", "http"},
                   {":path", path},
                   {":authority", authority},
                   {"te", "trailers"},
                   {"content-type", "application/grpc"},
                   {"user-agent", "grpc_by_hand"},
                   {"grpc-timeout", "10S"}},
                  block);
  on_.send(h2::headers_frame{.stream_id = stream, .end_headers = true, .fragment = block});
  const h2::byte_buffer content = with_prefix(message);
  if (content.size() > std::min(peer_.initial_window_size, peer_.max_frame_size)) {
    throw std::runtime_error("the request does not fit into one frame, or not into the stream's window");
  }
  on_.say(
      "(4) The message: a flag (0, not compressed), its length in four bytes, a protobuf. END_STREAM: we have said all "
      "we had to say. Both windows that let us send DATA are smaller now.");
  on_.send(h2::data_frame{.stream_id = stream, .end_stream = true, .data = content});
  on_.say("(5) What the server says, and what has to be answered.");
}

void call::goodbye() {
  on_.say(
      "(6) GOAWAY: no more streams from the server would be looked at; the highest we have seen of its is 0. Then we "
      "close.");
  on_.send(h2::goaway_frame{.code = h2::error_code::no_error});
  on_.close();
}

void call::take(const received& one) {
  block_.check_turn(one.header).value();
  std::visit([this](const auto& frame) { on(frame); }, one.what);
}

void call::on(const h2::settings_frame& f) {
  if (f.ack) return on_.say("    The server has read our SETTINGS.");
  settings_seen_ = true;
  peer_ = h2::apply(peer_, f);
  encoder_.set_max_table_size(peer_.header_table_size);
  on_.send(h2::settings_frame{.ack = true});
}

void call::on(const h2::ping_frame& f) {
  if (f.ack) return;
  on_.say("    A PING goes back with the same eight bytes. gRPC servers measure the way there and back with it.");
  on_.send(h2::ping_frame{.ack = true, .opaque = f.opaque});
}

void call::on(const h2::headers_frame& f) {
  if (f.stream_id != stream) throw std::runtime_error("HEADERS on a stream that nobody opened");
  if (const std::optional<h2::field_block> whole = block_.add(f).value()) on_block(*whole);
}

void call::on(const h2::continuation_frame& f) {
  if (const std::optional<h2::field_block> whole = block_.add(f).value()) on_block(*whole);
}

void call::on_block(const h2::field_block& whole) {
  (void)decoder_.decode(whole.encoded, reply_.fields).value();
  ended_ = std::get<h2::headers_frame>(whole.first).end_stream;
  if (ended_ && headers_seen_) on_.say("    The trailers: how the call ended is known only behind its content.");
  else if (ended_) on_.say("    Headers and trailers in one: there is no message, only a status.");
  else on_.say("    The response's headers. 200 says that gRPC was spoken, not that the call went well.");
  headers_seen_ = true;
}

void call::on(const h2::data_frame& f) {
  if (f.stream_id != stream || !headers_seen_) throw std::runtime_error("DATA where none may be");
  h2::append(reply_.content, f.data);
  if (reply_.content.size() > most_content) throw std::runtime_error("a reply of more than 1 MiB");
  ended_ = f.end_stream;
  if (f.flow_controlled() == 0) return;
  on_.say(
      "    DATA was paid for from both of the server's windows. We have read it, so the connection gets its credit "
      "back; the stream will not need any more.");
  on_.send(h2::window_update_frame{.stream_id = 0, .increment = f.flow_controlled()});
}

void call::on(const h2::window_update_frame& f) {
  on_.say(fmt::format("    The server lets us send {} bytes more on {}.", f.increment,
                      f.stream_id == 0 ? "the connection" : "the stream"));
}

void call::on(const h2::rst_stream_frame& f) {
  if (f.stream_id != stream) return;
  throw std::runtime_error("the server has reset the stream: " + h2::name_of(f.code));
}

void call::on(const h2::goaway_frame& f) {
  if (f.last_stream_id >= stream) return on_.say("    The server takes no more streams; ours is not among those.");
  throw std::runtime_error(
      fmt::format("the server has gone away: {} {}", h2::name_of(f.code), h2::observe::quoted(h2::text_of(f.debug))));
}

void call::on(const h2::push_promise_frame&) { throw std::runtime_error("a push, though we said ENABLE_PUSH 0"); }
void call::on(const h2::priority_frame&) {}  // read, and without a meaning since RFC 9113
void call::on(const h2::unknown_frame&) {}   // RFC 9113 §4.1: ignored

}  // namespace by_hand
