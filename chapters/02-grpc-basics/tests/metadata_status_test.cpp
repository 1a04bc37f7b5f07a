// SPDX-License-Identifier: MIT
#include <basics/metadata.hpp>
#include <basics/status.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace basics;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Metadata, KeysAreInLowerCaseAndFoundInAnyCase) {
  metadata md{{"X-Token", "a"}};
  md.append("CONTENT-Language", "zh");
  const std::vector<metadata::entry> entries(md.begin(), md.end());
  EXPECT_THAT(entries, ElementsAre(metadata::entry("x-token", "a"), metadata::entry("content-language", "zh")))
      << "RFC 9113 §8.2.1: field names are lower case on the wire";
  EXPECT_EQ(md.first("x-TOKEN"), "a");
  EXPECT_THAT(md.get("X-Token"), ElementsAre("a"));
}

TEST(Metadata, ValuesOfOneKeyKeepTheirOrderAndTheirCase) {
  metadata md{{"x-a", "Second"}, {"x-b", "between"}, {"X-A", "First"}};
  EXPECT_THAT(md.get("x-a"), ElementsAre("Second", "First")) << "the order is the sender's, and no sorting changes it";
  EXPECT_EQ(md.first("x-a"), "Second");
}

TEST(Metadata, WhatIsNotThereIsEmpty) {
  const metadata none;
  EXPECT_TRUE(none.empty());
  EXPECT_THAT(none.get("x-a"), IsEmpty());
  EXPECT_EQ(none.first("x-a"), "");
}

TEST(Metadata, AnEmptyValueIsAValue) {
  const metadata md{{"x-a", ""}};
  EXPECT_FALSE(md.empty());
  EXPECT_THAT(md.get("x-a"), ElementsAre(""));
}

TEST(Metadata, AppendingAnotherAddsToItsKeys) {
  metadata md{{"x-a", "1"}};
  md.append(metadata{{"x-a", "2"}, {"x-b", "3"}});
  EXPECT_THAT(md.get("x-a"), ElementsAre("1", "2"));
  EXPECT_EQ(md.first("x-b"), "3");
}

TEST(Metadata, BinaryValuesMayHoldAnything) {
  const std::string bytes("\0\xff\n", 3);
  metadata md;
  md.append("x-bin", bytes);
  EXPECT_EQ(md.first("x-bin"), bytes);
}

TEST(Metadata, OtherLettersThanAToZStayAsTheyAre) {
  metadata md;
  md.append("X_9.\xC3\x84", "v");
  EXPECT_EQ(md.begin()->first, "x_9.\xC3\x84") << "lower case is ASCII's here, whatever the locale";
}

TEST(Code, HasGosNames) {
  const std::vector<std::string> names = {
      "OK",       "Canceled",        "Unknown",          "InvalidArgument",   "DeadlineExceeded",
      "NotFound", "AlreadyExists",   "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
      "Aborted",  "OutOfRange",      "Unimplemented",    "Internal",          "Unavailable",
      "DataLoss", "Unauthenticated",
  };
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(name_of(static_cast<code>(i)), names[i]) << i;
}

TEST(Code, WithoutANameIsANumber) {
  EXPECT_EQ(name_of(static_cast<code>(77)), "Code(77)");
  EXPECT_EQ(name_of(static_cast<code>(17)), "Code(17)");
  EXPECT_EQ(name_of(static_cast<code>(-1)), "Code(-1)");
}

TEST(Status, IsOkUntilSaidOtherwise) {
  const status s;
  EXPECT_TRUE(s.ok());
  EXPECT_EQ(text_of(s), "<nil>") << "Go prints a nil error so";
}

TEST(Status, ReadsAsGosErrorDoes) {
  const status s{.code = code::not_found, .message = "no such user"};
  EXPECT_FALSE(s.ok());
  EXPECT_EQ(text_of(s), "rpc error: code = NotFound desc = no such user");
  std::ostringstream out;
  out << s;
  EXPECT_EQ(out.str(), text_of(s));
}

TEST(Status, APlainErrorIsUnknownWithItsText) {
  EXPECT_EQ(plain_error("不存在查询用户"), (status{.code = code::unknown, .message = "不存在查询用户"}));
}

TEST(Status, OneWithDetailsIsAnother) {
  const status bare{.code = code::aborted, .message = "m"};
  const status detailed{.code = code::aborted, .message = "m", .details = "d"};
  EXPECT_NE(bare, detailed);
}

TEST(Result, HoldsAValueOrAStatus) {
  const result<int> good = 7;
  EXPECT_EQ(*good, 7);
  const result<int> bad = plain_error("no");
  EXPECT_TRUE(bad.has_error());
  EXPECT_EQ(bad.error().message, "no");
  EXPECT_THROW((void)bad.value(), status_error);
}

}  // namespace
