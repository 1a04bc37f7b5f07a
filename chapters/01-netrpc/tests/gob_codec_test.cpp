// SPDX-License-Identifier: MIT
//
// net/rpc's headers and bodies on one gob stream.
#include "support/bytes.hpp"
#include "support/golden_types.hpp"

#include <netrpc/gob_codec.hpp>

namespace {

using namespace netrpc;
using test::hex;

constexpr std::string_view get_user = "UserServer.GetUser";

bytes request_bytes(std::uint64_t seq, const auto& body, client_codec& codec) {
  bytes out;
  EXPECT_TRUE(test::succeeded(codec.write_request({std::string(get_user), seq}, reflect::ref(body), out)));
  return out;
}

TEST(GobCodec, CarriesARequestFromClientToServer) {
  const auto client = make_gob_client_codec();
  const auto server = make_gob_server_codec();
  server->receive(request_bytes(7, go::GetUserReq{"1"}, *client));
  request header;
  ASSERT_EQ(server->read_request_header(header).value(), progress::done);
  EXPECT_EQ(header.ServiceMethod, get_user);
  EXPECT_EQ(header.Seq, 7U);
  EXPECT_FALSE(server->at_boundary()) << "the body is due";
  go::GetUserReq body;
  ASSERT_EQ(server->read_request_body(reflect::ref(body)).value(), progress::done);
  EXPECT_EQ(body.Id, "1");
  EXPECT_TRUE(server->at_boundary());
}

TEST(GobCodec, CarriesAResponseFromServerToClient) {
  const auto server = make_gob_server_codec();
  const auto client = make_gob_client_codec();
  bytes out;
  const go::GetUserResp reply{"1", "bala", "13100001111"};
  ASSERT_TRUE(test::succeeded(server->write_response({std::string(get_user), 7, ""}, reflect::ref(reply), out)));
  client->receive(out);
  response header;
  ASSERT_EQ(client->read_response_header(header).value(), progress::done);
  EXPECT_EQ(header.Seq, 7U);
  go::GetUserResp body;
  ASSERT_EQ(client->read_response_body(reflect::ref(body)).value(), progress::done);
  EXPECT_EQ(body.Phone, "13100001111");
}

TEST(GobCodec, SendsAnEmptyStructWithAnError) {
  const auto server = make_gob_server_codec();
  bytes with_body, without;
  const go::GetUserResp ignored{"1", "", ""};
  const response header{std::string(get_user), 1, "不存在查询用户"};
  ASSERT_TRUE(test::succeeded(server->write_response(header, reflect::ref(ignored), with_body)));
  const auto another = make_gob_server_codec();
  ASSERT_TRUE(test::succeeded(another->write_response(header, reflect::ref(empty{}), without)));
  EXPECT_GOB_EQ(with_body, without);
}

TEST(GobCodec, ReadsByteByByteAndForgetsFieldsOfTheLastHeader) {
  const auto client = make_gob_client_codec();
  const auto server = make_gob_server_codec();
  bytes stream = request_bytes(7, go::GetUserReq{"1"}, *client);
  const bytes second = request_bytes(0, go::GetUserReq{""}, *client);  // Seq 0 is not sent
  stream.insert(stream.end(), second.begin(), second.end());
  request header;
  go::GetUserReq body;
  std::vector<std::uint64_t> seqs;
  bool in_body = false;
  for (const std::byte& b : stream) {
    server->receive({&b, 1});
    for (;;) {
      const auto outcome =
          in_body ? server->read_request_body(reflect::ref(body)) : server->read_request_header(header);
      ASSERT_TRUE(test::succeeded(outcome));
      if (*outcome == progress::need_more) break;
      if (!in_body) seqs.push_back(header.Seq);
      in_body = !in_body;
    }
  }
  EXPECT_EQ(seqs, (std::vector<std::uint64_t>{7, 0}));
  EXPECT_TRUE(server->at_boundary());
}

TEST(GobCodec, DiscardsABodyNobodyWants) {
  const auto client = make_gob_client_codec();
  const auto server = make_gob_server_codec();
  server->receive(request_bytes(1, go::Order{1, {{1, "pen", 1, {"t"}}}}, *client));
  server->receive(request_bytes(2, go::GetUserReq{"2"}, *client));
  request header;
  ASSERT_EQ(server->read_request_header(header).value(), progress::done);
  ASSERT_EQ(server->read_request_body({}).value(), progress::done);
  ASSERT_EQ(server->read_request_header(header).value(), progress::done);
  EXPECT_EQ(header.Seq, 2U);
}

TEST(GobCodec, AnArgumentOfAnotherTypeLosesOnlyItsCall) {
  const auto client = make_gob_client_codec();
  const auto server = make_gob_server_codec();
  server->receive(request_bytes(1, go::Point{1, 2}, *client));
  server->receive(request_bytes(2, go::GetUserReq{"2"}, *client));
  request header;
  go::GetUserReq body;
  ASSERT_EQ(server->read_request_header(header).value(), progress::done);
  const auto outcome = server->read_request_body(reflect::ref(body));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().scope, error_scope::value);
  ASSERT_EQ(server->read_request_header(header).value(), progress::done);
  ASSERT_EQ(server->read_request_body(reflect::ref(body)).value(), progress::done);
  EXPECT_EQ(body.Id, "2");
}

TEST(GobCodec, AHeaderThatIsNoneEndsTheConnection) {
  const auto server = make_gob_server_codec();
  server->receive(hex("03 04 00 02"));  // the int 1
  request header;
  const auto outcome = server->read_request_header(header);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().scope, error_scope::stream);
}

TEST(GobCodec, AReplyThatCannotBeSentLeavesNoBytesAndTheNextOneWorks) {
  const auto server = make_gob_server_codec();
  bytes out;
  const go::Holder bad{"x", make_any(go::Point{})};
  const auto outcome = server->write_response({std::string(get_user), 1, ""}, reflect::ref(bad), out);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().scope, error_scope::local);
  EXPECT_TRUE(out.empty());
  ASSERT_TRUE(test::succeeded(server->write_response({std::string(get_user), 1, "gone"}, {}, out)));
  const auto client = make_gob_client_codec();
  client->receive(out);
  response header;
  ASSERT_EQ(client->read_response_header(header).value(), progress::done);
  EXPECT_EQ(header.Error, "gone");
}

TEST(GobCodec, RegisteredNamesServeBothDirections) {
  auto names = std::make_shared<gob::type_names>(gob::type_names::basic());
  names->add<go::Point>();
  const auto client = make_gob_client_codec({}, names);
  const auto server = make_gob_server_codec({}, names);
  server->receive(request_bytes(1, go::Holder{"p", make_any(go::Point{1, 2})}, *client));
  request header;
  go::Holder body;
  ASSERT_EQ(server->read_request_header(header).value(), progress::done);
  ASSERT_EQ(server->read_request_body(reflect::ref(body)).value(), progress::done);
  EXPECT_NE(any_cast<go::Point>(body.V), nullptr);
}

}  // namespace
