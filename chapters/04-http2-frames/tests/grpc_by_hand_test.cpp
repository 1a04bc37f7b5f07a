// SPDX-License-Identifier: MIT
//
// grpc_by_hand against real gRPC servers, and its protobuf and percent signs by themselves.
#include "by_hand/message.hpp"
#include "child.hpp"
#include "raw_socket.hpp"
#include "wire_eq.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace {

using child_process::app;
using child_process::child;
using child_process::oracle;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

struct outcome {
  int status;
  std::string printed;
};
outcome call(const std::string& server, const std::vector<std::string>& more = {}) {
  std::vector<std::string> command = {app("grpc_by_hand"), "--connect", server};
  command.insert(command.end(), more.begin(), more.end());
  child program(command);
  std::string printed = program.rest();
  return {program.status(), std::move(printed)};
}

class ByHand : public ::testing::TestWithParam<std::string> {};

TEST_P(ByHand, GetsTheUserAndExplainsEachFrame) {
  child server({oracle(GetParam()), "server"});
  const outcome seen = call(server.address());
  EXPECT_EQ(seen.status, 0);
  EXPECT_THAT(seen.printed,
              EndsWith("grpc-status 0\nfield 1: \"1\"\nfield 2: \"balabala\"\nfield 3: \"13100001111\"\n"));
  std::size_t at = 0;
  for (const std::string_view step : {"(1) ", "(2) ", "(3) ", "(4) ", "(5) ", "the trailers", "(6) "}) {
    const std::size_t found = seen.printed.find(step == "the trailers" ? "The trailers" : step, at);
    ASSERT_NE(found, std::string::npos) << step << " after byte " << at << " of\n" << seen.printed;
    at = found;
  }
  EXPECT_THAT(seen.printed, HasSubstr("0a 01 31                   the message"));
  EXPECT_THAT(seen.printed, Not(HasSubstr("wrong")));
}

TEST_P(ByHand, SaysWhyThereIsNoUser) {
  child server({oracle(GetParam()), "server"});
  const outcome seen = call(server.address(), {"--id", "9", "--compact"});
  EXPECT_EQ(seen.status, 1);
  EXPECT_THAT(seen.printed, EndsWith("grpc-status 5: 不存在查询用户\n"));
  EXPECT_THAT(seen.printed, HasSubstr("there is no message, only a status"));
}

/// An id of 200 bytes: a length of two bytes in the protobuf.
TEST_P(ByHand, LengthsTakeMoreBytesWhenTheyMust) {
  child server({oracle(GetParam()), "server"});
  EXPECT_THAT(call(server.address(), {"--id", std::string(200, 'x'), "--compact"}).printed, HasSubstr("grpc-status 5"));
}

INSTANTIATE_TEST_SUITE_P(RealServers, ByHand, ::testing::Values("grpcpp", "grpc_go"),
                         [](const auto& info) { return info.param; });

TEST(GrpcByHand, SaysThatNobodyListens) {
  const test::raw_socket nobody = test::raw_socket::bound();  // and not listening
  const outcome seen = call(nobody.address());
  EXPECT_EQ(seen.status, 1);
  EXPECT_THAT(seen.printed, HasSubstr("grpc_by_hand: "));
}

TEST(ByHandMessage, APrefixAndAProtobuf) {
  EXPECT_WIRE_EQ(by_hand::with_prefix(by_hand::encode_text_field("1")), test::hex("00 00000003 0a 01 31"));
  EXPECT_WIRE_EQ(h2::bytes(by_hand::encode_text_field(std::string(300, 'a'))).first(3), test::hex("0a ac 02"));
}

TEST(ByHandMessage, OnlyAWholeMessageIsRead) {
  const h2::byte_buffer whole = test::hex("00 00000003 0a0131 ff");
  for (std::size_t size = 0; size < 8; ++size) EXPECT_FALSE(by_hand::first_message(h2::bytes(whole).first(size)));
  const auto message = by_hand::first_message(whole);
  ASSERT_TRUE(message);
  EXPECT_FALSE(message->compressed);
  EXPECT_WIRE_EQ(message->message, test::hex("0a0131"));
}

TEST(ByHandMessage, FieldsAreTextsOrTheMessageIsRefused) {
  const auto fields = by_hand::decode_text_fields(test::hex("0a0131 1203616263"));
  ASSERT_TRUE(fields);
  ASSERT_EQ(fields->size(), 2U);
  EXPECT_EQ(fields->at(1).number, 2U);
  EXPECT_EQ(fields->at(1).text, "abc");
  EXPECT_FALSE(by_hand::decode_text_fields(test::hex("0a0231")));           // cut
  EXPECT_FALSE(by_hand::decode_text_fields(test::hex("0801")));             // a varint
  EXPECT_FALSE(by_hand::decode_text_fields(test::hex("0a ffffffffff7f")));  // a length that never ends
  EXPECT_FALSE(by_hand::decode_text_fields(test::hex("0a ffffffff1f")));    // above 2^32
}

TEST(ByHandMessage, PercentSignsStandForBytes) {
  EXPECT_EQ(by_hand::percent_decoded("%E5%B0%8F a%25"), "小 a%");
  EXPECT_EQ(by_hand::percent_decoded("100% %4 %zz"), "100% %4 %zz");  // not ours to refuse
}

}  // namespace
