// SPDX-License-Identifier: MIT
#include <pbwire/compiler/lexer.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace pbwire::compiler;
using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// All tokens, one a line: "line:column kind text", and what was wrong, "line:column: message".
struct lexed {
  std::vector<std::string> tokens;
  std::vector<std::string> errors;
};

std::string_view name_of(token_kind kind) {
  switch (kind) {
    case token_kind::start: return "start";
    case token_kind::end: return "end";
    case token_kind::identifier: return "identifier";
    case token_kind::integer: return "integer";
    case token_kind::floating: return "floating";
    case token_kind::string: return "string";
    case token_kind::symbol: return "symbol";
  }
  return "?";
}

std::string place_of(position at) { return std::to_string(at.line) + ":" + std::to_string(at.column); }

lexed lex(std::string_view text) {
  error_log errors("f.proto");
  lexer tokens(text, errors);
  lexed all;
  comment_set ignored;
  for (tokens.next(ignored); tokens.current().kind != token_kind::end; tokens.next()) {
    const token& t = tokens.current();
    all.tokens.push_back(place_of(t.begin) + " " + std::string(name_of(t.kind)) + " " + std::string(t.text));
  }
  for (const diagnostic& d : errors.entries())
    all.errors.push_back(place_of({d.line - 1, d.column - 1}) + ": " + d.message);
  return all;
}

std::string unquoted(std::string_view text) {
  std::string out;
  unquote(text, out);
  return out;
}

// --- tokens --------------------------------------------------------------------------------------------------------

TEST(Lexer, AFieldIsFiveTokens) {
  EXPECT_THAT(lex("int32 id = 1;").tokens, ElementsAre("0:0 identifier int32", "0:6 identifier id",
                                                       "0:9 symbol =", "0:11 integer 1", "0:12 symbol ;"));
}

TEST(Lexer, AnEmptyTextHasNoTokens) { EXPECT_THAT(lex("").tokens, IsEmpty()); }

TEST(Lexer, IdentifiersBeginWithALetterOrAnUnderscore) {
  EXPECT_THAT(lex("a _a aB9 _").tokens,
              ElementsAre("0:0 identifier a", "0:2 identifier _a", "0:5 identifier aB9", "0:9 identifier _"));
}

TEST(Lexer, AMinusIsASymbolAndNoPartOfTheNumber) {
  EXPECT_THAT(lex("-1").tokens, ElementsAre("0:0 symbol -", "0:1 integer 1"));
}

TEST(Lexer, APointBeforeADigitBeginsANumberAndIsASymbolElsewhere) {
  EXPECT_THAT(lex(".5 .a a.b").tokens, ElementsAre("0:0 floating .5", "0:3 symbol .", "0:4 identifier a",
                                                   "0:6 identifier a", "0:7 symbol .", "0:8 identifier b"));
}

TEST(Lexer, TabsGoToTheNextMultipleOfEight) {
  EXPECT_THAT(lex("\ta\t\tb").tokens, ElementsAre("0:8 identifier a", "0:24 identifier b"));
}

TEST(Lexer, LinesEndWithALineFeedAndACarriageReturnIsAColumn) {
  EXPECT_THAT(lex("a\r\n b\rc").tokens, ElementsAre("0:0 identifier a", "1:1 identifier b", "1:3 identifier c"));
}

TEST(Lexer, ColumnsAreBytes) {
  EXPECT_THAT(lex("\"\u00e9\" a").tokens, ElementsAre("0:0 string \"\u00e9\"", "0:5 identifier a"));
}

TEST(Lexer, AByteOrderMarkIsNoTokenButThreeColumns) {
  EXPECT_THAT(lex("\xEF\xBB\xBF"
                  "a")
                  .tokens,
              ElementsAre("0:3 identifier a"));
}

TEST(Lexer, CommentsAreNoTokens) {
  EXPECT_THAT(lex("a // b\n/* c\n */ d / e").tokens,
              ElementsAre("0:0 identifier a", "2:4 identifier d", "2:6 symbol /", "2:8 identifier e"));
}

TEST(Lexer, AQuoteOfTheOtherKindIsPartOfTheString) {
  EXPECT_THAT(lex(R"("it's" 'a "b"')").tokens, ElementsAre(R"(0:0 string "it's")", R"(0:7 string 'a "b"')"));
}

