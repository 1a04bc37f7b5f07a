// SPDX-License-Identifier: MIT
//
// Bytes to values: in any pieces, through plans, with interface values that cut messages in two.
#include "support/bytes.hpp"
#include "support/canon.hpp"
#include "support/golden_types.hpp"

#include <netrpc/gob_decoder.hpp>
#include <netrpc/gob_encoder.hpp>

namespace {

using namespace netrpc;
using test::canon_of;
using test::hex;
using test::operator+;

const gob::type_names& names() {
  static const auto all = [] {
    auto known = gob::type_names::basic();
    known.add<go::Item>();
    known.add<go::Holder>();
    known.add<go::Point>();
    return known;
  }();
  return all;
}

template <class... Ts>
bytes encoded(const Ts&... values) {
  gob::encoder encoder(&names());
  bytes out;
  const auto one = [&](const auto& v) { EXPECT_TRUE(test::succeeded(encoder.encode(v, out))); };
  (one(values), ...);
  return out;
}

// --- in pieces -----------------------------------------------------------------------------------------------

TEST(GobIncremental, NothingArrivedIsNoError) {
  gob::decoder decoder;
  go::Point p;
  EXPECT_EQ(decoder.decode(p).value(), progress::need_more);
  EXPECT_TRUE(decoder.at_boundary());
}

TEST(GobIncremental, AValueIsDoneWithItsLastByteAndNotBefore) {
  const bytes stream = encoded(go::Order{7, {{1, "pen", 1.25, {"red"}}}});
  gob::decoder decoder;
  go::Order order;
  for (std::size_t i = 0; i < stream.size(); ++i) {
    EXPECT_EQ(decoder.decode(order).value(), progress::need_more) << i;
    EXPECT_EQ(decoder.at_boundary(), i == 0) << i;
    decoder.receive({&stream[i], 1});
  }
  EXPECT_EQ(decoder.decode(order).value(), progress::done);
  EXPECT_TRUE(decoder.at_boundary());
  EXPECT_EQ(order.Items.at(0).Tags.at(0), "red");
}

TEST(GobIncremental, AfterADefinitionAloneTheStreamIsNotAtABoundary) {
  const bytes stream = encoded(go::Point{1, 2});
  gob::decoder decoder;
  decoder.receive(std::span(stream).first(1 + 0x1F));
  go::Point p;
  EXPECT_EQ(decoder.decode(p).value(), progress::need_more);
  EXPECT_FALSE(decoder.at_boundary());
}

TEST(GobIncremental, TwoValuesInOnePieceAreTwoValues) {
  gob::decoder decoder;
  decoder.receive(encoded(go::Point{1, 2}, go::Point{3, 4}));
  go::Point first, second;
  EXPECT_EQ(decoder.decode(first).value(), progress::done);
  EXPECT_FALSE(decoder.at_boundary());
  EXPECT_EQ(decoder.decode(second).value(), progress::done);
  EXPECT_EQ(second, (go::Point{3, 4}));
}

TEST(GobIncremental, WhatFollowsTheValueStaysUntouched) {
  gob::decoder decoder;
  decoder.receive(encoded(go::Point{1, 2}) + hex("FF FF FF FF"));
  go::Point p;
  EXPECT_EQ(decoder.decode(p).value(), progress::done);
  EXPECT_BYTES_EQ(decoder.take_rest(), hex("FF FF FF FF"));
  EXPECT_TRUE(decoder.at_boundary());
}

TEST(GobIncremental, OffsetsCountFromTheStartOfTheStreamHoweverMuchWasReadBefore) {
  gob::decoder decoder;
  std::uint64_t sent = 0;
  gob::encoder encoder;
  for (std::int64_t i = 0; i < 1000; ++i) {
    bytes out;
    ASSERT_TRUE(test::succeeded(encoder.encode(go::Point{i, i}, out)));
    decoder.receive(out);
    sent += out.size();
    go::Point p;
    ASSERT_EQ(decoder.decode(p).value(), progress::done);
  }
  decoder.receive(hex("01"));
  decoder.receive(hex("F7"));
  go::Point p;
  EXPECT_EQ(decoder.decode(p).error().offset, sent + 1);
}

// --- interface values --------------------------------------------------------------------------------------

TEST(GobInterface, BringsAValueOfTheRegisteredType) {
  gob::decoder decoder(&names());
  decoder.receive(encoded(go::Holder{"p", make_any(go::Point{1, 2})}));
  go::Holder back;
  ASSERT_EQ(decoder.decode(back).value(), progress::done);
  ASSERT_NE(any_cast<go::Point>(back.V), nullptr);
  EXPECT_EQ(*any_cast<go::Point>(back.V), (go::Point{1, 2}));
}

TEST(GobInterface, WhoseTypeIsDefinedOnTheSpotCutsTheMessageAndStillArrivesByteByByte) {
  const go::Holder sent{"item", make_any(go::Item{1, "pen", 1.25, {"red"}})};
  const bytes stream = encoded(sent);
  gob::decoder decoder(&names());
  go::Holder back;
  for (const std::byte& b : stream) {
    ASSERT_EQ(decoder.decode(back).value(), progress::need_more);
    decoder.receive({&b, 1});
  }
  ASSERT_EQ(decoder.decode(back).value(), progress::done);
  EXPECT_EQ(canon_of(back), canon_of(sent));
}

TEST(GobInterface, InsideAnInterfaceInsideAnInterfaceArrives) {
  const go::Holder inner{"inner", make_any(go::Item{2, "cup", 0, {}})};
  const go::Holder sent{"outer", make_any(go::Holder{"middle", make_any(inner)})};
  const bytes stream = encoded(sent, sent);
  gob::decoder whole(&names()), pieces(&names());
  whole.receive(stream);
  go::Holder back;
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(whole.decode(back).value(), progress::done);
    EXPECT_EQ(canon_of(back), canon_of(sent));
  }
  int values = 0;
  for (const std::byte& b : stream) {
    pieces.receive({&b, 1});
    const auto outcome = pieces.decode(back);
    ASSERT_TRUE(test::succeeded(outcome));
    if (*outcome == progress::done) ++values;
  }
  EXPECT_EQ(values, 2);
  EXPECT_EQ(canon_of(back), canon_of(sent));
}

