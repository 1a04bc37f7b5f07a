// SPDX-License-Identifier: MIT
//
// Whole exchanges between a client and a server of ours. What each rule says alone is in rfc9113_*_test.cpp.
#include "two_ends.hpp"

namespace h2::test {
namespace {

TEST(Connection, BeginsWithPrefaceAndSettingsAndEndsUpAgreed) {
  two_ends both;
  const byte_buffer first = both.once(both.client, both.server);
  EXPECT_EQ(text_of(first).substr(0, client_preface.size()), client_preface);
  EXPECT_FALSE(both.server.core.handshake_done());
  both.run();
  EXPECT_TRUE(both.client.core.handshake_done());
  EXPECT_TRUE(both.server.core.handshake_done());
  EXPECT_EQ(both.client.core.peer_settings(), both.server.core.local_settings());
  EXPECT_EQ(both.server.core.peer_settings(), both.client.core.local_settings());
  EXPECT_EQ(both.client.count<settings_received>(), 1U);
  EXPECT_EQ(both.client.count<settings_acknowledged>(), 1U);
}

TEST(Connection, CarriesARequestAndItsResponse) {
  two_ends both;
  const std::uint32_t id = both.client.core.submit_request(get, true).value();
  EXPECT_EQ(id, 1U);
  both.run();
  const auto request = both.server.only<request_received>();
  EXPECT_EQ(request.stream_id, id);
  EXPECT_EQ(request.headers, get);
  EXPECT_TRUE(request.end_stream);

  ASSERT_TRUE(both.server.core.submit_response(id, ok, false));
  EXPECT_EQ(both.server.core.send_data(id, bytes_of("hello"), true).value(), 0U);
  both.run();
  const auto response = both.client.only<response_received>();
  EXPECT_EQ(response.headers, ok);
  EXPECT_FALSE(response.end_stream);
  EXPECT_EQ(both.client.content[id], "hello");
  EXPECT_TRUE(both.client.only<data_received>().end_stream);
  EXPECT_TRUE(std::holds_alternative<stream_closed>(both.client.events.back()));
  EXPECT_TRUE(std::holds_alternative<stream_closed>(both.server.events.back()));
  EXPECT_EQ(both.client.core.state_of(id), stream_state::closed);
  EXPECT_EQ(both.client.core.held().streams, 0U);
  EXPECT_EQ(both.server.core.held().streams, 0U);
}

TEST(Connection, PutsASmallResponseBehindItsHeadersAtOnce) {
  two_ends both;
  const std::uint32_t id = both.client.core.submit_request(get, true).value();
  both.run();
  ASSERT_TRUE(both.server.core.submit_response(id, ok, false));
  ASSERT_TRUE(both.server.core.send_data(id, bytes_of("hello"), true));
  EXPECT_EQ(both.server.core.state_of(id), stream_state::closed) << "before the output is taken";
  const auto sent = frames_of(both.once(both.server, both.client));
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].header.type, frame_type::headers);
  EXPECT_EQ(sent[1].header.type, frame_type::data);
  EXPECT_TRUE(sent[1].header.has(flag::end_stream));
}

