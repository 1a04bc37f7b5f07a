// SPDX-License-Identifier: MIT
//
// Who stands around a connection that is being fuzzed: an owner that makes use of it, and a judge of what it says to
// either side. The judge knows the order of things from connection.hpp and RFC 9113, not from the code.
#pragma once

#include "require.hpp"

#include <h2/connection.hpp>
#include <h2/frame.hpp>
#include <h2/hpack/decoder.hpp>

#include <map>
#include <string>
#include <variant>

namespace fuzz {

using namespace h2;

inline constexpr std::size_t largest_control_output = 1U << 20;

/// Everything that was told and sent, as text: two runs are the same or they are not.
class judge {
 public:
  explicit judge(const connection& subject, const limits& bounds) : subject_(subject), bounds_(bounds) {}

  void on(const event& told) {
    require(!failed_, "nothing is told after connection_failed", story_);
    std::visit([this](const auto& what) { tell(what); }, told);
    story_ += '\n';
  }

  void on_output(bytes output) {
    require(!output.empty(), "has_output means that there is some", story_);
    if (text_of(output).starts_with(client_preface)) output = output.subspan(client_preface.size());
    while (!output.empty()) {
      require(output.size() >= frame_header_size, "output is whole frames", story_);
      const frame_header header = parse_frame_header(output.first<frame_header_size>());
      require(output.size() - frame_header_size >= header.length, "output is whole frames", story_);
      const auto sent = parse_frame(header, output.subspan(frame_header_size, header.length));
      require(sent.has_value(), "what we send is what we would take", story_, sent ? "" : sent.error().message());
      story_ += "    " + print(*sent) + "\n";
      require(!closed_, "nothing is sent behind the last GOAWAY", story_);
      std::visit([this](const auto& what) { heard(what); }, *sent);
      output = output.subspan(frame_header_size + header.length);
    }
    if (failed_) {
      require(subject_.finished(), "finished after connection_failed, once the output is taken", story_);
      closed_ = true;
    }
  }

  void look() const {
    const footprint held = subject_.held();
    require(held.input <= (1U << 24) + 9 + bounds_.field_block.bytes, "input is bounded", story_);
    require(held.remembered <= bounds_.closed_streams, "closed streams are bounded", story_);
    require(held.control_output <= largest_control_output, "answers are bounded", story_);
    require(held.events <= 2 * held.streams + held.remembered + 8, "events do not pile up", story_);
    for (std::uint32_t id = 0; id < 12; ++id) {
      require(subject_.send_window_of(id) <= max_window, "no window is above 2^31-1", story_);
      require(subject_.receive_window_of(id) <= max_window, "no window is above 2^31-1", story_);
    }
  }

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] const std::string& story() const { return story_; }

 private:
  enum class stage : std::uint8_t { nothing, promised, headers, ended, reset, closed };
  struct one_stream {
    stage at = stage::nothing;
    bool we_ended = false;
  };

  one_stream& in_order(const char* what, std::uint32_t id, std::initializer_list<stage> allowed) {
    story_ += std::string(what) + " on " + std::to_string(id);
    one_stream& s = streams_[id];
    bool fine = false;
    for (const stage each : allowed) fine = fine || s.at == each;
    require(fine, "events of a stream come in order", story_);
    return s;
  }
  void say(const header_list& fields) {
    for (const header_field f : fields) story_.append(" ").append(f.name).append("=").append(f.value);
  }

  void tell(const request_received& e) {
    in_order("request", e.stream_id, {stage::nothing}).at = e.end_stream ? stage::ended : stage::headers;
    say(e.headers);
  }
  void tell(const informational_received& e) {
    in_order("1xx", e.stream_id, {stage::nothing, stage::promised});
    say(e.headers);
  }
  void tell(const response_received& e) {
    in_order("response", e.stream_id, {stage::nothing, stage::promised}).at =
        e.end_stream ? stage::ended : stage::headers;
    say(e.headers);
  }
  void tell(const trailers_received& e) {
    in_order("trailers", e.stream_id, {stage::headers}).at = stage::ended;
    say(e.headers);
  }
  void tell(const data_received& e) {
    one_stream& s = in_order("data", e.stream_id, {stage::headers});
    if (e.end_stream) s.at = stage::ended;
    story_.append(" ").append(text_of(e.data));
  }
  void tell(const push_received& e) {
    in_order("push", e.promised_id, {stage::nothing}).at = stage::promised;
    say(e.request);
  }
  void tell(const stream_reset& e) {
    in_order("reset", e.stream_id, {stage::nothing, stage::promised, stage::headers, stage::ended}).at = stage::reset;
    story_ += " " + name_of(e.code) + " " + e.why.message();
  }
  void tell(const stream_closed& e) {
    in_order("closed", e.stream_id, {stage::nothing, stage::promised, stage::headers, stage::ended, stage::reset}).at =
        stage::closed;
  }
  void tell(const stream_writable& e) {
    in_order("writable", e.stream_id, {stage::nothing, stage::promised, stage::headers, stage::ended});
  }
  void tell(const settings_received& e) { story_ += "settings " + std::to_string(e.values.initial_window_size); }
  void tell(const settings_acknowledged&) { story_ += "settings acknowledged"; }
  void tell(const ping_acknowledged&) { story_ += "ping acknowledged"; }
  void tell(const goaway_received& e) { story_ += "goaway " + std::to_string(e.last_stream_id) + " " + e.debug; }
  void tell(const connection_failed& e) {
    story_ += "failed: " + e.why.message();
    failed_ = true;
  }

