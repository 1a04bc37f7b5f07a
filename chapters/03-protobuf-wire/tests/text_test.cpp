// SPDX-License-Identifier: MIT
//
// UTF-8 and the spelling of single values, each against libprotobuf's own.
#include <pbwire/text.hpp>
#include <pbwire/utf8.hpp>

#include <google/protobuf/text_format.h>
#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace {

/// What libprotobuf prints for the value of a wrapper message, without "value: " before it and the line's end.
template <class Wrapper, class T>
std::string theirs(const T& value) {
  Wrapper message;
  message.set_value(value);
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  if (text.empty()) return "0";  // implicit presence: zero is not printed
  return text.substr(7, text.size() - 8);
}

template <class T>
std::string ours(T value) {
  std::string text;
  if constexpr (std::is_same_v<T, float>) {
    pbwire::append_float(text, value);
  } else {
    pbwire::append_double(text, value);
  }
  return text;
}

bool their_utf8(const std::string& text) {
  google::protobuf::StringValue message;  // a proto3 string
  std::string wire{'\x0a', static_cast<char>(text.size())};
  return message.ParseFromString(wire + text);
}

TEST(Utf8, EveryTextOfUpToThreeBytesIsJudgedAsByLibprotobuf) {
  // The lead and the second byte carry all the rules; the third and fourth only repeat one.
  const std::vector<int> samples{0x00, 0x41, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xf4, 0xff};
  google::protobuf::LogSilencer quiet;
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      for (const int third : samples) {
        std::string text{static_cast<char>(first), static_cast<char>(second), static_cast<char>(third)};
        for (const std::string& t : {text.substr(0, 1), text.substr(0, 2), text, text + "\x80", text + "\xc0"}) {
          ASSERT_EQ(pbwire::is_utf8(t), their_utf8(t)) << first << ' ' << second << ' ' << third << ' ' << t.size();
        }
      }
    }
  }
}

TEST(Utf8, FindsTheOneBadByteWhereverItStands) {
  const std::string good =
      "plain text, then h\xc3\xa9llo \xe2\x82\xac \xf0\x9f\x98\x80 and plain text again, long enough";
  EXPECT_TRUE(pbwire::is_utf8(good));
  EXPECT_TRUE(pbwire::is_utf8(""));
  for (std::size_t i = 0; i <= good.size(); ++i) {
    std::string bad = good;
    bad.insert(i, 1, '\xff');
    EXPECT_FALSE(pbwire::is_utf8(bad)) << i;
  }
}

TEST(Text, EveryByteIsEscapedAsByLibprotobuf) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  std::string text;
  pbwire::append_quoted(text, all);
  EXPECT_EQ(text, theirs<google::protobuf::BytesValue>(all));
}

TEST(Text, FloatsAndDoublesArePrintedAsByLibprotobuf) {
  using google::protobuf::DoubleValue;
  using google::protobuf::FloatValue;
  const double inf = std::numeric_limits<double>::infinity();
  for (const double value : {0.1, 1.0 / 3, 1e100, 1e15, 1e16, 123456789012345678.0, 5e-324, 1.7976931348623157e308, inf,
                             -inf, -inf + inf, 1e-5, 1e-4, -2.5, 100000.0, 1234567.0, 0.3, 2.2250738585072014e-308}) {
    EXPECT_EQ(ours(value), theirs<DoubleValue>(value));
    EXPECT_EQ(ours(static_cast<float>(value)), theirs<FloatValue>(static_cast<float>(value)));
  }
  EXPECT_EQ(ours(-0.0), theirs<DoubleValue>(-0.0));
  std::mt19937_64 random(3);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t bits = random();
    ASSERT_EQ(ours(std::bit_cast<double>(bits)), theirs<DoubleValue>(std::bit_cast<double>(bits))) << bits;
    const auto half = static_cast<std::uint32_t>(bits);
    ASSERT_EQ(ours(std::bit_cast<float>(half)), theirs<FloatValue>(std::bit_cast<float>(half))) << half;
  }
}

}  // namespace
