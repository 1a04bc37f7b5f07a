// SPDX-License-Identifier: MIT
//
// How connections end, what pushes look like, and what is refused to our own side.
#include "two_ends.hpp"

namespace h2::test {
namespace {

TEST(Shutdown, OfAServerLosesNoRequestThatWasUnderWay) {
  two_ends both;
  const std::uint32_t first = both.client.core.submit_request(get, true).value();
  both.run();
  both.server.core.shut_down("going home");
  const std::uint32_t late = both.client.core.submit_request(get, true).value();  // has not read the GOAWAY
  both.run();
  EXPECT_EQ(both.server.count<request_received>(), 2U);
  const auto said = both.client.all<goaway_received>();
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[0].last_stream_id, max_stream_id);
  EXPECT_EQ(said[0].debug, "going home");
  EXPECT_EQ(said[1].last_stream_id, late);
  EXPECT_TRUE(both.client.core.going_away());
  EXPECT_EQ(both.client.core.submit_request(get, true).error(), misuse::going_away);
  EXPECT_FALSE(both.server.core.finished());
  for (const std::uint32_t id : {first, late}) ASSERT_TRUE(both.server.core.submit_response(id, ok, true));
  EXPECT_FALSE(both.server.core.finished()) << "the responses have yet to be taken";
  both.run();
  EXPECT_EQ(both.client.count<response_received>(), 2U);
  EXPECT_TRUE(both.server.core.finished());
  EXPECT_TRUE(both.client.core.finished());
  EXPECT_EQ(both.client.count<ping_acknowledged>() + both.server.count<ping_acknowledged>(), 0U);
}

TEST(Shutdown, OfAServerIgnoresWhatComesAboveTheLastStream) {
  two_ends both;
  both.run();
  both.server.core.shut_down();
  byte_buffer goaway;
  both.server.core.take_output(goaway);
  both.client.core.receive(goaway, both.now);
  both.client.pull();
  // A client that does not listen: the request of another connection, after the real last stream id.
  both.run();
  end_point deaf(role::client);
  (void)deaf.core.submit_request(get, true).value();
  byte_buffer request;
  deaf.core.take_output(request);
  const auto frames = frames_of(bytes(request).subspan(client_preface.size()), frame_type::headers);
  ASSERT_EQ(frames.size(), 1U);
  byte_buffer wire;
  append_frame_header(wire, frames[0].header);
  append(wire, bytes_of(frames[0].payload));
  both.server.core.receive(wire, both.now);
  both.server.pull();
  EXPECT_EQ(both.server.count<request_received>(), 0U);
  EXPECT_EQ(both.server.count<connection_failed>(), 0U);
  EXPECT_TRUE(both.server.core.finished());
}

TEST(Shutdown, OfAClientFinishesWhatItAskedFor) {
  two_ends both;
  const std::uint32_t id = both.client.core.submit_request(get, true).value();
  both.run();
  both.client.core.shut_down();
  EXPECT_EQ(both.client.core.submit_request(get, true).error(), misuse::going_away);
  both.run();
  EXPECT_FALSE(both.client.core.finished());
  ASSERT_TRUE(both.server.core.submit_response(id, ok, true));
  both.run();
  EXPECT_EQ(both.client.count<response_received>(), 1U);
  EXPECT_TRUE(both.client.core.finished());
}

TEST(Goaway, TellsWhichRequestsAreSafeToTryAgain) {
  two_ends both;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(both.client.core.submit_request(get, true));
  both.run();
  byte_buffer wire;
  encode(goaway_frame{.last_stream_id = 1, .code = error_code::no_error, .debug = bytes_of("full")}, wire);
  both.client.core.receive(wire, both.now);
  both.client.pull();
  const auto lost = both.client.all<stream_reset>();
  ASSERT_EQ(lost.size(), 2U);
  for (const stream_reset& one : lost) {
    EXPECT_GT(one.stream_id, 1U);
    EXPECT_TRUE(one.unprocessed);
    EXPECT_EQ(one.code, error_code::refused_stream);
  }
  EXPECT_TRUE(std::holds_alternative<goaway_received>(both.client.events.back()));
  ASSERT_TRUE(both.server.core.submit_response(1, ok, true));
  both.once(both.server, both.client);
  EXPECT_EQ(both.client.count<response_received>(), 1U);
  EXPECT_FALSE(both.client.core.has_output()) << "lost streams are not reset: the peer does not look at them";
  EXPECT_TRUE(both.client.core.finished());
}

TEST(Close, SaysGoawayAndHearsNothingMore) {
  two_ends both;
  const std::uint32_t id = both.client.core.submit_request(get, true).value();
  both.run();
  both.server.forget();
  both.server.core.close(error_code::internal_error, "out of coffee");
  EXPECT_FALSE(both.server.core.finished());
  (void)both.client.core.submit_request(get, true);
  both.run();
  EXPECT_TRUE(both.server.events.empty());
  EXPECT_TRUE(both.server.core.finished());
  const auto said = both.client.only<goaway_received>();
  EXPECT_EQ(said.code, error_code::internal_error);
  EXPECT_EQ(said.debug, "out of coffee");
  EXPECT_EQ(said.last_stream_id, id);
}

TEST(Close, LeavesNothingToSendAndNobodyToSendFor) {
  two_ends both;
  const std::uint32_t id = both.client.core.submit_request(get, true).value();
  both.run();
  ASSERT_TRUE(both.server.core.submit_response(id, ok, false));
  both.run();
  ASSERT_TRUE(both.server.core.send_data(id, bytes_of(std::string(100'000, 'x')), false));
  both.server.core.close(error_code::no_error, "");
  EXPECT_EQ(both.server.core.held().queued_data, 0U);
  EXPECT_EQ(both.server.core.held().streams, 0U);
  EXPECT_EQ(both.server.core.send_data(id, bytes_of("more"), true).error(), misuse::not_open_for_sending);
  EXPECT_EQ(both.server.core.submit_trailers(id, {{"a", "b"}}).error(), misuse::not_open_for_sending);
  both.server.core.reset_stream(id, error_code::cancel);
  both.server.core.ping({});
  both.server.core.set_connection_window(1U << 28);
  both.server.core.consume(id, 1);
  const auto sent = frames_of(both.once(both.server, both.client));
  ASSERT_EQ(sent.size(), 1U) << "nothing behind the GOAWAY";
  EXPECT_EQ(sent[0].header.type, frame_type::goaway);
}

TEST(Failure, IsTheLastEventAndNamesTheByte) {
  two_ends both;
  both.run();
  const std::uint64_t before = both.server.core.received();
  byte_buffer wire;
  encode(ping_frame{}, wire);
  const std::size_t bad = wire.size();
  append_frame_header(wire, {.length = 0, .type = frame_type::data, .stream_id = 1});  // idle
  encode(ping_frame{}, wire);
  both.server.forget();
  both.server.core.receive(wire, both.now);
  both.server.pull();
  const auto failed = both.server.only<connection_failed>();
  EXPECT_EQ(failed.why.offset, before + bad);
  EXPECT_EQ(failed.why.code, error_code::protocol_error);
  EXPECT_FALSE(failed.why.clause.empty());
  both.once(both.server, both.client);
  EXPECT_TRUE(both.server.core.finished());
  const auto said = both.client.only<goaway_received>();
  EXPECT_NE(said.debug.find(failed.why.why), std::string::npos);
  EXPECT_NE(said.debug.find(failed.why.clause), std::string::npos);
}

TEST(Push, IsPromisedAnsweredAndRead) {
  two_ends both({.local = {.enable_push = true}});
  const header_list style = {
      {":method", "GET"}, {":scheme", "http"}, {":path", "/a.css"}, {":authority", "example.test"}};
  const std::uint32_t id = both.client.core.submit_request(get, true).value();
  both.run();
  const std::uint32_t promised = both.server.core.submit_push(id, style).value();
  EXPECT_EQ(promised, 2U);
  EXPECT_EQ(both.server.core.state_of(promised), stream_state::reserved_local);
  EXPECT_EQ(both.server.core.open_streams(), 1U) << "a reserved stream does not count";
  EXPECT_EQ(both.server.core.send_data(promised, bytes_of("x"), false).error(), misuse::out_of_order);
  ASSERT_TRUE(both.server.core.submit_response(id, ok, true));
  ASSERT_TRUE(both.server.core.submit_response(promised, ok, false));
  ASSERT_TRUE(both.server.core.send_data(promised, bytes_of("body {}"), true));
  both.run();
  const auto push = both.client.only<push_received>();
  EXPECT_EQ(push.stream_id, id);
  EXPECT_EQ(push.promised_id, promised);
  EXPECT_EQ(push.request, style);
  EXPECT_EQ(both.client.count<response_received>(), 2U);
  EXPECT_EQ(both.client.content[promised], "body {}");
  EXPECT_EQ(both.client.count<stream_closed>(), 2U);
  EXPECT_EQ(both.server.core.held().streams, 0U);
}

TEST(Push, IsRefusedToOurOwnSideWhereItCannotBe) {
  two_ends willing({.local = {.enable_push = true}});
  const std::uint32_t id = willing.client.core.submit_request(get, true).value();
  willing.run();
  EXPECT_EQ(willing.client.core.submit_push(id, get).error(), misuse::wrong_role);
  EXPECT_EQ(willing.server.core.submit_push(id, post).error(), misuse::malformed_headers);
  EXPECT_EQ(willing.server.core.submit_push(99, get).error(), misuse::no_such_stream);
  const std::uint32_t promised = willing.server.core.submit_push(id, get).value();
  EXPECT_EQ(willing.server.core.submit_push(promised, get).error(), misuse::push_disabled);

  two_ends unwilling;
  const std::uint32_t other = unwilling.client.core.submit_request(get, true).value();
  unwilling.run();
  EXPECT_EQ(unwilling.server.core.submit_push(other, get).error(), misuse::push_disabled);
}

TEST(Push, CanBeTurnedDown) {
  two_ends both({.local = {.enable_push = true}});
  const std::uint32_t id = both.client.core.submit_request(get, true).value();
  both.run();
  const std::uint32_t promised = both.server.core.submit_push(id, get).value();
  both.run();
  both.client.core.reset_stream(promised, error_code::cancel);
  both.run();
  EXPECT_EQ(both.server.only<stream_reset>().stream_id, promised);
  EXPECT_EQ(both.server.core.submit_response(promised, ok, true).error(), misuse::not_open_for_sending);
}

TEST(Misuse, IsAnsweredToTheCallerAndLeavesNothingOnTheWire) {
  two_ends both;
  const std::uint32_t id = both.client.core.submit_request(post, false).value();
  both.run();
  EXPECT_EQ(both.client.core.submit_response(id, ok, true).error(), misuse::wrong_role);
  EXPECT_EQ(both.server.core.submit_request(get, true).error(), misuse::wrong_role);
  EXPECT_EQ(both.client.core.submit_request(ok, true).error(), misuse::malformed_headers);
  EXPECT_EQ(both.server.core.submit_response(7, ok, true).error(), misuse::no_such_stream);
  EXPECT_EQ(both.server.core.submit_response(id, {{":status", "103"}}, false).error(), misuse::malformed_headers);
  EXPECT_EQ(both.server.core.submit_informational(id, {{":status", "101"}}).error(), misuse::malformed_headers);
  EXPECT_EQ(both.server.core.submit_informational(id, ok).error(), misuse::malformed_headers);
  EXPECT_EQ(both.server.core.send_data(id, bytes_of("x"), true).error(), misuse::out_of_order);
  EXPECT_EQ(both.server.core.submit_trailers(id, {{"a", "b"}}).error(), misuse::out_of_order);
  EXPECT_FALSE(both.server.core.has_output());
  ASSERT_TRUE(both.server.core.submit_response(id, ok, false));
  EXPECT_EQ(both.server.core.submit_response(id, ok, false).error(), misuse::out_of_order);
  EXPECT_EQ(both.server.core.submit_informational(id, {{":status", "100"}}).error(), misuse::out_of_order);
  EXPECT_EQ(both.server.core.submit_trailers(id, {{":status", "200"}}).error(), misuse::malformed_headers);
  ASSERT_TRUE(both.server.core.send_data(id, bytes_of("x"), true));
  EXPECT_EQ(both.server.core.send_data(id, bytes_of("y"), true).error(), misuse::not_open_for_sending);
  settings wrong;
  wrong.max_frame_size = 1;
  EXPECT_EQ(both.server.core.update_settings(wrong).error(), misuse::invalid_setting);
  both.run();
  EXPECT_EQ(both.client.count<stream_reset>() + both.client.count<connection_failed>(), 0U);
}

TEST(Footprint, OfAConnectionAtRestIsNothingButWhatItRemembers) {
  two_ends both;
  for (int round = 0; round < 300; ++round) {
    const std::uint32_t id = both.client.core.submit_request(get, true).value();
    both.run();
    ASSERT_TRUE(both.server.core.submit_response(id, ok, false));
    ASSERT_TRUE(both.server.core.send_data(id, bytes_of("x"), true));
    both.run();
  }
  for (const connection* core : {&both.client.core, &both.server.core}) {
    const footprint held = core->held();
    EXPECT_EQ(held.streams, 0U);
    EXPECT_EQ(held.remembered, limits{}.closed_streams);
    EXPECT_EQ(held.input + held.control_output + held.queued_data + held.events, 0U);
  }
}

TEST(Footprint, OfADownloadIsLetGo) {
  two_ends both({.local = {.enable_push = false, .initial_window_size = 1U << 24}, .connection_window = 1U << 24});
  const std::uint32_t id = both.client.core.submit_request(get, true).value();
  both.run();
  ASSERT_TRUE(both.server.core.submit_response(id, ok, false));
  ASSERT_TRUE(both.server.core.send_data(id, byte_buffer(1U << 20), true));
  byte_buffer wire;
  while (both.server.core.has_output()) {
    both.server.core.take_output(wire);
    both.client.core.receive(wire, both.now);
    both.client.pull();
  }
  for (int i = 0; i < 3; ++i) {
    both.server.core.ping({});
    both.server.core.take_output(wire);
    both.client.core.receive(wire, both.now);
    both.client.pull();
  }
  EXPECT_LE(wire.capacity(), 16384U) << "the buffers went round, and were given back when little was written";
}

}  // namespace
}  // namespace h2::test
