// SPDX-License-Identifier: MIT
//
// Which lists of fields are messages (RFC 9113 §8). Each rule is broken alone, in a message that is otherwise sound,
// and the clause of the refusal is compared: a list refused for another reason than the test's would hide that the
// rule is not there.
#include <h2/messages.hpp>

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace h2;
using namespace std::string_literals;

using fields = std::vector<std::pair<std::string, std::string>>;

header_list list_of(const fields& all) {
  header_list made;
  for (const auto& [name, value] : all) made.add(name, value);
  return made;
}

std::string to_text(const fields& all) {
  std::string text;
  for (const auto& [name, value] : all) text += "    " + testing::PrintToString(name + ": " + value) + "\n";
  return text;
}

const fields get = {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {":authority", "example.com"}};
const fields ok = {{":status", "200"}};

fields with(fields base, const fields& more) {
  base.insert(base.end(), more.begin(), more.end());
  return base;
}
fields without(fields base, std::string_view name) {
  std::erase_if(base, [name](const auto& field) { return field.first == name; });
  return base;
}
/// The value of a field that is there already.
fields having(fields base, std::string_view name, std::string value) {
  for (auto& field : base) {
    if (field.first == name) field.second = value;
  }
  return base;
}

void expect(const malformed& found, const fields& all, std::string_view clause) {
  EXPECT_EQ(found.clause, clause) << (found ? found.why : "taken") << "\n" << to_text(all);
}
void expect_request(const fields& all, std::string_view clause) {
  expect(check_request(list_of(all)), all, clause.empty() ? "" : "RFC 9113 §" + std::string(clause));
}
void expect_response(const fields& all, std::string_view clause) {
  expect(check_response(list_of(all)), all, clause.empty() ? "" : "RFC 9113 §" + std::string(clause));
}
void expect_trailers(const fields& all, std::string_view clause) {
  expect(check_trailers(list_of(all)), all, clause.empty() ? "" : "RFC 9113 §" + std::string(clause));
}
/// A regular field is judged alike wherever it stands.
void expect_everywhere(const std::pair<std::string, std::string>& field, std::string_view clause) {
  expect_request(with(get, {field}), clause);
  expect_response(with(ok, {field}), clause);
  expect_trailers({field}, clause);
}

// ── fields: §8.2 ───────────────────────────────────────────────────────────────────────────────────────────────────

// RFC 9113 §8.2.1: names have no controls, blanks, upper case or octets above 0x7e; RFC 9110 §5.1: they are tokens.
TEST(FieldName, IsALowerCaseTokenInEveryPlace) {
  const std::string token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz";
  for (int c = 0; c < 256; ++c) {
    const char octet = static_cast<char>(c);
    const bool allowed = token.find(octet) != std::string::npos;
    // Names of every length up to three words, the octet in every place: the eight at once may not overlook one.
    for (const std::size_t size : {1U, 2U, 7U, 8U, 9U, 16U, 17U, 23U}) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string name(size, 'x');
        name[at] = octet;
        if (octet == ':' && at == 0) continue;  // a pseudo-field, see below
        ASSERT_NO_FATAL_FAILURE(expect_trailers({{name, "v"}}, allowed ? "" : "8.2.1"));
        if (HasFailure()) return;
      }
    }
  }
}

// RFC 9113 §8.2: field names are lower case.
TEST(FieldName, InUpperCaseIsMalformed) {
  expect_everywhere({"X-Trace", "1"}, "8.2.1");
  expect_everywhere({"x-tracE", "1"}, "8.2.1");
  expect_everywhere({"content-lengTh", "1"}, "8.2.1");
}

TEST(FieldName, MustBeThere) { expect_everywhere({"", "v"}, "8.2.1"); }

// RFC 9113 §8.2.1: only the names of pseudo-fields have a colon.
TEST(FieldName, HasNoColonInside) {
  expect_everywhere({"a:b", "v"}, "8.2.1");
  expect_everywhere({"x-long-name-here:", "v"}, "8.2.1");
}

// RFC 9113 §8.2.1: no NUL, LF or CR anywhere in a value.
TEST(FieldValue, HasNoNulLfCrInAnyPlace) {
  for (int c = 0; c < 256; ++c) {
    const char octet = static_cast<char>(c);
    const bool forbidden = octet == '\0' || octet == '\n' || octet == '\r';
    for (const std::size_t size : {3U, 8U, 9U, 16U, 17U, 23U}) {
      for (std::size_t at = 1; at + 1 < size; ++at) {  // blanks at the ends are another rule
        std::string value(size, 'x');
        value[at] = octet;
        expect_trailers({{"a", value}}, forbidden ? "8.2.1" : "");
        if (HasFailure()) return;
      }
    }
  }
  for (const char octet : {'\0', '\n', '\r'}) {
    expect_everywhere({"a", std::string(1, octet)}, "8.2.1");
    expect_everywhere({"a", "a value of some length" + std::string(1, octet)}, "8.2.1");
    expect_everywhere({"a", std::string(1, octet) + "a value of some length"}, "8.2.1");
  }
}