TEST(GobInterface, ManyTypesDefinedInOneValueCountOnceHoweverOftenItIsTriedAgain) {
  go::Bag bag;
  bag.Things["a"] = make_any(go::Item{1, "a", 0, {}});
  bag.Things["b"] = make_any(go::Point{1, 2});
  bag.Things["c"] = make_any(go::Holder{"c", {}});
  const bytes stream = encoded(bag);
  limits tight;
  tight.definition_bytes = stream.size() - 60;  // all definitions once; twice would be too much
  gob::decoder decoder(&names(), tight);
  for (const std::byte& b : stream) {
    decoder.receive({&b, 1});
    go::Bag back;
    ASSERT_TRUE(test::succeeded(decoder.decode(back)));
  }
  EXPECT_TRUE(decoder.at_boundary());
}

TEST(GobInterface, OfAnUnknownNameLosesItsValueAndNotTheNext) {
  const bytes stream = encoded(go::Holder{"x", make_any(go::Item{1, "pen", 0, {"t"}})}, go::Holder{"y", {}});
  const auto basic = gob::type_names::basic();
  gob::decoder decoder(&basic);
  decoder.receive(stream);
  go::Holder back;
  const auto lost = decoder.decode(back);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, errc::name_not_registered);
  EXPECT_EQ(lost.error().scope, error_scope::value);
  EXPECT_NE(lost.error().message().find("main.Item"), std::string::npos);
  back = {};
  ASSERT_TRUE(test::succeeded(decoder.decode(back)));
  EXPECT_EQ(back.Label, "y") << "the definition and the value that followed the name belong to the lost value";
}

TEST(GobInterface, OfAnUnknownNameIsReportedWhenTheWholeValueHasArrived) {
  const bytes lost = encoded(go::Holder{"x", make_any(go::Item{1, "pen", 0, {"t"}})});
  const auto basic = gob::type_names::basic();
  gob::decoder decoder(&basic);
  go::Holder back;
  for (std::size_t i = 0; i < lost.size(); ++i) {
    ASSERT_EQ(decoder.decode(back).value(), progress::need_more) << i;
    decoder.receive({&lost[i], 1});
  }
  EXPECT_EQ(decoder.decode(back).error().code, errc::name_not_registered);
  EXPECT_TRUE(decoder.at_boundary());
}

// --- what stays ---------------------------------------------------------------------------------------------

TEST(GobDecoder, FieldsThatWereNotSentKeepWhatTheyHeld) {
  gob::decoder decoder;
  decoder.receive(encoded(go::Point{0, 33}));
  go::Point p{5, 6};
  ASSERT_EQ(decoder.decode(p).value(), progress::done);
  EXPECT_EQ(p, (go::Point{5, 33}));
}

TEST(GobDecoder, MapsKeepTheirOtherEntries) {
  gob::decoder decoder;
  decoder.receive(encoded(std::map<std::string, std::int64_t>{{"new", 1}}));
  std::map<std::string, std::int64_t> m{{"old", 2}};
  ASSERT_EQ(decoder.decode(m).value(), progress::done);
  EXPECT_EQ(m.size(), 2U);
}

TEST(GobDecoder, EmptyPointersAreFilledAndFullOnesUsed) {
  gob::decoder decoder;
  decoder.receive(encoded(std::int64_t{5}, std::int64_t{6}));
  std::shared_ptr<std::optional<std::int64_t>> p;
  ASSERT_EQ(decoder.decode(p).value(), progress::done);
  const auto* place = p.get();
  ASSERT_EQ(decoder.decode(p).value(), progress::done);
  EXPECT_EQ(p.get(), place);
  EXPECT_EQ(**p, 6);
}

TEST(GobDecoder, ANullDestinationReadsPastTheValue) {
  gob::decoder decoder(&names());
  decoder.receive(encoded(go::Holder{"skip", make_any(go::Item{1, "pen", 1, {"t"}})}, go::Point{1, 2}));
  ASSERT_EQ(decoder.decode(reflect::value{}).value(), progress::done);
  go::Point p;
  ASSERT_EQ(decoder.decode(p).value(), progress::done);
  EXPECT_EQ(p, (go::Point{1, 2}));
}

TEST(GobDecoder, AnyTypeIdWillDo) {  // Go's ids are counted per process
  const bytes stream =
      hex("1F FF 83 03 01 01 05 50 6F 69 6E 74 01 FF 84 00 01 02 01 01 58 01 04 00 01 01 59 01 04 00 00 00"
          "07 FF 84 01 2C 01 42 00");
  gob::decoder decoder;
  decoder.receive(stream);
  go::Point p;
  ASSERT_EQ(decoder.decode(p).value(), progress::done);
  EXPECT_EQ(p, (go::Point{22, 33}));
}

}  // namespace