TEST(Connection, CarriesContentAndTrailersBothWays) {
  two_ends both;
  const header_list checksum = {{"checksum", "abc"}};
  const header_list status = {{"grpc-status", "0"}};
  const std::string large(200'000, 'x');
  const std::uint32_t id = both.client.core.submit_request(post, false).value();
  ASSERT_TRUE(both.client.core.send_data(id, bytes_of(large), false));
  ASSERT_TRUE(both.client.core.submit_trailers(id, checksum));
  both.run();
  EXPECT_EQ(both.server.content[id], large);
  EXPECT_EQ(both.server.only<trailers_received>().headers, checksum);
  ASSERT_TRUE(both.server.core.submit_response(id, ok, false));
  ASSERT_TRUE(both.server.core.send_data(id, bytes_of("answer"), false));
  ASSERT_TRUE(both.server.core.submit_trailers(id, status));
  both.run();
  EXPECT_EQ(both.client.content[id], "answer");
  EXPECT_EQ(both.client.only<trailers_received>().headers, status);
  EXPECT_EQ(both.client.count<stream_closed>(), 1U);
  EXPECT_EQ(both.server.count<stream_closed>(), 1U);
}

TEST(Connection, CarriesAResponseOfTrailersOnly) {
  two_ends both;
  const header_list failed = {{":status", "200"}, {"grpc-status", "12"}};
  const std::uint32_t id = both.client.core.submit_request(post, true).value();
  both.run();
  ASSERT_TRUE(both.server.core.submit_response(id, failed, true));
  both.run();
  EXPECT_TRUE(both.client.only<response_received>().end_stream);
  EXPECT_EQ(both.client.only<response_received>().headers, failed);
  EXPECT_EQ(both.client.count<stream_closed>(), 1U);
}

TEST(Connection, CarriesInformationalResponsesBeforeTheFinalOne) {
  two_ends both;
  const std::uint32_t id = both.client.core.submit_request(post, false).value();
  both.run();
  ASSERT_TRUE(both.server.core.submit_informational(id, {{":status", "100"}}));
  ASSERT_TRUE(both.server.core.submit_informational(id, {{":status", "103"}, {"link", "</a.css>"}}));
  both.run();
  EXPECT_EQ(both.client.count<informational_received>(), 2U);
  ASSERT_TRUE(both.client.core.send_data(id, bytes_of("as you wish"), true));
  ASSERT_TRUE(both.server.core.submit_response(id, ok, true));
  both.run();
  EXPECT_EQ(both.server.content[id], "as you wish");
  EXPECT_EQ(both.client.count<response_received>(), 1U);
  EXPECT_EQ(both.client.count<stream_closed>(), 1U);
}

TEST(Connection, SplitsFieldsThatAreLongerThanAFrame) {
  two_ends both;
  both.run();
  header_list large = get;
  large.add("x-large", std::string(40'000, '~'));  // nothing that Huffman could shorten
  const std::uint32_t id = both.client.core.submit_request(large, true).value();
  const auto sent = frames_of(both.once(both.client, both.server));
  ASSERT_GE(sent.size(), 3U);
  EXPECT_EQ(sent[0].header.type, frame_type::headers);
  EXPECT_FALSE(sent[0].header.has(flag::end_headers));
  EXPECT_EQ(sent[0].header.length, 16384U);
  for (std::size_t i = 1; i < sent.size(); ++i) {
    EXPECT_EQ(sent[i].header.type, frame_type::continuation);
    EXPECT_EQ(sent[i].header.has(flag::end_headers), i + 1 == sent.size());
  }
  EXPECT_EQ(both.server.only<request_received>().headers, large);
  EXPECT_EQ(both.server.core.state_of(id), stream_state::half_closed_remote);
}

TEST(Connection, AnswersFieldsAboveTheLimitBy431AndGoesOn) {
  two_ends both({}, {.local = {.max_header_list_size = 1000}});
  both.run();
  header_list large = get;
  large.add("x-large", std::string(2000, 'x'));
  const std::uint32_t refused = both.client.core.submit_request(large, true).value();
  const std::uint32_t fine = both.client.core.submit_request(get, true).value();
  both.run();
  EXPECT_EQ(both.client.only<response_received>().stream_id, refused);
  EXPECT_EQ(both.client.only<response_received>().headers.find(":status"), "431");
  EXPECT_EQ(both.server.only<request_received>().stream_id, fine);
}

TEST(Connection, ResetsAndForgetsAStream) {
  two_ends both;
  const std::uint32_t id = both.client.core.submit_request(post, false).value();
  ASSERT_TRUE(both.client.core.send_data(id, bytes_of(std::string(100'000, 'x')), false));
  both.once(both.client, both.server);
  EXPECT_GT(both.client.core.held().queued_data, 0U);
  both.server.core.reset_stream(id, error_code::cancel);
  both.run();
  const auto reset = both.client.only<stream_reset>();
  EXPECT_EQ(reset.code, error_code::cancel);
  EXPECT_TRUE(reset.by_peer);
  EXPECT_FALSE(reset.unprocessed);
  EXPECT_EQ(both.server.count<stream_reset>(), 0U) << "our own resets are no news";
  EXPECT_EQ(both.server.count<stream_closed>(), 1U);
  EXPECT_EQ(both.client.core.held().queued_data, 0U);
  EXPECT_EQ(both.client.core.send_data(id, bytes_of("more"), true).error(), misuse::not_open_for_sending);
}

TEST(Connection, PingsComeBack) {
  two_ends both;
  const ping_data eight = {std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4},
                           std::byte{5}, std::byte{6}, std::byte{7}, std::byte{8}};
  both.client.core.ping(eight);
  both.run();
  EXPECT_EQ(both.client.only<ping_acknowledged>().opaque, eight);
  EXPECT_EQ(both.server.count<ping_acknowledged>(), 0U);
}

TEST(Connection, RefusesStreamsAboveTheLimitUnprocessed) {
  two_ends both({}, {.local = {.max_concurrent_streams = 2}});
  // Before the server's SETTINGS are there, a client knows no limit.
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(both.client.core.submit_request(get, true));
  both.run();
  const auto reset = both.client.only<stream_reset>();
  EXPECT_EQ(reset.stream_id, 5U);
  EXPECT_EQ(reset.code, error_code::refused_stream);
  EXPECT_TRUE(reset.unprocessed);
  EXPECT_EQ(both.server.count<request_received>(), 2U);
  EXPECT_FALSE(both.client.core.can_open_stream());
  EXPECT_EQ(both.client.core.submit_request(get, true).error(), misuse::too_many_streams);
  ASSERT_TRUE(both.server.core.submit_response(1, ok, true));
  both.run();
  EXPECT_TRUE(both.client.core.can_open_stream());
  EXPECT_TRUE(both.client.core.submit_request(get, true));
}

TEST(Connection, TakesAnUpgradeFromHttp1) {
  two_ends both;
  byte_buffer payload;
  encode(settings_frame{.values = {{setting_id::initial_window_size, 20}}}, payload);
  ASSERT_TRUE(both.server.core.upgraded(bytes(payload).subspan(frame_header_size), get));
  both.client.core.upgraded();
  both.server.pull();
  EXPECT_EQ(both.server.only<request_received>().stream_id, 1U);
  EXPECT_EQ(both.server.core.send_window_of(1), 20);
  ASSERT_TRUE(both.server.core.submit_response(1, ok, false));
  ASSERT_TRUE(both.server.core.send_data(1, bytes_of("upgraded"), true));
  both.run();
  EXPECT_EQ(both.client.content[1], "upgraded");
  EXPECT_EQ(both.client.core.submit_request(get, true).value(), 3U);
  both.run();
  EXPECT_EQ(both.server.count<request_received>(), 2U);
}

}  // namespace
}  // namespace h2::test