// RFC 9113 §8.2.1: a value does not begin or end with a space or a tab.
TEST(FieldValue, HasNoBlanksAtItsEnds) {
  for (const std::string blank : {" ", "\t"}) {
    expect_everywhere({"a", blank}, "8.2.1");
    expect_everywhere({"a", blank + "v"}, "8.2.1");
    expect_everywhere({"a", "v" + blank}, "8.2.1");
    expect_everywhere({"a", "a value of some length" + blank}, "8.2.1");
    expect_everywhere({"a", "v" + blank + "v"}, "");
  }
}

TEST(FieldValue, MayBeEmptyAndMayBeAnyOctet) {
  expect_everywhere({"a", ""}, "");
  expect_everywhere({"a", "\x01\x7f\x80\xff"}, "");
}

// RFC 9113 §8.2.2: connection-specific fields are malformed.
TEST(ConnectionSpecific, FieldsAreMalformed) {
  for (const char* name : {"connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade"}) {
    expect_everywhere({name, "close"}, "8.2.2");
    expect_everywhere({name, ""}, "8.2.2");
  }
}

TEST(ConnectionSpecific, NamesOfTheSameLengthAreNot) {
  for (const char* name : {"td", "upgradf", "connectiom", "keep-alivf", "proxy-connectiom", "transfer-encodinh",
                           "hosts", "content-lengti"}) {
    expect_everywhere({name, "close"}, "");
  }
}

// RFC 9113 §8.2.2: te may be in a request, and then says nothing but "trailers".
TEST(ConnectionSpecific, TeSaysTrailersInARequest) {
  for (const char* value : {"trailers", "Trailers", "TRAILERS"}) {
    expect_request(with(get, {{"te", value}}), "");
    expect_response(with(ok, {{"te", value}}), "8.2.2");
  }
  for (const char* value : {"", "gzip", "trailers, gzip", "trailers;q=1", "trailert", "trailer"}) {
    expect_request(with(get, {{"te", value}}), "8.2.2");
    expect_trailers({{"te", value}}, "8.2.2");
  }
}

// ── requests: §8.3.1 ───────────────────────────────────────────────────────────────────────────────────────────────

TEST(Request, OfABrowserCurlAndGrpcAreSound) {
  expect_request(get, "");
  expect_request(with(get, {{"user-agent", "curl/7.88.1"}, {"accept", "*/*"}, {"cookie", "a=b"}, {"cookie", "c=d"}}),
                 "");
  expect_request({{":method", "POST"},
                  {":scheme", "http"},
                  {":path", "/helloworld.Greeter/SayHello"},
                  {":authority", "localhost:50051"},
                  {"content-type", "application/grpc"},
                  {"te", "trailers"},
                  {"grpc-timeout", "1S"},
                  {"trace-proto-bin", "AAAA"}},
                 "");
}

// RFC 9113 §8.3.1: :method, :scheme and :path are each there exactly once, unless it is CONNECT.
TEST(Request, NeedsMethodSchemeAndPath) {
  for (const char* name : {":method", ":scheme", ":path"}) expect_request(without(get, name), "8.3.1");
  expect_request({}, "8.3.1");
  expect_request({{"accept", "*/*"}}, "8.3.1");
}

TEST(Request, MayBeWithoutAuthority) { expect_request(without(get, ":authority"), ""); }

// RFC 9113 §8.3: a pseudo-field does not appear more than once.
TEST(Request, HasEachPseudoFieldOnce) {
  for (const auto& field : get) expect_request(with(get, {field}), "8.3");
  expect_request(with(get, {{":path", "/other"}}), "8.3");
}

// RFC 9113 §8.3: pseudo-fields stand before all regular fields.
TEST(Request, HasPseudoFieldsFirst) {
  for (const auto& field : get) {
    expect_request(with(with(without(get, field.first), {{"a", "b"}}), {field}),
                   field.first == ":authority" ? "8.3" : "8.3.1");
  }
  expect_request(with(get, {{"a", "b"}, {":path", "/"}}), "8.3");
}

// RFC 9113 §8.3: undefined pseudo-fields, and those of responses, are malformed.
TEST(Request, KnowsFourPseudoFields) {
  for (const char* name : {":status", ":foo", ":", "::method", ":Method", ":METHOD", ":protocol", ":paths", ":pat"}) {
    expect_request(with(get, {{name, "200"}}), "8.3");
  }
}

