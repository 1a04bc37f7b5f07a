// SPDX-License-Identifier: MIT
//
// RFC 7541 §5.1 and Appendix C.1: integers, read and written.
#include "wire_eq.hpp"

#include <h2/hpack/integer.hpp>

#include <limits>
#include <ostream>

namespace h2::hpack {
std::ostream& operator<<(std::ostream& to, integer_status status) {
  constexpr std::array<std::string_view, 3> names = {"ok", "truncated", "too_large"};
  return to << names.at(static_cast<std::size_t>(status));
}
}  // namespace h2::hpack

namespace {

using namespace h2;
using namespace h2::hpack;
using test::hex;

constexpr std::uint32_t largest = std::numeric_limits<std::uint32_t>::max();

byte_buffer encoded(std::uint32_t value, unsigned prefix_bits, std::uint8_t pattern = 0) {
  byte_buffer out;
  encode_integer(value, prefix_bits, pattern, out);
  return out;
}

/// Whole, with every beginning of it, and with something behind it.
void expect_decodes(const byte_buffer& data, unsigned prefix_bits, std::uint32_t value) {
  SCOPED_TRACE(test::to_hex(data) + ", prefix of " + std::to_string(prefix_bits));
  const decoded_integer whole = decode_integer(data, prefix_bits);
  EXPECT_EQ(whole.status, integer_status::ok);
  EXPECT_EQ(whole.value, value);
  EXPECT_EQ(whole.size, data.size());
  for (std::size_t n = 1; n < data.size(); ++n) {
    EXPECT_EQ(decode_integer(bytes(data).first(n), prefix_bits).status, integer_status::truncated) << n << " bytes";
  }
  byte_buffer longer = data;
  append(longer, hex("ff ff 00"));
  const decoded_integer with_more = decode_integer(longer, prefix_bits);
  EXPECT_EQ(with_more.status, integer_status::ok);
  EXPECT_EQ(with_more.value, value);
  EXPECT_EQ(with_more.size, data.size());
}

void expect_refused(std::string_view digits, unsigned prefix_bits, integer_status why) {
  EXPECT_EQ(decode_integer(hex(digits), prefix_bits).status, why) << digits;
}

TEST(HpackInteger, Appendix_C_1_1_TenFitsIntoFiveBits) {
  EXPECT_WIRE_EQ(encoded(10, 5), hex("0a"));
  expect_decodes(hex("0a"), 5, 10);
}

TEST(HpackInteger, Appendix_C_1_2_1337TakesTwoMoreBytes) {
  EXPECT_WIRE_EQ(encoded(1337, 5), hex("1f 9a 0a"));
  expect_decodes(hex("1f 9a 0a"), 5, 1337);
}

TEST(HpackInteger, Appendix_C_1_3_42FillsAByteOfItsOwn) {
  EXPECT_WIRE_EQ(encoded(42, 8), hex("2a"));
  expect_decodes(hex("2a"), 8, 42);
}

TEST(HpackInteger, APrefixFullOfOnesIsNoNumberYet) {
  for (unsigned prefix = 1; prefix <= 8; ++prefix) {
    const std::uint32_t full = (1U << prefix) - 1;
    EXPECT_EQ(encoded(full - 1, prefix).size(), 1U) << prefix;
    EXPECT_WIRE_EQ(encoded(full, prefix), (byte_buffer{static_cast<std::byte>(full), std::byte{0}}));
    expect_decodes({static_cast<std::byte>(full), std::byte{0}}, prefix, full);
  }
}

TEST(HpackInteger, TheSevenBitGroupsComeLowestFirst) {
  EXPECT_WIRE_EQ(encoded(31 + 127, 5), hex("1f 7f"));
  EXPECT_WIRE_EQ(encoded(31 + 128, 5), hex("1f 80 01"));
  EXPECT_WIRE_EQ(encoded(31 + 16383, 5), hex("1f ff 7f"));
  EXPECT_WIRE_EQ(encoded(31 + 16384, 5), hex("1f 80 80 01"));
}

TEST(HpackInteger, ThePatternOfTheFirstByteStaysAndIsNotRead) {
  EXPECT_WIRE_EQ(encoded(10, 5, 0xe0), hex("ea"));
  EXPECT_WIRE_EQ(encoded(1337, 5, 0x20), hex("3f 9a 0a"));
  expect_decodes(hex("ea"), 5, 10);
  expect_decodes(hex("3f 9a 0a"), 5, 1337);
  expect_decodes(hex("be"), 7, 62);
}

TEST(HpackInteger, EveryNumberThatIsWrittenIsReadAgainInEveryPrefix) {
  for (unsigned prefix = 1; prefix <= 8; ++prefix) {
    for (std::uint64_t power = 1; power <= largest; power *= 2) {
      for (const std::uint64_t value : {power - 1, power, power + 1, power + (1U << prefix) - 1, power + 126}) {
        if (value > largest) continue;
        const auto n = static_cast<std::uint32_t>(value);
        expect_decodes(encoded(n, prefix), prefix, n);
      }
    }
    expect_decodes(encoded(largest, prefix), prefix, largest);
  }
}

TEST(HpackInteger, TheLargestTakesFiveBytesBehindThePrefix) {
  EXPECT_WIRE_EQ(encoded(largest, 5), hex("1f e0 ff ff ff 0f"));
  EXPECT_WIRE_EQ(encoded(largest, 8), hex("ff 80 fe ff ff 0f"));
}

// RFC 7541 §5.1: an integer whose value is above a limit of the implementation is a decoding error.
TEST(HpackInteger, AboveTwoToThe32IsRefused) {
  expect_refused("1f e1 ff ff ff 0f", 5, integer_status::too_large);
  expect_refused("ff 81 fe ff ff 0f", 8, integer_status::too_large);
  expect_refused("1f 80 80 80 80 10", 5, integer_status::too_large);
  expect_refused("1f ff ff ff ff 7f", 5, integer_status::too_large);
  // 2^63 and more, where a shift past the word would forget it.
  expect_refused("7f 80 80 80 80 80 80 80 80 80 01", 7, integer_status::too_large);
}

// RFC 7541 §5.1: an integer of more octets than the implementation takes is a decoding error, zeros too.
TEST(HpackInteger, ASixthByteBehindThePrefixIsRefusedWhateverItAdds) {
  expect_decodes(hex("1f 80 80 80 80 00"), 5, 31);
  expect_refused("1f 80 80 80 80 80 00", 5, integer_status::too_large);
  expect_refused("1f 81 80 80 80 80 80 80 80 80 80 80 80 80 80 00", 5, integer_status::too_large);
}

TEST(HpackInteger, ZerosThatAddNothingAreReadWithinTheLimit) {
  expect_decodes(hex("1f 80 00"), 5, 31);
  expect_decodes(hex("1f 81 80 80 00"), 5, 32);
}

TEST(HpackInteger, WithoutItsLastByteIsTruncated) {
  expect_refused("1f", 5, integer_status::truncated);
  expect_refused("1f 80 80 80 80", 5, integer_status::truncated);
  expect_refused("ff", 8, integer_status::truncated);
  expect_refused("01", 1, integer_status::truncated);
}

}  // namespace
