// SPDX-License-Identifier: MIT
//
// Options, one rule at a time; the bytes of whole files are compared with protoc's in descriptor_set_test.
#include "import_texts.hpp"

#include <pbwire/codec.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace pbwire;
using namespace pbwire::descriptor;
using namespace import_texts;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string proto3 = "syntax = \"proto3\";\n";

/// A proto2 file with an option of every kind, (o), of message Rule.
const std::string rules = R"(syntax = "proto2";
import "google/protobuf/descriptor.proto";
package p;
message Rule {
  optional int32 i = 1; optional sint32 z = 2; optional fixed64 x = 3; optional float f = 4; optional bool b = 5;
  optional string s = 6; optional Tone t = 7; optional Rule r = 8; repeated int32 many = 9; repeated Rule rs = 10;
  optional group Part = 11 { optional int32 n = 1; }
  optional uint32 u = 12; optional bytes y = 13; optional double d = 14; optional sfixed32 q = 15;
  extensions 100 to 199;
}
enum Tone { SOFT = 0; LOUD = -1; }
message Strict { required int32 must = 1; }
extend google.protobuf.MessageOptions { optional Rule o = 50001; repeated int32 ns = 50002; optional Strict strict = 50003; }
extend Rule { optional int32 more = 100; }
)";

/// The bytes of a message's options, with `statements` in it.
std::string options_of(const std::string& statements) {
  const pool types = types_of(rules + "message M { " + statements + " }");
  const message_type* const m = types.find_message("p.M");
  return m == nullptr || !m->proto->options ? "" : encode(*m->proto->options);
}

/// What is wrong with the statements, each on its own line behind line 17, without the place's file.
std::vector<std::string> mistakes(const std::string& statements) {
  std::vector<std::string> lines;
  for (const std::string& line : errors_of(rules + "message M {\n" + statements + " }")) {
    lines.push_back(line.substr(line.find(' ') + 1));
  }
  return lines;
}

/// The record of field 50001, (o), with this content. 50001 << 3 | 2 = 0x61a8a, seven bits a byte from the low end.
std::string rule(const std::string& content) {
  return "\x8a\xb5\x18" + std::string(1, static_cast<char>(content.size())) + content;
}

TEST(BuiltInOptions, NeedNoImport) {
  const pool types = types_of(proto3 + R"(
    option java_package = "x.y"; option optimize_for = CODE_SIZE;
    message M { int64 a = 1 [deprecated = true, jstype = JS_STRING]; }
    enum E { option allow_alias = true; A = 0; B = 0 [deprecated = true]; }
    service S { rpc R(M) returns (M) { option idempotency_level = IDEMPOTENT; } })");
  const FileDescriptorProto& file = types.find_file("main.proto")->proto;
  EXPECT_EQ(file.options->java_package, "x.y");
  EXPECT_EQ(file.options->optimize_for, FileOptions::OptimizeMode::CODE_SIZE);
  EXPECT_EQ(file.message_type[0].field[0].options->jstype, FieldOptions::JSType::JS_STRING);
  EXPECT_EQ(file.message_type[0].field[0].options->deprecated, true);
  EXPECT_EQ(file.enum_type[0].options->allow_alias, true);
  EXPECT_EQ(file.enum_type[0].value[1].options->deprecated, true);
  EXPECT_EQ(file.service[0].method[0].options->idempotency_level, MethodOptions::IdempotencyLevel::IDEMPOTENT);
  EXPECT_TRUE(file.options->uninterpreted_option.empty());
}

TEST(CustomOptions, AreRecordsOfTheirNumber) { EXPECT_EQ(options_of("option (ns) = 1;"), "\x90\xb5\x18\x01"); }

TEST(CustomOptions, StandBehindBuiltInOnes) {
  EXPECT_EQ(options_of("option (ns) = 1; option deprecated = true;"), "\x18\x01\x90\xb5\x18\x01");
}

TEST(CustomOptions, SetByPartsAreNotMerged) {
  EXPECT_EQ(options_of("option (o).i = 1; option (p.o).b = true;"), rule("\x08\x01") + rule("\x28\x01"));
}