  void still_ours(std::uint32_t id, bool ends) {
    one_stream& s = streams_[id];
    require(!s.we_ended, "nothing is sent behind our END_STREAM or RST_STREAM", story_);
    s.we_ended = ends;
  }
  void heard(const data_frame& f) {
    require(f.data.size() <= subject_.peer_settings().max_frame_size, "DATA is as long as the peer allows", story_);
    still_ours(f.stream_id, f.end_stream);
  }
  void heard(const headers_frame& f) {
    still_ours(f.stream_id, f.end_stream);
    block_.assign(f.fragment.begin(), f.fragment.end());
    if (f.end_headers) decode();
  }
  void heard(const push_promise_frame& f) {
    block_.assign(f.fragment.begin(), f.fragment.end());
    if (f.end_headers) decode();
  }
  void heard(const continuation_frame& f) {
    append(block_, f.fragment);
    if (f.end_headers) decode();
  }
  void heard(const rst_stream_frame& f) { streams_[f.stream_id].we_ended = true; }
  void heard(const goaway_frame& f) {
    require(f.last_stream_id <= last_goaway_, "the last stream id of GOAWAY only sinks", story_);
    last_goaway_ = f.last_stream_id;
  }
  template <class T>
  void heard(const T&) {}
  void decode() {
    header_list fields;
    const auto fits = decoder_.decode(block_, fields);
    require(fits.has_value(), "field blocks decode in the order in which they are sent", story_);
    say(fields);
  }

  const connection& subject_;
  limits bounds_;
  hpack::decoder decoder_;
  byte_buffer block_;
  std::map<std::uint32_t, one_stream> streams_;
  std::uint32_t last_goaway_ = max_stream_id;
  bool failed_ = false;
  bool closed_ = false;
  std::string story_;
};

/// Answers requests, asks, uses content, now and then something else. What it does follows from the events alone.
class owner {
 public:
  /// `large`: bytes of content that do not fit into one window or output.
  owner(connection& subject, std::uint8_t habits, std::size_t large)
      : subject_(subject), random_(habits), large_(large) {}

  void begin() {
    if (subject_.side() == role::client) {
      for (int i = 0; i < 3; ++i) ask();
    }
  }
  void on(const event& told) {
    if (const auto* e = std::get_if<request_received>(&told)) return respond(e->stream_id);
    if (const auto* e = std::get_if<data_received>(&told)) return use(e->stream_id, e->data.size(), e->end_stream);
    if (const auto* e = std::get_if<response_received>(&told)) return sometimes(e->stream_id);
    if (const auto* e = std::get_if<stream_writable>(&told)) return (void)send(e->stream_id, 100, true);
    if (std::holds_alternative<stream_closed>(told)) {
      if (subject_.side() == role::client && next(2) == 0) ask();
    }
  }

 private:
  std::uint32_t next(std::uint32_t below) {
    random_ = random_ * 1664525U + 1013904223U;
    return (random_ >> 16U) % below;
  }
  void ask() {
    const bool with_content = next(3) == 0;
    const char* method = with_content ? "POST" : next(4) == 0 ? "HEAD" : "GET";
    const auto id = subject_.submit_request(
        {{":method", method}, {":scheme", "http"}, {":path", "/a"}, {":authority", "b"}}, !with_content);
    if (id && with_content) (void)send(*id, large_, next(2) == 0);
  }
  void respond(std::uint32_t id) {
    const std::uint32_t way = next(10);
    if (way == 0) return subject_.reset_stream(id, error_code::refused_stream);
    if (way == 1) return;  // nothing, for ever
    if (way == 2) (void)subject_.submit_informational(id, {{":status", "103"}, {"link", "</x>"}});
    if (way == 3) {
      const header_list promised = {{":method", "GET"}, {":scheme", "http"}, {":path", "/x"}, {":authority", "b"}};
      if (const auto push = subject_.submit_push(id, promised)) respond(*push);
    }
    if (!subject_.submit_response(id, {{":status", "200"}, {"x", std::to_string(way)}}, way == 4)) return;
    if (way == 5) (void)send(id, large_, true);
    if (way > 5) {
      (void)send(id, way * 10, way == 6);
      if (way > 7) (void)subject_.submit_trailers(id, {{"grpc-status", "0"}});
    }
    sometimes(id);
  }
  outcome<std::size_t> send(std::uint32_t id, std::size_t n, bool end) {
    return subject_.send_data(id, byte_buffer(n, std::byte{'d'}), end);
  }
  void use(std::uint32_t id, std::size_t n, bool end) {
    if (next(4) != 0) subject_.consume(id, n);  // or it is never used, and the window stays shut
    if (end) sometimes(id);
  }
  void sometimes(std::uint32_t id) {
    switch (next(24)) {
      case 0: return subject_.ping({});
      case 1: return subject_.set_connection_window(next(200'000));
      case 2: return (void)subject_.update_settings({.initial_window_size = next(100'000), .max_frame_size = 16384});
      case 3: return subject_.shut_down("so it goes");
      case 4: return subject_.reset_stream(id, error_code::cancel);
      case 5: return subject_.close(error_code::no_error, "enough");
      default: return;
    }
  }

  connection& subject_;
  std::uint32_t random_;
  std::size_t large_;
};

}  // namespace fuzz
