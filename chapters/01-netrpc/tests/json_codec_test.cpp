// SPDX-License-Identifier: MIT
//
// Lines and words as Go 1.19's net/rpc/jsonrpc writes them.
#include <netrpc/json_codec.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace netrpc;

struct GetUserReq {
  std::string Id;
};
BOOST_DESCRIBE_STRUCT(GetUserReq, (), (Id))

struct GetUserResp {
  std::string Id, Name, Phone;
};
BOOST_DESCRIBE_STRUCT(GetUserResp, (), (Id, Name, Phone))

}  // namespace

template <>
struct netrpc::go_type<GetUserReq> {
  static constexpr std::string_view package = "main", name = "GetUserReq";
  static constexpr json_tag json[] = {{"Id", "id"}};
};

namespace {

constexpr std::size_t whole = std::string_view::npos;
constexpr std::string_view get_user = R"({"method":"UserServer.GetUser","params":[{"id":"1"}],"id":0})"
                                      "\n";

std::span<const std::byte> raw(std::string_view text) { return std::as_bytes(std::span(text)); }
std::string text(const bytes& data) { return {reinterpret_cast<const char*>(data.data()), data.size()}; }

/// What came out of one request: its header, and its argument or why there is none.
struct asked {
  request header;
  GetUserReq argument;
  std::optional<error> refusal;
};

/// Feeds pieces of `size` bytes and reads whatever there is; stops at the first error of a header.
struct server_side {
  explicit server_side(const limits& bounds = {}) : codec(make_json_server_codec(bounds)) {}

  void feed(std::string_view bytes_in, std::size_t size = whole) {
    while (!bytes_in.empty() && !failure) {
      codec->receive(raw(bytes_in.substr(0, size)));
      bytes_in.remove_prefix(std::min(size, bytes_in.size()));
      while (read()) {
      }
    }
  }
  bool read() {
    asked a;
    const result<progress> header = codec->read_request_header(a.header);
    if (header.has_error()) failure = header.error();
    if (header.has_error() || *header == progress::need_more) return false;
    EXPECT_FALSE(codec->at_boundary());
    const result<progress> body = codec->read_request_body(reflect::ref(a.argument));
    if (body.has_error()) a.refusal = body.error();
    requests.push_back(std::move(a));
    return true;
  }
  template <class T>
  std::string reply(std::uint64_t seq, const T& value) {
    bytes out;
    const response header{.ServiceMethod = {}, .Seq = seq, .Error = {}};
    const result<void> written = codec->write_response(header, reflect::ref(value), out);
    return written.has_error() ? written.error().message() : text(out);
  }
  std::string refuse(std::uint64_t seq, std::string words) {
    bytes out;
    const response header{.ServiceMethod = {}, .Seq = seq, .Error = std::move(words)};
    EXPECT_TRUE(codec->write_response(header, {}, out).has_value());
    return text(out);
  }
  /// The words of the only request's refusal.
  [[nodiscard]] std::string words() const {
    return requests.size() == 1 && requests[0].refusal ? requests[0].refusal->message() : "none";
  }

