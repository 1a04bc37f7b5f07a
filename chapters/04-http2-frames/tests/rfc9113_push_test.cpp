// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.6, §8.4: promises, from the server that makes them and the client that receives them.
#include "sides.hpp"

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class Promise : public as_server {};
INSTANTIATE_TEST_SUITE_P(Fed, Promise, testing::ValuesIn(one_side::all()), one_side::name);
class Promised : public as_pushed_client {
 protected:
  [[nodiscard]] wire_peer willing() const { return with({.local = {.enable_push = true}}); }
};
INSTANTIATE_TEST_SUITE_P(Fed, Promised, testing::ValuesIn(one_side::all()), one_side::name);
class Unwilling : public as_client {};
INSTANTIATE_TEST_SUITE_P(Fed, Unwilling, testing::ValuesIn(one_side::all()), one_side::name);

void say_promise(wire_peer& peer, std::uint32_t on, std::uint32_t promised, const header_list& request = get_request) {
  peer.say(push_promise_frame{
      .stream_id = on, .end_headers = true, .promised_id = promised, .fragment = peer.block(request)});
}

// ── the server ─────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §6.6-1: the promised id is the next even one
// RFC 9113 §6.6-9: of a stream that was idle
// RFC 9113 §8.4.1-1: with a request's fields
TEST_P(Promise, NamesTheNextStreamAndAWholeRequest) {
  const std::uint32_t id = peer.request(get_request, true);
  EXPECT_EQ(peer.subject().state_of(2), stream_state::idle);
  EXPECT_EQ(peer.subject().submit_push(id, get_request).value(), 2U);
  peer.listen();
  const auto* promise = std::get_if<push_promise_frame>(&peer.frames().back().what);
  ASSERT_NE(promise, nullptr);
  EXPECT_EQ(promise->stream_id, id);
  EXPECT_EQ(promise->promised_id, 2U);
  EXPECT_EQ(peer.frames().back().fields, get_request);
  EXPECT_EQ(peer.subject().state_of(2), stream_state::reserved_local);
  peer.subject().submit_response(2, ok_response, false).value();
  peer.subject().send_data(2, bytes_of("pushed"), true).value();
  EXPECT_EQ(peer.content_sent(2), "pushed");
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.6-3: a long one goes on in CONTINUATION
TEST_P(Promise, ThatIsLongGoesOnInContinuation) {
  header_list request = get_request;
  request.add("x-large", std::string(40000, '&'));
  const std::uint32_t id = peer.request(get_request, true);
  peer.forget();
  peer.subject().submit_push(id, request).value();
  peer.listen();
  ASSERT_EQ(peer.frames().size(), 3U);
  EXPECT_FALSE(std::get<push_promise_frame>(peer.frames()[0].what).end_headers);
  EXPECT_TRUE(std::get<continuation_frame>(peer.frames()[2].what).end_headers);
  EXPECT_EQ(std::get<continuation_frame>(peer.frames()[2].what).stream_id, id) << "the request's, not the promised one";
  EXPECT_EQ(peer.frames()[0].fields, request);
}

// RFC 9113 §6.6-5: only on the client's streams, while they are ours to write on
// RFC 9113 §8.4.1-5: open or half-closed (remote)
TEST_P(Promise, IsMadeOnStreamsOfTheClientThatAreOpenToUs) {
  const std::uint32_t open = peer.request(post_request);
  EXPECT_TRUE(peer.subject().submit_push(open, get_request).has_value());
  const std::uint32_t half_closed = peer.request(get_request, true);
  const std::uint32_t pushed = peer.subject().submit_push(half_closed, get_request).value();
  EXPECT_TRUE(peer.subject().submit_push(pushed, get_request).has_error()) << "not on a promise";
  EXPECT_EQ(peer.subject().submit_push(99, get_request).error(), misuse::no_such_stream);
  peer.subject().submit_response(half_closed, ok_response, true).value();
  EXPECT_EQ(peer.subject().submit_push(half_closed, get_request).error(), misuse::not_open_for_sending);
  peer.subject().submit_response(open, ok_response, true).value();
  EXPECT_EQ(peer.subject().submit_push(open, get_request).error(), misuse::not_open_for_sending)
      << "half-closed (local)";
  EXPECT_EQ(peer.heard<push_promise_frame>().size(), 2U);
}

// RFC 9113 §6.6-7: not to a client that does not want any
// RFC 9113 §6.5.2-1: from its SETTINGS on
TEST_P(Promise, IsNotMadeToWhoDoesNotWantAny) {
  const std::uint32_t id = peer.request(get_request, true);
  EXPECT_TRUE(peer.subject().submit_push(id, get_request).has_value());
  peer.say_settings({{setting_id::enable_push, 0}});
  EXPECT_EQ(peer.subject().submit_push(id, get_request).error(), misuse::push_disabled);
  EXPECT_EQ(peer.heard<push_promise_frame>().size(), 1U);
  peer.say_settings({{setting_id::enable_push, 1}});
  EXPECT_TRUE(peer.subject().submit_push(id, get_request).has_value());
}

// RFC 9113 §8.4-1: safe, cacheable, without content
// RFC 9113 §8.4.1-2: so is its method
TEST_P(Promise, IsOfASafeRequest) {
  const std::uint32_t id = peer.request(get_request, true);
  header_list wrong = get_request;
  wrong.add("content-length", "5");
  EXPECT_EQ(peer.subject().submit_push(id, post_request).error(), misuse::malformed_headers);
  EXPECT_EQ(peer.subject().submit_push(id, wrong).error(), misuse::malformed_headers);
  EXPECT_EQ(peer.subject().submit_push(id, {{":method", "GET"}}).error(), misuse::malformed_headers);
  EXPECT_EQ(peer.subject().submit_push(id, ok_response).error(), misuse::malformed_headers);
  EXPECT_TRUE(peer.heard<push_promise_frame>().empty());
  const header_list head = {{":method", "HEAD"}, {":scheme", "http"}, {":authority", "a"}, {":path", "/"}};
  EXPECT_TRUE(peer.subject().submit_push(id, head).has_value());
}

// RFC 9113 §8.4-6: a client's promise is an error
TEST_P(Promise, FromAClientIsAnError) {
  const std::uint32_t id = peer.request(get_request, true);
  say_promise(peer, id, 2);
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// ── the client ─────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_P(Promised, ResponsesComeOnStreamsOfTheirOwn) {
  const std::uint32_t id = peer.request(get_request, true);
  say_promise(peer, id, 2);
  say_promise(peer, id, 4);
  peer.say_headers(4, ok_response);
  peer.say_headers(id, ok_response, true);
  peer.say_data(4, "four", true);
  peer.say_headers(2, {{":status", "404"}}, true);
  EXPECT_EQ(peer.told<push_received>().size(), 2U);
  EXPECT_EQ(peer.told<response_received>().size(), 3U);
  EXPECT_EQ(peer.content_received(4), "four");
  EXPECT_EQ(peer.told<stream_closed>().size(), 3U);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §8.4.1-4: a client promises nothing
TEST_P(Promised, ButNotPromisingIsTheClient) {
  const std::uint32_t id = peer.request();
  EXPECT_EQ(peer.subject().submit_push(id, get_request).error(), misuse::wrong_role);
  EXPECT_TRUE(peer.heard<push_promise_frame>().empty());
}

// RFC 9113 §6.6-4: behind PUSH_PROMISE without END_HEADERS, CONTINUATION of its stream and nothing else
TEST_P(Promised, FieldsThatAreUnfinishedTakeNothingElse) {
  const std::vector<frame> others = {
      headers_frame{.stream_id = 1, .end_headers = true, .fragment = {}},
      data_frame{.stream_id = 1, .data = bytes_of("x")},
      ping_frame{},
      window_update_frame{.stream_id = 1, .increment = 1},
      continuation_frame{.stream_id = 2, .end_headers = true, .fragment = {}},  // the promised stream is not its stream
      unknown_frame{.header = {0, static_cast<frame_type>(0x42), 0, 1}, .payload = {}},
  };
  for (const frame& one : others) {
    SCOPED_TRACE(print(one));
    wire_peer other = willing();
    ASSERT_EQ(other.request(get_request, true), 1U);
    const bytes block = other.block(get_request);
    other.say(push_promise_frame{.stream_id = 1, .promised_id = 2, .fragment = block.first(1)});
    other.say(one);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error));
  }
}

