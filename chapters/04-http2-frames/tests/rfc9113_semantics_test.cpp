// SPDX-License-Identifier: MIT
//
// RFC 9113 §8: which HEADERS and DATA are an HTTP message, from either end. Each wrong list of fields is tried twice:
// it is not taken from the peer, and our own side cannot send it.
#include "sides.hpp"

#include <h2/messages.hpp>

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

class Message : public any_side {
 protected:
  /// The message that the peer begins is malformed.
  void refuses(const header_list& fields, bool end_stream = true) {
    SCOPED_TRACE(fields.empty() ? ""
                                : std::string(fields[fields.size() - 1].name) + ": " +
                                      std::string(fields[fields.size() - 1].value));
    wire_peer other = with({});
    const std::uint32_t id = server() ? 1 : other.request();
    other.say_headers(id, fields, end_stream);
    EXPECT_TRUE(other.told<request_received>().empty());
    EXPECT_TRUE(other.told<response_received>().empty());
    EXPECT_TRUE(other.stream_error(id, error_code::protocol_error));
    will_not_send(fields);
  }
  /// And so are these trailers.
  void refuses_trailers(const header_list& fields) {
    wire_peer other = with({});
    const std::uint32_t id = other.exchange();
    other.say_headers(id, fields, true);
    EXPECT_TRUE(other.told<trailers_received>().empty());
    EXPECT_TRUE(other.stream_error(id, error_code::protocol_error));
    wire_peer sender = with({});
    const auto sent = sender.subject().submit_trailers(sender.exchange(), fields);
    ASSERT_TRUE(sent.has_error());
    EXPECT_EQ(sent.error(), misuse::malformed_headers);
  }
  void takes(const header_list& fields) {
    wire_peer other = with({});
    const std::uint32_t id = server() ? 1 : other.request();
    other.say_headers(id, fields, true);
    EXPECT_EQ(other.told<request_received>().size() + other.told<response_received>().size(), 1U)
        << fields[fields.size() - 1].name << ": " << fields[fields.size() - 1].value;
    EXPECT_TRUE(other.all_well());
  }
  /// What the peer's first HEADERS of a message have at least.
  [[nodiscard]] static header_list good() { return server() ? get_request : ok_response; }
  [[nodiscard]] static header_list good_and(std::string_view name, std::string_view value) {
    header_list fields = good();
    fields.add(name, value);
    return fields;
  }

 private:
  /// `fields` are what a peer of this side would send: so the other side's connection is asked to.
  void will_not_send(const header_list& fields) {
    wire_peer sender(server() ? role::client : role::server, GetParam().how);
    sender.handshake();
    misuse why{};
    if (server()) {
      const auto sent = sender.subject().submit_request(fields, true);
      ASSERT_TRUE(sent.has_error());
      why = sent.error();
    } else {
      const auto sent = sender.subject().submit_response(sender.request(), fields, true);
      ASSERT_TRUE(sent.has_error());
      why = sent.error();
    }
    EXPECT_EQ(why, misuse::malformed_headers);
    EXPECT_TRUE(sender.heard<headers_frame>().empty());
  }
};
INSTANTIATE_TEST_SUITE_P(Fed, Message, testing::ValuesIn(any_side::all()), any_side::name);
class Fields : public Message {};
INSTANTIATE_TEST_SUITE_P(Fed, Fields, testing::ValuesIn(any_side::all()), any_side::name);
class PseudoFields : public Message {};
INSTANTIATE_TEST_SUITE_P(Fed, PseudoFields, testing::ValuesIn(any_side::all()), any_side::name);
class Request : public as_server {};
INSTANTIATE_TEST_SUITE_P(Fed, Request, testing::ValuesIn(one_side::all()), one_side::name);
class Response : public as_client {};
INSTANTIATE_TEST_SUITE_P(Fed, Response, testing::ValuesIn(one_side::all()), one_side::name);

