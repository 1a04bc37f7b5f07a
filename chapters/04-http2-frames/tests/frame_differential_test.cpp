// SPDX-License-Identifier: MIT
//
// Frames beside libnghttp2: what it packs must parse here to the fields it says it sent, what is encoded here must
// reach its callbacks unchanged, and what is refused here must be refused there with the same code.
#include "frame_checks.hpp"
#include "random_seed.hpp"
#include "their_session.hpp"

#include <h2/frame_reader.hpp>

#include <random>

namespace {

using namespace h2;
using test::their_session;

/// Random choices, the same for the same seed.
class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}
  std::uint32_t below(std::uint32_t n) { return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(engine_); }
  bool often() { return below(2) == 0; }
  byte_buffer some_bytes(std::uint32_t most) {
    byte_buffer made(below(most + 1));
    for (std::byte& each : made) each = static_cast<std::byte>(below(256));
    return made;
  }

 private:
  std::mt19937 engine_;
};

/// The frames of a client's whole output, as printed, without the preface.
std::vector<std::string> printed(bytes output) {
  frame_reader reader(true);
  reader.receive(output);
  std::vector<std::string> lines;
  while (const auto next = reader.next().value()) {
    const auto parsed = parse_frame(next->header, next->payload);
    lines.push_back(print(parsed.value()));
    EXPECT_EQ(test::encoded(*parsed).size(), frame_header_size + next->payload.size()) << lines.back();
  }
  EXPECT_EQ(reader.offset(), output.size());
  return lines;
}

