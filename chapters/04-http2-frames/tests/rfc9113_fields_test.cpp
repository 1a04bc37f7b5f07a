// SPDX-License-Identifier: MIT
//
// RFC 9113 §8.2, §8.3: the fields of messages. Each wrong list is tried twice: it is not taken from the peer, and our
// own side cannot send it.
#include "sides.hpp"

#include <h2/messages.hpp>

#include <string>

using namespace h2;
using namespace h2::test;

namespace {

/// Lists of fields that are a message, or none.
class Lists : public any_side {
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
class Fields : public Lists {};
INSTANTIATE_TEST_SUITE_P(Fed, Fields, testing::ValuesIn(any_side::all()), any_side::name);
class PseudoFields : public Lists {};
INSTANTIATE_TEST_SUITE_P(Fed, PseudoFields, testing::ValuesIn(any_side::all()), any_side::name);
class Request : public as_server {};
INSTANTIATE_TEST_SUITE_P(Fed, Request, testing::ValuesIn(one_side::all()), one_side::name);
class Response : public as_client {};
INSTANTIATE_TEST_SUITE_P(Fed, Response, testing::ValuesIn(one_side::all()), one_side::name);

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

}  // namespace