// ── §8.1 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_P(Message, MayHaveHeadersContentAndTrailers) {
  const std::uint32_t id = peer.exchange();
  peer.say_data(id, "content");
  peer.say_headers(id, {{"x-checksum", "12"}}, true);
  EXPECT_EQ(peer.content_received(id), "content");
  ASSERT_EQ(peer.told<trailers_received>().size(), 1U);
  EXPECT_EQ(peer.told<trailers_received>()[0].headers, (header_list{{"x-checksum", "12"}}));
  peer.subject().send_data(id, bytes_of("answer"), false).value();
  peer.subject().submit_trailers(id, {{"grpc-status", "0"}}).value();
  EXPECT_EQ(peer.content_sent(id), "answer");
  EXPECT_EQ(peer.frames().back().fields, (header_list{{"grpc-status", "0"}}));
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §8.1-2: none are sent in trailers
// RFC 9113 §8.1-3: nor taken there
// RFC 9113 §8.3-3: whichever they are
TEST_P(PseudoFields, AreNotInTrailers) {
  for (const header_field field : header_list{{":method", "GET"},
                                              {":path", "/"},
                                              {":scheme", "http"},
                                              {":authority", "a"},
                                              {":status", "200"},
                                              {":x", "y"}}) {
    refuses_trailers({field});
    refuses_trailers({{"x", "y"}, field});
  }
}

