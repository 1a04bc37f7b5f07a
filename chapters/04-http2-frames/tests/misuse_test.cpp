// SPDX-License-Identifier: MIT
//
// What our own side asks for and cannot have: the answer is a value of `misuse`, the wire hears nothing of it, and what
// is right afterwards still works.
#include "wire_peer.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

using namespace h2;
using namespace h2::test;

namespace {

wire_peer shaken(role side, const connection_options& options = {}, std::vector<setting> theirs = {}) {
  wire_peer peer(side, feeding::whole, options);
  peer.handshake(std::move(theirs));
  return peer;
}

/// Everything that can be asked for on a stream, and answered no.
struct request_on_stream {
  std::string_view name;
  std::function<std::optional<misuse>(connection&, std::uint32_t)> ask;
};
template <class T>
std::optional<misuse> refusal(const outcome<T>& answer) {
  return answer ? std::nullopt : std::optional(answer.error());
}
const std::vector<request_on_stream> asked_on_a_stream = {
    {"send_data", [](connection& c, std::uint32_t id) { return refusal(c.send_data(id, bytes_of("x"), false)); }},
    {"send_data, keeping the buffer",
     [](connection& c, std::uint32_t id) { return refusal(c.send_data(id, byte_buffer(5), true)); }},
    {"submit_trailers",
     [](connection& c, std::uint32_t id) {
       return refusal(c.submit_trailers(id, {{"x", "y"}}));
     }},
    {"submit_response",
     [](connection& c, std::uint32_t id) { return refusal(c.submit_response(id, ok_response, false)); }},
    {"submit_informational",
     [](connection& c, std::uint32_t id) {
       return refusal(c.submit_informational(id, {{":status", "100"}}));
     }},
    {"submit_push", [](connection& c, std::uint32_t id) { return refusal(c.submit_push(id, get_request)); }},
};

TEST(Misuse, HasATextForEachValue) {
  std::set<std::string_view> texts;
  for (int i = 0; i <= static_cast<int>(misuse::invalid_setting); ++i) texts.insert(text_of(static_cast<misuse>(i)));
  EXPECT_EQ(texts.size(), static_cast<std::size_t>(misuse::invalid_setting) + 1);
  EXPECT_EQ(texts.count(""), 0U);
}

TEST(Misuse, ThrowsWhereTheValueIsTaken) {
  wire_peer peer = shaken(role::client);
  EXPECT_THROW((void)peer.subject().submit_response(1, ok_response, true).value(), std::logic_error);
}

TEST(Misuse, OfStreamsThatNeverWere) {
  for (const std::uint32_t id : {0U, 1U, 2U, 99U, max_stream_id}) {
    for (const request_on_stream& one : asked_on_a_stream) {
      wire_peer peer = shaken(role::server);
      EXPECT_EQ(one.ask(peer.subject(), id), misuse::no_such_stream) << one.name << ' ' << id;
      EXPECT_FALSE(peer.subject().has_output());
      EXPECT_EQ(peer.subject().held().streams, 0U);
    }
  }
}

TEST(Misuse, OfAStreamThatIsOver) {
  for (const bool by_reset : {false, true}) {
    for (const request_on_stream& one : asked_on_a_stream) {
      wire_peer peer = shaken(role::server);
      const std::uint32_t id = peer.request(get_request, true);
      if (by_reset) {
        peer.say(rst_stream_frame{.stream_id = id, .code = error_code::cancel});
      } else {
        peer.subject().submit_response(id, ok_response, true).value();
      }
      peer.listen();
      EXPECT_EQ(one.ask(peer.subject(), id), misuse::not_open_for_sending) << one.name;
      EXPECT_FALSE(peer.subject().has_output());
    }
  }
}

TEST(Misuse, OfTheOtherSidesFunctions) {
  wire_peer client = shaken(role::client);
  const std::uint32_t id = client.request();
  EXPECT_EQ(client.subject().submit_response(id, ok_response, true).error(), misuse::wrong_role);
  EXPECT_EQ(client.subject().submit_informational(id, {{":status", "100"}}).error(), misuse::wrong_role);
  EXPECT_EQ(client.subject().submit_push(id, get_request).error(), misuse::wrong_role);
  EXPECT_FALSE(client.subject().has_output());
  wire_peer server = shaken(role::server);
  EXPECT_EQ(server.subject().submit_request(get_request, true).error(), misuse::wrong_role);
  EXPECT_FALSE(server.subject().can_open_stream());
  EXPECT_FALSE(server.subject().has_output());
}

TEST(Misuse, OfTheOrder) {
  wire_peer peer = shaken(role::server);
  connection& server = peer.subject();
  const std::uint32_t id = peer.request(get_request, true);
  EXPECT_EQ(server.send_data(id, bytes_of("x"), false).error(), misuse::out_of_order) << "before the headers";
  EXPECT_EQ(server.submit_trailers(id, {{"x", "y"}}).error(), misuse::out_of_order) << "before the headers";
  EXPECT_TRUE(server.submit_informational(id, {{":status", "103"}}).has_value());
  EXPECT_EQ(server.send_data(id, bytes_of("x"), false).error(), misuse::out_of_order) << "behind a 1xx only";
  EXPECT_TRUE(server.submit_response(id, ok_response, false).has_value());
  EXPECT_EQ(server.submit_response(id, ok_response, false).error(), misuse::out_of_order) << "twice";
  EXPECT_EQ(server.submit_informational(id, {{":status", "103"}}).error(), misuse::out_of_order) << "too late";
  EXPECT_TRUE(server.send_data(id, bytes_of("content"), false).has_value());
  EXPECT_TRUE(server.submit_trailers(id, {{"x", "y"}}).has_value());
  EXPECT_EQ(server.send_data(id, bytes_of("x"), false).error(), misuse::not_open_for_sending) << "behind trailers";
  EXPECT_EQ(server.submit_trailers(id, {{"x", "y"}}).error(), misuse::not_open_for_sending) << "twice";
  EXPECT_EQ(peer.content_sent(id), "content");
  EXPECT_EQ(peer.heard<headers_frame>().size(), 3U);
  EXPECT_TRUE(peer.all_well());
}

TEST(Misuse, OfWhatStillWaitsForAWindow) {
  wire_peer peer = shaken(role::server, {}, {{setting_id::initial_window_size, 0}});
  connection& server = peer.subject();
  const std::uint32_t id = peer.exchange();
  EXPECT_TRUE(server.send_data(id, bytes_of("content"), false).has_value());
  EXPECT_TRUE(server.submit_trailers(id, {{"x", "y"}}).has_value()) << "they wait behind it";
  EXPECT_EQ(server.send_data(id, bytes_of("x"), false).error(), misuse::not_open_for_sending);
  EXPECT_EQ(server.submit_trailers(id, {{"x", "z"}}).error(), misuse::not_open_for_sending) << "twice";
  peer.say(window_update_frame{.stream_id = id, .increment = 100});
  EXPECT_EQ(peer.content_sent(id), "content");
  EXPECT_EQ(peer.frames().back().fields, (header_list{{"x", "y"}}));
}

TEST(Misuse, OfStatuses) {
  wire_peer peer = shaken(role::server);
  connection& server = peer.subject();
  const std::uint32_t id = peer.request(get_request, true);
  for (const std::string_view status : {"200", "101", "99", "1000", ""}) {
    EXPECT_EQ(server.submit_informational(id, {{":status", status}}).error(), misuse::malformed_headers) << status;
  }
  for (const std::string_view status : {"100", "101", "103", "20", "abc", ""}) {
    EXPECT_EQ(server.submit_response(id, {{":status", status}}, false).error(), misuse::malformed_headers) << status;
  }
  EXPECT_FALSE(server.has_output());
  EXPECT_TRUE(server.submit_response(id, ok_response, true).has_value());
  EXPECT_TRUE(peer.all_well());
}

// A list that was refused has not touched HPACK's table: the next block still decodes.
TEST(Misuse, OfFieldsLeavesTheTableAlone) {
  wire_peer peer = shaken(role::server);
  connection& server = peer.subject();
  const std::uint32_t id = peer.request(get_request, true);
  const header_list wrong = {{":status", "200"}, {"x-in-table", "no"}, {"Capital", "letter"}};
  EXPECT_EQ(server.submit_response(id, wrong, false).error(), misuse::malformed_headers);
  const header_list right = {{":status", "200"}, {"x-in-table", "yes"}};
  server.submit_response(id, right, false).value();
  peer.listen();
  EXPECT_EQ(peer.frames().back().fields, right);
  EXPECT_EQ(server.submit_trailers(id, {{":status", "200"}}).error(), misuse::malformed_headers);
  EXPECT_EQ(server.submit_trailers(id, {{"connection", "close"}}).error(), misuse::malformed_headers);
  server.submit_trailers(id, {{"x-in-table", "yes"}}).value();
  peer.listen();
  EXPECT_EQ(peer.frames().back().fields, (header_list{{"x-in-table", "yes"}}));
}

TEST(Misuse, OfContentLength) {
  wire_peer peer = shaken(role::server);
  connection& server = peer.subject();
  const header_list five = {{":status", "200"}, {"content-length", "5"}};
  std::uint32_t id = peer.request(get_request, true);
  EXPECT_TRUE(server.submit_response(id, five, true).has_error()) << "and where is it?";
  server.submit_response(id, five, false).value();
  EXPECT_EQ(server.send_data(id, bytes_of("too long"), false).error(), misuse::wrong_length);
  EXPECT_EQ(server.send_data(id, bytes_of("four"), true).error(), misuse::wrong_length);
  EXPECT_TRUE(server.send_data(id, bytes_of("four"), false).has_value()) << "nothing of the others counts";
  EXPECT_TRUE(server.submit_trailers(id, {{"x", "y"}}).has_error());
  EXPECT_TRUE(server.send_data(id, bytes_of("!"), true).has_value());
  EXPECT_EQ(peer.content_sent(id), "four!");

  id = peer.request({{":method", "HEAD"}, {":scheme", "http"}, {":authority", "a"}, {":path", "/"}}, true);
  server.submit_response(id, five, false).value();
  EXPECT_EQ(server.send_data(id, bytes_of("x"), true).error(), misuse::wrong_length) << "HEAD";
  id = peer.request(get_request, true);
  server.submit_response(id, {{":status", "204"}}, false).value();
  EXPECT_EQ(server.send_data(id, bytes_of("x"), true).error(), misuse::wrong_length) << "204";
  EXPECT_TRUE(server.send_data(id, bytes{}, true).has_value());
  EXPECT_TRUE(peer.all_well());
}

TEST(Misuse, OfTheNumberOfStreams) {
  wire_peer peer = shaken(role::client, {}, {{setting_id::max_concurrent_streams, 1}});
  const std::uint32_t id = peer.request(get_request, true);
  EXPECT_EQ(peer.subject().submit_request(get_request, true).error(), misuse::too_many_streams);
  EXPECT_FALSE(peer.subject().has_output());
  peer.subject().reset_stream(id, error_code::cancel);
  EXPECT_EQ(peer.subject().submit_request(get_request, true).value(), id + 2) << "no id was lost";
}

TEST(Misuse, OfSettings) {
  wire_peer peer = shaken(role::client, {.bounds = {.unacknowledged_settings = 2}});
  settings wanted = peer.subject().local_settings();
  for (const std::uint32_t size : {0U, 16383U, 1U << 24U}) {
    wanted.max_frame_size = size;
    EXPECT_EQ(peer.subject().update_settings(wanted).error(), misuse::invalid_setting) << size;
  }
  wanted.max_frame_size = 16384;
  wanted.initial_window_size = 1U << 31U;
  EXPECT_EQ(peer.subject().update_settings(wanted).error(), misuse::invalid_setting);
  EXPECT_FALSE(peer.subject().has_output());
  for (std::uint32_t i = 1; i <= 3; ++i) {
    wanted.initial_window_size = i;
    const auto done = peer.subject().update_settings(wanted);
    EXPECT_EQ(refusal(done), i <= 2 ? std::nullopt : std::optional(misuse::too_many_settings));
  }
  peer.acknowledge();
  EXPECT_TRUE(peer.subject().update_settings(wanted).has_value());
  EXPECT_TRUE(peer.all_well());
}

TEST(Misuse, OfPushing) {
  wire_peer peer = shaken(role::server, {}, {{setting_id::enable_push, 0}});
  const std::uint32_t id = peer.request(get_request, true);
  EXPECT_EQ(peer.subject().submit_push(id, get_request).error(), misuse::push_disabled);
  wire_peer willing = shaken(role::server);
  const std::uint32_t on = willing.request(get_request, true);
  const std::uint32_t promised = willing.subject().submit_push(on, get_request).value();
  EXPECT_EQ(willing.subject().submit_push(promised, get_request).error(), misuse::push_disabled) << "on a promise";
  willing.subject().shut_down();
  EXPECT_EQ(willing.subject().submit_push(on, get_request).error(), misuse::going_away);
}

TEST(Misuse, OfAConnectionThatIsGoing) {
  wire_peer peer = shaken(role::client);
  const std::uint32_t id = peer.request();
  peer.subject().shut_down();
  EXPECT_EQ(peer.subject().submit_request(get_request, true).error(), misuse::going_away);
  EXPECT_TRUE(peer.subject().send_data(id, bytes_of("to its end"), true).has_value());
  EXPECT_EQ(peer.content_sent(id), "to its end");
}

// After close() nothing that is asked for reaches the wire, and nothing falls over.
TEST(Misuse, OfAConnectionThatIsClosed) {
  for (const role side : {role::client, role::server}) {
    wire_peer peer = shaken(side);
    const std::uint32_t id = peer.exchange();
    connection& gone = peer.subject();
    gone.close(error_code::internal_error, "a fire");
    peer.listen();
    ASSERT_TRUE(gone.finished());
    for (const request_on_stream& one : asked_on_a_stream) EXPECT_TRUE(one.ask(gone, id).has_value()) << one.name;
    EXPECT_TRUE(gone.submit_request(get_request, true).has_error());
    settings other = gone.local_settings();
    other.max_concurrent_streams = 1;
    (void)gone.update_settings(other);
    gone.ping({});
    gone.consume(id, 0);
    gone.reset_stream(id, error_code::cancel);
    gone.set_connection_window(1U << 24U);
    gone.shut_down("again");
    gone.close(error_code::no_error, "again");
    peer.say_data(id, "late", true);
    EXPECT_FALSE(gone.has_output());
    EXPECT_EQ(peer.heard<goaway_frame>().size(), 1U);
    EXPECT_TRUE(peer.told<data_received>().empty());
  }
}

TEST(Misuse, OfResetsAndConsumedBytesIsForgiven) {
  wire_peer peer = shaken(role::server);
  const std::uint32_t id = peer.exchange();
  peer.say_data(id, std::string(16384, 'x'));
  peer.subject().reset_stream(id, error_code::cancel);
  peer.subject().reset_stream(id, error_code::internal_error);
  peer.subject().reset_stream(98, error_code::cancel);
  peer.subject().consume(id, 16384);  // counts for the connection, the stream is gone
  EXPECT_EQ(peer.heard<rst_stream_frame>().size(), 1U);
  EXPECT_EQ(peer.heard<rst_stream_frame>()[0].code, error_code::cancel);
  EXPECT_TRUE(peer.alive());
}

}  // namespace
