// SPDX-License-Identifier: MIT
//
// What stands in brackets behind a field, options everywhere else, and ranges of numbers.
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
using ::testing::StartsWith;

// --- what stands in brackets -----------------------------------------------------------------------------------------

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

// --- options ---------------------------------------------------------------------------------------------------------

UninterpretedOption option(std::string_view text) {
  const auto file = file2("option " + std::string(text) + ";");
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
  const auto methods = file3("service S { rpc A(M) returns (M) {} rpc B(M) returns (M); }").service.at(0).method;
  EXPECT_TRUE(methods.at(0).options.has_value());
  EXPECT_FALSE(methods.at(1).options.has_value());
}

// --- ranges ----------------------------------------------------------------------------------------------------------

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
  const auto file = file3("enum E { A = 0; reserved -5 to -1, 7, 100 to max; reserved 'B'; }");
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

}  // namespace