TEST(CustomOptions, AreWrittenByTheKindOfTheirField) {
  EXPECT_EQ(options_of("option (o).i = -1;"), rule("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
  EXPECT_EQ(options_of("option (o).z = -1;"), rule("\x10\x01"));
  EXPECT_EQ(options_of("option (o).x = 1;"), rule(std::string("\x19\x01\0\0\0\0\0\0\0", 9)));
  EXPECT_EQ(options_of("option (o).f = 1;"), rule(std::string("\x25\0\0\x80\x3f", 5)));
  EXPECT_EQ(options_of("option (o).s = 'a' \"b\";"), rule("\x32\x02"
                                                          "ab"));
  EXPECT_EQ(options_of("option (o).t = LOUD;"), rule("\x38\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
  EXPECT_EQ(options_of("option (o).part.n = 3;"), rule("\x5b\x08\x03\x5c"));
  EXPECT_EQ(options_of("option (o).r.r.i = 3;"), rule("\x42\x04\x42\x02\x08\x03"));
  EXPECT_EQ(options_of("option (o).(more) = 3;"), rule("\xa0\x06\x03"));
  EXPECT_EQ(options_of("option (o).y = '\\xff';"), rule("\x6a\x01\xff"));
  EXPECT_EQ(options_of("option (o).q = -2;"), rule("\x7d\xfe\xff\xff\xff"));
}

TEST(CustomOptions, InBracesAreText) {
  EXPECT_EQ(options_of("option (o) = { i: 1 many: [2, 3] r { b: true } Part { n: 4 } [p.more]: 5 };"),
            rule("\x08\x01\x42\x02\x28\x01\x48\x02\x48\x03\x5b\x08\x04\x5c\xa0\x06\x05"));
}

TEST(CustomOptions, ThatAreRepeatedAreCounted) {
  EXPECT_EQ(options_of("option (ns) = 1; option (ns) = 2;"), "\x90\xb5\x18\x01\x90\xb5\x18\x02");
}

TEST(CustomOptions, MayBeUsedInTheFileThatDeclaresThem) {
  EXPECT_EQ(options_of("extend google.protobuf.FieldOptions { optional bool here = 60000; }"
                       "optional int32 f = 1 [(M.here) = true];"),
            "");
}

TEST(SourceInfo, NamesTheOptionInsteadOfItsPlaceInAList) {
  const pool types = types_of(rules +
                              "message M { option (ns) = 1; option deprecated = true; option (o).i = 4;\n"
                              " option (ns) = 2; option (o).many = 1; }");
  std::vector<std::vector<std::int32_t>> paths;
  for (const auto& at : types.find_file("main.proto")->proto.source_code_info->location) {
    if (at.path.size() > 3 && at.path[0] == 4 && at.path[1] == 2 && at.path[2] == 7) paths.push_back(at.path);
  }
  using path = std::vector<std::int32_t>;
  EXPECT_THAT(paths, ElementsAre(path{4, 2, 7, 50002, 0}, path{4, 2, 7, 3}, path{4, 2, 7, 50001, 1},
                                 path{4, 2, 7, 50002, 1}, path{4, 2, 7, 50001, 9, 0}));
}

TEST(WrongOptions, AreNamed) {
  EXPECT_THAT(mistakes("option nothing = 1;"),
              ElementsAre("option \"nothing\" is unknown: google.protobuf.MessageOptions has no field \"nothing\"; a "
                          "custom option stands in parentheses"));
  EXPECT_THAT(mistakes("option (nothing) = 1;"), ElementsAre(StartsWith("option \"(nothing)\" is unknown: ")));
  EXPECT_THAT(mistakes("option (more) = 1;"),
              ElementsAre("\"(more)\" does not belong here: it is no field or extension of "
                          "google.protobuf.MessageOptions"));
  EXPECT_THAT(mistakes("option (Rule) = 1;"), ElementsAre(HasSubstr("\"Rule\" is a message and not an extension")));
  EXPECT_THAT(mistakes("option (ns).x = 1;"), ElementsAre("option \"(ns)\" is not a message and has no fields"));
  EXPECT_THAT(mistakes("option (o).rs.i = 1;"), ElementsAre(HasSubstr("write each value whole, as (o).rs = { … }")));
  EXPECT_THAT(mistakes("option (o).i = 1; option (o).i = 2;"),
              ElementsAre("option \"(o).i\" is set twice; remove one of the two"));
  EXPECT_THAT(mistakes("option uninterpreted_option = { };"), ElementsAre(HasSubstr("it cannot be set")));
}

TEST(WrongOptions, HaveValuesOfTheWrongKind) {
  EXPECT_THAT(mistakes("option (o).i = 2147483648;"),
              ElementsAre("option \"(o).i\" takes an integer from -2147483648 to 2147483647"));
  EXPECT_THAT(mistakes("option (o).u = -1;"), ElementsAre("option \"(o).u\" takes an integer from 0 to 4294967295"));
  EXPECT_THAT(mistakes("option (o).b = 1;"), ElementsAre("option \"(o).b\" takes true or false"));
  EXPECT_THAT(mistakes("option (o).s = word;"), ElementsAre("option \"(o).s\" takes a string in quotes"));
  EXPECT_THAT(mistakes("option (o).d = 'x';"), ElementsAre("option \"(o).d\" takes a number"));
  EXPECT_THAT(mistakes("option (o).t = 0;"),
              ElementsAre("option \"(o).t\" takes a value of enum \"p.Tone\", by its name"));
  EXPECT_THAT(mistakes("option (o).t = MEDIUM;"), ElementsAre(HasSubstr("which has none named \"MEDIUM\"")));
  EXPECT_THAT(mistakes("option (o) = 1;"), ElementsAre(HasSubstr("write (o) = { … }, or set one field")));
  EXPECT_THAT(mistakes("option (o) = { j: 1 };"), ElementsAre(HasSubstr("a message in the text format: ")));
  EXPECT_THAT(mistakes("option (strict) = { };"), ElementsAre(HasSubstr("required field \"must\" is missing")));
}

TEST(WrongOptions, HaveThePlaceOfTheirNameOrOfTheirValue) {
  const std::vector<std::string> errors =
      errors_of(proto3 + "message M {\n  int32 a = 1 [nothing = 1];\n  int32 b = 2 [deprecated = 7];\n}");
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_THAT(errors[0], StartsWith("main.proto:3:16: "));
  EXPECT_THAT(errors[1], StartsWith("main.proto:4:29: "));
}

TEST(WrongOptions, WaitUntilTheTypesAreRight) {
  EXPECT_THAT(errors_of(proto3 + "message M { Missing a = 1 [nothing = 1]; }"), ElementsAre(HasSubstr("Missing")));
}

}  // namespace
