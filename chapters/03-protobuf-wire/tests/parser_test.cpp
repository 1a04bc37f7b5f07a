// SPDX-License-Identifier: MIT
//
// What a .proto file becomes. descriptor_set_test and parser_differential_test compare whole files with protoc; here
// each rule stands alone.
#include <pbwire/compiler/parser.hpp>
#include <pbwire/compiler/paths.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace pbwire::compiler;
using namespace pbwire::descriptor;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

using Type = FieldDescriptorProto::Type;
using Label = FieldDescriptorProto::Label;

/// "line:column: message", both from 1.
std::vector<std::string> errors_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const diagnostic& d : parse("f.proto", text).errors) lines.push_back(d.str().substr(d.file.size() + 1));
  return lines;
}

parsed_file parsed(std::string_view text) {
  parsed_file file = parse("f.proto", text);
  for (const diagnostic& d : file.errors) ADD_FAILURE() << d.str() << "\nin\n" << text;
  return file;
}

FileDescriptorProto proto2(std::string_view text) { return parsed("syntax = \"proto2\"; " + std::string(text)).proto; }
FileDescriptorProto proto3(std::string_view text) { return parsed("syntax = \"proto3\"; " + std::string(text)).proto; }

DescriptorProto message2(std::string_view body) {
  auto file = proto2("message M {" + std::string(body) + "}");
  return file.message_type.empty() ? DescriptorProto{} : file.message_type[0];
}
DescriptorProto message3(std::string_view body) {
  auto file = proto3("message M {" + std::string(body) + "}");
  return file.message_type.empty() ? DescriptorProto{} : file.message_type[0];
}

template <class List>
std::vector<std::string> names_of(const List& list) {
  std::vector<std::string> names;
  for (const auto& each : list) names.push_back(each.name.value_or("?"));
  return names;
}

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
  const auto file = proto2("import 'a'; import public 'b'; import weak 'c'; import public 'd' 'e';");
  EXPECT_THAT(file.dependency, ElementsAre("a", "b", "c", "de"));
  EXPECT_THAT(file.public_dependency, ElementsAre(1, 3));
  EXPECT_THAT(file.weak_dependency, ElementsAre(2));
}