  std::unique_ptr<server_codec> codec;
  std::vector<asked> requests;
  std::optional<error> failure;
};

TEST(JsonServerCodec, ReadsWhatGosClientWritesHoweverItIsCut) {
  const std::string two = std::string(get_user) + R"({"method":"A.B","params":[{"id":"2"}],"id":1} )";
  for (const std::size_t size : {whole, std::size_t{1}, std::size_t{10}}) {
    server_side s;
    s.feed(two, size);
    EXPECT_FALSE(s.failure);
    ASSERT_EQ(s.requests.size(), 2U);
    EXPECT_EQ(s.requests[0].header.ServiceMethod, "UserServer.GetUser");
    EXPECT_EQ(s.requests[0].argument.Id, "1");
    EXPECT_EQ(s.requests[1].header.ServiceMethod, "A.B");
    EXPECT_EQ(s.requests[1].argument.Id, "2");
    EXPECT_TRUE(s.codec->at_boundary());
  }
}

TEST(JsonServerCodec, RepliesAreGosToTheByteInAnyOrder) {
  server_side s;
  s.feed(std::string(get_user) + R"({"method":"UserServer.GetUser","params":[{"id":"9"}],"id":1})");
  ASSERT_EQ(s.requests.size(), 2U);
  EXPECT_EQ(s.refuse(s.requests[1].header.Seq, "不存在查询用户"), R"({"id":1,"result":null,"error":"不存在查询用户"})"
                                                                  "\n");
  EXPECT_EQ(s.reply(s.requests[0].header.Seq, GetUserResp{"1", "bala", "13100001111"}),
            R"({"id":0,"result":{"Id":"1","Name":"bala","Phone":"13100001111"},"error":null})"
            "\n");
}

TEST(JsonServerCodec, AnIdIsAnyJsonValueAndComesBackAsItWas) {
  const std::pair<std::string, std::string> cases[] = {{"7", "7"},
                                                       {"-0.0e+05", "-0.0e+05"},
                                                       {"12345678901234567890123", "12345678901234567890123"},
                                                       {"\"a\\u0041\"", "\"a\\u0041\""},
                                                       {"null", "null"},
                                                       {"{ \"a\" : [ 1 , true ] }", "{\"a\":[1,true]}"},
                                                       {"\" < \"", "\" \\u003c \""},
                                                       {"\"\xE2\x80\xA8\xff\"", "\"\\u2028\xff\""},
                                                       {"\"\\ud800\"", "\"\\ud800\""},
                                                       {"1,\"ID\":2", "2"},
                                                       {"1,\"id\":null", "null"}};
  for (const auto& [sent, echoed] : cases) {
    server_side s;
    s.feed("{\"id\":" + sent + ",\"method\":\"A.B\",\"params\":[{}]}");
    ASSERT_EQ(s.requests.size(), 1U) << sent;
    EXPECT_EQ(s.refuse(s.requests[0].header.Seq, "no"), "{\"id\":" + echoed + ",\"result\":null,\"error\":\"no\"}\n");
  }
  server_side s;
  s.feed(R"({"method":"A.B","params":[{}]})");
  EXPECT_EQ(s.reply(s.requests.at(0).header.Seq, empty{}), "{\"id\":null,\"result\":{},\"error\":null}\n");
}

TEST(JsonServerCodec, AReplyNobodyAskedForIsOurOwnMistake) {
  server_side s;
  bytes out;
  const response header{.ServiceMethod = {}, .Seq = 1, .Error = {}};
  const result<void> r = s.codec->write_response(header, {}, out);
  ASSERT_TRUE(r.has_error());
  EXPECT_EQ(r.error().scope, error_scope::local);
  EXPECT_EQ(r.error().detail, "invalid sequence number in response");
  EXPECT_TRUE(out.empty());
}

TEST(JsonServerCodec, AReplyThatCannotBeSentLeavesRoomForAnError) {
  server_side s;
  s.feed(get_user);
  EXPECT_EQ(s.reply(1, std::nan("")), "json: unsupported value: NaN");
  EXPECT_EQ(s.refuse(1, "json: unsupported value: NaN"),
            "{\"id\":0,\"result\":null,\"error\":\"json: unsupported value: NaN\"}\n");
}

TEST(JsonServerCodec, ArgumentsThatDoNotFitAreRefusedInGosWordsAndCostNothingElse) {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"method":"A.B","id":1})", "jsonrpc: request body missing params"},
      {R"({"method":"A.B","params":null,"id":1})", "jsonrpc: request body missing params"},
      {R"({"method":"A.B","params":{"id":"1"},"id":1})",
       "json: cannot unmarshal object into Go value of type [1]interface {}"},
      {R"({"method":"A.B","params":"x","id":1})",
       "json: cannot unmarshal string into Go value of type [1]interface {}"},
      {R"({"method":"A.B","params":5,"id":1})", "json: cannot unmarshal number into Go value of type [1]interface {}"},
      {R"({"method":"A.B","params":true,"id":1})", "json: cannot unmarshal bool into Go value of type [1]interface {}"},
      {R"({"method":"A.B","params":[5],"id":1})",
       "json: cannot unmarshal number into Go value of type main.GetUserReq"},
      {R"({"method":"A.B","params":[{"id":5}],"id":1})",
       "json: cannot unmarshal number into Go struct field GetUserReq.id of type string"}};
  for (const auto& [sent, words] : cases) {
    server_side s;
    s.feed(sent);
    EXPECT_EQ(s.words(), words) << sent;
    EXPECT_EQ(s.requests.at(0).refusal->scope, error_scope::value);
    s.feed(get_user);
    ASSERT_EQ(s.requests.size(), 2U);
    EXPECT_EQ(s.requests[1].argument.Id, "1");
  }
}

