// SPDX-License-Identifier: MIT
//
// Sizes: what is counted against what is really written, by us, by libprotobuf, and by its JSON printer.
#include "json_size.hpp"
#include "size_report.hpp"

#include "child.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace {

using ::testing::HasSubstr;

std::size_t json_of_string(const std::string& text) {
  google::protobuf::Value value;
  value.set_string_value(text);
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(value, &json).ok());
  return json.size();
}

TEST(JsonSize, OfAStringIsItsBytesAndTwoQuotes) {
  for (const std::string text : {"", "a", "a11111", "balabala", "不存在", "\xf0\x9f\x98\x80"}) {
    EXPECT_EQ(json_size::of_string(text), text.size() + 2) << text;
    EXPECT_EQ(json_size::of_string(text), json_of_string(text)) << text;
  }
}

TEST(JsonSize, OfAStringCountsEachEscape) {
  EXPECT_EQ(json_size::of_string("\""), 4U);
  EXPECT_EQ(json_size::of_string("\\"), 4U);
  EXPECT_EQ(json_size::of_string("/"), 3U);  // may be escaped, need not be
  EXPECT_EQ(json_size::of_string("\x7f"), 3U);
  for (char c = 0; c < 0x20; ++c) {
    const std::string text(1, c);
    const bool has_letter = std::string("\b\f\n\r\t").find(c) != std::string::npos;
    EXPECT_EQ(json_size::of_string(text), has_letter ? 4U : 8U) << int{c};
    EXPECT_EQ(json_size::of_string(text), json_of_string(text)) << int{c};
  }
}

TEST(JsonSize, OfAnIntegerIsItsDigitsAndItsSign) {
  for (const std::int64_t each :
       {INT64_MIN, INT64_MIN + 1, std::int64_t{INT32_MIN}, std::int64_t{-100}, std::int64_t{-99}, std::int64_t{-10},
        std::int64_t{-9}, std::int64_t{-1}, std::int64_t{0}, std::int64_t{9}, std::int64_t{10}, std::int64_t{99},
        std::int64_t{100}, std::int64_t{INT32_MAX}, INT64_MAX}) {
    EXPECT_EQ(json_size::of_integer(each), std::to_string(each).size()) << each;
  }
}

TEST(JsonSize, OfAnObjectCountsBracesCommasAndColons) {
  using members = std::vector<json_size::member>;
  EXPECT_EQ(json_size::of_object(members{}), std::string("{}").size());
  EXPECT_EQ(json_size::of_object(members{{"a", std::int64_t{1}}}), std::string(R"({"a":1})").size());
  EXPECT_EQ(json_size::of_object(members{{"a", std::int64_t{-1}}, {"b\n", "c\""}, {"d", true}, {"e", false}}),
            std::string(R"({"a":-1,"b\n":"c\"","d":true,"e":false})").size());
  EXPECT_EQ(
      json_size::of_numbered(members(12, {"key", true})),
      std::string("{1:true,2:true,3:true,4:true,5:true,6:true,7:true,8:true,9:true,10:true,11:true,12:true}").size());
}

TEST(PbSize, TheArticlesExampleShrinksFrom50To36To26Bytes) {
  const auto fields = size_report::article();
  EXPECT_EQ(size_report::json(fields, false), R"({"id":"a11111","name":"balabala","class":"golang"})");
  EXPECT_EQ(size_report::json(fields, true), R"({1:"a11111",2:"balabala",3:"golang"})");
  EXPECT_EQ(size_report::protobuf(fields),
            "\x0a\x06"
            "a11111"
            "\x12\x08"
            "balabala"
            "\x1a\x06"
            "golang");
  const std::string table = size_report::comparison(fields);
  EXPECT_THAT(table, HasSubstr("all                           50                  36          26\n"));
}

TEST(PbSize, WhatIsCountedIsWhatIsWritten) {
  std::vector<size_report::field> fields;
  for (const char* text : {"id=a11111", "empty=", "quote\"=\"\\\n\x01", "b:bool=true", "i:int32=-1", "s:sint32=-1",
                           "u:uint64=9223372036854775807", "f:sfixed32=-5", "g:sfixed64=5", "不=不存在"}) {
    fields.push_back(size_report::parse(text));
    std::vector<json_size::member> members;
    for (const auto& f : fields) {
      json_size::value value;
      if (const auto* s = std::get_if<std::string>(&f.value)) value = std::string_view(*s);
      else if (const auto* n = std::get_if<std::int64_t>(&f.value)) value = *n;
      else value = std::get<bool>(f.value);
      members.push_back({f.name, value});
    }
    EXPECT_EQ(json_size::of_object(members), size_report::json(fields, false).size()) << text;
    EXPECT_EQ(json_size::of_numbered(members), size_report::json(fields, true).size()) << text;
    std::size_t shown = 0;
    for (const auto& line : size_report::bytes_of(fields).lines) {
      EXPECT_EQ(line.offset, shown) << text;
      shown += line.length;
    }
    EXPECT_EQ(shown, size_report::protobuf(fields).size()) << text;
  }
}

TEST(PbSize, IntegersTakeAsManyBytesAsInLibprotobuf) {
  google::protobuf::Int64Value value;
  for (const std::int64_t each : {std::int64_t{-1}, std::int64_t{127}, std::int64_t{128}, std::int64_t{16383},
                                  std::int64_t{16384}, INT64_MAX, INT64_MIN}) {
    value.set_value(each);
    EXPECT_EQ(size_report::protobuf({{"value", pbwire::kind::int64, each}}), value.SerializeAsString()) << each;
  }
  EXPECT_EQ(size_report::protobuf({{"n", pbwire::kind::int32, std::int64_t{-1}}}).size(), 1U + 10U);
  EXPECT_EQ(size_report::protobuf({{"n", pbwire::kind::sint32, std::int64_t{-1}}}).size(), 1U + 1U);
}

TEST(PbSize, ARefusedFieldSaysWhy) {
  for (const auto& [text, why] : std::vector<std::pair<std::string, std::string>>{{"id", "want NAME=TEXT"},
                                                                                  {"=x", "want NAME=TEXT"},
                                                                                  {"n:int8=1", "no kind"},
                                                                                  {"n:int32=x", "no integer"},
                                                                                  {"n:int32=", "no integer"},
                                                                                  {"n:int32=2147483648", "range"},
                                                                                  {"n:uint32=-1", "range"},
                                                                                  {"b:bool=1", "true or false"}}) {
    try {
      (void)size_report::parse(text);
      FAIL() << text;
    } catch (const std::runtime_error& e) {
      EXPECT_THAT(e.what(), HasSubstr(why)) << text;
    }
  }
}

TEST(PbSize, TheProgramPrintsAllOfIt) {
  const auto seen = child_process::run({child_process::app("pbsize")});
  EXPECT_EQ(seen.status, 0) << seen.err;
  EXPECT_THAT(seen.out, HasSubstr("JSON, 50 bytes"));
  EXPECT_THAT(seen.out, HasSubstr("       1  06                         length: 6\n"));
  EXPECT_THAT(seen.out,
              HasSubstr("                   -1          10           1           4           8           2\n"));
  const auto wrong = child_process::run({child_process::app("pbsize"), "n:int8=1"});
  EXPECT_EQ(wrong.status, 1);
  EXPECT_EQ(wrong.err, "pbsize: \"n:int8=1\": no kind that is known here: int8\n");
}

}  // namespace