// RFC 9113 §8.3.1: :path is not empty for http and https; an asterisk stands only for OPTIONS.
TEST(Request, PathBeginsWithASlashOrIsTheServersAsterisk) {
  expect_request(having(get, ":path", ""), "8.3.1");
  expect_request(having(get, ":path", "*"), "8.3.1");
  expect_request(having(having(get, ":path", "*"), ":method", "OPTIONS"), "");
  expect_request(having(having(get, ":path", "**"), ":method", "OPTIONS"), "8.3.1");
  expect_request(having(get, ":path", "/a/b?c=d"), "");
  expect_request(having(get, ":path", "a"), "8.3.1");
  expect_request(having(get, ":path", "https://example.com/"), "8.3.1");
  expect_request(having(having(get, ":path", "urn-like"), ":scheme", "coap"), "");  // another scheme has other paths
}

// A path that ends early for whoever writes it into HTTP/1.1's first line (RFC 9112 §3) is no path.
TEST(Request, PathHasNoBlanksAndNoControls) {
  for (int c = 0; c < 256; ++c) {
    const char octet = static_cast<char>(c);
    const bool visible = c > 0x20 && c != 0x7f;
    const bool in_no_value = octet == '\0' || octet == '\n' || octet == '\r';
    for (const std::string& rest : {"/"s, "/a/path/of/some/length"s}) {
      const std::string path = "/" + std::string(1, octet) + rest;
      expect_request(having(get, ":path", path), in_no_value ? "8.2.1" : visible ? "" : "8.3.1");
    }
  }
}

// RFC 9110 §9.1: a method is a token, and its case matters.
TEST(Request, MethodIsAToken) {
  expect_request(having(get, ":method", ""), "8.3.1");
  expect_request(having(get, ":method", "PROPFIND"), "");
  expect_request(having(get, ":method", "get"), "");
  for (const char* method : {"GET /", "G(T", "GET\x01", "G\xc3\x89T"}) {
    expect_request(having(get, ":method", method), "8.3.1");
  }
}

// RFC 3986 §3.1: a letter, then letters, digits, "+", "-", ".".
TEST(Request, SchemeIsAScheme) {
  for (const char* scheme : {"http", "HTTPS", "coap+tcp", "a1.b-c"}) expect_request(having(get, ":scheme", scheme), "");
  for (const char* scheme : {"", "1http", "ht tp", "http:", "+a", "h\xc3\xa4"}) {
    expect_request(having(get, ":scheme", scheme), "8.3.1");
  }
}

// RFC 9113 §8.3.1: :authority has no user's name for http and https.
TEST(Request, AuthorityIsHostAndPort) {
  for (const char* authority : {"example.com:8080", "[::1]:443", "127.0.0.1", "xn--bcher-kva.example"}) {
    expect_request(having(get, ":authority", authority), "");
  }
  for (const char* authority : {"", "user@example.com", "a:b@example.com", "example.com /", "example\x01.com"}) {
    expect_request(having(get, ":authority", authority), "8.3.1");
  }
}

// RFC 9113 §8.3.1: host and :authority that name different entities are malformed, normalised as the scheme has it.
TEST(Request, HostSaysWhatAuthoritySays) {
  for (const char* host : {"example.com", "EXAMPLE.com", "example.com:443", "example.com:"}) {
    expect_request(with(get, {{"host", host}}), "");
  }
  for (const char* host : {"", "example.org", "example.com:8443", "example.com:80", "www.example.com"}) {
    expect_request(with(get, {{"host", host}}), "8.3.1");
  }
  const fields plain = having(get, ":scheme", "http");
  expect_request(with(plain, {{"host", "example.com:80"}}), "");
  expect_request(with(plain, {{"host", "example.com:443"}}), "8.3.1");
  expect_request(with(having(plain, ":authority", "example.com:80"), {{"host", "example.com"}}), "");
}

TEST(Request, WithoutAuthorityHostStandsAlone) {
  const fields old = without(get, ":authority");
  expect_request(with(old, {{"host", "example.com"}}), "");
  const fields two = with(old, {{"host", "a.example"}, {"host", "b.example"}});
  expect(check_request(list_of(two)), two, "RFC 9110 §7.2");
  const fields same = with(get, {{"host", "example.com"}, {"host", "example.com"}});
  expect(check_request(list_of(same)), same, "RFC 9110 §7.2");
}

// RFC 9113 §8.5: CONNECT has :method and :authority, the host and port to connect to, and no other pseudo-field.
TEST(Request, ToConnectHasHostAndPortAndNothingElse) {
  const fields connect = {{":method", "CONNECT"}, {":authority", "example.com:443"}};
  expect_request(connect, "");
  expect_request(with(connect, {{"user-agent", "curl"}}), "");
  expect_request(having(connect, ":authority", "[::1]:443"), "");
  expect_request(with(connect, {{":scheme", "https"}}), "8.5");
  expect_request(with(connect, {{":path", "/"}}), "8.5");
  expect_request(without(connect, ":authority"), "8.5");
  for (const char* authority : {"example.com", "example.com:", ":443", "example.com:https", "example.com:123456",
                                "u@example.com:443", "a b:1"}) {
    expect_request(having(connect, ":authority", authority), "8.5");
  }
}

