// SPDX-License-Identifier: MIT
//
// What a .proto file becomes. descriptor_set_test and parser_differential_test compare whole files with protoc; here
// each rule stands alone. Options, defaults and ranges are in parser_options_test, lines and columns in
// source_info_test.
#include "parser_checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace {

using namespace parser_checks;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// --- files -----------------------------------------------------------------------------------------------------------

TEST(ParseFile, KeepsItsNameSyntaxAndPackage) {
  const auto file = parsed("syntax = 'proto3'; package a.b.c;").proto;
  EXPECT_EQ(file.name, "f.proto");
  EXPECT_EQ(file.syntax, "proto3");
  EXPECT_EQ(file.package, "a.b.c");
}

TEST(ParseFile, WithoutSyntaxIsProto2AndWarned) {
  const auto file = parsed("message M { required int32 a = 1; }");
  EXPECT_EQ(file.proto.syntax, std::nullopt);
  ASSERT_EQ(file.warnings.size(), 1U);
  EXPECT_THAT(file.warnings[0].str(), StartsWith("f.proto: no syntax"));
}

TEST(ParseFile, OfAnotherSyntaxIsNotReadOn) {
  EXPECT_THAT(errors_of("syntax = \"proto4\";\nnonsense"), ElementsAre(StartsWith("1:10: unknown syntax \"proto4\"")));
}

TEST(ParseFile, CountsPublicAndWeakImportsByIndex) {
  const auto file = file2("import 'a'; import public 'b'; import weak 'c'; import public 'd' 'e';");
  EXPECT_THAT(file.dependency, ElementsAre("a", "b", "c", "de"));
  EXPECT_THAT(file.public_dependency, ElementsAre(1, 3));
  EXPECT_THAT(file.weak_dependency, ElementsAre(2));
}

TEST(ParseFile, TakesKeywordsAsNames) {
  const auto file = file2("message message { optional message message = 1; } enum enum { message = 1; }");
  EXPECT_THAT(names_of(file.message_type), ElementsAre("message"));
  EXPECT_EQ(file.message_type[0].field[0].type_name, "message");
  EXPECT_THAT(names_of(file.enum_type), ElementsAre("enum"));
}

// --- fields ----------------------------------------------------------------------------------------------------------

TEST(ParseField, HasALabelATypeANameAndANumber) {
  const auto field = message2("repeated sint64 values = 0x10;").field.at(0);
  EXPECT_EQ(field.label, Label::LABEL_REPEATED);
  EXPECT_EQ(field.type, Type::TYPE_SINT64);
  EXPECT_EQ(field.name, "values");
  EXPECT_EQ(field.number, 16);
}

TEST(ParseField, NamesOfTypesStayAsWritten) {
  const auto message = message2("optional A a = 1; optional b.A b = 2; optional .b.A c = 3;");
  EXPECT_EQ(message.field.at(0).type_name, "A");
  EXPECT_EQ(message.field.at(1).type_name, "b.A");
  EXPECT_EQ(message.field.at(2).type_name, ".b.A");
  EXPECT_EQ(message.field.at(0).type, std::nullopt) << "message or enum? Only the linker knows";
}

TEST(ParseField, NeedsALabelInProto2AndNotInProto3) {
  EXPECT_THAT(errors_of("syntax = 'proto2'; message M { int32 a = 1; }"), ElementsAre(HasSubstr("1:32: expected")));
  EXPECT_EQ(message3("int32 a = 1;").field.at(0).label, Label::LABEL_OPTIONAL);
  EXPECT_EQ(message3("int32 a = 1;").field.at(0).proto3_optional, std::nullopt);
}

