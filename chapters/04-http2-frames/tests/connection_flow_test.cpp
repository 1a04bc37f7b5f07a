// SPDX-License-Identifier: MIT
//
// Who sends when, and how much: turns, windows, back-pressure, and settings that change in between.
#include "two_ends.hpp"

#include <algorithm>

namespace h2::test {
namespace {

/// Two requests that both wait for a response.
class Sending : public testing::Test {
 protected:
  void SetUp() override {
    for (std::uint32_t& id : ids) id = both.client.core.submit_request(get, true).value();
    both.run();
    for (const std::uint32_t id : ids) ASSERT_TRUE(both.server.core.submit_response(id, ok, false));
    both.run();
  }
  [[nodiscard]] std::size_t send(std::uint32_t id, std::size_t n, bool end = true) {
    return both.server.core.send_data(id, byte_buffer(n, std::byte{'x'}), end).value();
  }

  two_ends both{{.local = {.enable_push = false, .initial_window_size = 1U << 20}, .connection_window = 1U << 22}};
  std::array<std::uint32_t, 2> ids{};
};

TEST_F(Sending, LargeAndSmallTakeTurnsFrameByFrame) {
  EXPECT_EQ(send(ids[0], 200'000), 200'000U);
  EXPECT_EQ(send(ids[1], 40'000), 40'000U);
  const auto data = frames_of(both.once(both.server, both.client), frame_type::data);
  ASSERT_GE(data.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(data[i].header.stream_id, ids[i % 2]) << "frame " << i;
  EXPECT_TRUE(data[5].header.has(flag::end_stream)) << "40000 bytes are three frames";
  for (std::size_t i = 6; i < data.size(); ++i) EXPECT_EQ(data[i].header.stream_id, ids[0]);
}

TEST_F(Sending, AManyPieceWriterGetsNoMoreThanItsTurns) {
  for (int i = 0; i < 8; ++i) (void)send(ids[0], 16384, false);
  (void)send(ids[1], 100);
  const auto data = frames_of(both.once(both.server, both.client), frame_type::data);
  ASSERT_EQ(data.size(), 9U);
  const auto small = std::ranges::find(data, ids[1], [](const seen_frame& f) { return f.header.stream_id; });
  EXPECT_LE(small - data.begin(), 2) << "one frame straight, one in turn, then the other stream's";
}

TEST_F(Sending, FramesAreAsLargeAsThePeerAllows) {
  settings larger = both.client.core.local_settings();
  larger.max_frame_size = 60'000;
  ASSERT_TRUE(both.client.core.update_settings(larger));
  both.run();
  (void)send(ids[0], 150'000);
  const auto data = frames_of(both.once(both.server, both.client), frame_type::data);
  ASSERT_EQ(data.size(), 3U);
  EXPECT_EQ(data[0].header.length, 60'000U);
  EXPECT_EQ(data[2].header.length, 30'000U);
}

TEST_F(Sending, OneOutputHoldsNoMoreThanItsLimit) {
  (void)send(ids[0], 900'000);
  std::size_t frames = 0;
  while (both.server.core.has_output()) {
    const byte_buffer wire = both.once(both.server, both.client);
    EXPECT_LE(wire.size(), limits{}.output);
    frames += frames_of(wire, frame_type::data).size();
  }
  EXPECT_EQ(frames, (900'000 + 16383) / 16384) << "no frame is cut because an output is full";
  EXPECT_EQ(both.client.content[ids[0]].size(), 900'000U);
}

TEST_F(Sending, AStalledStreamDoesNotStopTheOthers) {
  settings none = both.client.core.local_settings();
  none.initial_window_size = 0;
  ASSERT_TRUE(both.client.core.update_settings(none));
  both.run();
  EXPECT_LT(both.server.core.send_window_of(ids[0]), 1);
  (void)send(ids[0], 1000);
  EXPECT_FALSE(both.server.core.has_output()) << "nothing may go";
  none.initial_window_size = 1000;
  ASSERT_TRUE(both.client.core.update_settings(none));
  both.run();
  EXPECT_EQ(both.client.content[ids[0]].size(), 1000U) << "the setting let it go";
}

TEST_F(Sending, ASettingCanMakeAWindowNegative) {
  both.client.consume_at_once = false;
  (void)send(ids[0], 5000, false);
  both.run();
  settings small = both.client.core.local_settings();
  small.initial_window_size = 1000;
  ASSERT_TRUE(both.client.core.update_settings(small));
  both.run();
  EXPECT_EQ(both.server.core.send_window_of(ids[0]), -4000);
  EXPECT_EQ(both.client.core.receive_window_of(ids[0]), -4000);
  (void)send(ids[0], 10);
  EXPECT_FALSE(both.server.core.has_output());
  both.client.core.consume(ids[0], 5000);
  both.run();
  EXPECT_EQ(both.client.content[ids[0]].size(), 5010U);
}

TEST_F(Sending, AWriterIsToldWhenToStopAndWhenToGoOn) {
  const std::size_t limit = limits{}.queued_data;
  EXPECT_EQ(send(ids[0], limit + 1, false), limit + 1);
  both.once(both.server, both.client);
  EXPECT_EQ(both.server.count<stream_writable>(), 1U);
  EXPECT_LT(both.server.core.queued_on(ids[0]), limit / 2);
  (void)send(ids[0], 10, false);
  both.run();
  EXPECT_EQ(both.server.count<stream_writable>(), 1U) << "who was not stopped is not told to go on";
}

TEST_F(Sending, AReaderThatStopsStopsTheWriter) {
  both.client.consume_at_once = false;
  const std::size_t window = 1U << 20;
  (void)send(ids[0], 2 * window);
  both.run();
  EXPECT_EQ(both.client.content[ids[0]].size(), window);
  EXPECT_EQ(both.server.core.queued_on(ids[0]), window);
  EXPECT_FALSE(both.server.core.has_output());
  both.client.core.consume(ids[0], window);
  both.client.consume_at_once = true;
  both.run();
  EXPECT_EQ(both.client.content[ids[0]].size(), 2 * window);
}

TEST_F(Sending, WindowUpdatesAreFew) {
  (void)send(ids[0], 1U << 20);
  std::size_t updates = 0;
  while (both.client.core.has_output() || both.server.core.has_output()) {
    updates += frames_of(both.once(both.client, both.server), frame_type::window_update).size();
    both.once(both.server, both.client);
  }
  EXPECT_LE(updates, 3U) << "for 64 frames";
}

TEST_F(Sending, AStreamThatIsOverStillOwesTheConnection) {
  both.client.consume_at_once = false;
  const std::int64_t before = both.client.core.receive_window_of(0);
  const std::size_t quarter = 1U << 20;
  for (const std::uint32_t id : ids) (void)send(id, quarter);
  both.run();
  for (const std::uint32_t id : ids) EXPECT_EQ(both.client.core.state_of(id), stream_state::closed);
  EXPECT_EQ(both.client.core.receive_window_of(0), before - static_cast<std::int64_t>(2 * quarter));
  both.client.core.consume(ids[0], quarter);
  EXPECT_FALSE(both.client.core.has_output()) << "not yet half of the window";
  both.client.core.consume(ids[1], quarter);
  const auto updates = frames_of(both.once(both.client, both.server), frame_type::window_update);
  ASSERT_EQ(updates.size(), 1U);
  EXPECT_EQ(updates[0].header.stream_id, 0U) << "a stream that is over needs no window";
  EXPECT_EQ(both.client.core.receive_window_of(0), before);
  EXPECT_EQ(both.server.core.send_window_of(0), before);
}

TEST_F(Sending, TheConnectionsWindowCanBeRaised) {
  both.client.core.set_connection_window(1U << 24);
  both.run();
  EXPECT_EQ(both.server.core.send_window_of(0), 1 << 24);
}

TEST_F(Sending, AnEmptyEndNeedsNoWindow) {
  settings none = both.client.core.local_settings();
  none.initial_window_size = 0;
  ASSERT_TRUE(both.client.core.update_settings(none));
  both.run();
  ASSERT_TRUE(both.server.core.send_data(ids[0], bytes(), true));
  both.run();
  EXPECT_TRUE(both.client.only<data_received>().end_stream);
  EXPECT_EQ(both.client.count<stream_closed>(), 1U);
}

TEST_F(Sending, ContentMustHaveTheLengthThatWasAnnounced) {
  const std::uint32_t id = both.client.core.submit_request(get, true).value();
  both.run();
  ASSERT_TRUE(both.server.core.submit_response(id, {{":status", "200"}, {"content-length", "5"}}, false));
  EXPECT_EQ(both.server.core.send_data(id, bytes_of("123456"), true).error(), misuse::wrong_length);
  EXPECT_EQ(both.server.core.send_data(id, bytes_of("1234"), true).error(), misuse::wrong_length);
  EXPECT_TRUE(both.server.core.send_data(id, bytes_of("12345"), true)) << "the failed attempts left nothing behind";
}

TEST(Receiving, BearsOldAndNewSettingsUntilTheAck) {
  two_ends both;
  both.run();
  const std::uint32_t id = both.client.core.submit_request(post, false).value();
  both.run();
  settings smaller = both.server.core.local_settings();
  smaller.initial_window_size = 10;
  ASSERT_TRUE(both.server.core.update_settings(smaller));
  byte_buffer on_its_way;
  both.server.core.take_output(on_its_way);
  ASSERT_TRUE(both.client.core.send_data(id, bytes_of(std::string(60'000, 'x')), true));
  both.once(both.client, both.server);  // sent before the client knew
  EXPECT_EQ(both.server.content[id].size(), 60'000U);
  EXPECT_EQ(both.server.count<connection_failed>() + both.server.count<stream_reset>(), 0U);
  both.client.core.receive(on_its_way, both.now);
  both.client.pull();
  both.run();
  EXPECT_EQ(both.server.core.local_settings(), smaller);
}

TEST(Receiving, OneClientsUploadsShareTheConnectionsWindow) {
  two_ends both({}, {.connection_window = 100'000});
  both.server.consume_at_once = false;
  both.run();
  std::array<std::uint32_t, 2> ids{};
  for (std::uint32_t& id : ids) {
    id = both.client.core.submit_request(post, false).value();
    ASSERT_TRUE(both.client.core.send_data(id, bytes_of(std::string(65'000, 'x')), true));
  }
  both.run();
  const std::size_t arrived = both.server.content[ids[0]].size() + both.server.content[ids[1]].size();
  EXPECT_EQ(arrived, 65'535U) << "the rest of 100000 is announced once half has been used";
  both.server.core.consume(ids[0], both.server.content[ids[0]].size());
  both.server.core.consume(ids[1], both.server.content[ids[1]].size());
  both.run();
  EXPECT_EQ(both.server.content[ids[0]].size() + both.server.content[ids[1]].size(), 130'000U);
}

}  // namespace
}  // namespace h2::test
