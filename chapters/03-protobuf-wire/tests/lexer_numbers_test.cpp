// SPDX-License-Identifier: MIT
//
// Numbers in a .proto. Each failure shows the text, and below it what was expected and what was found.
#include <pbwire/compiler/numbers.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace {

using namespace pbwire::compiler;
using enum token_kind;

constexpr std::uint64_t max_uint64 = std::numeric_limits<std::uint64_t>::max();

std::string picture(const scanned_number& number) {
  std::string line = std::string(number.length, '~') + (number.kind == integer ? " an integer" : " a floating number");
  if (number.problem.empty()) return line;
  line.resize(std::max(line.size(), number.problem_at + 1), ' ');
  line[number.problem_at] = '!';
  return line + ", wrong at the !";
}

/// The number at the front of `text` is `number`, and nothing is wrong with it.
void expect_number(token_kind kind, std::string_view number, std::string_view rest = "") {
  const std::string text = std::string(number) + std::string(rest);
  const scanned_number expected{kind, number.size(), {}, 0}, found = scan_number(text);
  EXPECT_EQ(found, expected) << "text      " << text << "\nexpected  " << picture(expected) << "\nfound     "
                             << picture(found) << ' ' << found.problem;
}

/// The number is taken whole, and something is wrong with it, so many bytes behind its beginning.
void expect_problem(std::string_view number, std::size_t at, std::string_view rest = "") {
  const std::string text = std::string(number) + std::string(rest);
  const scanned_number found = scan_number(text);
  const scanned_number expected{found.kind, number.size(), "?", at};
  EXPECT_TRUE(!found.problem.empty() && found.problem_at == at && found.length == number.size())
      << "text      " << text << "\nexpected  " << picture(expected) << "\nfound     " << picture(found);
}

void expect_value(std::string_view text, std::uint64_t value, std::uint64_t max = max_uint64) {
  const auto found = parse_integer(text, max);
  EXPECT_EQ(found, std::optional(value)) << text << ", at most " << max;
}

void expect_no_value(std::string_view text, std::uint64_t max = max_uint64) {
  EXPECT_EQ(parse_integer(text, max), std::nullopt) << text << ", at most " << max;
}

// --- where a number ends -------------------------------------------------------------------------------------------

TEST(ScanNumber, DecimalDigitsAreAnInteger) {
  expect_number(integer, "7");
  expect_number(integer, "0");
  expect_number(integer, "18446744073709551616");  // too large for anything; but that is for whoever wants its value
}

TEST(ScanNumber, EndsBeforeWhatCannotBelongToIt) {
  expect_number(integer, "1", ";");
  expect_number(integer, "1", " 2");
  expect_number(integer, "12", "]");
  expect_number(integer, "3", "-4");
  expect_number(integer, "3", "+4");
  expect_number(integer, "0", "]");
}

TEST(ScanNumber, LeadingZeroMeansOctal) {
  expect_number(integer, "017", ";");
  expect_number(integer, "00");
  expect_number(integer, "0777");
}

TEST(ScanNumber, OctalTakesNoEightOrNineButEndsBehindThem) {
  expect_problem("08", 1, ";");
  expect_problem("0179", 3, ";");
  expect_problem("01800", 2);
}

TEST(ScanNumber, ZeroXMeansHexadecimal) {
  expect_number(integer, "0x1F", ";");
  expect_number(integer, "0Xabcdef", "g");
  expect_number(integer, "0x1e", "+3");  // e is a digit here, and no exponent
}

TEST(ScanNumber, HexadecimalWithoutDigitsIsAProblem) {
  expect_problem("0x", 2, ";");
  expect_problem("0X", 2, "g");
}

TEST(ScanNumber, APointMakesItFloating) {
  expect_number(floating, "1.5", ";");
  expect_number(floating, "1.", "]");
  expect_number(floating, ".5", ",");
  expect_number(floating, "0.25");
}

TEST(ScanNumber, AnExponentMakesItFloating) {
  expect_number(floating, "1e3", ";");
  expect_number(floating, "1E-3");
  expect_number(floating, "2.5e+10", "]");
  expect_number(floating, "0e0");
  expect_number(floating, ".5e1");
}