TEST(Lexer, AnEscapedQuoteDoesNotEndTheString) {
  EXPECT_THAT(lex(R"("a\"b" "\\" c)").tokens,
              ElementsAre(R"(0:0 string "a\"b")", R"(0:7 string "\\")", "0:12 identifier c"));
}

// --- what is wrong -------------------------------------------------------------------------------------------------

TEST(LexerError, AStringEndsOnItsLine) {
  const lexed all = lex("\"abc\ndef");
  EXPECT_THAT(all.tokens, ElementsAre("0:0 string \"abc", "1:0 identifier def"));
  EXPECT_THAT(all.errors, ElementsAre("0:4: the line ends inside a string"));
  EXPECT_THAT(lex("'abc").errors, ElementsAre("0:4: the text ends inside a string"));
}

TEST(LexerError, EscapesAreCheckedWhereTheyStand) {
  EXPECT_THAT(lex(R"("\q")").errors, ElementsAre("0:2: no such escape sequence"));
  EXPECT_THAT(lex(R"("\X41")").errors, ElementsAre("0:2: no such escape sequence"));
  EXPECT_THAT(lex(R"("\xg")").errors, ElementsAre(HasSubstr("0:3: \\x")));
  EXPECT_THAT(lex(R"("\u12g4")").errors, ElementsAre(HasSubstr("0:5: \\u")));
  EXPECT_THAT(lex(R"("\U00200000")").errors, ElementsAre(HasSubstr("0:5: \\U")));
  EXPECT_THAT(lex(R"("\U0010ffff \u00e9 \x4 \7 \a\b\f\n\r\t\v\\\?\'\"")").errors, IsEmpty());
}

TEST(LexerError, NumbersAndNamesNeedSpaceBetweenThem) {
  EXPECT_THAT(lex("12ab").errors, ElementsAre("0:2: a number directly before a name"));
  EXPECT_THAT(lex("a.5").errors, ElementsAre("0:1: a name directly before a number"));
  EXPECT_THAT(lex("a .5").errors, IsEmpty());
}

TEST(LexerError, ANumberHasOnePoint) {
  EXPECT_THAT(lex("1.5.2").errors, ElementsAre(HasSubstr("0:3: a second point")));
  EXPECT_THAT(lex("0x1.2").errors, ElementsAre("0:3: a point in a hexadecimal or octal number"));
}

TEST(LexerError, WhatIsWrongInsideANumberIsReportedThere) {
  EXPECT_THAT(lex("  0179").errors, ElementsAre(HasSubstr("0:5: a number that begins with 0 is octal")));
}

TEST(LexerError, ControlCharactersAreReportedOnceForARow) {
  const lexed all = lex("a \x01\x02 b \0 c"s);
  EXPECT_THAT(all.tokens, ElementsAre("0:0 identifier a", "0:5 identifier b", "0:9 identifier c"));
  EXPECT_THAT(all.errors, ElementsAre("0:2: control character in the text", "0:7: control character in the text"));
}

TEST(LexerError, BytesBeyondAsciiStandInStringsAndCommentsOnly) {
  EXPECT_THAT(lex("// \u00e9\n\"\u00e9\"").errors, IsEmpty());
  EXPECT_THAT(lex("\u00e9").errors.size(), 2U);  // a byte each
}

TEST(LexerError, BlockCommentsDoNotNestAndHaveAnEnd) {
  EXPECT_THAT(lex("/* /* */").errors, ElementsAre(HasSubstr("0:4: a block comment inside")));
  EXPECT_THAT(lex("a\n  /* b").errors,
              ElementsAre("1:6: the text ends inside a comment", "1:2: this comment has no end"));
}

TEST(LexerError, AByteOrderMarkOfAnotherKindIsRefused) {
  EXPECT_THAT(lex("\xEF\xBB").errors, ElementsAre(HasSubstr("0:2: the file begins like a byte order mark")));
}

// --- what a string says --------------------------------------------------------------------------------------------

TEST(Unquote, TakesTheQuotesAway) {
  EXPECT_EQ(unquoted(R"("abc")"), "abc");
  EXPECT_EQ(unquoted("''"), "");
}

TEST(Unquote, ReplacesSimpleEscapes) { EXPECT_EQ(unquoted(R"("\a\b\f\n\r\t\v\\\?\'\"")"), "\a\b\f\n\r\t\v\\?'\""); }

TEST(Unquote, OctalEscapesTakeUpToThreeDigits) {
  EXPECT_EQ(unquoted(R"("\1011\60a\0")"),
            "A1"
            "0a\0"s);
  EXPECT_EQ(unquoted(R"("\377")"), "\xFF");
}

TEST(Unquote, HexadecimalEscapesTakeUpToTwoDigits) {
  EXPECT_EQ(unquoted(R"("\x41\x4g\x414")"),
            "A\x04"
            "gA4");
}

TEST(Unquote, UnicodeEscapesBecomeUtf8) {
  EXPECT_EQ(unquoted(R"("\u0041\u00e9\u20ac\U0001F600\U0010ffff")"), "A\u00e9\u20ac\U0001F600\U0010ffff");
}

TEST(Unquote, APairOfSurrogatesIsOneCharacter) {
  EXPECT_EQ(unquoted(R"("\ud83d\ude00")"), "\U0001F600");
  EXPECT_EQ(unquoted(R"("\ud83d!")"), "\xED\xA0\xBD!");  // and a half is itself, as in protoc
}

TEST(Unquote, ACodePointBeyondUnicodeStaysAnEscape) { EXPECT_EQ(unquoted(R"("\U001abcde")"), R"(\U001abcde)"); }

// --- whose comment it is -------------------------------------------------------------------------------------------

/// The comments between the two semicolons of the text: trailing | detached … | leading.
std::string comments_in(std::string_view text) {
  error_log errors("f.proto");
  lexer tokens(text, errors);
  tokens.next();
  while (tokens.current().text != ";") tokens.next();
  comment_set found;
  tokens.next(found);
  std::string all = found.trailing + "|";
  for (const std::string& detached : found.detached) all += detached + "|";
  return all + found.leading;
}

TEST(Comments, BehindADeclarationTrailIt) {
  EXPECT_EQ(comments_in("a; // one\nb;"), " one\n|");
  EXPECT_EQ(comments_in("a; /* one */\nb;"), " one |");
}

TEST(Comments, BeforeADeclarationLeadIt) {
  EXPECT_EQ(comments_in("a;\n\n// one\n// two\nb;"), "| one\n two\n");
  EXPECT_EQ(comments_in("a;\n// one\nb;"), "| one\n");
}

TEST(Comments, BelowADeclarationTrailItIfABlankLineFollows) {
  EXPECT_EQ(comments_in("a;\n// one\n// two\n\nb;"), " one\n two\n|");
  EXPECT_EQ(comments_in("a;\n// one\n\n// two\nb;"), " one\n| two\n");
}

TEST(Comments, BetweenBlankLinesAreDetached) {
  EXPECT_EQ(comments_in("a;\n\n// one\n\n/* two */\n\n// three\nb;"), "| one\n| two | three\n");
}

TEST(Comments, OnTheNextLineDoNotContinueATrailingOne) {
  EXPECT_EQ(comments_in("a; // one\n// two\nb;"), " one\n| two\n");
  EXPECT_EQ(comments_in("a; // one\n// two\n\nb;"), " one\n| two\n|");
}

TEST(Comments, OfTwoKindsAreTwo) {
  EXPECT_EQ(comments_in("a;\n\n// one\n/* two */\nb;"), "| one\n| two ");
  EXPECT_EQ(comments_in("a;\n\n/* one */\n/* two */\nb;"), "| one | two ");
}

TEST(Comments, BeforeTheEndOfAScopeAreNoLeadingOnes) {
  EXPECT_EQ(comments_in("a;\n\n// one\n}"), "| one\n|");
  EXPECT_EQ(comments_in("a;\n// one\n}"), " one\n|");
  EXPECT_EQ(comments_in("a;\n\n// one\n"), "| one\n|");
}

TEST(Comments, BetweenTwoTokensOfOneLineAreLost) {
  EXPECT_EQ(comments_in("a; /* one */ b;"), "|");
  EXPECT_EQ(comments_in("a; /* one */ /* two */\nb;"), "|");
}

TEST(Comments, StarsThatDecorateLinesAreNoContent) {
  EXPECT_EQ(comments_in("a;\n\n/* one\n * two\n   three\n **four\n */\nb;"), "| one\n two\nthree\n*four\n");
}

TEST(Comments, AnEmptyOneIsOne) { EXPECT_EQ(comments_in("a;\n\n/**/\n\n//\nb;"), "||\n"); }

}  // namespace
