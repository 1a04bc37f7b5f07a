// SPDX-License-Identifier: MIT
#include <netrpc/json_stream.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace netrpc;

std::span<const std::byte> raw(std::string_view text) { return std::as_bytes(std::span(text)); }

struct seen {
  std::vector<std::string> values;
  std::vector<std::uint64_t> offsets;
  std::optional<error> failure;
  bool at_boundary = false;
};

void drain(json_stream& s, seen& out) {
  while (!out.failure) {
    const result<bool> r = s.next();
    if (r.has_error()) out.failure = r.error();
    else if (!*r) break;
    else {
      out.values.emplace_back(s.text());
      out.offsets.push_back(s.offset());
    }
  }
}

/// In pieces of `size` bytes.
seen fed(std::string_view text, std::size_t size, const limits& bounds = {}) {
  json_stream s(bounds);
  seen out;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, size);
    text.remove_prefix(piece.size());
    s.receive(raw(piece));
    drain(s, out);
  }
  out.at_boundary = s.at_boundary();
  return out;
}

constexpr std::size_t whole = std::string_view::npos;

using strings = std::vector<std::string>;

TEST(JsonStream, ValuesEndWhereTheirGrammarSaysSo) {
  const std::string text = " {\"a\":[1,{}]}\r\n[]\t\"x\\\"]\" 17 true{}null[1]-0.5e+7 ";
  for (const std::size_t size : {whole, std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
    const seen s = fed(text, size);
    EXPECT_FALSE(s.failure);
    EXPECT_EQ(s.values, (strings{"{\"a\":[1,{}]}", "[]", "\"x\\\"]\"", "17", "true", "{}", "null", "[1]", "-0.5e+7"}));
    EXPECT_EQ(s.offsets, (std::vector<std::uint64_t>{1, 15, 18, 25, 28, 32, 34, 38, 41}));
    EXPECT_TRUE(s.at_boundary);
  }
}

TEST(JsonStream, ALeadingZeroIsANumberOfItsOwnAsForGo) { EXPECT_EQ(fed("01 ", whole).values, (strings{"0", "1"})); }

TEST(JsonStream, AnObjectIsCompleteWithItsLastByte) {
  json_stream s;
  s.receive(raw("{}"));
  EXPECT_TRUE(s.next().value());
  EXPECT_EQ(s.text(), "{}");
}

TEST(JsonStream, ANumberEndsOnlyWithTheByteAfterIt) {
  json_stream s;
  s.receive(raw("12"));
  EXPECT_FALSE(s.next().value());
  EXPECT_FALSE(s.at_boundary());
  s.receive(raw("3\n"));
  EXPECT_TRUE(s.next().value());
  EXPECT_EQ(s.text(), "123");
  EXPECT_TRUE(s.at_boundary());
}

TEST(JsonStream, WhatFollowsAValueStaysForTheNext) {
  json_stream s;
  s.receive(raw("{\"a\":1}{\"b\""));
  ASSERT_TRUE(s.next().value());
  EXPECT_EQ(s.text(), "{\"a\":1}");
  EXPECT_FALSE(s.at_boundary());
  s.receive(raw(":2} "));
  EXPECT_EQ(s.text(), "{\"a\":1}");  // until next() is asked
  ASSERT_TRUE(s.next().value());
  EXPECT_EQ(s.text(), "{\"b\":2}");
  EXPECT_EQ(s.offset(), 7U);
  EXPECT_FALSE(s.next().value());
  EXPECT_TRUE(s.at_boundary());
}

TEST(JsonStream, WhiteSpaceBetweenValuesIsNotKept) {
  json_stream s({.json_message_bytes = 4});
  const std::string blank(1000, ' ');
  for (int i = 0; i < 100; ++i) {
    s.receive(raw(blank));
    EXPECT_FALSE(s.next().value());
  }
  s.receive(raw("[42]"));
  EXPECT_TRUE(s.next().value());
  EXPECT_EQ(s.offset(), 100'000U);
}

TEST(JsonStream, AMistakeIsNoticedAtItsByteWithoutWaitingForMore) {
  const std::pair<std::string, std::uint64_t> cases[] = {{"GET / HTTP/1.1", 0},
                                                         {"{} x", 3},
                                                         {"{\"a\":1,}", 7},
                                                         {"[1 2", 3},
                                                         {"\"a\nb\"", 2},
                                                         {"-x", 1},
                                                         {"1.}", 2},
                                                         {"1e]", 2},
                                                         {"\"\\x\"", 2},
                                                         {"\"\\u12g4\"", 5},
                                                         {"]", 0},
                                                         {"{1:2}", 1},
                                                         {"// no", 0},
                                                         {"[1,]", 3},
                                                         {"\xEF\xBB\xBF{}", 0},
                                                         {"+1", 0},
                                                         {".5", 0},
                                                         {"NaN", 0}};
  for (const auto& [text, at] : cases) {
    for (const std::size_t size : {whole, std::size_t{1}}) {
      const seen s = fed(text, size);
      ASSERT_TRUE(s.failure) << text;
      EXPECT_EQ(s.failure->code, errc::json_syntax);
      EXPECT_EQ(s.failure->scope, error_scope::stream);
      EXPECT_EQ(s.failure->offset, at) << text;
      EXPECT_FALSE(s.at_boundary);
    }
  }
}

TEST(JsonStream, AMisspeltWordIsNoticedWithinTheWord) {
  // Boost compares a word at once when it is all there, and then names its beginning.
  EXPECT_EQ(fed("{} tru3", whole).failure->offset, 3U);
  EXPECT_EQ(fed("{} tru3", 1).failure->offset, 6U);
}

TEST(JsonStream, AnErrorIsFinal) {
  json_stream s;
  s.receive(raw("]"));
  EXPECT_TRUE(s.next().has_error());
  s.receive(raw("{}"));
  EXPECT_TRUE(s.next().has_error());
  EXPECT_EQ(s.next().error().offset, 0U);
}

TEST(JsonStream, GosGrammarIsWiderThanBoosts) {
  for (const std::string text :
       {R"("\ud800")", R"("\uDFFF\uD800")", R"("\ud83dx")", R"(["\\","\\ud800","\\\ud800"])", "[1e99999999999999]",
        "[1E-99999999999999]", "[true,1e5,false]", "\"\xff\xfe\"", "\"\x7f\""}) {
    for (const std::size_t size : {whole, std::size_t{1}}) EXPECT_EQ(fed(text, size).values, (strings{text}));
  }
}

TEST(JsonStream, AMessageMayBeAsLongAsItsLimit) {
  const limits bounds{.json_message_bytes = 10};
  for (const std::size_t size : {whole, std::size_t{1}, std::size_t{3}}) {
    EXPECT_EQ(fed("  [1234567]    [1,2,3,45]", size, bounds).values, (strings{"[1234567]", "[1,2,3,45]"}));
    const seen s = fed("{}   [1,2,3,456]", size, bounds);
    EXPECT_EQ(s.values, strings{"{}"});
    ASSERT_TRUE(s.failure);
    EXPECT_EQ(s.failure->code, errc::json_message_too_big);
    EXPECT_EQ(s.failure->offset, 15U);
  }
}

TEST(JsonStream, AnEndlessLineIsCutOff) {
  json_stream s({.json_message_bytes = 100'000});
  const std::string piece = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  s.receive(raw("{\"a\":\""));
  std::size_t sent = 6;
  result<bool> r = s.next();
  for (; r.has_value() && sent < 1'000'000; sent += piece.size()) {
    s.receive(raw(piece));
    r = s.next();
  }
  ASSERT_TRUE(r.has_error());
  EXPECT_EQ(r.error().code, errc::json_message_too_big);
  EXPECT_EQ(r.error().offset, 100'000U);
  EXPECT_LE(sent, 100'000 + 2 * piece.size());
}

TEST(JsonStream, ValuesMayNestAsDeepAsTheirLimit) {
  const limits bounds{.json_nesting = 3};
  for (const std::size_t size : {whole, std::size_t{1}}) {
    EXPECT_EQ(fed("[[[1]]] [{\"a\":[]}]", size, bounds).values.size(), 2U);
    const seen s = fed("[[{\"a\":[]}]]", size, bounds);
    ASSERT_TRUE(s.failure);
    EXPECT_EQ(s.failure->code, errc::json_syntax);
    EXPECT_EQ(s.failure->detail, "too deep");
    EXPECT_EQ(s.failure->offset, 7U);
  }
  EXPECT_EQ(fed(std::string(512, '[') + std::string(512, ']'), whole).values.size(), 1U);
  EXPECT_TRUE(fed(std::string(513, '['), whole).failure);
}

}  // namespace
