// SPDX-License-Identifier: MIT
//
// A peer that means harm: it says what it likes, at a time of its choosing, and reads only if it wants to. It keeps
// nothing of what it hears but counts, so that what is on the heap is the victim's.
#pragma once

#include "heap_meter.hpp"

#include <h2/connection.hpp>
#include <h2/frame.hpp>
#include <h2/hpack/encoder.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace h2::test {

using namespace std::chrono_literals;

inline const header_list bare_request = {
    {":method", "POST"}, {":scheme", "http"}, {":path", "/"}, {":authority", "victim.example"}};

class attacker {
 public:
  /// The victim's side. The attacker has shaken hands when this returns; `theirs`: with these settings.
  explicit attacker(role victim = role::server, const connection_options& options = {},
                    std::vector<setting> theirs = {})
      : before_(heap_meter::live()), options_(options), victim_(victim, options) {
    if (victim == role::server) tell(bytes_of(client_preface));
    say(settings_frame{.values = std::move(theirs)});
    say(settings_frame{.ack = true});
    EXPECT_TRUE(victim_.handshake_done());
  }

  [[nodiscard]] connection& victim() { return victim_; }
  [[nodiscard]] const limits& bounds() const { return options_.bounds; }

  // ── saying ───────────────────────────────────────────────────────────────────────────────────────────────────────
  void say(const frame& what) {
    said_.clear();
    encode(what, said_);
    tell(said_);
  }
  /// A frame as no encoder would write it.
  void say(frame_type type, std::uint8_t flags, std::uint32_t stream_id, std::string_view payload = {}) {
    said_.clear();
    append_frame_header(said_, {static_cast<std::uint32_t>(payload.size()), type, flags, stream_id});
    append(said_, bytes_of(payload));
    tell(said_);
  }
  void say_headers(std::uint32_t id, const header_list& fields, bool end_stream) {
    block_.clear();
    encoder_.encode(fields, block_);
    say_block(id, block_, end_stream);
  }
  /// In as many frames as it needs.
  void say_block(std::uint32_t id, bytes block, bool end_stream) {
    constexpr std::size_t most = 16384;
    bytes piece = block.first(std::min(most, block.size()));
    say(headers_frame{
        .stream_id = id, .end_stream = end_stream, .end_headers = piece.size() == block.size(), .fragment = piece});
    for (block = block.subspan(piece.size()); !block.empty(); block = block.subspan(piece.size())) {
      piece = block.first(std::min(most, block.size()));
      say(continuation_frame{.stream_id = id, .end_headers = piece.size() == block.size(), .fragment = piece});
    }
  }
  /// The next stream; its id.
  std::uint32_t open(bool end_stream = false, const header_list& fields = bare_request) {
    const std::uint32_t id = next_id_;
    next_id_ += 2;
    say_headers(id, fields, end_stream);
    return id;
  }
  void tell(bytes data) {
    victim_.receive(data, now_);
    listen();
  }
  void wait(instant::duration how_long) { now_ += how_long; }
  void stop_reading() { reads_ = false; }
  void read() {
    while (victim_.has_output()) {
      victim_.take_output(output_);
      look_at_output();
      pull();
    }
  }

  // ── what came of it ──────────────────────────────────────────────────────────────────────────────────────────────
  [[nodiscard]] bool is_told_to_calm_down() const { return failed_.has_value(); }
  [[nodiscard]] std::size_t heard(frame_type type) const { return heard_[static_cast<std::size_t>(type) % 16]; }
  [[nodiscard]] std::size_t requests() const { return requests_; }
  [[nodiscard]] std::size_t resets() const { return resets_; }
  /// The most the victim held at any time, on the heap and by its own account.
  [[nodiscard]] std::size_t peak_heap() const { return peak_heap_; }
  [[nodiscard]] const footprint& peak() const { return peak_; }