TEST_P(Promised, FieldsMayGoOnInContinuation) {
  const std::uint32_t id = peer.request(get_request, true);
  const bytes block = peer.block(get_request);
  peer.say(push_promise_frame{.stream_id = id, .promised_id = 2, .fragment = block.first(2), .padded_overhead = 9});
  peer.say(continuation_frame{.stream_id = id, .end_headers = true, .fragment = block.subspan(2)});
  ASSERT_EQ(peer.told<push_received>().size(), 1U);
  EXPECT_EQ(peer.told<push_received>()[0].request, get_request);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §6.6-6: PUSH_PROMISE belongs to a stream
TEST_P(Promised, OnStream0IsAnError) {
  say_promise(peer, 0, 2);
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.6-8: who has said no, and was heard, bears none
// RFC 9113 §6.5.2-2: the same, of the setting
TEST_P(Unwilling, BearsNoPromises) {
  say_promise(peer, peer.request(get_request, true), 2);
  EXPECT_TRUE(peer.told<push_received>().empty());
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));
}

TEST_P(Unwilling, BearsPromisesThatWereUnderWay) {
  wire_peer early = fresh();
  early.listen();
  const std::uint32_t id = early.request(get_request, true);
  early.say_settings({});
  say_promise(early, id, 2);  // our SETTINGS are not acknowledged yet
  EXPECT_TRUE(early.told<connection_failed>().empty());
  EXPECT_TRUE(early.alive());
  early.acknowledge();
  say_promise(early, id, 4);
  EXPECT_TRUE(early.connection_error(error_code::protocol_error));
}