TEST(ParseField, OptionalInProto3MakesAOneofOfItsOwnBehindTheOthers) {
  const auto message = message3("optional int32 a = 1; oneof o { int32 b = 2; } optional int32 c = 3;");
  EXPECT_THAT(names_of(message.oneof_decl), ElementsAre("o", "_a", "_c"));
  EXPECT_EQ(message.field.at(0).oneof_index, 1);
  EXPECT_EQ(message.field.at(0).proto3_optional, true);
  EXPECT_EQ(message.field.at(1).oneof_index, 0);
  EXPECT_EQ(message.field.at(1).proto3_optional, std::nullopt);
  EXPECT_EQ(message.field.at(2).oneof_index, 2);
}

TEST(ParseField, TheOneofOfAnOptionalEvadesNamesThatAreTaken) {
  const auto message = message3("optional int32 a = 1; int32 _a = 2; int32 X_a = 3; optional int32 _b = 4;");
  EXPECT_THAT(names_of(message.oneof_decl), ElementsAre("XX_a", "X_b"));
}

TEST(ParseField, AGroupIsAFieldAndAMessage) {
  const auto message = message2("optional group FooBar = 1 { optional int32 x = 1; }");
  EXPECT_EQ(message.field.at(0).name, "foobar");
  EXPECT_EQ(message.field.at(0).type, Type::TYPE_GROUP);
  EXPECT_EQ(message.field.at(0).type_name, "FooBar");
  EXPECT_EQ(message.nested_type.at(0).name, "FooBar");
  EXPECT_THAT(names_of(message.nested_type.at(0).field), ElementsAre("x"));
}

TEST(ParseField, AGroupsNameBeginsWithACapitalLetter) {
  EXPECT_THAT(errors_of("syntax = 'proto2'; message M { optional group foo = 1 {} }"),
              ElementsAre(StartsWith("1:47: a group's name")));
}

TEST(ParseField, AMapIsARepeatedFieldOfEntries) {
  const auto message = message3("map<string, .a.B> foo_bar2_x = 1;");
  EXPECT_EQ(message.field.at(0).label, Label::LABEL_REPEATED);
  EXPECT_EQ(message.field.at(0).type_name, "FooBar2XEntry");
  const auto& entry = message.nested_type.at(0);
  EXPECT_EQ(entry.name, "FooBar2XEntry");
  EXPECT_EQ(entry.options.value().map_entry, true);
  EXPECT_THAT(names_of(entry.field), ElementsAre("key", "value"));
  EXPECT_EQ(entry.field[0].type, Type::TYPE_STRING);
  EXPECT_EQ(entry.field[0].number, 1);
  EXPECT_EQ(entry.field[1].type_name, ".a.B");
  EXPECT_EQ(entry.field[1].number, 2);
}

TEST(ParseField, AMapHasNoLabelAndStandsInNoOneofOrExtendBlock) {
  EXPECT_THAT(errors_of("syntax = 'proto3'; message M { repeated map<int32, int32> m = 1; }"),
              ElementsAre("1:44: a map has no label"));
  EXPECT_THAT(errors_of("syntax = 'proto3'; message M { oneof o { map<int32, int32> m = 1; } }"),
              ElementsAre("1:45: a map cannot be in a oneof"));
  EXPECT_THAT(errors_of("syntax = 'proto3'; extend M { map<int32, int32> m = 1; }"),
              ElementsAre("1:34: a map cannot be an extension"));
}

TEST(ParseField, AMessageMayBeCalledMap) {
  EXPECT_EQ(message3("map m = 1;").field.at(0).type_name, "map");
  EXPECT_EQ(message3("repeated map m = 1;").field.at(0).type_name, "map");
}

// --- the rest of the grammar -----------------------------------------------------------------------------------------

