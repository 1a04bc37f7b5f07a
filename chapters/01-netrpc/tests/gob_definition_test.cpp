// SPDX-License-Identifier: MIT
//
// How types are announced: which messages, in which order, with which ids.
#include "support/bytes.hpp"

#include <netrpc/gob_encoder.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace {

using namespace netrpc;
using test::hex;
using testing::ElementsAre;

struct Point {
  std::int64_t X = 0, Y = 0;
};
BOOST_DESCRIBE_STRUCT(Point, (), (X, Y))

struct Item {
  std::int64_t Id = 0;
  std::string Name;
  double Price = 0;
  std::vector<std::string> Tags;
};
BOOST_DESCRIBE_STRUCT(Item, (), (Id, Name, Price, Tags))

struct Order {
  std::int64_t Id = 0;
  std::vector<Item> Items;
};
BOOST_DESCRIBE_STRUCT(Order, (), (Id, Items))

struct Node {
  std::int64_t Value = 0;
  std::unique_ptr<Node> Next;
};
BOOST_DESCRIBE_STRUCT(Node, (), (Value, Next))

struct Atlas {
  std::map<std::string, Point> Places;
};
BOOST_DESCRIBE_STRUCT(Atlas, (), (Places))

/// The id each message begins with: negative for a definition.
std::vector<std::int64_t> message_ids(const bytes& stream) {
  std::vector<std::int64_t> ids;
  for (std::span<const std::byte> rest = stream; !rest.empty();) {
    const auto length = gob::peek_uint(rest);
    gob::reader message(rest.subspan(length.width, length.value));
    ids.push_back(message.read_int());
    rest = rest.subspan(length.width + length.value);
  }
  return ids;
}

template <class T>
bytes encoded(gob::encoder& encoder, const T& value) {
  bytes out;
  EXPECT_TRUE(test::succeeded(encoder.encode(value, out)));
  return out;
}

TEST(GobDefinition, ThePictureInGobTypes) {
  gob::encoder encoder;
  EXPECT_BYTES_EQ(encoded(encoder, Point{22, 33}),
                  hex(R"(1F FF81 03 01 01 05 506F696E74 01 FF82 00 01 02 01 01 58 01 04 00 01 01 59 01 04 00 00 00
                         07 FF82 01 2C 01 42 00)"));
}

TEST(GobDefinition, ATypeIsDefinedOncePerStream) {
  gob::encoder encoder;
  EXPECT_THAT(message_ids(encoded(encoder, Point{1, 2})), ElementsAre(-65, 65));
  EXPECT_THAT(message_ids(encoded(encoder, Point{3, 4})), ElementsAre(65));
  gob::encoder another;
  EXPECT_THAT(message_ids(encoded(another, Point{5, 6})), ElementsAre(-65, 65));
}

TEST(GobDefinition, AStructHasItsIdBeforeItsFieldsAndASliceAfterItsElements) {
  gob::encoder encoder;  // Order 65, Item 66, []string 67, []Item 68
  EXPECT_THAT(message_ids(encoded(encoder, Order{})), ElementsAre(-65, -68, -66, -67, 65));
}

TEST(GobDefinition, WhatASecondTypeSharesWithTheFirstIsNotSaidAgain) {
  gob::encoder encoder;
  (void)encoded(encoder, Item{});  // Item 65, []string 66
  EXPECT_THAT(message_ids(encoded(encoder, Order{})), ElementsAre(-67, -68, 67));
}

TEST(GobDefinition, ATypeInsideItselfIsDefinedOnce) {
  gob::encoder encoder;
  EXPECT_THAT(message_ids(encoded(encoder, Node{})), ElementsAre(-65, 65));
}

TEST(GobDefinition, AMapBringsItsValuesType) {
  gob::encoder encoder;  // Atlas 65, Point 66, map 67
  EXPECT_THAT(message_ids(encoded(encoder, Atlas{})), ElementsAre(-65, -67, -66, 65));
}

TEST(GobDefinition, BuiltinTypesNeedNone) {
  gob::encoder encoder;
  EXPECT_THAT(message_ids(encoded(encoder, std::string("abc"))), ElementsAre(6));
  EXPECT_THAT(message_ids(encoded(encoder, std::int64_t{1})), ElementsAre(2));
}

TEST(GobDefinition, OneThatFailedIsMadeAgain) {
  gob::encoder encoder;
  bytes out;
  const std::vector<std::unique_ptr<Point>> with_a_hole(1);
  ASSERT_FALSE(encoder.encode(with_a_hole, out));
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(message_ids(encoded(encoder, Point{1, 2})).size(), 2U);
}

}  // namespace
