// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.5: SETTINGS, their bounds, their order, from when they hold, and their acknowledgement.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class Settings : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Settings, testing::ValuesIn(any_side::all()), any_side::name);
class ClientSettings : public as_client {};
INSTANTIATE_TEST_SUITE_P(Fed, ClientSettings, testing::ValuesIn(one_side::all()), one_side::name);
class ServerSettings : public as_server {};
INSTANTIATE_TEST_SUITE_P(Fed, ServerSettings, testing::ValuesIn(one_side::all()), one_side::name);

// RFC 9113 §6.5-2: each setting does what it is for
TEST_P(Settings, AllHaveTheirEffect) {
  peer.say_settings({{setting_id::header_table_size, 1000},
                     {setting_id::enable_push, 0},
                     {setting_id::max_concurrent_streams, 3},
                     {setting_id::initial_window_size, 4},
                     {setting_id::max_frame_size, 20000},
                     {setting_id::max_header_list_size, 6}});
  const settings expected = {.header_table_size = 1000,
                             .enable_push = false,
                             .max_concurrent_streams = 3,
                             .initial_window_size = 4,
                             .max_frame_size = 20000,
                             .max_header_list_size = 6};
  EXPECT_EQ(peer.subject().peer_settings(), expected);
  ASSERT_FALSE(peer.told<settings_received>().empty());
  EXPECT_EQ(peer.told<settings_received>().back().values, expected);
  const std::uint32_t id = peer.exchange();
  EXPECT_EQ(peer.subject().send_window_of(id), 4);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.5-3: our acknowledgement is empty
// RFC 9113 §6.5-5: on stream 0
// RFC 9113 §6.5.3-4: and at once
TEST_P(Settings, AreAcknowledgedAtOnce) {
  peer.say_settings({{setting_id::max_concurrent_streams, 3}});
  const auto settings = peer.heard<settings_frame>();
  ASSERT_EQ(settings.size(), 1U);
  EXPECT_TRUE(settings[0].ack);
  EXPECT_TRUE(settings[0].values.empty());
}

// RFC 9113 §6.5.3-4: each frame has its own acknowledgement, an acknowledgement has none
TEST_P(Settings, AreAcknowledgedOneByOne) {
  for (int i = 0; i < 3; ++i) peer.say_settings({});
  EXPECT_EQ(peer.heard<settings_frame>().size(), 3U);
  settings wanted = peer.subject().local_settings();
  wanted.max_concurrent_streams = 9;
  peer.subject().update_settings(wanted).value();
  peer.listen();
  peer.forget();
  peer.acknowledge();
  EXPECT_TRUE(peer.heard<settings_frame>().empty());
  ASSERT_EQ(peer.told<settings_acknowledged>().size(), 1U);
  EXPECT_EQ(peer.subject().local_settings(), wanted);
}

// RFC 9113 §6.5-4: an acknowledgement says nothing else
TEST_P(Settings, ThatAcknowledgeAndSayMoreAreAnError) {
  peer.say(frame_type::settings, flag::ack, 0, std::string_view("\0\3\0\0\0\1", 6));
  EXPECT_TRUE(peer.connection_error(error_code::frame_size_error));
}

// RFC 9113 §6.5-6: SETTINGS belong to no stream
TEST_P(Settings, OnAStreamAreAnError) {
  const std::uint32_t id = peer.exchange();
  peer.say(frame_type::settings, 0, id);
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.5-7: values that make no sense, or a frame cut short
TEST_P(Settings, ThatMakeNoSenseAreAnError) {
  peer.say(frame_type::settings, 0, 0, std::string_view("\0\2\0\0\0\7", 6));
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.5-8: six octets a setting
TEST_P(Settings, OfAnOddLengthAreAnError) {
  for (const std::size_t n : {1U, 5U, 7U, 13U}) {
    wire_peer other = with({});
    other.say(frame_type::settings, 0, 0, std::string(n, '\0'));
    EXPECT_TRUE(other.connection_error(error_code::frame_size_error)) << n;
  }
}

TEST_P(Settings, ThatNobodySentCannotBeAcknowledged) {
  peer.acknowledge();
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.5.2-3: ENABLE_PUSH is 0 or 1
TEST_P(Settings, EnablePushIsABoolean) {
  for (const std::uint32_t value : {2U, 0x100U, 0xffffffffU}) {
    wire_peer other = with({});
    other.say_settings({{setting_id::enable_push, value}});
    EXPECT_TRUE(other.connection_error(error_code::protocol_error)) << value;
  }
  peer.say_settings({{setting_id::enable_push, 0}});
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.5.2-4: a server says 0 or nothing
TEST_P(ServerSettings, NeverEnablePush) {
  for (const bool wanted : {true, false}) {
    wire_peer unheard = fresh({.local = {.enable_push = wanted}});
    const auto first = unheard.heard<settings_frame>();
    ASSERT_FALSE(first.empty());
    for (const setting& one : first[0].values) EXPECT_FALSE(one.id == setting_id::enable_push && one.value != 0);
  }
  settings wanted = peer.subject().local_settings();
  wanted.enable_push = true;
  wanted.max_concurrent_streams = 5;
  (void)peer.subject().update_settings(wanted);
  for (const settings_frame& sent : peer.heard<settings_frame>()) {
    for (const setting& one : sent.values) EXPECT_FALSE(one.id == setting_id::enable_push && one.value != 0);
  }
}

// RFC 9113 §6.5.2-5: and a client does not bear 1 from a server
TEST_P(ClientSettings, OfAServerMayNotEnablePush) {
  peer.say_settings({{setting_id::enable_push, 1}});
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.5.2-6: windows end at 2^31-1
TEST_P(Settings, InitialWindowSizeEndsAt31Bits) {
  for (const std::uint32_t value : {0x80000000U, 0xffffffffU}) {
    wire_peer other = with({});
    other.say_settings({{setting_id::initial_window_size, value}});
    EXPECT_TRUE(other.connection_error(error_code::flow_control_error)) << value;
  }
  peer.say_settings({{setting_id::initial_window_size, 0x7fffffff}});
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.5.2-7: what we announce lies within the bounds
TEST_P(Settings, OfOursAreWithinBounds) {
  settings wanted = peer.subject().local_settings();
  for (const std::uint32_t wrong : {0U, 16383U, 1U << 24U}) {
    wanted.max_frame_size = wrong;
    const auto done = peer.subject().update_settings(wanted);
    ASSERT_TRUE(done.has_error()) << wrong;
    EXPECT_EQ(done.error(), misuse::invalid_setting);
  }
  wanted = peer.subject().local_settings();
  wanted.initial_window_size = 0x80000000U;
  EXPECT_EQ(peer.subject().update_settings(wanted).error(), misuse::invalid_setting);
  EXPECT_TRUE(peer.heard<settings_frame>().empty());
  wanted.initial_window_size = 65535;
  wanted.max_frame_size = (1U << 24U) - 1;
  EXPECT_TRUE(peer.subject().update_settings(wanted).has_value());
  ASSERT_EQ(peer.heard<settings_frame>().size(), 1U);
  EXPECT_EQ(peer.heard<settings_frame>()[0].values,
            (std::vector<setting>{{setting_id::max_frame_size, (1U << 24U) - 1}}));
}

// RFC 9113 §6.5.2-8: and so does what the peer announces
TEST_P(Settings, MaxFrameSizeHasTwoBounds) {
  for (const std::uint32_t value : {0U, 16383U, 1U << 24U, 0xffffffffU}) {
    wire_peer other = with({});
    other.say_settings({{setting_id::max_frame_size, value}});
    EXPECT_TRUE(other.connection_error(error_code::protocol_error)) << value;
  }
  peer.say_settings({{setting_id::max_frame_size, 16384}, {setting_id::max_frame_size, (1U << 24U) - 1}});
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.5.2-9: unknown settings are ignored
// RFC 9113 §6.5.3-3: and so are unsupported ones
TEST_P(Settings, UnknownOnesAreIgnoredAndAcknowledged) {
  const settings before = peer.subject().peer_settings();
  peer.say_settings({{static_cast<setting_id>(0), 1}, {static_cast<setting_id>(0x99), 0xffffffff}});
  EXPECT_EQ(peer.subject().peer_settings(), before);
  EXPECT_EQ(peer.heard<settings_frame>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.5.3-1: what arrives holds at once, before the next frame
TEST_P(Settings, HoldFromWhenTheyAreRead) {
  const std::uint32_t id = peer.exchange();
  peer.say_settings({{setting_id::initial_window_size, 5}});
  peer.subject().send_data(id, bytes_of("hello, world"), false).value();
  EXPECT_EQ(peer.content_sent(id), "hello");
}

// RFC 9113 §6.5.3-2: in their order: the last of a kind counts, and all are looked at
TEST_P(Settings, AreTakenInOrder) {
  peer.say_settings({{setting_id::initial_window_size, 100}, {setting_id::initial_window_size, 1}});
  const std::uint32_t id = peer.exchange();
  EXPECT_EQ(peer.subject().send_window_of(id), 1);
  EXPECT_EQ(peer.heard<settings_frame>().size(), 1U) << "one acknowledgement a frame";
  peer.say_settings({{setting_id::max_frame_size, 1}, {setting_id::max_frame_size, 16384}});
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error)) << "though the last is well";
}

}  // namespace
