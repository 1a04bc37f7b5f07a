// SPDX-License-Identifier: MIT
//
// The order of HEADERS and DATA in one direction of one exchange (RFC 9113 §8.1), and the content that content-length
// promised (§8.1.1).
#include <h2/messages.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace h2;
using kind = message_progress::kind;
using stage = message_progress::stage;

header_list request(std::string_view method, std::string_view length = {}) {
  header_list made{{":method", method}, {":scheme", "https"}, {":path", "/"}};
  if (!length.empty()) made.add("content-length", length);
  return made;
}
header_list response(std::string_view status, std::string_view length = {}) {
  header_list made{{":status", status}};
  if (!length.empty()) made.add("content-length", length);
  return made;
}
const header_list connect_request{{":method", "CONNECT"}, {":authority", "example.com:443"}};
const header_list trailers{{"grpc-status", "0"}};

void expect_sound(const malformed& found) { EXPECT_FALSE(found) << found.why << " (" << found.clause << ")"; }
void expect_sound(const message_progress::answer& answer, kind expected) {
  expect_sound(answer.why);
  EXPECT_EQ(static_cast<int>(answer.what), static_cast<int>(expected));
}
void expect_broken(const malformed& found, std::string_view clause) {
  EXPECT_EQ(found.clause, clause) << (found ? found.why : "taken");
}
void expect_broken(const message_progress::answer& answer, std::string_view clause) {
  expect_broken(answer.why, clause);
}

message_progress requested(std::string_view method, std::string_view length = {}) {
  message_progress begun;
  expect_sound(begun.on_headers(true, request(method, length), false), kind::request);
  return begun;
}
message_progress responded(std::string_view status, std::string_view length = {}) {
  message_progress begun;
  expect_sound(begun.on_headers(false, response(status, length), false), kind::response);
  return begun;
}

// RFC 9113 §8.1: HEADERS, DATA, and perhaps HEADERS again with END_STREAM.
TEST(Progress, IsHeadersContentTrailers) {
  message_progress message;
  EXPECT_EQ(message.where(), stage::headers);
  expect_sound(message.on_headers(true, request("POST"), false), kind::request);
  EXPECT_EQ(message.where(), stage::body);
  expect_sound(message.on_data(5, false));
  expect_sound(message.on_data(0, false));
  EXPECT_EQ(message.where(), stage::body);
  expect_sound(message.on_headers(true, trailers, true), kind::trailers);
  EXPECT_EQ(message.where(), stage::done);
}

TEST(Progress, MayEndWithEachOfThem) {
  message_progress with_headers;
  expect_sound(with_headers.on_headers(true, request("GET"), true), kind::request);
  EXPECT_EQ(with_headers.where(), stage::done);
  message_progress with_data = requested("POST");
  expect_sound(with_data.on_data(1, true));
  EXPECT_EQ(with_data.where(), stage::done);
  message_progress without_content = responded("200");
  expect_sound(without_content.on_headers(false, trailers, true), kind::trailers);
  EXPECT_EQ(without_content.where(), stage::done);
}

// RFC 9113 §8.1: any number of 1xx responses come before the final one, and none of them ends the stream.
TEST(Progress, HasAnyNumberOfInterimResponses) {
  message_progress message;
  for (const char* status : {"100", "103", "103", "199"}) {
    expect_sound(message.on_headers(false, response(status), false), kind::informational);
    EXPECT_EQ(message.where(), stage::headers);
  }
  expect_sound(message.on_headers(false, response("200"), false), kind::response);
  EXPECT_EQ(message.where(), stage::body);
}

TEST(Progress, AnInterimResponseDoesNotEndTheStream) {
  message_progress message;
  expect_broken(message.on_headers(false, response("103"), true), "RFC 9113 §8.1");
}

TEST(Progress, AnInterimResponseDoesNotComeBehindTheFinalOne) {
  message_progress message = responded("200");
  expect_broken(message.on_headers(false, response("103"), true), "RFC 9113 §8.3");
}

// RFC 9113 §8.1: HEADERS behind the final ones without END_STREAM are malformed.
TEST(Progress, TrailersEndTheStream) {
  message_progress message = requested("POST");
  expect_broken(message.on_headers(true, trailers, false), "RFC 9113 §8.1");
}

// RFC 9113 §8.1: trailers have no pseudo-fields, so that a second request is no trailers.
TEST(Progress, ASecondRequestIsNoTrailers) {
  message_progress message = requested("POST");
  expect_broken(message.on_headers(true, request("POST"), true), "RFC 9113 §8.3");
  message_progress answer = responded("200");
  expect_broken(answer.on_headers(false, response("200"), true), "RFC 9113 §8.3");
}

TEST(Progress, NothingComesBehindTheEnd) {
  message_progress message = requested("POST");
  expect_sound(message.on_data(1, true));
  expect_broken(message.on_data(0, false), "RFC 9113 §8.1");
  expect_broken(message.on_headers(true, trailers, true), "RFC 9113 §8.1");
}

// RFC 9113 §8.1: DATA comes behind HEADERS.
TEST(Progress, DataDoesNotComeFirst) {
  message_progress message;
  expect_broken(message.on_data(1, false), "RFC 9113 §8.1");
  message_progress interim;
  expect_sound(interim.on_headers(false, response("100"), false), kind::informational);
  expect_broken(interim.on_data(1, false), "RFC 9113 §8.1");
}

