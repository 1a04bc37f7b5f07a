// SPDX-License-Identifier: MIT
#include <netrpc/gob_json.hpp>
#include <netrpc/utf8.hpp>

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <limits>

namespace {

using namespace netrpc;

bytes raw(std::string_view text) {
  const auto* p = reinterpret_cast<const std::byte*>(text.data());
  return {p, p + text.size()};
}

gob::value of(auto content) { return gob::value{std::move(content)}; }
std::shared_ptr<gob::value> shared(auto content) { return std::make_shared<gob::value>(of(std::move(content))); }

TEST(GobJson, IntegersKeepAllTheirDigits) {
  EXPECT_EQ(gob::to_json(of(std::numeric_limits<std::uint64_t>::max())), "18446744073709551615");
  EXPECT_EQ(gob::to_json(of(std::numeric_limits<std::int64_t>::min())), "-9223372036854775808");
  EXPECT_EQ(gob::to_json(of(std::int64_t{9007199254740993})), "9007199254740993") << "2^53 + 1 is no double";
}

TEST(GobJson, FloatsAreTheShortestDigitsThatComeBack) {
  EXPECT_EQ(gob::to_json(of(0.1)), "0.1");
  EXPECT_EQ(gob::to_json(of(-0.0)), "-0");
  for (const double v : {1e300, 5e-324, 1.0 / 3, 17.0, -2.5}) {
    EXPECT_EQ(boost::json::parse(gob::to_json(of(v))).to_number<double>(), v);
  }
}

TEST(GobJson, WhatJsonHasNoNumberForIsAName) {
  EXPECT_EQ(gob::to_json(of(std::numeric_limits<double>::quiet_NaN())), R"("NaN")");
  EXPECT_EQ(gob::to_json(of(std::numeric_limits<double>::infinity())), R"("Infinity")");
  EXPECT_EQ(gob::to_json(of(-std::numeric_limits<double>::infinity())), R"("-Infinity")");
  EXPECT_EQ(gob::to_json(of(std::complex<double>(1.5, -2))), R"({"real":1.5,"imag":-2})");
}

TEST(GobJson, StringsAreEscapedAndMadeUtf8) {
  EXPECT_EQ(gob::to_json(of(std::string("小王 \"\\\n\x01"))), "\"小王 \\\"\\\\\\n\\u0001\"");
  EXPECT_EQ(gob::to_json(of(std::string("a\xff\xe5\xb0z"))), "\"a\uFFFD\uFFFD\uFFFDz\"")
      << "one for each byte, as in Go";
  EXPECT_EQ(gob::to_json(of(std::string("a\0b", 3))), R"("a\u0000b")");
}

TEST(Utf8, TakesWhatRfc3629AllowsAndNothingElse) {
  for (const std::string_view good : {"\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                                      "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(utf8_length(good), good.size()) << boost::json::serialize(good);
  }
  for (const std::string_view bad :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xe5\xb0", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", ""}) {
    EXPECT_EQ(utf8_length(bad), 0U) << valid_utf8(bad);
  }
}

TEST(GobJson, BytesAreToldFromText) {
  EXPECT_EQ(gob::to_json(of(raw("\x01\x02"))), R"({"base64":"AQI="})");
  EXPECT_EQ(gob::to_json(of(gob::opaque_value{"Time", raw("\xff\xfe\xfd")})), R"({"type":"Time","base64":"//79"})");
}

TEST(GobJson, AStructIsTheFieldsThatWereSent) {
  gob::struct_value user{"GetUserResp", {{"Id", shared(std::string("1"))}, {"Name", shared(std::string("bala"))}}};
  EXPECT_EQ(gob::to_json(of(user)), R"({"Id":"1","Name":"bala"})");
  EXPECT_EQ(gob::to_json(of(gob::struct_value{"GetUserResp", {}})), "{}");
}

TEST(GobJson, OfTwoFieldsWithOneNameTheLaterStands) {
  gob::struct_value odd{"T", {{"A", shared(true)}, {"B", shared(true)}, {"A", shared(false)}}};
  EXPECT_EQ(gob::to_json(of(odd)), R"({"B":true,"A":false})");
}

TEST(GobJson, SequencesAreArrays) {
  gob::sequence_value numbers{{of(std::int64_t{1}), of(std::int64_t{-2})}};
  EXPECT_EQ(gob::to_json(of(numbers)), "[1,-2]");
  EXPECT_EQ(gob::to_json(of(gob::sequence_value{})), "[]");
}

TEST(GobJson, AMapWithStringKeysIsAnObject) {
  gob::map_value map{{{of(std::string("one")), of(std::int64_t{1})}, {of(std::string("")), of(std::int64_t{2})}}};
  EXPECT_EQ(gob::to_json(of(map)), R"({"one":1,"":2})");
  EXPECT_EQ(gob::to_json(of(gob::map_value{})), "{}");
}

TEST(GobJson, AnyOtherMapIsAListOfEntries) {
  gob::map_value map{{{of(std::int64_t{7}), of(std::string("seven"))}}};
  EXPECT_EQ(gob::to_json(of(map)), R"([{"key":7,"value":"seven"}])");
}

TEST(GobJson, KeysThatWouldBecomeOneKeyLoseNothing) {
  gob::map_value map{{{of(std::string("\xff")), of(true)}, {of(std::string("\xfe")), of(false)}}};
  EXPECT_EQ(gob::to_json(of(map)), "[{\"key\":\"\uFFFD\",\"value\":true},{\"key\":\"\uFFFD\",\"value\":false}]");
}

TEST(GobJson, AnInterfaceNamesWhatItHolds) {
  gob::struct_value square{"Square", {{"Side", shared(2.0)}}};
  EXPECT_EQ(gob::to_json(of(gob::interface_value{"main.Square", shared(square)})),
            R"({"type":"main.Square","value":{"Side":2}})");
  EXPECT_EQ(gob::to_json(of(gob::interface_value{})), "null");
}

TEST(GobJson, WhateverTheDepthItIsJson) {
  gob::value v = of(true);
  for (int depth = 0; depth < 900; ++depth) {
    gob::sequence_value around;
    around.elements.push_back(std::move(v));
    v = of(std::move(around));
  }
  boost::json::parse_options deep;
  deep.max_depth = 1000;
  boost::system::error_code failed;
  boost::json::parse(gob::to_json(v), failed, {}, deep);
  EXPECT_FALSE(failed) << failed.message();
}

}  // namespace
