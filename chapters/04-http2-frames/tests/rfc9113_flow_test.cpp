// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.9: WINDOW_UPDATE, both windows, and SETTINGS_INITIAL_WINDOW_SIZE, which moves those that are open.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class WindowUpdate : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, WindowUpdate, testing::ValuesIn(any_side::all()), any_side::name);
class InitialWindow : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, InitialWindow, testing::ValuesIn(any_side::all()), any_side::name);

// ── §6.9 WINDOW_UPDATE ─────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §6.9-1: with every window closed, frames without flow control still go both ways
TEST_P(WindowUpdate, IsForDataOnly) {
  wire_peer other =
      with({.local = {.enable_push = false, .initial_window_size = 0}}, {{setting_id::initial_window_size, 0}});
  const std::uint32_t id = other.exchange();
  other.say_headers(id, {{"x", "y"}}, true);
  EXPECT_EQ(other.told<trailers_received>().size(), 1U);
  EXPECT_TRUE(other.subject().submit_trailers(id, {{"x", "y"}}).has_value());
  EXPECT_EQ(other.told<stream_closed>().size(), 1U);
  other.say_settings({});
  EXPECT_TRUE(other.all_well());
}

// RFC 9113 §6.9-2: by 0 on a stream
TEST_P(WindowUpdate, OfZeroIsAnErrorOfTheStream) {
  const std::uint32_t id = peer.exchange();
  peer.say(frame_type::window_update, 0, id, std::string_view("\0\0\0\0", 4));
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

// RFC 9113 §6.9-2: the reserved bit makes it no more
TEST_P(WindowUpdate, OfZeroAndTheReservedBitIsStillZero) {
  const std::uint32_t id = peer.exchange();
  peer.say(frame_type::window_update, 0, id, std::string_view("\x80\0\0\0", 4));
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

// RFC 9113 §6.9-3: on stream 0 it is the connection's error
TEST_P(WindowUpdate, OfZeroOnStream0IsAnErrorOfTheConnection) {
  peer.say(frame_type::window_update, 0, 0, std::string_view("\0\0\0\0", 4));
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.9-5: DATA in error, or for nobody, cost the connection's window all the same
TEST_P(WindowUpdate, GivesBackTheConnectionsWindowForDataInError) {
  wire_peer other = with({.connection_window = 65535});
  const std::uint32_t id = other.exchange();
  other.say_data(id, "", true);
  other.say_data(id, std::string(1000, 'x'));
  EXPECT_TRUE(other.stream_error(id, error_code::stream_closed));
  EXPECT_EQ(other.subject().receive_window_of(0), 65535 - 1000) << "too little for an update";
  for (int i = 0; i < 10; ++i) other.say_data(id, std::string(16384, 'x'));
  EXPECT_FALSE(other.heard<window_update_frame>().empty());
  EXPECT_TRUE(other.alive());
}

// RFC 9113 §6.9-6: four octets, or the connection is over
TEST_P(WindowUpdate, OfAnotherLengthIsAnErrorOfTheConnection) {
  for (const std::string_view payload : {"", "123", "12345"}) {
    for (const bool on_stream : {false, true}) {
      wire_peer other = with({});
      const std::uint32_t id = other.exchange();
      other.say(frame_type::window_update, 0, on_stream ? id : 0, payload);
      EXPECT_TRUE(other.connection_error(error_code::frame_size_error)) << payload.size();
    }
  }
}

// RFC 9113 §6.9.1-1: neither window is overrun, and both must have room
TEST_P(WindowUpdate, OpensOneWindowOfTwo) {
  const std::uint32_t id = peer.exchange();
  peer.subject().send_data(id, bytes_of(std::string(70000, 'x')), false).value();
  EXPECT_EQ(peer.content_sent(id).size(), 65535U);
  peer.say(window_update_frame{.stream_id = id, .increment = 1000});
  EXPECT_EQ(peer.content_sent(id).size(), 65535U) << "the connection's is still shut";
  peer.say(window_update_frame{.stream_id = 0, .increment = 600});
  EXPECT_EQ(peer.content_sent(id).size(), 66135U);
  peer.say(window_update_frame{.stream_id = 0, .increment = 600});
  EXPECT_EQ(peer.content_sent(id).size(), 66535U) << "now the stream's";
}

// RFC 9113 §6.9.1-1: an empty DATA frame needs no window
TEST_P(WindowUpdate, IsNotNeededForAnEmptyEnd) {
  wire_peer other = with({}, {{setting_id::initial_window_size, 0}});
  const std::uint32_t id = other.exchange();
  other.subject().send_data(id, bytes{}, true).value();
  ASSERT_EQ(other.heard<data_frame>().size(), 1U);
  EXPECT_TRUE(other.heard<data_frame>()[0].end_stream);
}

// RFC 9113 §6.9.1-2: above 2^31-1 the stream is over
TEST_P(WindowUpdate, AboveTheMaximumIsAnErrorOfTheStream) {
  const std::uint32_t id = peer.exchange();
  peer.say(window_update_frame{.stream_id = id, .increment = max_stream_id - 65535});
  EXPECT_EQ(peer.subject().send_window_of(id), max_window);
  EXPECT_TRUE(peer.all_well());
  peer.say(window_update_frame{.stream_id = id, .increment = 1});
  EXPECT_TRUE(peer.stream_error(id, error_code::flow_control_error));
}

// RFC 9113 §6.9.1-2: and so is the connection
TEST_P(WindowUpdate, AboveTheMaximumIsAnErrorOfTheConnection) {
  peer.say(window_update_frame{.stream_id = 0, .increment = max_stream_id - 65535});
  EXPECT_EQ(peer.subject().send_window_of(0), max_window);
  peer.say(window_update_frame{.stream_id = 0, .increment = 1});
  EXPECT_TRUE(peer.connection_error(error_code::flow_control_error));
}

TEST_P(WindowUpdate, IsSentForWhatWasConsumed) {
  const std::uint32_t id = peer.exchange();
  for (int i = 0; i < 3; ++i) peer.say_data(id, std::string(16384, 'x'));
  EXPECT_TRUE(peer.heard<window_update_frame>().empty()) << "nobody has used any of it";
  peer.subject().consume(id, std::size_t{3} * 16384);
  std::uint32_t on_stream = 0;
  for (const window_update_frame& u : peer.heard<window_update_frame>())
    on_stream += u.stream_id == id ? u.increment : 0;
  EXPECT_EQ(on_stream, 3U * 16384U);
  EXPECT_EQ(peer.subject().receive_window_of(id), 65535);
}

TEST_P(WindowUpdate, ThatWasNotGivenMakesDataAnErrorOfTheStream) {
  const std::uint32_t id = peer.exchange();
  for (int i = 0; i < 3; ++i) peer.say_data(id, std::string(16384, 'x'));
  peer.say_data(id, std::string(16383, 'x'));
  EXPECT_TRUE(peer.all_well());
  peer.say_data(id, "x");
  EXPECT_TRUE(peer.stream_error(id, error_code::flow_control_error));
}

TEST_P(WindowUpdate, ThatWasNotGivenMakesDataAnErrorOfTheConnection) {
  wire_peer other =
      with({.local = {.enable_push = false, .initial_window_size = 1U << 20U}, .connection_window = 65535});
  const std::uint32_t id = other.exchange();
  for (int i = 0; i < 3; ++i) other.say_data(id, std::string(16384, 'x'));
  other.say_data(id, std::string(16383, 'x'));
  EXPECT_TRUE(other.all_well());
  other.say_data(id, "x");
  EXPECT_TRUE(other.connection_error(error_code::flow_control_error));
}

TEST_P(WindowUpdate, IsPaidForPaddingToo) {
  const std::uint32_t id = peer.exchange();
  const std::int64_t before = peer.subject().receive_window_of(id);
  peer.say(data_frame{.stream_id = id, .data = bytes_of("x"), .padded_overhead = 200});
  EXPECT_EQ(peer.subject().receive_window_of(id), before - 201);
}

// ── §6.9.2 ─────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §6.9.2-1: every open stream's window moves, the connection's does not
TEST_P(InitialWindow, MovesEveryStream) {
  const std::uint32_t first = peer.exchange();
  peer.subject().send_data(first, bytes_of("12345"), false).value();
  const std::uint32_t second = peer.exchange();
  const std::int64_t connection_before = peer.subject().send_window_of(0);
  peer.say_settings({{setting_id::initial_window_size, 65535 + 1000}});
  EXPECT_EQ(peer.subject().send_window_of(first), 65535 + 1000 - 5);
  EXPECT_EQ(peer.subject().send_window_of(second), 65535 + 1000);
  EXPECT_EQ(peer.subject().send_window_of(0), connection_before);
  peer.say_settings({{setting_id::initial_window_size, 100}});
  EXPECT_EQ(peer.subject().send_window_of(first), 95);
  EXPECT_EQ(peer.subject().send_window_of(second), 100);
  EXPECT_EQ(peer.subject().send_window_of(peer.exchange()), 100) << "and that of later ones";
}

// RFC 9113 §6.9.2-1: what waited for a window goes out when a setting gives it
TEST_P(InitialWindow, LetsGoWhatWaited) {
  wire_peer other = with({}, {{setting_id::initial_window_size, 0}});
  const std::uint32_t id = other.exchange();
  other.subject().send_data(id, bytes_of("hello, world"), true).value();
  EXPECT_EQ(other.content_sent(id), "");
  other.say_settings({{setting_id::initial_window_size, 1}});
  EXPECT_EQ(other.content_sent(id), "h");
  other.say_settings({{setting_id::initial_window_size, 12}});
  EXPECT_EQ(other.content_sent(id), "hello, world");
}

// RFC 9113 §6.9.2-2: a window below zero stays shut until it is earned back
TEST_P(InitialWindow, MaySinkBelowZero) {
  const std::uint32_t id = peer.exchange();
  peer.subject().send_data(id, bytes_of(std::string(1000, 'x')), false).value();
  peer.listen();
  peer.say_settings({{setting_id::initial_window_size, 10}});
  EXPECT_EQ(peer.subject().send_window_of(id), -990);
  peer.subject().send_data(id, bytes_of("yz"), true).value();
  EXPECT_EQ(peer.content_sent(id).size(), 1000U);
  peer.say(window_update_frame{.stream_id = id, .increment = 990});
  EXPECT_EQ(peer.subject().send_window_of(id), 0);
  EXPECT_EQ(peer.content_sent(id).size(), 1000U);
  peer.say(window_update_frame{.stream_id = id, .increment = 1});
  EXPECT_EQ(peer.content_sent(id).size(), 1001U);
  peer.say(window_update_frame{.stream_id = id, .increment = 1});
  EXPECT_EQ(peer.content_sent(id).size(), 1002U);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.9.2-3: a change that takes a window above 2^31-1
TEST_P(InitialWindow, ThatLiftsAWindowTooHighIsAnErrorOfTheConnection) {
  const std::uint32_t id = peer.exchange();
  peer.say(window_update_frame{.stream_id = id, .increment = 1});
  peer.say_settings({{setting_id::initial_window_size, 0x7fffffff}});
  EXPECT_TRUE(peer.connection_error(error_code::flow_control_error));
}

// RFC 9113 §6.9.3: until the peer has acknowledged our smaller window, its DATA may still fill the larger
TEST_P(InitialWindow, OfOursThatShrinksBearsWhatWasUnderWay) {
  const std::uint32_t id = peer.exchange();
  settings smaller = peer.subject().local_settings();
  smaller.initial_window_size = 10;
  peer.subject().update_settings(smaller).value();
  peer.listen();
  peer.say_data(id, std::string(5000, 'x'));
  EXPECT_EQ(peer.content_received(id).size(), 5000U);
  EXPECT_TRUE(peer.all_well());
  peer.acknowledge();
  EXPECT_EQ(peer.subject().receive_window_of(id), 10 - 5000);
  EXPECT_TRUE(peer.all_well());
  peer.say_data(id, "x");
  EXPECT_TRUE(peer.stream_error(id, error_code::flow_control_error)) << "that was not under way";
}

TEST_P(InitialWindow, OfOursThatGrowsIsBorneFromWhenItIsSent) {
  settings larger = peer.subject().local_settings();
  larger.initial_window_size = 200000;
  peer.subject().update_settings(larger).value();
  peer.listen();
  peer.acknowledge();
  const std::uint32_t id = peer.exchange();
  for (int i = 0; i < 10; ++i) peer.say_data(id, std::string(16384, 'x'));
  EXPECT_EQ(peer.content_received(id).size(), 163840U);
  EXPECT_TRUE(peer.all_well());
}

}  // namespace