TEST(JsonServerCodec, AMistakeInAnArgumentIsFoundByItsOffsetInTheStream) {
  server_side s;
  s.feed(get_user);
  s.feed(R"( {"method":"A.B","params":[ {"id": 5}],"id":1})");
  ASSERT_EQ(s.requests.size(), 2U);
  EXPECT_EQ(s.requests[1].refusal->offset, get_user.size() + 35);
}

TEST(JsonServerCodec, OnlyTheFirstParamCounts) {
  for (const std::string params : {"[]", "[null]", "[{}]", "[{},5,{\"id\":\"x\"}]"}) {
    server_side s;
    s.feed("{\"method\":\"A.B\",\"params\":" + params + "}");
    EXPECT_EQ(s.words(), "none");
    EXPECT_EQ(s.requests.at(0).argument.Id, "");
  }
}

TEST(JsonServerCodec, AHeaderThatIsNoHeaderEndsTheConnection) {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"method":5,"params":[{}],"id":1})",
       "json: cannot unmarshal number into Go struct field serverRequest.method of type string"},
      {"[]", "json: cannot unmarshal array into Go value of type jsonrpc.serverRequest"},
      {"5 ", "json: cannot unmarshal number into Go value of type jsonrpc.serverRequest"},
      {"\"x\"", "json: cannot unmarshal string into Go value of type jsonrpc.serverRequest"}};
  for (const auto& [sent, words] : cases) {
    server_side s;
    s.feed(sent);
    ASSERT_TRUE(s.failure) << sent;
    EXPECT_EQ(s.failure->code, errc::json_header);
    EXPECT_EQ(s.failure->scope, error_scope::stream);
    EXPECT_EQ(s.failure->detail, words);
  }
  server_side s;
  s.feed("null{}");  // requests with nothing in them, which the server will answer as ill-formed
  EXPECT_FALSE(s.failure);
  EXPECT_EQ(s.requests.size(), 2U);
}