// RFC 9113 §8.1-4: HEADERS behind the first (final) ones end the stream
TEST_P(Message, WithTrailersThatDoNotEndItIsMalformed) {
  const std::uint32_t id = peer.exchange();
  peer.say_headers(id, {{"x", "y"}}, false);
  EXPECT_TRUE(peer.told<trailers_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

// RFC 9113 §8.1-4: also behind content, and when they look like another message
TEST_P(Message, ThatBeginsAgainIsMalformed) {
  const std::uint32_t id = peer.exchange();
  peer.say_data(id, "content");
  peer.say_headers(id, good(), false);
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

TEST_P(Response, MayHaveInterimOnesBefore) {
  const std::uint32_t id = peer.request();
  peer.say_headers(id, {{":status", "100"}});
  peer.say_headers(id, {{":status", "103"}, {"link", "</a>"}});
  peer.say_headers(id, {{":status", "103"}, {"link", "</b>"}});
  EXPECT_EQ(peer.told<informational_received>().size(), 3U);
  EXPECT_TRUE(peer.told<response_received>().empty());
  peer.say_headers(id, ok_response, true);
  EXPECT_EQ(peer.told<response_received>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

TEST_P(Response, ThatIsInterimDoesNotEndTheStream) {
  const std::uint32_t id = peer.request();
  peer.say_headers(id, {{":status", "100"}}, true);
  EXPECT_TRUE(peer.told<informational_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

TEST_P(Response, ThatIsInterimDoesNotComeBehindTheFinalOne) {
  const std::uint32_t id = peer.exchange();
  peer.say_headers(id, {{":status", "103"}});
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

TEST_P(Response, DoesNotBeginWithContent) {
  const std::uint32_t id = peer.request();
  peer.say_data(id, "x");
  EXPECT_TRUE(peer.told<data_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

TEST_P(Response, Of101IsMalformed) {
  const std::uint32_t id = peer.request();
  peer.say_headers(id, {{":status", "101"}});
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error)) << "RFC 9113 §8.6";
}

// RFC 9113 §8.1-5: a whole response stays one, though the server wants no more of the request
TEST_P(Response, IsKeptWhenTheRequestIsCutOff) {
  const std::uint32_t id = peer.request();
  peer.say_headers(id, ok_response);
  peer.say_data(id, "all of it", true);
  peer.say(rst_stream_frame{.stream_id = id, .code = error_code::no_error});
  ASSERT_EQ(peer.told<response_received>().size(), 1U);
  EXPECT_EQ(peer.content_received(id), "all of it");
  EXPECT_TRUE(peer.told<data_received>().back().end_stream);
  ASSERT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_EQ(peer.told<stream_reset>()[0].code, error_code::no_error);
  EXPECT_TRUE(peer.subject().send_data(id, bytes_of("more"), true).has_error());
  EXPECT_TRUE(peer.alive());
}

TEST_P(Request, MayBeAnsweredBeforeItsEnd) {
  const std::uint32_t id = peer.request();
  peer.subject().submit_response(id, {{":status", "413"}}, true).value();
  EXPECT_EQ(peer.subject().state_of(id), stream_state::half_closed_local);
  peer.subject().reset_stream(id, error_code::no_error);
  const auto resets = peer.heard<rst_stream_frame>();
  ASSERT_EQ(resets.size(), 1U);
  EXPECT_EQ(resets[0].code, error_code::no_error);
  peer.say_data(id, "still under way", true);
  EXPECT_TRUE(peer.alive());
}

// ── §8.1.1 ─────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §8.1.1-2: content is as long as content-length says, however it is cut
TEST_P(Message, OfAnotherLengthThanItSaysIsMalformed) {
  struct {
    std::string_view length;
    std::vector<std::string_view> content;
  } const cases[] = {{"1", {""}},  {"5", {"hell"}},     {"5", {"he", "l"}}, {"5", {"he", "ll", ""}},
                     {"0", {"x"}}, {"4", {"he", "llo"}}};
  for (const auto& c : cases) {
    wire_peer other = with({});
    const std::uint32_t id = server() ? 1 : other.request();
    header_list fields = server() ? post_request : ok_response;
    fields.add("content-length", c.length);
    other.say_headers(id, fields);
    for (std::size_t i = 0; i < c.content.size(); ++i) other.say_data(id, c.content[i], i + 1 == c.content.size());
    EXPECT_TRUE(other.stream_error(id, error_code::protocol_error)) << c.length << ": " << c.content[0];
  }
}

// RFC 9113 §8.1.1-2: padding is no content; END_STREAM on HEADERS or trailers ends it too
TEST_P(Message, LengthIsOfContentOnly) {
  const header_list fields = [] {
    header_list list = server() ? post_request : ok_response;
    list.add("content-length", "5");
    return list;
  }();
  const std::uint32_t id = server() ? 1 : peer.request();
  peer.say_headers(id, fields);
  peer.say(data_frame{.stream_id = id, .data = bytes_of("hello"), .padded_overhead = 50});
  peer.say_headers(id, {{"x", "y"}}, true);
  EXPECT_EQ(peer.told<trailers_received>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
  for (const bool at_once : {true, false}) {
    wire_peer other = with({});
    const std::uint32_t on = server() ? 1 : other.request();
    other.say_headers(on, fields, at_once);
    if (!at_once) other.say_headers(on, {{"x", "y"}}, true);
    EXPECT_TRUE(other.stream_error(on, error_code::protocol_error));
  }
}

TEST_P(Message, LengthIsOneNumber) {
  for (const std::string_view wrong : {"-1", "+1", "1x", "0x1", "1, 1", "1,2", "99999999999999999999999"}) {
    header_list fields = server() ? post_request : ok_response;
    fields.add("content-length", wrong);
    wire_peer other = with({});
    const std::uint32_t id = server() ? 1 : other.request();
    other.say_headers(id, fields);
    EXPECT_TRUE(other.stream_error(id, error_code::protocol_error)) << wrong;
  }
}

// RFC 9113 §8.1.1-2: but what is defined to have no content may tell the length that it would have had
TEST_P(Response, WithoutContentMayTellItsLength) {
  const header_list head = {{":method", "HEAD"}, {":scheme", "http"}, {":authority", "a"}, {":path", "/"}};
  std::uint32_t id = peer.request(head, true);
  peer.say_headers(id, {{":status", "200"}, {"content-length", "1000"}}, true);
  id = peer.request(get_request, true);
  peer.say_headers(id, {{":status", "304"}, {"content-length", "1000"}}, true);
  EXPECT_EQ(peer.told<response_received>().size(), 2U);
  EXPECT_TRUE(peer.all_well());
  id = peer.request(head, true);
  peer.say_headers(id, {{":status", "200"}, {"content-length", "1000"}});
  peer.say_data(id, "x");
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error)) << "and then must not have any";
}

// RFC 9113 §8.1.1-3: the client's owner never sees a malformed response
TEST_P(Response, ThatIsMalformedIsNotTaken) {
  const std::uint32_t id = peer.request();
  peer.say_headers(id, {{"no", "status"}}, true);
  EXPECT_TRUE(peer.told<response_received>().empty());
  EXPECT_TRUE(peer.told<data_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

// ── §8.2 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §8.2: capitals are not sent
// RFC 9113 §8.2.1-1: nor taken, nor blanks, nor what cannot be seen
// RFC 9113 §8.2.1-5: a message with such a name is malformed
TEST_P(Fields, HaveNamesWithoutOddOctets) {
  for (int c = 0; c < 256; ++c) {
    const bool odd = c <= 0x20 || (c >= 0x41 && c <= 0x5a) || c >= 0x7f;
    if (!odd) continue;
    refuses(good_and(std::string("x") + static_cast<char>(c) + "y", "value"));
  }
  refuses(good_and("X-Name", "value"));
  refuses_trailers({{"X-Name", "value"}});
  refuses_trailers({{std::string_view("x\0y", 3), "value"}});
  takes(good_and("x-!#$%&'*+.^_`|~0", "value"));
}

TEST_P(Fields, HaveNames) { refuses(good_and("", "value")); }

// RFC 9113 §8.2.1-2: a colon begins pseudo-fields, and is nowhere else
TEST_P(Fields, HaveNamesWithoutColons) {
  refuses(good_and("x:y", "value"));
  refuses(good_and("x:", "value"));
  refuses_trailers({{"x:y", "value"}});
}

// RFC 9113 §8.2.1-3: no NUL, LF, CR anywhere
TEST_P(Fields, HaveValuesWithoutLineEnds) {
  for (const char c : {'\0', '\n', '\r'}) {
    for (const std::string& value :
         {std::string(1, c), std::string("a") + c, c + std::string("b"), std::string("a") + c + "b"}) {
      refuses(good_and("x", value));
      refuses_trailers({{"x", value}});
    }
  }
}

// RFC 9113 §8.2.1-4: no blanks at the ends
TEST_P(Fields, HaveValuesWithoutOuterBlanks) {
  for (const std::string_view value : {" ", "\t", " a", "a ", "\ta", "a\t"}) {
    refuses(good_and("x", value));
    refuses_trailers({{"x", value}});
  }
  takes(good_and("x", ""));
  takes(good_and("x", "a b\tc"));
  takes(good_and("x", "\x80\xff"));
}

// RFC 9113 §8.2.2-1: HTTP/1.1's business between neighbours is not sent
// RFC 9113 §8.2.2-2: nor taken
TEST_P(Fields, AreNotTheConnections) {
  for (const header_field field : header_list{{"connection", "close"},
                                              {"connection", "keep-alive"},
                                              {"proxy-connection", "keep-alive"},
                                              {"keep-alive", "timeout=5"},
                                              {"transfer-encoding", "chunked"},
                                              {"upgrade", "h2c"}}) {
    refuses(good_and(field.name, field.value));
  }
}

// RFC 9113 §8.2.2-3: te is about trailers or absent
TEST_P(Request, MayAskForTrailersByTe) {
  header_list fields = get_request;
  fields.add("te", "trailers");
  peer.say_headers(1, fields, true);
  EXPECT_EQ(peer.told<request_received>().size(), 1U);
  for (const std::string_view wrong : {"gzip", "trailers, deflate;q=0.5", ""}) {
    header_list other = get_request;
    other.add("te", wrong);
    wire_peer wrong_peer = with({});
    wrong_peer.say_headers(1, other, true);
    EXPECT_TRUE(wrong_peer.told<request_received>().empty());
    EXPECT_TRUE(wrong_peer.stream_error(1, error_code::protocol_error)) << wrong;
  }
}

// ── §8.3 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §8.3-1: none but the RFC's are sent
// RFC 9113 §8.3-4: and none but those taken
TEST_P(PseudoFields, AreKnown) {
  for (const std::string_view name : {":", ":x", ":Method", ":host", ":protocol"}) {
    header_list fields;
    fields.add(name, "value");
    for (const header_field field : good()) fields.add(field.name, field.value);
    refuses(fields);
  }
}

// RFC 9113 §8.3-2: requests have the requests', responses have :status
TEST_P(PseudoFields, AreOfTheirKindOfMessage) {
  header_list fields = server() ? header_list{{":status", "200"}} : header_list{{":method", "GET"}};
  for (const header_field field : good()) fields.add(field.name, field.value);
  refuses(fields);
  fields = good();
  if (server()) {
    fields.add(":status", "200");
  } else {
    fields.add(":path", "/");
  }
  refuses(fields);
  refuses(server() ? ok_response : get_request);
}

// RFC 9113 §8.3-5: they are sent first
// RFC 9113 §8.3-6: and a message where one comes later is malformed
TEST_P(PseudoFields, ComeFirst) {
  for (std::size_t late = 0; late < good().size(); ++late) {
    header_list fields;
    for (std::size_t i = 0; i < good().size(); ++i) {
      if (i != late) fields.add(good()[i].name, good()[i].value);
    }
    fields.add("x", "y");
    fields.add(good()[late].name, good()[late].value);
    refuses(fields);
  }
}

// RFC 9113 §8.3-7: none is sent twice
// RFC 9113 §8.3-8: nor taken, even when both say the same
TEST_P(PseudoFields, ComeOnce) {
  for (const header_field twice : good()) {
    header_list fields = good();
    fields.add(twice.name, twice.value);
    refuses(fields);
  }
}

// RFC 9113 §8.3.1-1: :authority says where to; host is for those who have nothing better
TEST_P(Request, GoesWhereAuthoritySays) {
  header_list fields = get_request;
  fields.add("host", "example.com");
  peer.say_headers(1, fields, true);
  ASSERT_EQ(peer.told<request_received>().size(), 1U);
  EXPECT_EQ(request_line_of(peer.told<request_received>()[0].headers).authority, "example.com");
  header_list other = get_request;
  other.add("host", "elsewhere.example");
  peer.say_headers(3, other, true);
  EXPECT_TRUE(peer.stream_error(3, error_code::protocol_error)) << "a SHOULD: there is no good answer to this";
}

TEST_P(Request, MayHaveHostAlone) {
  peer.say_headers(1, {{":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {"host", "example.com"}}, true);
  EXPECT_EQ(peer.told<request_received>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §8.3.1-2: what we send names the authority as it was given, and no empty one
// RFC 9113 §8.3.1-3: and no host that says otherwise
TEST_P(Response, IsToARequestWithOneAuthority) {
  ASSERT_TRUE(peer.subject().submit_request(get_request, true).has_value());
  peer.listen();
  EXPECT_EQ(peer.frames().back().fields.find(":authority"), "example.com");
  header_list two = get_request;
  two.add("host", "elsewhere.example");
  EXPECT_EQ(peer.subject().submit_request(two, true).error(), misuse::malformed_headers);
  const header_list empty = {{":method", "GET"}, {":scheme", "http"}, {":authority", ""}, {":path", "/"}};
  EXPECT_EQ(peer.subject().submit_request(empty, true).error(), misuse::malformed_headers);
  const header_list none = {{":method", "OPTIONS"}, {":scheme", "http"}, {":path", "*"}};
  EXPECT_TRUE(peer.subject().submit_request(none, true).has_value()) << "nothing to tell";
}

header_list request_with(std::string_view name, std::string_view value) {
  header_list fields;
  for (const header_field field : get_request) fields.add(field.name, field.name == name ? value : field.value);
  return fields;
}

// RFC 9113 §8.3.1-7: nobody's name in an authority
// RFC 9113 §8.3.1-8: a path, and it begins with a slash
TEST_P(Request, HasAnAuthorityAndAPathThatCanBe) {
  struct {
    std::string_view name;
    std::string_view value;
  } const cases[] = {{":authority", "user@example.com"},
                     {":authority", "user:password@example.com"},
                     {":path", ""},
                     {":path", "index.html"},
                     {":path", "*"},
                     {":path", "http://example.com/"}};
  for (const auto& c : cases) {
    const header_list fields = request_with(c.name, c.value);
    wire_peer other = with({});
    other.say_headers(1, fields, true);
    EXPECT_TRUE(other.told<request_received>().empty());
    EXPECT_TRUE(other.stream_error(1, error_code::protocol_error)) << c.name << ' ' << c.value;
    wire_peer sender(role::client);
    sender.handshake();
    EXPECT_EQ(sender.subject().submit_request(fields, true).error(), misuse::malformed_headers) << c.name << c.value;
  }
}

// RFC 9113 §8.3.1-9: OPTIONS of all there is has the path *
TEST_P(Request, OfOptionsMayHaveAStarForAPath) {
  peer.say_headers(1, {{":method", "OPTIONS"}, {":scheme", "http"}, {":authority", "a"}, {":path", "*"}}, true);
  EXPECT_EQ(peer.told<request_received>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

// RFC 9113 §8.3.1-10: one :method, one :scheme, one :path
TEST_P(Request, HasMethodSchemeAndPath) {
  for (const std::string_view left_out : {":method", ":scheme", ":path"}) {
    header_list fields;
    for (const header_field field : get_request) {
      if (field.name != left_out) fields.add(field.name, field.value);
    }
    wire_peer other = with({});
    other.say_headers(1, fields, true);
    EXPECT_TRUE(other.told<request_received>().empty());
    EXPECT_TRUE(other.stream_error(1, error_code::protocol_error)) << left_out;
    wire_peer sender(role::client);
    sender.handshake();
    EXPECT_EQ(sender.subject().submit_request(fields, true).error(), misuse::malformed_headers);
    EXPECT_TRUE(sender.heard<headers_frame>().empty());
  }
}

// RFC 9113 §8.3.2: a response has :status, a number of three digits; an interim one too
TEST_P(Response, HasAStatus) {
  for (const std::string_view wrong : {"", "20", "2000", "abc", "0200", "+20", "099"}) {
    const std::uint32_t id = peer.request();
    peer.say_headers(id, {{":status", wrong}}, true);
    EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error)) << wrong;
  }
  const std::uint32_t id = peer.request();
  peer.say_headers(id, {{"link", "</a>"}});
  EXPECT_TRUE(peer.told<informational_received>().empty());
  EXPECT_TRUE(peer.told<response_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

// ── §8.5 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const header_list connect = {{":method", "CONNECT"}, {":authority", "example.com:443"}};

// RFC 9113 §8.5-1: CONNECT has a method and an authority
TEST_P(Request, OfConnectHasNoSchemeAndNoPath) {
  peer.say_headers(1, connect);
  EXPECT_EQ(peer.told<request_received>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
  for (const header_field extra : header_list{{":scheme", "https"}, {":path", "/"}}) {
    header_list fields = connect;
    fields.add(extra.name, extra.value);
    wire_peer other = with({});
    other.say_headers(1, fields);
    EXPECT_TRUE(other.told<request_received>().empty());
    EXPECT_TRUE(other.stream_error(1, error_code::protocol_error)) << extra.name;
  }
  wire_peer other = with({});
  other.say_headers(1, {{":method", "CONNECT"}});
  EXPECT_TRUE(other.stream_error(1, error_code::protocol_error)) << "to where?";
}

// RFC 9113 §8.5-2: in a tunnel only DATA and what manages streams
TEST_P(Message, InATunnelHasNoMoreHeaders) {
  const std::uint32_t id = peer.exchange(connect);
  peer.say_data(id, "octets");
  EXPECT_EQ(peer.content_received(id), "octets");
  peer.say(window_update_frame{.stream_id = id, .increment = 1});
  peer.say(priority_frame{.stream_id = id, .priority = {}});
  EXPECT_TRUE(peer.all_well());
  EXPECT_EQ(peer.subject().submit_trailers(id, {{"x", "y"}}).error(), misuse::malformed_headers);
  peer.say_headers(id, {{"x", "y"}}, true);
  EXPECT_TRUE(peer.told<trailers_received>().empty());
  EXPECT_TRUE(peer.stream_error(id, error_code::protocol_error));
}

TEST_P(Message, InATunnelEndsBothWays) {
  const std::uint32_t id = peer.exchange(connect);
  peer.say_data(id, "one way", true);
  peer.subject().send_data(id, bytes_of("the other"), true).value();
  EXPECT_EQ(peer.content_sent(id), "the other");
  EXPECT_EQ(peer.told<stream_closed>().size(), 1U);
  EXPECT_TRUE(peer.all_well());
}

// ── §8.7 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §8.7-1: REFUSED_STREAM is only for what the owner was never told of
TEST_P(Request, IsNotRefusedOnceItWasTold) {
  wire_peer other = with({.local = {.enable_push = false, .max_concurrent_streams = 1}});
  other.say_headers(1, post_request);
  other.say_headers(3, post_request);  // refused, and not told
  settings fewer = other.subject().local_settings();
  fewer.max_concurrent_streams = 0;
  other.subject().update_settings(fewer).value();
  other.listen();
  other.acknowledge();
  other.say_data(1, "still welcome", true);
  ASSERT_EQ(other.told<request_received>().size(), 1U);
  EXPECT_EQ(other.content_received(1), "still welcome");
  const auto resets = other.heard<rst_stream_frame>();
  ASSERT_EQ(resets.size(), 1U);
  EXPECT_EQ(resets[0].stream_id, 3U);
  EXPECT_EQ(resets[0].code, error_code::refused_stream);
}

// RFC 9113 §8.7-2: a GOAWAY that is sent names every stream the owner was told of
TEST_P(Request, IsBelowTheGoawayOnceItWasTold) {
  for (const std::uint32_t last : {1U, 3U, 9U}) {
    wire_peer other = with({});
    other.say_headers(1, get_request, true);
    if (last != 1) other.say_headers(last, get_request, true);
    other.subject().close(error_code::internal_error, "a fire");
    ASSERT_EQ(other.heard<goaway_frame>().size(), 1U);
    EXPECT_EQ(other.heard<goaway_frame>()[0].last_stream_id, last);
    EXPECT_EQ(text_of(other.heard<goaway_frame>()[0].debug), "a fire");
  }
}

TEST_P(Response, ThatWasRefusedMayBeAskedForAgain) {
  const std::uint32_t id = peer.request();
  peer.say(rst_stream_frame{.stream_id = id, .code = error_code::refused_stream});
  ASSERT_EQ(peer.told<stream_reset>().size(), 1U);
  EXPECT_TRUE(peer.told<stream_reset>()[0].unprocessed);
  const std::uint32_t again = peer.request();
  peer.say(rst_stream_frame{.stream_id = again, .code = error_code::cancel});
  EXPECT_FALSE(peer.told<stream_reset>()[1].unprocessed);
}

}  // namespace
