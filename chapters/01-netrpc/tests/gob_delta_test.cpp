// SPDX-License-Identifier: MIT
//
// Structs on the receiving side, from bytes put down by hand: nothing here is encoded by us.
#include "support/bytes.hpp"

#include <netrpc/gob_decoder.hpp>

#include <gtest/gtest.h>

namespace {

using namespace netrpc;
using test::hex;
using test::operator+;

struct Point {
  std::int64_t X = 0, Y = 0;
  bool operator==(const Point&) const = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (X, Y))

// type 65: struct Point { X int; Y int }
const bytes point = hex(R"(1F FF81 03 01 01 05 506F696E74 01 FF82 00 01 02 01 01 58 01 04 00 01 01 59 01 04 00 00 00)");
// type 65: struct Point { X int; Name string; Y int }
const bytes point_with_name = hex(R"(28 FF81 03 01 01 05 506F696E74 01 FF82 00
                                     01 03 01 01 58 01 04 00 01 04 4E616D65 01 0C 00 01 01 59 01 04 00 00 00)");
// type 66: []Point
const bytes points = hex(R"(16 FF83 02 01 01 07 5B5D506F696E74 01 FF84 00 01 FF82 00 00)");

template <class T>
result<progress> decode(const bytes& stream, T& into) {
  gob::decoder decoder;
  decoder.receive(stream);
  return decoder.decode(into);
}

TEST(GobDelta, TheDocumentationsPoint) {
  Point p;
  ASSERT_TRUE(test::succeeded(decode(point + hex("07 FF82 01 2C 01 42 00"), p)));
  EXPECT_EQ(p, (Point{22, 33}));
}

TEST(GobDelta, AFieldLeftOutMakesTheNextDeltaTwo) {
  Point p;
  ASSERT_TRUE(test::succeeded(decode(point + hex("05 FF82 02 42 00"), p)));
  EXPECT_EQ(p, (Point{0, 33}));
}

TEST(GobDelta, WhatWasNotSentKeepsItsValue) {
  Point p{7, 8};
  ASSERT_TRUE(test::succeeded(decode(point + hex("05 FF82 01 02 00"), p)));
  EXPECT_EQ(p, (Point{1, 8}));
}

TEST(GobDelta, DeltasStartAgainInEveryStruct) {
  std::vector<Point> all;
  ASSERT_TRUE(test::succeeded(decode(point + points + hex("0C FF84 00 02 01 02 01 04 00 02 06 00"), all)));
  EXPECT_EQ(all, (std::vector<Point>{{1, 2}, {0, 3}}));
}

TEST(GobDelta, AZeroDeltaEndsAStructWithoutFields) {
  std::vector<Point> all;
  ASSERT_TRUE(test::succeeded(decode(point + points + hex("08 FF84 00 02 00 01 02 00"), all)));
  EXPECT_EQ(all, (std::vector<Point>{{0, 0}, {1, 0}}));
}

TEST(GobDelta, AFieldNobodyHereHasIsReadAndForgotten) {
  Point p;
  ASSERT_TRUE(test::succeeded(decode(point_with_name + hex("0C FF82 01 2C 01 03 616263 01 42 00"), p)));
  EXPECT_EQ(p, (Point{22, 33}));
}

TEST(GobDelta, ADeltaPastTheLastFieldIsRefusedWithItsPlace) {
  Point p;
  const auto outcome = decode(point + hex("05 FF82 03 42 00"), p);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, errc::field_out_of_range);
  EXPECT_EQ(outcome.error().scope, error_scope::stream);
  EXPECT_EQ(outcome.error().offset, point.size() + 4);  // just behind the delta
}

TEST(GobDelta, TwoSmallDeltasPastTheLastFieldAreRefusedToo) {
  Point p;
  const auto outcome = decode(point + hex("07 FF82 02 42 01 02 00"), p);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, errc::field_out_of_range);
}

TEST(GobDelta, AHugeDeltaDoesNotWrapAround) {
  Point p;
  const auto outcome = decode(point + hex("0D FF82 F8 FFFFFFFFFFFFFFFF 42 00"), p);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, errc::field_out_of_range);
}

}  // namespace