TEST(JsonServerCodec, ABodyMayBeDiscardedAndReceivedBytesMayComeInBetween) {
  const auto codec = make_json_server_codec();
  request header;
  codec->receive(raw(get_user));
  ASSERT_EQ(codec->read_request_header(header).value(), progress::done);
  EXPECT_EQ(codec->read_request_body({}).value(), progress::done);
  EXPECT_TRUE(codec->at_boundary());
  codec->receive(raw(get_user));
  ASSERT_EQ(codec->read_request_header(header).value(), progress::done);
  codec->receive(raw(std::string(100'000, ' ') + std::string(get_user)));  // moves the message in memory
  GetUserReq argument;
  EXPECT_EQ(codec->read_request_body(reflect::ref(argument)).value(), progress::done);
  EXPECT_EQ(argument.Id, "1");
}

TEST(JsonServerCodec, RequestsWithoutAReplyAreBoundedInNumberAndInBytes) {
  server_side few({.concurrent_requests = 2});
  few.feed(std::string(get_user) + std::string(get_user));
  EXPECT_FALSE(few.failure);
  (void)few.refuse(1, "no");
  few.feed(get_user);
  EXPECT_FALSE(few.failure);
  few.feed(get_user);
  ASSERT_TRUE(few.failure);
  EXPECT_EQ(few.failure->code, errc::too_many_pending);

  server_side small({.json_message_bytes = 200});
  const std::string line = "{\"id\":\"" + std::string(98, 'x') + "\",\"method\":\"A.B\",\"params\":[{}]}";
  small.feed(line);
  small.feed(line);
  EXPECT_FALSE(small.failure);
  small.feed(line);
  EXPECT_TRUE(small.failure);
}

TEST(JsonServerCodec, AMessageBeyondItsLimitEndsTheConnection) {
  server_side s({.json_message_bytes = get_user.size() - 1});
  s.feed(get_user);
  EXPECT_FALSE(s.failure);
  server_side t({.json_message_bytes = get_user.size() - 2});
  t.feed(get_user);
  ASSERT_TRUE(t.failure);
  EXPECT_EQ(t.failure->code, errc::json_message_too_big);
  EXPECT_EQ(t.failure->offset, get_user.size() - 2);
}

/// One answer, read whole.
struct client_side {
  explicit client_side(const limits& bounds = {}) : codec(make_json_client_codec(bounds)) {}

  template <class T>
  std::string ask(std::uint64_t seq, std::string method, const T& argument) {
    bytes out;
    const request header{.ServiceMethod = std::move(method), .Seq = seq};
    const result<void> written = codec->write_request(header, reflect::ref(argument), out);
    return written.has_error() ? written.error().detail : text(out);
  }
  void feed(std::string_view bytes_in, std::size_t size = whole) {
    for (; !bytes_in.empty(); bytes_in.remove_prefix(std::min(size, bytes_in.size()))) {
      codec->receive(raw(bytes_in.substr(0, size)));
      while (!failure && read()) {
      }
    }
  }
  bool read() {
    response r;
    GetUserResp body;
    const result<progress> header = codec->read_response_header(r);
    if (header.has_error()) failure = header.error();
    if (header.has_error() || *header == progress::need_more) return false;
    const result<progress> read = codec->read_response_body(r.Error.empty() ? reflect::ref(body) : reflect::value{});
    bodies.push_back(read.has_error() ? read.error().message() : body.Name);
    headers.push_back(r);
    return true;
  }

  std::unique_ptr<client_codec> codec;
  std::vector<response> headers;
  std::vector<std::string> bodies;
  std::optional<error> failure;
};

TEST(JsonClientCodec, RequestsAreGosToTheByte) {
  client_side c;
  EXPECT_EQ(c.ask(0, "UserServer.GetUser", GetUserReq{"1"}), get_user);
  EXPECT_EQ(c.ask(18446744073709551615U, "A.<&>", std::vector<std::int64_t>{1, 2}),
            R"({"method":"A.\u003c\u0026\u003e","params":[[1,2]],"id":18446744073709551615})"
            "\n");
  EXPECT_EQ(c.ask(1, "A.B", any{}), R"({"method":"A.B","params":[null],"id":1})"
                                    "\n");
}

TEST(JsonClientCodec, AnArgumentThatCannotBeSentSendsNothing) {
  client_side c;
  bytes out = {std::byte{1}};
  const double nan = std::nan("");
  const request header{.ServiceMethod = "A.B", .Seq = 1};
  const result<void> written = c.codec->write_request(header, reflect::ref(nan), out);
  ASSERT_TRUE(written.has_error());
  EXPECT_EQ(written.error().scope, error_scope::local);
  EXPECT_EQ(out.size(), 1U);
}

TEST(JsonClientCodec, AnswersNameTheMethodThatWasAskedHoweverTheyAreCut) {
  const std::string answers = R"({"id":1,"result":null,"error":"不存在查询用户"})"
                              "\n"
                              R"({"id":0,"result":{"Id":"1","Name":"bala","Phone":"13100001111"},"error":null})"
                              "\n"
                              R"({"id":7,"result":{},"error":null})";
  for (const std::size_t size : {whole, std::size_t{1}, std::size_t{33}}) {
    client_side c;
    (void)c.ask(0, "UserServer.GetUser", GetUserReq{"1"});
    (void)c.ask(1, "UserServer.GetOther", GetUserReq{"9"});
    c.feed(answers, size);
    EXPECT_FALSE(c.failure);
    ASSERT_EQ(c.headers.size(), 3U);
    EXPECT_EQ(c.headers[0].Seq, 1U);
    EXPECT_EQ(c.headers[0].Error, "不存在查询用户");
    EXPECT_EQ(c.headers[0].ServiceMethod, "UserServer.GetOther");
    EXPECT_EQ(c.headers[1].ServiceMethod, "UserServer.GetUser");
    EXPECT_EQ(c.bodies[1], "bala");
    EXPECT_EQ(c.headers[2].ServiceMethod, "");  // nobody asked
    EXPECT_TRUE(c.codec->at_boundary());
  }
}

TEST(JsonClientCodec, AnErrorIsAStringAndAResultIsNotNull) {
  client_side c;
  c.feed(R"({"id":0,"result":{},"error":""})");
  EXPECT_EQ(c.headers.at(0).Error, "unspecified error");
  const std::pair<std::string, std::string> cases[] = {
      {R"({"id":0,"result":null,"error":null})", "invalid error <nil>"},
      {R"({"id":0})", "invalid error <nil>"},
      {R"({"id":0,"result":{},"error":false})", "invalid error false"},
      {R"({"id":0,"result":{},"error":{"message":"no","code":-32601}})", "invalid error map[code:-32601 message:no]"},
      {R"({"id":"0","result":{},"error":null})",
       "json: cannot unmarshal string into Go struct field clientResponse.id of type uint64"},
      {R"({"id":-1,"result":{},"error":null})",
       "json: cannot unmarshal number -1 into Go struct field clientResponse.id of type uint64"},
      {R"([])", "json: cannot unmarshal array into Go value of type jsonrpc.clientResponse"}};
  for (const auto& [sent, words] : cases) {
    client_side d;
    d.feed(sent);
    ASSERT_TRUE(d.failure) << sent;
    EXPECT_EQ(d.failure->code, errc::json_header);
    EXPECT_EQ(d.failure->scope, error_scope::stream);
    EXPECT_EQ(d.failure->detail, words);
  }
}

TEST(JsonClientCodec, AResultOfAnotherTypeCostsOnlyItsCall) {
  client_side c;
  c.feed(R"({"id":0,"result":{"Name":5},"error":null}{"id":1,"result":{"Name":"bala"},"error":null})");
  EXPECT_FALSE(c.failure);
  ASSERT_EQ(c.bodies.size(), 2U);
  EXPECT_EQ(c.bodies[0],
            "json: cannot unmarshal: number into Go struct field GetUserResp.Name of type string, at byte 25 "
            "[encoding/json Unmarshal]");
  EXPECT_EQ(c.bodies[1], "bala");
}

TEST(JsonClientCodec, OurServerReadsWhatOurClientWritesAtTheDepthLimit) {
  any deep;
  for (int i = 0; i < 6; ++i) deep = make_any(std::vector<any>{deep});
  client_side fits({.json_nesting = 8}), refused({.json_nesting = 7});
  const std::string line = fits.ask(0, "A.B", deep);
  EXPECT_EQ(refused.ask(0, "A.B", deep), "json: unsupported value: nested more than 5 deep");
  server_side s({.json_nesting = 8});
  s.feed(line);
  EXPECT_FALSE(s.failure);
  EXPECT_EQ(s.requests.size(), 1U);
}

}  // namespace