TEST(Request, LineIsWhatThePseudoFieldsSay) {
  const header_list request = list_of(with(get, {{":x", "y"}}));
  const request_line line = request_line_of(request);
  EXPECT_EQ(line.method, "GET");
  EXPECT_EQ(line.scheme, "https");
  EXPECT_EQ(line.authority, "example.com");
  EXPECT_EQ(line.path, "/");
  const header_list connect = list_of({{":method", "CONNECT"}, {":authority", "a:1"}, {"path", "/not"}});
  EXPECT_TRUE(request_line_of(connect).path.empty());
  EXPECT_EQ(request_line_of(connect).authority, "a:1");
}

// ── responses and trailers: §8.3.2, §8.1 ───────────────────────────────────────────────────────────────────────────

// RFC 9113 §8.3.2: :status is there once; RFC 9110 §15: it has three digits.
TEST(Response, HasAStatusOfThreeDigits) {
  for (const char* status : {"100", "103", "200", "204", "304", "404", "599", "999"}) {
    expect_response({{":status", status}}, "");
    EXPECT_EQ(status_of(list_of({{":status", status}})), std::stoi(status));
  }
  for (const char* status :
       {"", "2", "20", "2000", "2x0", "+20", "-20", "099", "000", "2 0", "200 OK", "\xb2\x30\x30"}) {
    expect_response({{":status", status}}, "8.3.2");
  }
  expect_response({}, "8.3.2");
  expect_response({{"content-type", "text/plain"}}, "8.3.2");
}

// RFC 9113 §8.3: a pseudo-field once, before the others, and only those of responses.
TEST(Response, HasNoOtherPseudoField) {
  expect_response({{":status", "200"}, {":status", "200"}}, "8.3");
  expect_response({{":status", "200"}, {":path", "/"}}, "8.3");
  expect_response({{":path", "/"}, {":status", "200"}}, "8.3");
  expect_response({{":Status", "200"}}, "8.3");
  expect_response({{":status", "200"}, {"a", "b"}, {":status", "200"}}, "8.3");
  expect_response({{":status", "200"}, {"a", "b"}, {":path", "/"}}, "8.3");
}

// RFC 9113 §8.6: there is no 101 in HTTP/2.
TEST(Response, CannotSwitchProtocols) { expect_response({{":status", "101"}}, "8.6"); }

// RFC 9113 §8.1: trailers have no pseudo-fields.
TEST(Trailers, HaveNoPseudoField) {
  expect_trailers({}, "");
  expect_trailers({{"grpc-status", "0"}, {"grpc-message", ""}}, "");
  for (const char* name : {":status", ":path", ":foo"}) {
    expect_trailers({{name, "200"}}, "8.3");
    expect_trailers({{"grpc-status", "0"}, {name, "200"}}, "8.3");
  }
}

// ── content-length: §8.1.1 ─────────────────────────────────────────────────────────────────────────────────────────

// RFC 9110 §8.6: one or more digits; several that agree may be taken as one.
TEST(ContentLength, IsANumberOnce) {
  EXPECT_EQ(content_length_of({}).value, std::nullopt);
  EXPECT_TRUE(content_length_of({}).valid);
  for (const auto& [text, value] : std::vector<std::pair<std::string, std::uint64_t>>{
           {"0", 0}, {"42", 42}, {"007", 7}, {"18446744073709551615", ~std::uint64_t{0}}}) {
    const content_length one = content_length_of(list_of({{"content-length", text}}));
    EXPECT_TRUE(one.valid) << text;
    EXPECT_EQ(one.value, value) << text;
  }
  for (const char* text :
       {"", "-1", "+1", "1 ", "0x10", "1,1", "1.0", "18446744073709551616", "99999999999999999999999"}) {
    EXPECT_FALSE(content_length_of(list_of({{"content-length", text}})).valid) << text;
  }
}

TEST(ContentLength, SeveralMustAgree) {
  const content_length same =
      content_length_of(list_of({{"content-length", "5"}, {"a", "b"}, {"content-length", "5"}}));
  EXPECT_TRUE(same.valid);
  EXPECT_EQ(same.value, 5U);
  EXPECT_FALSE(content_length_of(list_of({{"content-length", "5"}, {"content-length", "6"}})).valid);
  EXPECT_FALSE(content_length_of(list_of({{"content-length", "6"}, {"content-length", "x"}})).valid);
}

}  // namespace
