// SPDX-License-Identifier: MIT
//
// RFC 9113 §3: how a connection begins.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class Preface : public any_side {};
INSTANTIATE_TEST_SUITE_P(Fed, Preface, testing::ValuesIn(any_side::all()), any_side::name);
class ServerPreface : public as_server {};
INSTANTIATE_TEST_SUITE_P(Fed, ServerPreface, testing::ValuesIn(one_side::all()), one_side::name);
class ClientPreface : public as_client {};
INSTANTIATE_TEST_SUITE_P(Fed, ClientPreface, testing::ValuesIn(one_side::all()), one_side::name);

// RFC 9113 §3.4-1: the 24 octets of the client, then SETTINGS
TEST_P(ClientPreface, IsTheMagicAndSettings) {
  connection client(role::client);
  byte_buffer out;
  client.take_output(out);
  ASSERT_GE(out.size(), client_preface.size() + frame_header_size);
  EXPECT_EQ(text_of(out).substr(0, client_preface.size()), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  EXPECT_EQ(out[client_preface.size() + 3], std::byte{0x4}) << "the type of SETTINGS";
  EXPECT_EQ(out[client_preface.size() + 4], std::byte{0}) << "not an acknowledgement";
}

// RFC 9113 §3.4-2: SETTINGS are the first frame of a server, before it has heard anything
// RFC 9113 §3.2-2: each side sends its preface, whatever it runs on
// RFC 9113 §3.3-2: the server too, when the client knew beforehand
// RFC 9113 §6.5-1: SETTINGS at the start, from both sides
TEST_P(Preface, IsSentWithoutWaitingForTheOther) {
  wire_peer unheard = fresh();
  ASSERT_FALSE(unheard.heard<settings_frame>().empty());
  const auto* first = std::get_if<settings_frame>(&unheard.frames().front().what);
  ASSERT_NE(first, nullptr);
  EXPECT_FALSE(first->ack);
}

// RFC 9113 §3.4-3: the preface's SETTINGS are acknowledged, behind one's own
TEST_P(Preface, IsAcknowledgedBehindOurOwn) {
  wire_peer unheard = fresh();
  if (server()) unheard.say_magic();
  unheard.say_settings({});
  const auto settings = unheard.heard<settings_frame>();
  ASSERT_EQ(settings.size(), 2U);
  EXPECT_FALSE(settings[0].ack);
  EXPECT_TRUE(settings[1].ack);
  EXPECT_EQ(unheard.told<settings_received>().size(), 1U);
  EXPECT_FALSE(unheard.subject().handshake_done()) << "ours are not acknowledged yet";
  unheard.acknowledge();
  EXPECT_TRUE(unheard.subject().handshake_done());
  EXPECT_EQ(unheard.told<settings_acknowledged>().size(), 1U);
}

// RFC 9113 §3.4-1: the SETTINGS behind the octets may be empty or not
TEST_P(ServerPreface, TakesSettingsWithValues) {
  wire_peer unheard = fresh();
  unheard.say_magic();
  unheard.say_settings({{setting_id::max_concurrent_streams, 7}, {setting_id::initial_window_size, 1}});
  EXPECT_EQ(unheard.subject().peer_settings().max_concurrent_streams, 7U);
  EXPECT_EQ(unheard.subject().peer_settings().initial_window_size, 1U);
  EXPECT_TRUE(unheard.all_well());
}

// RFC 9113 §3.4-4: anything else is an error, known at the first octet that differs
TEST_P(ServerPreface, ThatIsNotOneIsAnErrorAtTheFirstWrongOctet) {
  for (std::size_t wrong = 0; wrong < client_preface.size(); ++wrong) {
    wire_peer unheard = fresh();
    std::string magic(client_preface.substr(0, wrong + 1));
    magic.back() = static_cast<char>(magic.back() ^ 0x20);
    unheard.say_bytes(bytes_of(magic));
    const auto failed = unheard.told<connection_failed>();
    ASSERT_EQ(failed.size(), 1U) << "octet " << wrong;
    EXPECT_EQ(failed[0].why.code, error_code::protocol_error);
    EXPECT_EQ(failed[0].why.clause, "RFC 9113 §3.4");
    EXPECT_TRUE(unheard.subject().finished());
  }
}

// RFC 9113 §3.4-4: an HTTP/1.1 request is no preface
TEST_P(ServerPreface, OfHttp11IsAnError) {
  wire_peer unheard = fresh();
  unheard.say_bytes(bytes_of("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"));
  ASSERT_EQ(unheard.told<connection_failed>().size(), 1U);
  EXPECT_EQ(unheard.told<connection_failed>()[0].why.code, error_code::protocol_error);
  EXPECT_TRUE(unheard.told<request_received>().empty());
}

TEST_P(ServerPreface, HalfOfWhichIsNoError) {
  wire_peer unheard = fresh();
  unheard.say_bytes(bytes_of(client_preface.substr(0, 12)));
  EXPECT_TRUE(unheard.told<connection_failed>().empty());
  unheard.say_bytes(bytes_of(client_preface.substr(12)));
  unheard.say_settings({});
  EXPECT_TRUE(unheard.alive());
}

// RFC 9113 §3.4-4: a preface without SETTINGS is none, on either side
TEST_P(Preface, ThatBeginsWithAnotherFrameIsAnError) {
  byte_buffer block;
  hpack::encoder().encode(get_request, block);
  const std::vector<frame> others = {
      ping_frame{},
      window_update_frame{.stream_id = 0, .increment = 1},
      goaway_frame{},
      priority_frame{.stream_id = 1, .priority = {}},
      headers_frame{.stream_id = 1, .end_stream = true, .end_headers = true, .fragment = block},
      unknown_frame{.header = {0, static_cast<frame_type>(0xa), 0, 0}, .payload = {}},
  };
  for (const frame& other : others) {
    SCOPED_TRACE(print(other));
    wire_peer unheard = fresh();
    if (server()) unheard.say_magic();
    unheard.say(other);
    EXPECT_TRUE(unheard.connection_error(error_code::protocol_error));
  }
}

// RFC 9113 §3.4-4: an acknowledgement is not the SETTINGS that a preface needs
TEST_P(Preface, ThatBeginsWithAnAcknowledgementIsAnError) {
  wire_peer unheard = fresh();
  if (server()) unheard.say_magic();
  unheard.acknowledge();
  EXPECT_TRUE(unheard.connection_error(error_code::protocol_error));
}

TEST_P(ClientPreface, MayBeFollowedByRequestsAtOnce) {
  wire_peer unheard = fresh();
  const std::uint32_t id = unheard.subject().submit_request(get_request, true).value();
  EXPECT_EQ(id, 1U);
  EXPECT_EQ(unheard.heard<headers_frame>().size(), 1U);
  unheard.say_settings({});
  unheard.acknowledge();
  unheard.say_headers(id, ok_response, true);
  EXPECT_EQ(unheard.told<response_received>().size(), 1U);
  EXPECT_TRUE(unheard.all_well());
}

TEST_P(ServerPreface, MayBeFollowedByRequestsAtOnce) {
  wire_peer unheard = fresh();
  byte_buffer all;
  append(all, bytes_of(client_preface));
  encode(settings_frame{}, all);
  encode(headers_frame{.stream_id = 1, .end_stream = true, .end_headers = true, .fragment = unheard.block(get_request)},
         all);
  unheard.say_bytes(all);
  ASSERT_EQ(unheard.told<request_received>().size(), 1U);
  EXPECT_EQ(unheard.told<request_received>()[0].headers, get_request);
}

}  // namespace