TEST(ParseEnum, NumbersMayBeNegative) {
  const auto value = file2("enum E { A = -2147483648; B = 2147483647; C = 0x7f; }").enum_type.at(0).value;
  EXPECT_EQ(value.at(0).number, std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(value.at(1).number, std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(value.at(2).number, 127);
}

TEST(ParseEnum, AliasesAreAllowedOnlyWhereThereAreSome) {
  EXPECT_THAT(errors_of("syntax = 'proto3'; enum E { option allow_alias = true; A = 0; B = 1; }"),
              ElementsAre(HasSubstr("no two values of \"E\" share a number")));
  EXPECT_THAT(errors_of("syntax = 'proto3'; enum E { option allow_alias = false; A = 0; }"),
              ElementsAre(HasSubstr("has no effect")));
  file3("enum E { option allow_alias = true; A = 0; B = 0; }");
}

TEST(ParseService, EitherSideOfAMethodMayStream) {
  const auto method = file3("service S { rpc A(stream .a.M) returns (stream N); }").service.at(0).method;
  EXPECT_EQ(method.at(0).input_type, ".a.M");
  EXPECT_EQ(method.at(0).client_streaming, true);
  EXPECT_EQ(method.at(0).server_streaming, true);
}

TEST(ParseExtend, FieldsKnowWhatTheyExtendAndGroupsGoToTheScope) {
  const auto file = file2("message M { extend .a.B { optional group G = 1 {} optional int32 x = 2; } }");
  const auto& message = file.message_type.at(0);
  EXPECT_THAT(names_of(message.extension), ElementsAre("g", "x"));
  EXPECT_EQ(message.extension[1].extendee, ".a.B");
  EXPECT_THAT(names_of(message.nested_type), ElementsAre("G"));
}

TEST(ParseOneof, FieldsAreTheMessagesAndPointToIt) {
  const auto message = message2("oneof a { int32 x = 1; group G = 2 {} } oneof b { option (c) = 1; M y = 3; }");
  EXPECT_THAT(names_of(message.field), ElementsAre("x", "g", "y"));
  EXPECT_EQ(message.field[2].oneof_index, 1);
  EXPECT_EQ(message.field[2].label, Label::LABEL_OPTIONAL);
  EXPECT_EQ(message.oneof_decl.at(1).options.value().uninterpreted_option.size(), 1U);
}

// --- errors ----------------------------------------------------------------------------------------------------------

TEST(ParserError, SkipsTheStatementAndGoesOn) {
  EXPECT_THAT(errors_of("syntax = 'proto3';\nmessage M {\n  int32 = 1;\n  int32 a = 2;\n  int32 b 3;\n}\nenum {}\n"),
              ElementsAre("3:9: expected the field's name", "5:11: expected \"=\" and the field's number",
                          "7:6: expected the enum's name"));
}

TEST(ParserError, EmptyOneofsAndExtendBlocksAreNone) {
  EXPECT_THAT(errors_of("syntax = 'proto3'; message M { oneof o { } }"), ElementsAre(StartsWith("1:42: expected")));
  EXPECT_THAT(errors_of("syntax = 'proto3'; extend M { }"), ElementsAre(StartsWith("1:31: expected")));
}

TEST(ParserError, AnUnclosedBlockIsReportedAtTheEnd) {
  EXPECT_THAT(errors_of("syntax = 'proto3';\nmessage M {\n  int32 a = 1;\n"),
              ElementsAre("4:1: the file ends inside a message: \"}\" is missing"));
}

TEST(ParserError, ABraceTooManyIsReportedAndPassed) {
  EXPECT_THAT(errors_of("syntax = 'proto3';\n}\nmessage M {}\nx"),
              ElementsAre(StartsWith("2:1: expected a statement"), StartsWith("2:1: \"}\" without"),
                          StartsWith("4:1: expected a statement")));
}

TEST(ParserError, MessagesNest31DeepAndNotDeeper) {
  const auto nested = [](int depth) {
    std::string text = "syntax = 'proto3'; ";
    for (int i = 0; i < depth; ++i) text += "message M {";
    return text + std::string(static_cast<std::size_t>(depth), '}');
  };
  EXPECT_THAT(errors_of(nested(31)), IsEmpty());
  EXPECT_THAT(errors_of(nested(32)), ElementsAre(StartsWith("1:369: more than 31 messages nested")));
  EXPECT_THAT(errors_of(nested(100'000)), ElementsAre(HasSubstr("31 messages nested")));
}

}  // namespace
