// SPDX-License-Identifier: MIT
//
// Sizes of JSON, counted. Each failure shows the JSON whose size was wanted.
#include "json_size.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace {

using json_size::member;

/// Below the JSON a ruler, so that one need not count.
std::string picture(std::string_view json) {
  std::string ruler;
  for (std::size_t i = 1; i <= json.size(); ++i) ruler += i % 10 == 0 ? static_cast<char>('0' + i / 10 % 10) : '.';
  return std::string(json) + '\n' + ruler + ' ' + std::to_string(json.size()) + " bytes";
}

void expect_string(std::string_view text, std::string_view json) {
  EXPECT_EQ(json_size::of_string(text), json.size()) << picture(json);
}

void expect_object(const std::vector<member>& members, std::string_view json) {
  EXPECT_EQ(json_size::of_object(members), json.size()) << picture(json);
}

// --- strings: RFC 8259 §7 -----------------------------------------------------------------------------------------

TEST(JsonSizeString, StandsBetweenQuotes) {
  expect_string("", R"("")");
  expect_string("a", R"("a")");
  expect_string("wohu/1", R"("wohu/1")");
}

TEST(JsonSizeString, EscapesQuotesAndBackslashes) {
  expect_string("say \"hi\"", R"("say \"hi\"")");
  expect_string("C:\\", R"("C:\\")");
}

TEST(JsonSizeString, HasShortEscapesForSomeControlCharacters) { expect_string("\b\f\n\r\t", R"("\b\f\n\r\t")"); }

TEST(JsonSizeString, HasLongEscapesForTheOthers) {
  expect_string("\x1f", R"("\u001f")");
  expect_string(std::string_view("\0\x01", 2), R"("\u0000\u0001")");
  expect_string(" \x7f", "\" \x7f\"");  // 0x20 is none any more, and 0x7f is not in RFC 8259's list
}

TEST(JsonSizeString, LeavesUtf8AsItIs) {
  expect_string("h\xc3\xa9", "\"h\xc3\xa9\"");
  expect_string("\xe4\xb8\x8d", "\"\xe4\xb8\x8d\"");
}

// --- numbers --------------------------------------------------------------------------------------------------------

TEST(JsonSizeInteger, HasOneByteForEachDigit) {
  std::int64_t number = 1;
  for (std::size_t digits = 1; digits <= 19; ++digits) {
    EXPECT_EQ(json_size::of_integer(number), digits) << number;
    if (digits > 1) {
      EXPECT_EQ(json_size::of_integer(number - 1), digits - 1) << number - 1;
    }
    if (digits < 19) number *= 10;
  }
}

TEST(JsonSizeInteger, OfZeroIsOneByte) { EXPECT_EQ(json_size::of_integer(0), 1U); }

TEST(JsonSizeInteger, HasOneMoreForTheSign) {
  EXPECT_EQ(json_size::of_integer(-1), 2U);
  EXPECT_EQ(json_size::of_integer(-9), 2U);
  EXPECT_EQ(json_size::of_integer(-10), 3U);
}

TEST(JsonSizeInteger, ReachesBothEndsOfTheRange) {
  EXPECT_EQ(json_size::of_integer(std::numeric_limits<std::int64_t>::max()), 19U);
  EXPECT_EQ(json_size::of_integer(std::numeric_limits<std::int64_t>::min()), 20U);
}

// --- objects --------------------------------------------------------------------------------------------------------

TEST(JsonSizeObject, OfTheArticleIs50Bytes) {
  expect_object({{"id", "a11111"}, {"name", "balabala"}, {"class", "golang"}},
                R"({"id":"a11111","name":"balabala","class":"golang"})");
}

TEST(JsonSizeObject, HasCommasBetweenMembersOnly) {
  expect_object({}, "{}");
  expect_object({{"a", std::int64_t{1}}}, R"({"a":1})");
  expect_object({{"a", std::int64_t{-1}}, {"b", true}, {"c", false}}, R"({"a":-1,"b":true,"c":false})");
}

TEST(JsonSizeObject, EscapesItsKeysToo) { expect_object({{"a\n", "\""}}, R"({"a\n":"\""})"); }

TEST(JsonSizeObject, WithNumbersForKeysIs36Bytes) {  // the article's second form
  const std::vector<member> members{{"id", "a11111"}, {"name", "balabala"}, {"class", "golang"}};
  const std::string_view json = R"({1:"a11111",2:"balabala",3:"golang"})";
  EXPECT_EQ(json_size::of_numbered(members), json.size()) << picture(json);
}

}  // namespace