  /// GOAWAY with this code whose debug data begins with `why`, the event that says the same, and then silence.
  [[nodiscard]] testing::AssertionResult refused_with(error_code code, std::string_view why) {
    read();
    if (!failed_) return testing::AssertionFailure() << "nothing was refused; " << why << " was due";
    if (failed_->code != code || !failed_->why.starts_with(why) || failed_->scope != error_scope::connection) {
      return testing::AssertionFailure() << failed_->message() << "; due: " << name_of(code) << ", " << why;
    }
    if (heard(frame_type::goaway) != 1 || goaway_code_ != code || goaway_debug_.find(why) != 0) {
      return testing::AssertionFailure() << "GOAWAY " << name_of(goaway_code_) << " \"" << goaway_debug_ << '"';
    }
    if (!victim_.finished()) return testing::AssertionFailure() << "GOAWAY was sent, and still it is not finished";
    const auto answers = heard_;
    say(ping_frame{});
    read();
    if (heard_ != answers) return testing::AssertionFailure() << "still answers after its GOAWAY";
    return testing::AssertionSuccess();
  }
  [[nodiscard]] testing::AssertionResult refused(std::string_view limit) {
    return refused_with(error_code::enhance_your_calm, limit);
  }
  /// Not refused: whoever asks gets an answer.
  [[nodiscard]] testing::AssertionResult served() {
    if (failed_) return testing::AssertionFailure() << failed_->message();
    const std::size_t before = requests_;
    const std::uint32_t id = open(true);
    if (requests_ != before + 1)
      return testing::AssertionFailure() << "a request on stream " << id << " did not arrive";
    if (!victim_.submit_response(id, {{":status", "200"}}, true)) {
      return testing::AssertionFailure() << "a request cannot be answered";
    }
    return testing::AssertionSuccess();
  }

  /// Content is used as it comes, unless the test says otherwise.
  bool consumes = true;
  /// Every request is answered so.
  std::optional<byte_buffer> answer;

 private:
  void listen() {
    measure();
    pull();
    if (reads_) read();
    measure();
  }
  void pull() {
    while (auto next = victim_.next_event()) {
      measure();
      if (const auto* request = std::get_if<request_received>(&*next)) {
        ++requests_;
        if (answer) respond(request->stream_id);
      } else if (const auto* data = std::get_if<data_received>(&*next)) {
        if (consumes) victim_.consume(data->stream_id, data->data.size());
      } else if (const auto* failure = std::get_if<connection_failed>(&*next)) {
        EXPECT_FALSE(failed_.has_value()) << "failed twice";
        failed_ = failure->why;
      }
      resets_ += std::holds_alternative<stream_reset>(*next) ? 1 : 0;
    }
  }
  void respond(std::uint32_t id) {
    if (!victim_.submit_response(id, {{":status", "200"}}, false)) return;
    (void)victim_.send_data(id, bytes(*answer), true);
  }
  void measure() {
    const std::size_t now = heap_meter::live();
    peak_heap_ = std::max(peak_heap_, now - std::min(now, before_ + output_.capacity() + said_.capacity()));
    const footprint held = victim_.held();
    peak_.streams = std::max(peak_.streams, held.streams);
    peak_.remembered = std::max(peak_.remembered, held.remembered);
    peak_.input = std::max(peak_.input, held.input);
    peak_.control_output = std::max(peak_.control_output, held.control_output);
    peak_.queued_data = std::max(peak_.queued_data, held.queued_data);
    peak_.events = std::max(peak_.events, held.events);
  }
  void look_at_output() {
    const bool has_preface = text_of(output_).starts_with(client_preface);
    for (bytes rest = bytes(output_).subspan(has_preface ? client_preface.size() : 0); !rest.empty();) {
      const frame_header header = parse_frame_header(rest.first<frame_header_size>());
      const bytes payload = rest.subspan(frame_header_size, header.length);
      ++heard_[static_cast<std::size_t>(header.type) % 16];
      if (header.type == frame_type::goaway) {
        const auto said = parse_goaway(header, payload);
        goaway_code_ = said.value().code;
        goaway_debug_ = text_of(said.value().debug);
      }
      rest = rest.subspan(frame_header_size + header.length);
    }
  }

  std::size_t before_;
  connection_options options_;
  connection victim_;
  hpack::encoder encoder_;
  byte_buffer block_;
  byte_buffer said_;
  byte_buffer output_;
  instant now_ = instant{} + 1h;
  std::uint32_t next_id_ = 1;
  bool reads_ = true;

  std::array<std::size_t, 16> heard_ = {};
  std::size_t requests_ = 0;
  std::size_t resets_ = 0;
  std::optional<error> failed_;
  error_code goaway_code_ = error_code::no_error;
  std::string goaway_debug_;
  std::size_t peak_heap_ = 0;
  footprint peak_;
};

}  // namespace h2::test