// RFC 9113 §6.6-10: on a stream neither open nor half-closed (local)
TEST_P(Promised, OnAStreamThatIsOverIsAnError) {
  const std::uint32_t id = peer.request(get_request, true);
  peer.say_headers(id, ok_response, true);
  say_promise(peer, id, 2);
  EXPECT_TRUE(peer.connection_error(error_code::protocol_error));

  wire_peer half_closed = willing();
  const std::uint32_t posted = half_closed.request(post_request);
  half_closed.say_headers(posted, ok_response, true);
  say_promise(half_closed, posted, 2);
  EXPECT_TRUE(half_closed.connection_error(error_code::protocol_error)) << "half-closed (remote)";

  wire_peer idle = willing();
  say_promise(idle, 1, 2);
  EXPECT_TRUE(idle.connection_error(error_code::protocol_error));

  wire_peer on_a_promise = willing();
  say_promise(on_a_promise, on_a_promise.request(get_request, true), 2);
  say_promise(on_a_promise, 2, 4);
  EXPECT_TRUE(on_a_promise.connection_error(error_code::protocol_error)) << "reserved (remote)";
}

// RFC 9113 §6.6-11: on one we have reset, the promise was under way: it is decoded, and its stream reset
TEST_P(Promised, OnAStreamThatWeResetIsTakenBack) {
  const std::uint32_t id = peer.request(get_request, true);
  peer.subject().reset_stream(id, error_code::cancel);
  peer.listen();
  peer.forget();
  header_list request = get_request;
  request.add("x-promise", "in the table");
  say_promise(peer, id, 2, request);
  EXPECT_TRUE(peer.told<connection_failed>().empty());
  ASSERT_EQ(peer.heard<rst_stream_frame>().size(), 1U);
  EXPECT_EQ(peer.heard<rst_stream_frame>()[0].stream_id, 2U);
  peer.say_headers(2, ok_response, true);  // was under way as well
  const std::uint32_t next = peer.request(get_request, true);
  say_promise(peer, next, 4, request);
  ASSERT_EQ(peer.told<push_received>().size(), 1U);
  EXPECT_EQ(peer.told<push_received>()[0].request, request);
  EXPECT_TRUE(peer.alive());
}