TEST(TheirFrames, ParseToWhatTheySayTheySent) {
  dice roll(test::random_seed());
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE(test::how_to_repeat() + ", round " + std::to_string(round));
    their_session them(their_session::side::client);
    them.pad_by(roll.below(256));
    them.submit_settings({{NGHTTP2_SETTINGS_ENABLE_PUSH, roll.below(2)},
                          {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, roll.below(0x7fff'ffff)}});
    for (int streams = 0; streams < 3; ++streams) {
      const std::string content(roll.below(3000), 'x');
      const nghttp2_priority_spec priority = {static_cast<std::int32_t>(roll.below(2) * 100),
                                              static_cast<std::int32_t>(1 + roll.below(256)),
                                              static_cast<std::uint8_t>(roll.below(2))};
      const std::int32_t id = them.submit_request(content, roll.often() ? &priority : nullptr);
      if (roll.often()) nghttp2_submit_priority(them.get(), NGHTTP2_FLAG_NONE, id, &priority);
      if (roll.often())
        nghttp2_submit_window_update(them.get(), NGHTTP2_FLAG_NONE, 0, 1 + static_cast<int>(roll.below(1000)));
      them.send();
      if (roll.often()) nghttp2_submit_rst_stream(them.get(), NGHTTP2_FLAG_NONE, id, roll.below(20));
    }
    const ping_data opaque = {std::byte{1}, std::byte{0xff}};
    nghttp2_submit_ping(them.get(), NGHTTP2_FLAG_NONE, reinterpret_cast<const std::uint8_t*>(opaque.data()));
    const std::string_view debug = "enough";
    nghttp2_submit_goaway(them.get(), NGHTTP2_FLAG_NONE, 0, roll.below(20),
                          reinterpret_cast<const std::uint8_t*>(debug.data()), debug.size());
    them.send();
    EXPECT_EQ(printed(them.sent()), them.frames_sent());
  }
}

/// Our side of a connection, made of random frames that are allowed in their order.
class random_client {
 public:
  explicit random_client(dice& roll) : roll_(roll) {
    append(out_, bytes_of(client_preface));
    settings_frame first;
    for (std::uint32_t n = roll.below(4); n > 0; --n) {  // unknown ones: RFC 8441 and 9218 took 8 and 9
      first.values.push_back({static_cast<setting_id>(0x10 + roll_.below(1000)), roll_.below(1000)});
    }
    add(first);
  }

  void step() {
    switch (roll_.below(7)) {
      case 0: return request();
      case 1: return content();
      case 2: return add(priority_frame{.stream_id = next_id_ + 100, .priority = some_priority()});
      case 3: return add(window_update_frame{.stream_id = 0, .increment = 1 + roll_.below(1000)});
      case 4: return add(ping_frame{.opaque = {static_cast<std::byte>(roll_.below(256)), std::byte{7}}});
      case 5: return cancel();
      default: return unknown();
    }
  }
  void leave() {
    const byte_buffer debug = roll_.some_bytes(100);
    add(goaway_frame{.last_stream_id = 0, .code = static_cast<error_code>(roll_.below(20)), .debug = debug});
  }

  const byte_buffer& output() const { return out_; }
  /// What they should report: our frames as printed, CONTINUATION as part of its HEADERS.
  const std::vector<std::string>& frames() const { return frames_; }
  const byte_buffer& content_sent() const { return content_; }

 private:
  void add(const frame& what) {
    encode(what, out_);
    if (!std::holds_alternative<unknown_frame>(what)) frames_.push_back(print(what));
  }
  std::uint16_t some_padding() { return static_cast<std::uint16_t>(roll_.often() ? 0 : 1 + roll_.below(256)); }
  priority_fields some_priority() {
    return {.exclusive = roll_.often(), .dependency = 0, .weight = static_cast<std::uint16_t>(1 + roll_.below(256))};
  }

  void request() {
    // :method GET, :scheme http, :path /, :authority a (RFC 7541 Appendix A); a literal that is not indexed as filler
    byte_buffer block = test::hex("82 86 84 01 01 61 00 01 78 7f 25");
    block.resize(block.size() + 164, std::byte{'v'});
    headers_frame headers{.stream_id = next_id_,
                          .end_stream = roll_.often(),
                          .end_headers = roll_.often(),
                          .fragment = block,
                          .padded_overhead = some_padding()};
    if (roll_.often()) headers.priority = some_priority();
    next_id_ += 2;
    if (!headers.end_stream) open_.push_back(headers.stream_id);
    if (headers.end_headers) return add(headers);
    frames_.push_back(print(frame([&] {
      headers_frame joined = headers;
      joined.end_headers = true;
      return joined;
    }())));
    std::size_t at = roll_.below(static_cast<std::uint32_t>(block.size() + 1));
    headers.fragment = bytes(block).first(at);
    encode(headers, out_);
    while (at < block.size()) {
      const std::size_t n = std::min(block.size() - at, std::size_t{50} + roll_.below(200));
      encode(continuation_frame{.stream_id = headers.stream_id,
                                .end_headers = at + n == block.size(),
                                .fragment = bytes(block).subspan(at, n)},
             out_);
      at += n;
    }
    if (bytes(headers.fragment).size() == block.size()) {
      encode(continuation_frame{.stream_id = headers.stream_id, .end_headers = true}, out_);
    }
  }
  void content() {
    if (open_.empty()) return;
    const byte_buffer data = roll_.some_bytes(300);
    add(data_frame{.stream_id = open_[roll_.below(static_cast<std::uint32_t>(open_.size()))],
                   .data = data,
                   .padded_overhead = some_padding()});
    append(content_, data);
  }
  void cancel() {
    if (open_.empty()) return;
    add(rst_stream_frame{.stream_id = open_.back(), .code = static_cast<error_code>(roll_.below(0xffff'ffff))});
    open_.pop_back();
  }
  void unknown() {
    const byte_buffer payload = roll_.some_bytes(100);
    frame_header header{.length = static_cast<std::uint32_t>(payload.size()),
                        .type = static_cast<frame_type>(0x20 + roll_.below(200)),
                        .flags = static_cast<std::uint8_t>(roll_.below(256)),
                        .stream_id = roll_.below(10)};
    add(unknown_frame{.header = header, .payload = payload});
  }

  dice& roll_;
  byte_buffer out_;
  byte_buffer content_;
  std::vector<std::string> frames_;
  std::vector<std::uint32_t> open_;
  std::uint32_t next_id_ = 1;
};

TEST(OurFrames, ReachTheirCallbacksUnchanged) {
  dice roll(test::random_seed());
  for (int round = 0; round < 300; ++round) {
    SCOPED_TRACE(test::how_to_repeat() + ", round " + std::to_string(round));
    random_client we(roll);
    for (int steps = 0; steps < 20; ++steps) we.step();
    we.leave();
    their_session them(their_session::side::server);
    EXPECT_TRUE(them.receive(we.output())) << them.complaint();
    EXPECT_EQ(them.frames_received(), we.frames());
    EXPECT_WIRE_EQ(them.content_received(), we.content_sent());
  }
}

/// Wrong on stream 0 and on stream 1, for different reasons: which of them is told is up to the reader.
bool breaks_two_rules(byte_buffer whole, const error& told) {
  whole[8] ^= std::byte{1};
  const auto moved = test::parse(whole);
  return !moved && moved.error().code != told.code;
}

/// Frames that are wrong by themselves: a valid connection's beginning, then one frame with random length and content.
/// Their verdict is in the RST_STREAM or GOAWAY they send; they make connection errors of some that RFC 9113 lets be
/// stream errors, so codes are compared, and scopes only where ours is the wider.
TEST(Refusals, HaveTheirCode) {
  dice roll(test::random_seed());
  int refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    SCOPED_TRACE(test::how_to_repeat() + ", round " + std::to_string(round));
    const auto type = static_cast<frame_type>(roll.below(10));
    if (type == frame_type::push_promise || type == frame_type::continuation) continue;  // a matter of state
    const std::uint32_t stream_id = roll.below(3) == 0 ? 0 : 1;
    byte_buffer whole = test::frame_of(type, 0, stream_id, roll.below(14));
    whole[4] = static_cast<std::byte>(roll.often() ? 0 : 1U << roll.below(8));
    for (std::size_t i = 9; i < whole.size(); ++i) whole[i] = static_cast<std::byte>(roll.often() ? 0 : roll.below(10));
    const auto ours = test::parse(whole);
    if (ours || breaks_two_rules(whole, ours.error())) continue;

    their_session them(their_session::side::server);
    byte_buffer input(bytes_of(client_preface).begin(), bytes_of(client_preface).end());
    encode(settings_frame{}, input);
    if (type != frame_type::headers) {
      const byte_buffer block = test::hex("82 86 84 01 01 61");
      encode(headers_frame{.stream_id = 1, .end_headers = true, .fragment = block}, input);
    }
    append(input, whole);
    (void)them.receive(input);
    ++refused;
    const auto verdict = them.verdict();
    ASSERT_TRUE(verdict.has_value()) << "accepted there: " << test::to_hex(whole) << "\n  " << ours.error().message();
    EXPECT_EQ(name_of(verdict->code), name_of(ours.error().code)) << test::to_hex(whole);
    if (ours.error().scope == error_scope::connection) {
      EXPECT_EQ(verdict->scope, error_scope::connection) << test::to_hex(whole);
    }
  }
  EXPECT_GT(refused, 1000);
}

}  // namespace