TEST(ParseFile, TakesKeywordsAsNames) {
  const auto file = proto2("message message { optional message message = 1; } enum enum { message = 1; }");
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

// --- what stands in brackets
// -------------------------------------------------------------------------------------------

/// The default value of a proto2 field, as it stands in the descriptor.
std::string default_of(std::string_view type, std::string_view value) {
  const auto message = message2("optional " + std::string(type) + " a = 1 [default = " + std::string(value) + "];");
  return message.field.empty() ? "?" : message.field[0].default_value.value_or("none");
}

TEST(ParseDefault, IntegersAreStoredInDecimal) {
  EXPECT_EQ(default_of("int32", "0x10"), "16");
  EXPECT_EQ(default_of("int32", "-017"), "-15");
  EXPECT_EQ(default_of("int32", "-2147483648"), "-2147483648");
  EXPECT_EQ(default_of("sfixed64", "-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(default_of("uint64", "18446744073709551615"), "18446744073709551615");
  EXPECT_EQ(default_of("fixed32", "0xffffffff"), "4294967295");
}

TEST(ParseDefault, IntegersStayInTheRangeOfTheirType) {
  const auto refusal = [](std::string_view type, std::string_view value) {
    return errors_of("syntax = 'proto2'; message M {\noptional " + std::string(type) +
                     " a=1 [default=" + std::string(value) + "]; }");
  };
  EXPECT_THAT(refusal("int32", "2147483648"), ElementsAre(StartsWith("2:29: integer out of range")));
  EXPECT_THAT(refusal("int32", "-2147483649"), ElementsAre(StartsWith("2:30: integer out of range")));
  EXPECT_THAT(refusal("uint32", "4294967296"), ElementsAre(StartsWith("2:30: integer out of range")));
  EXPECT_THAT(refusal("sint64", "9223372036854775808"), ElementsAre(StartsWith("2:30: integer out of range")));
  EXPECT_THAT(refusal("uint64", "18446744073709551616"), ElementsAre(StartsWith("2:30: integer out of range")));
  EXPECT_THAT(refusal("uint32", "-1"), ElementsAre(HasSubstr("unsigned")));
}

TEST(ParseDefault, FloatingNumbersTakeAnyNumberAndTwoWords) {
  EXPECT_EQ(default_of("double", "1.50"), "1.5");
  EXPECT_EQ(default_of("float", "-0x10"), "-16");
  EXPECT_EQ(default_of("double", "0.1"), "0.1");
  EXPECT_EQ(default_of("double", "-inf"), "-inf");
  EXPECT_EQ(default_of("double", "nan"), "nan");
  EXPECT_EQ(default_of("double", "1e999"), "inf");
}

TEST(ParseDefault, StringsAreUnquotedAndBytesEscapedAgain) {
  EXPECT_EQ(default_of("string", R"("a\n" 'b"')"), "a\nb\"");
  EXPECT_EQ(default_of("bytes", R"("a\n\xff" "'\\")"), "a\\n\\377\\'\\\\");
}

TEST(ParseDefault, OfATypeWithANameIsTheTokenAsItStands) {
  EXPECT_EQ(default_of("bool", "true"), "true");
  EXPECT_EQ(default_of("Color", "RED"), "RED");
  EXPECT_EQ(default_of("Color", "42"), "42") << "the linker says what is wrong with the type first";
}

TEST(ParseDefault, StandsOnce) {
  EXPECT_THAT(errors_of("syntax = 'proto2'; message M { optional int32 a = 1 [default = 1, default = 2]; }"),
              ElementsAre("1:67: a second default value"));
}

TEST(ParseJsonName, IsNoOption) {
  const auto field = message3("int32 a = 1 [json_name = \"A\"];").field.at(0);
  EXPECT_EQ(field.json_name, "A");
  EXPECT_EQ(field.options, std::nullopt);
}

// --- options
// -----------------------------------------------------------------------------------------------------------

UninterpretedOption option(std::string_view text) {
  const auto file = proto2("option " + std::string(text) + ";");
  return file.options && !file.options->uninterpreted_option.empty() ? file.options->uninterpreted_option[0]
                                                                     : UninterpretedOption{};
}

TEST(ParseOption, TheNameIsTakenApartAndExtensionsStandInParentheses) {
  const auto name = option("(.a.b).c.(d) = 1").name;
  ASSERT_EQ(name.size(), 3U);
  EXPECT_EQ(name[0].name_part, ".a.b");
  EXPECT_EQ(name[0].is_extension, true);
  EXPECT_EQ(name[1].name_part, "c");
  EXPECT_EQ(name[1].is_extension, false);
  EXPECT_EQ(name[2].name_part, "d");
  EXPECT_EQ(name[2].is_extension, true);
}

TEST(ParseOption, TheKindOfTheTokenDecidesWhereTheValueGoes) {
  EXPECT_EQ(option("a = true").identifier_value, "true");
  EXPECT_EQ(option("a = 18446744073709551615").positive_int_value, 18446744073709551615U);
  EXPECT_EQ(option("a = -9223372036854775808").negative_int_value, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(option("a = -0").negative_int_value, 0);
  EXPECT_EQ(option("a = -1.5").double_value, -1.5);
  EXPECT_EQ(option("a = \"x\" 'y'").string_value, "xy");
  EXPECT_EQ(option("a = inf").identifier_value, "inf");
}

TEST(ParseOption, AnAggregateIsKeptAsTokens) {
  EXPECT_EQ(option("a = { b:1 c{d:'x'/*y*/} [e.f]:-2 }").aggregate_value, "b : 1 c { d : 'x' } [ e . f ] : - 2");
  EXPECT_EQ(option("a = {}").aggregate_value, "");
}

TEST(ParseOption, AMinusStandsBeforeNumbersOnly) {
  EXPECT_THAT(errors_of("syntax = 'proto2'; option a = -inf;"), ElementsAre("1:32: a minus before an identifier"));
  EXPECT_THAT(errors_of("syntax = 'proto2'; option a = -'x';"), ElementsAre("1:32: a minus before a string"));
}

TEST(ParseOption, AMethodWithBracesHasOptionsEvenIfNone) {
  const auto methods = proto3("service S { rpc A(M) returns (M) {} rpc B(M) returns (M); }").service.at(0).method;
  EXPECT_TRUE(methods.at(0).options.has_value());
  EXPECT_FALSE(methods.at(1).options.has_value());
}

// --- ranges
// ------------------------------------------------------------------------------------------------------------

template <class List>
std::vector<std::string> ranges_of(const List& list) {
  std::vector<std::string> all;
  for (const auto& each : list) all.push_back(std::to_string(*each.start) + ".." + std::to_string(*each.end));
  return all;
}

TEST(ParseRanges, OfAMessageEndBehindTheirLastNumber) {
  const auto message = message2("extensions 4, 10 to 20, 100 to max; reserved 5 to 6, 9; reserved 'a', 'b' 'c';");
  EXPECT_THAT(ranges_of(message.extension_range), ElementsAre("4..5", "10..21", "100..536870912"));
  EXPECT_THAT(ranges_of(message.reserved_range), ElementsAre("5..7", "9..10"));
  EXPECT_THAT(message.reserved_name, ElementsAre("a", "bc"));
}

TEST(ParseRanges, OfAnEnumIncludeTheirLastNumber) {
  const auto file = proto3("enum E { A = 0; reserved -5 to -1, 7, 100 to max; reserved 'B'; }");
  EXPECT_THAT(ranges_of(file.enum_type.at(0).reserved_range), ElementsAre("-5..-1", "7..7", "100..2147483647"));
  EXPECT_THAT(file.enum_type.at(0).reserved_name, ElementsAre("B"));
}

TEST(ParseRanges, MaxOfAMessageSetIsTheLargestOf32Bits) {
  const auto message = message2("extensions 4 to max; option message_set_wire_format = true;");
  EXPECT_THAT(ranges_of(message.extension_range), ElementsAre("4..2147483647"));
}

TEST(ParseRanges, OptionsAreForEachRangeOfTheStatement) {
  const auto message = message2("extensions 1; extensions 2, 3 [(a) = 1];");
  EXPECT_FALSE(message.extension_range.at(0).options.has_value());
  for (const std::size_t i : {1U, 2U}) {
    ASSERT_TRUE(message.extension_range.at(i).options.has_value());
    EXPECT_EQ(message.extension_range[i].options->uninterpreted_option.at(0).positive_int_value, 1U);
  }
}

// --- the rest of the grammar
// -------------------------------------------------------------------------------------------

TEST(ParseEnum, NumbersMayBeNegative) {
  const auto value = proto2("enum E { A = -2147483648; B = 2147483647; C = 0x7f; }").enum_type.at(0).value;
  EXPECT_EQ(value.at(0).number, std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(value.at(1).number, std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(value.at(2).number, 127);
}

TEST(ParseEnum, AliasesAreAllowedOnlyWhereThereAreSome) {
  EXPECT_THAT(errors_of("syntax = 'proto3'; enum E { option allow_alias = true; A = 0; B = 1; }"),
              ElementsAre(HasSubstr("no two values of \"E\" share a number")));
  EXPECT_THAT(errors_of("syntax = 'proto3'; enum E { option allow_alias = false; A = 0; }"),
              ElementsAre(HasSubstr("has no effect")));
  proto3("enum E { option allow_alias = true; A = 0; B = 0; }");
}

TEST(ParseService, EitherSideOfAMethodMayStream) {
  const auto method = proto3("service S { rpc A(stream .a.M) returns (stream N); }").service.at(0).method;
  EXPECT_EQ(method.at(0).input_type, ".a.M");
  EXPECT_EQ(method.at(0).client_streaming, true);
  EXPECT_EQ(method.at(0).server_streaming, true);
}

TEST(ParseExtend, FieldsKnowWhatTheyExtendAndGroupsGoToTheScope) {
  const auto file = proto2("message M { extend .a.B { optional group G = 1 {} optional int32 x = 2; } }");
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

// --- errors
// ------------------------------------------------------------------------------------------------------------

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

// --- source info
// -------------------------------------------------------------------------------------------------------

/// The part of the text that a location spans. Only for spans on one line.
std::string text_at(const parsed_file& file, const element_path& path, std::string_view text) {
  for (const auto& location : file.proto.source_code_info->location) {
    if (location.path != path) continue;
    if (location.span.size() != 3) return "over several lines";
    for (int i = 0; i < location.span[0]; ++i) text.remove_prefix(text.find('\n') + 1);
    const auto from = static_cast<std::size_t>(location.span[1]), to = static_cast<std::size_t>(location.span[2]);
    return std::string(text.substr(from, to - from));
  }
  return "nowhere";
}

TEST(SourceInfo, SpansAnElementFromItsFirstTokenToItsLast) {
  constexpr std::string_view text =
      "syntax = 'proto2';\n"
      "message M {\n"
      "  optional .a.B  c = 3 [default = X, json_name = 'x' 'y', (d).e = -1];\n"
      "}\n";
  const auto file = parsed(text);
  using namespace paths;
  const element_path field = {paths::file::message_type, 0, message::field, 0};
  const auto of = [&](std::initializer_list<std::int32_t> steps) {
    element_path path = field;
    path.insert(path.end(), steps);
    return text_at(file, path, text);
  };
  EXPECT_EQ(text_at(file, {paths::file::syntax}, text), "syntax = 'proto2';");
  EXPECT_EQ(text_at(file, {paths::file::message_type, 0}, text), "over several lines");
  EXPECT_EQ(text_at(file, {paths::file::message_type, 0, message::name}, text), "M");
  EXPECT_EQ(of({}), "optional .a.B  c = 3 [default = X, json_name = 'x' 'y', (d).e = -1];");
  EXPECT_EQ(of({field::label}), "optional");
  EXPECT_EQ(of({field::type_name}), ".a.B");
  EXPECT_EQ(of({field::number}), "3");
  EXPECT_EQ(of({field::default_value}), "X");
  EXPECT_EQ(of({field::json_name}), "json_name = 'x' 'y'");
  EXPECT_EQ(of({field::options}), "[default = X, json_name = 'x' 'y', (d).e = -1]");
  EXPECT_EQ(of({field::options, options::uninterpreted_option, 0}), "(d).e = -1");
  EXPECT_EQ(of({field::options, options::uninterpreted_option, 0, uninterpreted::negative_int_value}), "-1");
}

TEST(SourceInfo, CommentsGoToTheDeclarationTheyStandBy) {
  const auto file = parsed("// detached\n\n// leading\nsyntax = 'proto3';  // trailing\n");
  const auto& location = file.proto.source_code_info.value().location.at(1);
  EXPECT_EQ(location.path, element_path{paths::file::syntax});
  EXPECT_EQ(location.leading_comments, " leading\n");
  EXPECT_EQ(location.trailing_comments, " trailing\n");
  EXPECT_THAT(location.leading_detached_comments, ElementsAre(" detached\n"));
}

TEST(SourcePlaces, SayWhereAnErrorPoints) {
  const auto file =
      parsed("syntax = 'proto2';\nimport 'a';\nmessage M {\n  optional B c = 3 [deprecated = true];\n}\n");
  const element_path field = {paths::file::message_type, 0, paths::message::field, 0};
  const auto find = [&](place what) { return file.places.find(field, what).value_or(position{-1, -1}); };
  EXPECT_EQ(find(place::type), (position{3, 11}));
  EXPECT_EQ(find(place::name), (position{3, 13}));
  EXPECT_EQ(find(place::number), (position{3, 17}));
  EXPECT_EQ(find(place::default_value), (position{-1, -1}));
  EXPECT_EQ(file.places.find({4, 0, 2, 0, 8, 999, 0}, place::option_name), (position{3, 20}));
  EXPECT_EQ(file.places.find({4, 0, 2, 0, 8, 999, 0}, place::option_value), (position{3, 33}));
  EXPECT_EQ(file.places.find_import("a"), (position{1, 0}));
  EXPECT_EQ(file.places.find_import("b"), std::nullopt);
}

}  // namespace