TEST(ScanNumber, AnExponentWithoutDigitsIsAProblem) {
  expect_problem("1e", 2, ";");
  expect_problem("1e-", 3, ";");
  expect_problem("1.5E+", 5, "x");
}

TEST(ScanNumber, ASecondPointIsNotTaken) {
  expect_number(floating, "1.5", ".2");
  expect_number(floating, "1e3", ".5");
  expect_number(integer, "017", ".5");
  expect_number(integer, "0x1", ".5");
}

// --- what an integer says ------------------------------------------------------------------------------------------

TEST(ParseInteger, ReadsThreeBases) {
  expect_value("0", 0);
  expect_value("10", 10);
  expect_value("010", 8);
  expect_value("0x10", 16);
  expect_value("0XfF", 255);
  expect_value("0xDeadBeef", 0xDEADBEEF);
}

TEST(ParseInteger, TakesTheMaximumAndNotOneMore) {
  expect_value("127", 127, 127);
  expect_no_value("128", 127);
  expect_value("2147483647", 2147483647, 2147483647);
  expect_no_value("2147483648", 2147483647);
  expect_value("0x7fffffff", 2147483647, 2147483647);
  expect_no_value("0x80000000", 2147483647);
  expect_value("0", 0, 0);
  expect_no_value("1", 0);
}

TEST(ParseInteger, ReachesTheLastOf64BitsInEachBaseAndDoesNotWrapAround) {
  expect_value("18446744073709551615", max_uint64);
  expect_no_value("18446744073709551616");
  expect_no_value("18446744073709551625");
  expect_no_value("36893488147419103232");  // 2 to the 65th, whose last 64 bits are 0
  expect_value("0xffffffffffffffff", max_uint64);
  expect_no_value("0x10000000000000000");
  expect_value("01777777777777777777777", max_uint64);
  expect_no_value("02000000000000000000000");
}

TEST(ParseInteger, LeadingZerosAreNoDigitsTooMany) {
  expect_value("0x00000000000000000000001", 1);
  expect_value("00000000000000000000000000017", 15);
}

TEST(ParseInteger, ADigitThatTheBaseLacksIsNone) {
  expect_no_value("09");
  expect_no_value("0178");
}

TEST(ParseInteger, NoDigitsBehind0xIsZero) { expect_value("0x", 0); }

// --- what a floating number says -----------------------------------------------------------------------------------

TEST(ParseFloat, ReadsEachForm) {
  EXPECT_EQ(parse_float("1.5"), 1.5);
  EXPECT_EQ(parse_float("1."), 1.0);
  EXPECT_EQ(parse_float(".5"), 0.5);
  EXPECT_EQ(parse_float("1e3"), 1000.0);
  EXPECT_EQ(parse_float("25E-1"), 2.5);
  EXPECT_EQ(parse_float("2.5e+1"), 25.0);
  EXPECT_EQ(parse_float("0.1"), 0.1);
}

TEST(ParseFloat, OutOfRangeIsInfinityAboveAndZeroBelow) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(parse_float("1e999"), infinity);
  EXPECT_EQ(parse_float("1e-999"), 0.0);
  EXPECT_EQ(parse_float("0.001e999"), infinity);
  EXPECT_EQ(parse_float("1000e-999"), 0.0);
  EXPECT_EQ(parse_float("1e99999999999999999999"), infinity);
  EXPECT_EQ(parse_float("1e-99999999999999999999"), 0.0);
  EXPECT_EQ(parse_float(std::string(400, '9') + "."), infinity);
  EXPECT_EQ(parse_float("." + std::string(400, '0') + "1"), 0.0);
  EXPECT_EQ(parse_float("0e999"), 0.0);
}

TEST(ParseFloat, KeepsSubnormalNumbers) {
  EXPECT_EQ(parse_float("4.9406564584124654e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(parse_float("1.7976931348623157e308"), std::numeric_limits<double>::max());
}

TEST(ParseFloat, AnExponentWithoutDigitsCountsAsZero) {
  EXPECT_EQ(parse_float("1.5e"), 1.5);
  EXPECT_EQ(parse_float("2e-"), 2.0);
}

}  // namespace
