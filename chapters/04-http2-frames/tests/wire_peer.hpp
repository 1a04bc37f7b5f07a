// SPDX-License-Identifier: MIT
//
// The other end of a connection, for tests: it says exactly the frames it is told to, right or wrong, and writes down
// what the connection makes of them: events and frames.
//
//   wire_peer peer(role::server);         the connection under test is a server, so the peer speaks as a client
//   peer.handshake();
//   peer.say(ping_frame{});               frame by frame, whole or one byte at a time
//   EXPECT_TRUE(peer.heard<ping_frame>().at(0).ack);
//   peer.say(frame_type::ping, 0, 0, "seven b");
//   EXPECT_TRUE(peer.connection_error(error_code::frame_size_error));
#pragma once

#include "wire_audit.hpp"

#include <h2/connection.hpp>
#include <h2/frame.hpp>
#include <h2/frame_reader.hpp>
#include <h2/hpack/decoder.hpp>
#include <h2/hpack/encoder.hpp>

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace h2::test {

/// How the peer's bytes reach the connection. Neither may make a difference.
enum class feeding : std::uint8_t { whole, byte_by_byte };

/// A frame from the connection; for HEADERS and PUSH_PROMISE with the fields, CONTINUATION included.
struct heard_frame {
  byte_buffer payload;
  frame what;  // views into payload
  header_list fields = {};
};

inline const header_list get_request = {
    {":method", "GET"}, {":scheme", "http"}, {":authority", "example.com"}, {":path", "/"}};
inline const header_list post_request = {
    {":method", "POST"}, {":scheme", "http"}, {":authority", "example.com"}, {":path", "/"}};
inline const header_list ok_response = {{":status", "200"}};

class wire_peer {
 public:
  explicit wire_peer(role subject, feeding how = feeding::whole, const connection_options& options = {})
      : subject_(subject, options), how_(how), preface_due_(subject == role::client), audit_(subject) {}

  [[nodiscard]] connection& subject() { return subject_; }

  // ── saying ───────────────────────────────────────────────────────────────────────────────────────────────────────
  void say(const frame& what) {
    byte_buffer out;
    encode(what, out);
    say_bytes(out);
  }
  /// A frame as no encoder would write it.
  void say(frame_type type, std::uint8_t flags, std::uint32_t stream_id, std::string_view payload = {}) {
    byte_buffer out;
    append_frame_header(out, {static_cast<std::uint32_t>(payload.size()), type, flags, stream_id});
    append(out, bytes_of(payload));
    say_bytes(out);
  }
  /// Whole frames, or not; what comes of them is heard before this returns.
  void say_bytes(bytes data) {
    listen();
    said_at_ = said_;
    tell_audit(data);
    const std::size_t step = how_ == feeding::whole ? data.size() : 1;
    for (; !data.empty(); data = data.subspan(std::min(step, data.size()))) {
      input_.assign(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(std::min(step, data.size())));
      said_ += input_.size();
      subject_.receive(input_, {});
      listen();
    }
  }
  void say_headers(std::uint32_t stream_id, const header_list& fields, bool end_stream = false) {
    say(headers_frame{
        .stream_id = stream_id, .end_stream = end_stream, .end_headers = true, .fragment = block(fields)});
  }
  void say_data(std::uint32_t stream_id, std::string_view text, bool end_stream = false) {
    say(data_frame{.stream_id = stream_id, .end_stream = end_stream, .data = bytes_of(text)});
  }
  void say_settings(std::vector<setting> values) { say(settings_frame{.values = std::move(values)}); }
  void acknowledge() { say(settings_frame{.ack = true}); }
  /// The peer's preface, as a client has it.
  void say_magic() { say_bytes(bytes_of(client_preface)); }

  /// Both prefaces and their acknowledgements; then everything heard is forgotten.
  void handshake(std::vector<setting> ours = {}) {
    listen();
    if (subject_.side() == role::server) say_magic();
    say_settings(std::move(ours));
    acknowledge();
    EXPECT_TRUE(subject_.handshake_done());
    forget();
  }
  /// A field block of ours. To be said, and in this order. Lifetime: until the next one.
  [[nodiscard]] bytes block(const header_list& fields) {
    block_.clear();
    encoder_.encode(fields, block_);
    return block_;
  }
  [[nodiscard]] hpack::encoder& encoder() { return encoder_; }

  /// A stream of the client on which only the request's headers have gone, from whichever end.
  std::uint32_t request(const header_list& fields = post_request, bool end_stream = false) {
    if (subject_.side() == role::client) {
      const std::uint32_t id = subject_.submit_request(fields, end_stream).value();
      listen();
      return id;
    }
    say_headers(next_id_, fields, end_stream);
    next_id_ += 2;
    return next_id_ - 2;
  }
  /// A stream with headers in both directions and the end of none: both ends may send DATA.
  std::uint32_t exchange(const header_list& asked = post_request, const header_list& answered = ok_response) {
    const std::uint32_t id = request(asked);
    if (subject_.side() == role::client) {
      say_headers(id, answered);
    } else {
      subject_.submit_response(id, answered, false).value();
    }
    listen();
    EXPECT_EQ(subject_.state_of(id), stream_state::open);
    return id;
  }

  // ── hearing ──────────────────────────────────────────────────────────────────────────────────────────────────────
  /// Takes what the connection has to tell and to send.
  void listen() {
    pull();
    while (subject_.has_output()) {
      subject_.take_output(output_);
      ASSERT_FALSE(output_.empty()) << "has_output, but there is none";
      hear(output_);
      pull();  // taking output may have ended streams
    }
  }
  void forget() {
    events_.clear();
    frames_.clear();
  }
  /// Everything of one type of frame or event, in order.
  template <class T>
  [[nodiscard]] std::vector<T> heard() {
    listen();
    std::vector<T> found;
    for (const heard_frame& f : frames_) {
      if (const T* match = std::get_if<T>(&f.what)) found.push_back(*match);
    }
    return found;
  }
  template <class T>
  [[nodiscard]] std::vector<T> told() {
    listen();
    std::vector<T> found;
    for (const event& e : events_) {
      if (const T* match = std::get_if<T>(&e)) found.push_back(*match);
    }
    return found;
  }
  [[nodiscard]] const std::deque<heard_frame>& frames() const { return frames_; }
  [[nodiscard]] const std::deque<event>& events() const { return events_; }
  /// Content heard and told, put together.
  [[nodiscard]] std::string content_sent(std::uint32_t stream_id) {
    std::string all;
    for (const data_frame& d : heard<data_frame>()) all += d.stream_id == stream_id ? text_of(d.data) : "";
    return all;
  }
  [[nodiscard]] std::string content_received(std::uint32_t stream_id) {
    std::string all;
    for (const data_received& d : told<data_received>()) all += d.stream_id == stream_id ? text_of(d.data) : "";
    return all;
  }

  // ── judging ──────────────────────────────────────────────────────────────────────────────────────────────────────
  /// The last thing said was an error of the connection: GOAWAY with this code and an explanation, the event names the
  /// same and the frame's first byte, and nothing is listened to any more.
  [[nodiscard]] testing::AssertionResult connection_error(error_code code) {
    listen();
    const auto goaways = heard<goaway_frame>();
    const auto failures = told<connection_failed>();
    if (goaways.empty() || goaways.back().code != code || failures.size() != 1) return unexpected("GOAWAY", code);
    const error& why = failures[0].why;
    if (why.code != code || why.scope != error_scope::connection || why.clause.empty() || why.why.empty()) {
      return testing::AssertionFailure() << "connection_failed says: " << why.message();
    }
    // inside a field block, the offset is the block's
    if (code != error_code::compression_error && code != error_code::enhance_your_calm && why.offset != said_at_) {
      return testing::AssertionFailure() << "offset " << why.offset << " instead of " << said_at_ << ": "
                                         << why.message();
    }
    if (text_of(goaways.back().debug).find(why.why) == std::string_view::npos) {
      return testing::AssertionFailure() << "debug data: " << text_of(goaways.back().debug);
    }
    return deaf();
  }
  /// RST_STREAM with this code, once; the owner is told, once too; the connection goes on.
  [[nodiscard]] testing::AssertionResult stream_error(std::uint32_t stream_id, error_code code) {
    listen();
    std::size_t resets = 0;
    for (const rst_stream_frame& r : heard<rst_stream_frame>()) resets += r.stream_id == stream_id && r.code == code;
    if (resets != 1 || !told<connection_failed>().empty()) return unexpected("RST_STREAM", code);
    int told_reset = 0;
    int told_closed = 0;
    for (const stream_reset& r : told<stream_reset>()) {
      told_reset += r.stream_id == stream_id && r.code == code && !r.by_peer && r.why.scope == error_scope::stream &&
                    r.why.stream_id == stream_id && !r.why.clause.empty();
    }
    for (const stream_closed& c : told<stream_closed>()) told_closed += c.stream_id == stream_id;
    if (told_reset != 1 || told_closed != 1) return unexpected("stream_reset and stream_closed,", code);
    if (subject_.state_of(stream_id) != stream_state::closed) return testing::AssertionFailure() << "still open";
    return alive();
  }
  /// Nothing was wrong: no reset, no GOAWAY, and a PING comes back.
  [[nodiscard]] testing::AssertionResult all_well() {
    listen();
    if (!heard<rst_stream_frame>().empty() || !told<stream_reset>().empty()) {
      return testing::AssertionFailure() << "a stream was reset\n" << story();
    }
    return alive();
  }
  /// A PING comes back.
  [[nodiscard]] testing::AssertionResult alive() {
    const std::size_t before = heard<ping_frame>().size();
    say(ping_frame{.opaque = {std::byte{'a'}, std::byte{'l'}, std::byte{'i'}, std::byte{'v'}, std::byte{'e'}}});
    const auto pings = heard<ping_frame>();
    if (pings.size() == before + 1 && pings.back().ack && told<connection_failed>().empty()) {
      return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << "the connection does not answer a PING\n" << story();
  }
  /// What was told and heard, a line each.
  [[nodiscard]] std::string story() {
    std::string all;
    for (const event& e : events_) {
      all += "  event " + std::to_string(e.index());
      if (const auto* reset = std::get_if<stream_reset>(&e)) all += " stream_reset " + reset->why.message();
      if (const auto* failed = std::get_if<connection_failed>(&e)) all += " connection_failed " + failed->why.message();
      all += '\n';
    }
    for (const heard_frame& f : frames_) all += "  frame " + print(f.what) + '\n';
    return all;
  }

 private:
  [[nodiscard]] testing::AssertionResult unexpected(std::string_view what, error_code code) {
    return testing::AssertionFailure() << "expected " << what << ' ' << name_of(code) << "; there came\n" << story();
  }
  [[nodiscard]] testing::AssertionResult deaf() {
    const std::size_t before = frames_.size();
    say(ping_frame{});
    if (frames_.size() != before) return testing::AssertionFailure() << "still answers after GOAWAY\n" << story();
    if (!subject_.finished()) return testing::AssertionFailure() << "not finished after the GOAWAY of an error";
    return testing::AssertionSuccess();
  }
  void pull() {
    while (auto next = subject_.next_event()) {
      if (auto* data = std::get_if<data_received>(&*next)) {
        kept_.emplace_back(data->data.begin(), data->data.end());
        data->data = kept_.back();
      }
      events_.push_back(std::move(*next));
    }
  }
  /// The audit hears of the well-formed frames in `data`.
  void tell_audit(bytes data) {
    frame_reader mine(false, (1U << 24) - 1);
    mine.receive(data);
    for (auto next = mine.next(); next && *next; next = mine.next()) {
      if (const auto what = parse_frame((**next).header, (**next).payload)) audit_.said(*what);
    }
  }

  void hear(bytes data) {
    if (preface_due_) {
      ASSERT_EQ(text_of(data).substr(0, client_preface.size()), client_preface)
          << "RFC 9113 §3.4: the client's preface";
      data = data.subspan(client_preface.size());
      preface_due_ = false;
    }
    append(heard_, data);
    while (heard_.size() - heard_to_ >= frame_header_size) {
      const std::byte* at = heard_.data() + heard_to_;
      const frame_header header =
          parse_frame_header(std::span<const std::byte, frame_header_size>(at, frame_header_size));
      if (heard_.size() - heard_to_ < frame_header_size + header.length) return;
      hear_frame(header, (at[5] & std::byte{0x80}) != std::byte{0}, {at + frame_header_size, header.length});
      heard_to_ += frame_header_size + header.length;
    }
  }
  void hear_frame(const frame_header& header, bool reserved_bit, bytes payload) {
    heard_frame& now = frames_.emplace_back(heard_frame{{payload.begin(), payload.end()}, {}, {}});
    const auto parsed = parse_frame(header, now.payload);
    ASSERT_TRUE(parsed.has_value()) << "the connection sent nonsense: " << parsed.error().message();
    now.what = *parsed;
    audit_.heard(header, reserved_bit, now.what);
    if (const auto* headers = std::get_if<headers_frame>(&now.what)) begin_block(headers->fragment);
    if (const auto* promise = std::get_if<push_promise_frame>(&now.what)) begin_block(promise->fragment);
    if (const auto* more = std::get_if<continuation_frame>(&now.what)) append(heard_block_, more->fragment);
    if (header.type != frame_type::data && header.type != frame_type::settings && header.type != frame_type::ping &&
        header.has(flag::end_headers)) {
      ASSERT_TRUE(decoder_.decode(heard_block_, frames_[block_began_].fields).has_value());
    }
  }
  void begin_block(bytes fragment) {
    block_began_ = frames_.size() - 1;
    heard_block_.assign(fragment.begin(), fragment.end());
  }

  connection subject_;
  feeding how_;
  bool preface_due_;
  wire_audit audit_;
  hpack::encoder encoder_;
  hpack::decoder decoder_;
  byte_buffer block_;
  byte_buffer heard_block_;
  std::size_t block_began_ = 0;
  byte_buffer heard_;  // everything, and how far it was parsed
  std::size_t heard_to_ = 0;
  byte_buffer input_;
  byte_buffer output_;
  std::deque<byte_buffer> kept_;
  std::deque<event> events_;
  std::deque<heard_frame> frames_;
  std::uint64_t said_ = 0;
  std::uint64_t said_at_ = 0;  // where the last say_bytes began
  std::uint32_t next_id_ = 1;
};

}  // namespace h2::test
