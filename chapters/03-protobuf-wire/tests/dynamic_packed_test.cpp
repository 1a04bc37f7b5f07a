// SPDX-License-Identifier: MIT
//
// Packed fields of dynamic messages. Each failure shows the bytes, and the elements that were expected and found.
#include "hand_types.hpp"
#include "hex.hpp"

#include <pbwire/dynamic.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace {

using namespace pbwire;
using test::failed;
using test::hex;

class DynamicPacked : public testing::Test {
 protected:
  /// The field's elements are these, whatever they are held as.
  void expect_elements(std::string_view bytes, std::string_view field, const std::vector<double>& expected) {
    const result<dynamic_message> m = decode(doc.type(), bytes);
    ASSERT_TRUE(m.has_value()) << picture(bytes) << m.error().message();
    std::vector<double> found;
    for (const dynamic_value& v : m->list(doc[field])) {
      std::visit(
          [&found]<class T>(const T& held) {
            if constexpr (std::is_arithmetic_v<T>) found.push_back(static_cast<double>(held));
          },
          v);
    }
    EXPECT_EQ(found, expected) << picture(bytes) << "elements of " << field;
  }

  static std::string picture(std::string_view bytes) { return "bytes     " + test::to_hex(bytes) + '\n'; }

  const hand::doc_type doc;
};

TEST_F(DynamicPacked, IsOneRecordWithAllElementsInIt) {  // Encoding, "Packed Repeated Fields"
  expect_elements(hex("1a 06 03 8e 02 9e a7 05"), "numbers", {3, 270, 86942});
}

TEST_F(DynamicPacked, HasAsManyElementsAsItsLengthHolds) {
  expect_elements(hex("1a 01 07"), "numbers", {7});
  expect_elements(hex("1a 03 01 02 03"), "numbers", {1, 2, 3});
  expect_elements(hex("1a 00"), "numbers", {});
}

TEST_F(DynamicPacked, EndsWhereItsLengthEnds) {  // what follows is the next record, and no element
  expect_elements(hex("1a 02 01 02 68 01"), "numbers", {1, 2});
  expect_elements(hex("1a 02 01 02 6a 02 01 00"), "flags", {1, 0});
  expect_elements(hex("1a 00 6a 01 01"), "flags", {1});
}

TEST_F(DynamicPacked, MayComeInSeveralRecords) { expect_elements(hex("1a 02 01 02 1a 01 03"), "numbers", {1, 2, 3}); }

TEST_F(DynamicPacked, MayBeMixedWithSingleElements) {
  expect_elements(hex("18 01 1a 02 02 03 18 04"), "numbers", {1, 2, 3, 4});
}

TEST_F(DynamicPacked, HoldsEveryKindOfNumber) {
  expect_elements(hex("22 03 01 02 03"), "signs", {-1, 1, -2});
  expect_elements(hex("2a 08 01 00 00 00 00 01 00 00"), "fixed", {1, 256});
  expect_elements(hex("72 08 00 00 00 00 00 00 f8 3f"), "ratios", {1.5});
  expect_elements(hex("6a 03 01 00 02"), "flags", {1, 0, 1});
}

TEST_F(DynamicPacked, RefusesAnElementThatReachesPastItsLength) {
  const std::string half_a_varint = hex("1a 02 01 80 18 05");  // 80 18 would be a fine varint
  EXPECT_TRUE(failed(decode(doc.type(), half_a_varint), errc::truncated, 3, "numbers")) << picture(half_a_varint);
  const std::string half_a_fixed = hex("2a 06 01 00 00 00 02 00 18 05 18 05");
  EXPECT_TRUE(failed(decode(doc.type(), half_a_fixed), errc::truncated, 6, "fixed")) << picture(half_a_fixed);
}

TEST_F(DynamicPacked, RefusesALengthPastTheEnd) {
  EXPECT_TRUE(failed(decode(doc.type(), hex("1a 03 01 02")), errc::length_past_end, 1, "numbers"));
  EXPECT_TRUE(failed(decode(doc.type(), hex("1a 80 80 80 80 08 01")), errc::length_too_large, 1, "numbers"));
  EXPECT_TRUE(failed(decode(doc.type(), hex("1a 80")), errc::truncated, 1, "numbers"));
}

TEST_F(DynamicPacked, RefusesAnElementOfElevenBytes) {
  EXPECT_TRUE(failed(decode(doc.type(), hex("1a 0c 01 80 80 80 80 80 80 80 80 80 80 01")), errc::varint_too_long, 3,
                     "numbers"));
}

}  // namespace