TEST(Progress, AsksTheRulesOfTheListToo) {
  message_progress message;
  expect_broken(message.on_headers(true, response("200"), false), "RFC 9113 §8.3");
  expect_broken(message.on_headers(false, request("GET"), false), "RFC 9113 §8.3");
  message_progress begun = requested("POST");
  expect_broken(begun.on_headers(true, {{"Upper", "case"}}, true), "RFC 9113 §8.2.1");
}

// RFC 9113 §8.1.1: content whose DATA lengths do not add up to content-length is malformed.
TEST(Content, IsAsLongAsContentLengthSays) {
  message_progress whole = requested("POST", "10");
  expect_sound(whole.on_data(4, false));
  expect_sound(whole.on_data(6, true));

  message_progress behind = requested("POST", "10");
  expect_sound(behind.on_data(10, false));
  expect_sound(behind.on_data(0, true));

  message_progress with_trailers = requested("POST", "10");
  expect_sound(with_trailers.on_data(10, false));
  expect_sound(with_trailers.on_headers(true, trailers, true), kind::trailers);
}

TEST(Content, ThatIsTooLongIsRefusedWithTheFrameThatMakesItSo) {
  message_progress message = requested("POST", "10");
  expect_sound(message.on_data(10, false));
  expect_broken(message.on_data(1, false), "RFC 9113 §8.1.1");
  message_progress at_once = requested("POST", "10");
  expect_broken(at_once.on_data(11, true), "RFC 9113 §8.1.1");
}

TEST(Content, ThatIsTooShortIsRefusedAtItsEnd) {
  message_progress by_data = requested("POST", "10");
  expect_broken(by_data.on_data(9, true), "RFC 9113 §8.1.1");
  message_progress by_trailers = requested("POST", "10");
  expect_sound(by_trailers.on_data(9, false));
  expect_broken(by_trailers.on_headers(true, trailers, true), "RFC 9113 §8.1.1");
  message_progress by_headers;
  expect_broken(by_headers.on_headers(true, request("POST", "1"), true), "RFC 9113 §8.1.1");
}

TEST(Content, WithoutContentLengthHasAnyLength) {
  message_progress message = responded("200");
  expect_sound(message.on_data(~std::uint64_t{0}, false));
  expect_sound(message.on_data(~std::uint64_t{0}, true));
}

TEST(Content, OfNoBytesIsNoBytes) {
  message_progress message;
  expect_sound(message.on_headers(true, request("POST", "0"), true), kind::request);
  message_progress more = requested("POST", "0");
  expect_broken(more.on_data(1, false), "RFC 9113 §8.1.1");
}

// RFC 9110 §8.6: a content-length that is no number, or several that differ.
TEST(Content, LengthMustBeANumber) {
  message_progress message;
  expect_broken(message.on_headers(true, request("POST", "ten"), false), "RFC 9113 §8.1.1");
  header_list two = request("POST", "10");
  two.add("content-length", "11");
  expect_broken(message.on_headers(true, two, false), "RFC 9113 §8.1.1");
}

// RFC 9113 §8.1.1: a response that has no content by definition may tell any length (HEAD, 304).
TEST(Content, OfAResponseWithoutContentIsNone) {
  for (const bool to_head : {true, false}) {
    const char* status = to_head ? "200" : "304";
    message_progress ended;
    expect_sound(ended.on_headers(false, response(status, "1000"), true, to_head), kind::response);
    message_progress later;
    expect_sound(later.on_headers(false, response(status, "1000"), false, to_head), kind::response);
    expect_sound(later.on_data(0, true));
    message_progress wrong;
    expect_sound(wrong.on_headers(false, response(status, "1000"), false, to_head), kind::response);
    expect_broken(wrong.on_data(1000, true), "RFC 9113 §8.1.1");
  }
  message_progress no_content = responded("204");
  expect_broken(no_content.on_data(1, true), "RFC 9113 §8.1.1");
}

TEST(Content, OfTheSameResponseToGetIsDue) {
  message_progress message;
  expect_broken(message.on_headers(false, response("200", "1000"), true, false), "RFC 9113 §8.1.1");
}

// RFC 9113 §8.5: on a connected stream there is DATA and nothing else; a client ignores a 2xx's content-length.
TEST(Tunnel, IsDataOnly) {
  message_progress there;
  expect_sound(there.on_headers(true, connect_request, false), kind::request);
  expect_sound(there.on_data(7, false));
  expect_broken(there.on_headers(true, trailers, true), "RFC 9113 §8.5");

  message_progress back;
  expect_sound(back.on_headers(false, response("200", "5"), false, false, true), kind::response);
  expect_sound(back.on_data(1000, false));
  expect_broken(back.on_headers(false, trailers, true), "RFC 9113 §8.5");
  expect_sound(back.on_data(0, true));
}

TEST(Tunnel, ThatWasRefusedIsAnOrdinaryResponse) {
  message_progress refused;
  expect_sound(refused.on_headers(false, response("407", "5"), false, false, true), kind::response);
  expect_sound(refused.on_data(5, false));
  expect_sound(refused.on_headers(false, trailers, true), kind::trailers);
}

}  // namespace