// RFC 9113 §6.6-12: the promised stream has to be idle
TEST_P(Promised, StreamsAreIdle) {
  for (const std::uint32_t promised : {0U, 1U, 2U}) {
    wire_peer other = willing();
    const std::uint32_t id = other.request(get_request, true);
    say_promise(other, id, 2);
    say_promise(other, id, promised);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error)) << promised;
  }
}

// RFC 9113 §6.6-13: padding is shorter than the payload, and leaves the promised id alone
TEST_P(Promised, WithPaddingPastTheEndIsAnError) {
  for (const std::string_view payload :
       {std::string_view("\x05\0\0\0\2", 5), std::string_view("\x04\0\0\0\2\0\0\0", 8)}) {
    wire_peer other = willing();
    other.say(frame_type::push_promise, flag::padded | flag::end_headers, other.request(get_request, true), payload);
    EXPECT_TRUE(other.connection_error(error_code::protocol_error));
  }
}

// RFC 9113 §8.4-2: unsafe, not cacheable, or with content
// RFC 9113 §8.4.1-3: or no request at all: the promised stream is reset, the other goes on
TEST_P(Promised, RequestsThatCannotBeAreReset) {
  header_list with_content = get_request;
  with_content.add("content-length", "5");
  const std::vector<header_list> cases = {
      post_request,
      with_content,
      {{":method", "GET"}},
      {{":status", "200"}},
      {},
      {{":method", "DELETE"}, {":scheme", "http"}, {":authority", "a"}, {":path", "/"}},
      {{":method", "CONNECT"}, {":authority", "a:1"}},
  };
  for (const header_list& request : cases) {
    wire_peer other = willing();
    const std::uint32_t id = other.request(get_request, true);
    say_promise(other, id, 2, request);
    EXPECT_TRUE(other.told<push_received>().empty());
    EXPECT_TRUE(other.stream_error(2, error_code::protocol_error));
    other.say_headers(id, ok_response, true);
    EXPECT_EQ(other.told<response_received>().size(), 1U);
  }
}

TEST_P(Promised, StreamsMayBeUnwanted) {
  const std::uint32_t id = peer.request(get_request, true);
  say_promise(peer, id, 2);
  peer.subject().reset_stream(2, error_code::cancel);
  ASSERT_EQ(peer.heard<rst_stream_frame>().size(), 1U);
  peer.say_headers(2, ok_response);
  peer.say_data(2, "under way", true);
  EXPECT_TRUE(peer.told<response_received>().empty());
  EXPECT_TRUE(peer.told<data_received>().empty());
  EXPECT_EQ(peer.heard<rst_stream_frame>().size(), 1U);
  EXPECT_TRUE(peer.alive());
}

// How many promises may wait has a bound, limits::reserved_streams (§10.5).
TEST_P(Promised, StreamsAreNotReservedWithoutEnd) {
  wire_peer other = with({.local = {.enable_push = true}, .bounds = {.reserved_streams = 3}});
  const std::uint32_t id = other.request(get_request, true);
  for (std::uint32_t promised = 2; promised <= 20; promised += 2) say_promise(other, id, promised);
  EXPECT_EQ(other.told<push_received>().size(), 3U);
  EXPECT_LE(other.subject().held().streams, 4U);
}

}  // namespace
