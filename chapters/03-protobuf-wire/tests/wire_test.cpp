// SPDX-License-Identifier: MIT
//
// Varints, zigzag, tags: the atoms of everything else.
#include "hex.hpp"

#include <pbwire/skip.hpp>
#include <pbwire/wire.hpp>

#include <array>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace {

using namespace pbwire;
using test::hex;

std::string encoded(std::uint64_t value) {
  std::array<std::byte, max_varint_size + 1> room{};
  const std::byte* const end = encode_varint(room.data(), value);
  return {reinterpret_cast<const char*>(room.data()), static_cast<std::size_t>(end - room.data())};
}

struct decoded_varint {
  std::uint64_t value = 0;
  std::size_t size = 0;
  friend bool operator==(const decoded_varint&, const decoded_varint&) = default;
  friend std::ostream& operator<<(std::ostream& to, const decoded_varint& n) {
    return to << n.value << " in " << n.size << " bytes";
  }
};

std::optional<decoded_varint> decoded(std::string_view bytes) {
  const auto input = test::as_bytes(bytes);
  decoded_varint n;
  const std::byte* const next = decode_varint(input.data(), input.data() + input.size(), n.value);
  if (next == nullptr) return std::nullopt;
  n.size = static_cast<std::size_t>(next - input.data());
  return n;
}

const std::vector<std::pair<std::uint64_t, std::string>>& vectors() {
  static const std::vector<std::pair<std::uint64_t, std::string>> table{
      {0, hex("00")},
      {1, hex("01")},
      {127, hex("7f")},
      {128, hex("80 01")},
      {150, hex("96 01")},
      {300, hex("ac 02")},
      {16383, hex("ff 7f")},
      {16384, hex("80 80 01")},
      {0xffff'ffff, hex("ff ff ff ff 0f")},
      {std::uint64_t{1} << 56, hex("80 80 80 80 80 80 80 80 01")},
      {std::uint64_t{1} << 63, hex("80 80 80 80 80 80 80 80 80 01")},
      {~std::uint64_t{0}, hex("ff ff ff ff ff ff ff ff ff 01")},
  };
  return table;
}

// --- varints: Encoding, "Base 128 Varints" ------------------------------------------------------------------------

TEST(Varint, OneHundredFiftyIsTheDocumentationsPicture) {
  EXPECT_WIRE_EQ(encoded(150), hex("96 01"));
  EXPECT_EQ(decoded(hex("96 01")), (decoded_varint{150, 2}));
}

TEST(Varint, UpTo127IsTheByteItself) {
  for (std::uint64_t value = 0; value < 128; ++value) {
    EXPECT_WIRE_EQ(encoded(value), std::string(1, static_cast<char>(value)));
    EXPECT_EQ(decoded(encoded(value)), (decoded_varint{value, 1}));
  }
}

TEST(Varint, HasTheLowestSevenBitsFirst) {
  EXPECT_WIRE_EQ(encoded(128), hex("80 01"));
  EXPECT_WIRE_EQ(encoded(300), hex("ac 02"));
  EXPECT_EQ(decoded(hex("ac 02")), (decoded_varint{300, 2}));
}

TEST(Varint, OfEveryVectorIsWrittenAndReadBack) {
  for (const auto& [value, bytes] : vectors()) {
    EXPECT_WIRE_EQ(encoded(value), bytes) << value;
    EXPECT_EQ(decoded(bytes), (decoded_varint{value, bytes.size()}));
  }
}

TEST(Varint, IsReadNoFurtherThanItsLastByte) {
  for (const auto& [value, bytes] : vectors()) {
    EXPECT_EQ(decoded(bytes + hex("ff ff 01")), (decoded_varint{value, bytes.size()}));
    EXPECT_EQ(decoded(bytes + hex("00")), (decoded_varint{value, bytes.size()}));
  }
}

TEST(Varint, ThatEndsTooEarlyIsNone) {
  for (const auto& [value, bytes] : vectors()) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_EQ(decoded(bytes.substr(0, size)), std::nullopt) << size << " of the bytes of " << value;
    }
  }
}

TEST(Varint, ComesBackOnBothSidesOfEveryPowerOfTwo) {
  for (int bit = 0; bit < 64; ++bit) {
    for (const std::uint64_t value : {(std::uint64_t{1} << bit) - 1, std::uint64_t{1} << bit}) {
      EXPECT_EQ(decoded(encoded(value)), (decoded_varint{value, varint_size(value)})) << value;
    }
  }
}

TEST(Varint, OfTheHighestBitTakesTenBytes) {
  EXPECT_WIRE_EQ(encoded(~std::uint64_t{0}), hex("ff ff ff ff ff ff ff ff ff 01"));
  EXPECT_EQ(decoded(hex("80 80 80 80 80 80 80 80 80 01")), (decoded_varint{std::uint64_t{1} << 63, 10}));
}

TEST(Varint, MayHaveTenBytesAndNotEleven) {
  EXPECT_EQ(decoded(hex("80 80 80 80 80 80 80 80 80 00")), (decoded_varint{0, 10}));
  EXPECT_EQ(decoded(hex("80 80 80 80 80 80 80 80 80 80 00")), std::nullopt);
  EXPECT_EQ(decoded(hex("ff ff ff ff ff ff ff ff ff ff 01")), std::nullopt);
}

TEST(Varint, LongerThanItNeedsToBeMeansTheSame) {
  EXPECT_EQ(decoded(hex("96 81 80 00")), (decoded_varint{150, 4}));
  EXPECT_EQ(decoded(hex("80 80 00")), (decoded_varint{0, 3}));
}

TEST(Varint, DropsBitsAboveThe64th) {  // as libprotobuf does
  EXPECT_EQ(decoded(hex("80 80 80 80 80 80 80 80 80 7f")), (decoded_varint{std::uint64_t{1} << 63, 10}));
  EXPECT_EQ(decoded(hex("81 80 80 80 80 80 80 80 80 02")), (decoded_varint{1, 10}));
}

// --- its size -----------------------------------------------------------------------------------------------------

TEST(VarintSize, IsTheNumberOfGroupsOfSevenBits) {
  for (const auto& [value, bytes] : vectors()) EXPECT_EQ(varint_size(value), bytes.size()) << value;
  for (std::size_t size = 1; size < 10; ++size) {
    EXPECT_EQ(varint_size((std::uint64_t{1} << 7 * size) - 1), size);
    EXPECT_EQ(varint_size(std::uint64_t{1} << 7 * size), size + 1);
  }
}

// --- zigzag: Encoding, "Signed Integers" --------------------------------------------------------------------------

TEST(Zigzag, CountsOutwardFromZero) {
  EXPECT_EQ(encode_zigzag32(0), 0U);
  EXPECT_EQ(encode_zigzag32(-1), 1U);
  EXPECT_EQ(encode_zigzag32(1), 2U);
  EXPECT_EQ(encode_zigzag32(-2), 3U);
  EXPECT_EQ(encode_zigzag32(2), 4U);
  EXPECT_EQ(encode_zigzag64(-1), 1U);
  EXPECT_EQ(encode_zigzag64(1), 2U);
  EXPECT_EQ(encode_zigzag64(-2), 3U);
}

TEST(Zigzag, ReachesBothEndsOfTheRange) {  // the documentation's table
  EXPECT_EQ(encode_zigzag32(0x7fff'ffff), 0xffff'fffeU);
  EXPECT_EQ(encode_zigzag32(std::numeric_limits<std::int32_t>::min()), 0xffff'ffffU);
  EXPECT_EQ(encode_zigzag64(std::numeric_limits<std::int64_t>::max()), ~std::uint64_t{0} - 1);
  EXPECT_EQ(encode_zigzag64(std::numeric_limits<std::int64_t>::min()), ~std::uint64_t{0});
}

TEST(Zigzag, ReadsEvenNumbersAsPositiveAndOddOnesAsNegative) {
  EXPECT_EQ(decode_zigzag32(0), 0);
  EXPECT_EQ(decode_zigzag32(1), -1);
  EXPECT_EQ(decode_zigzag32(2), 1);
  EXPECT_EQ(decode_zigzag32(3), -2);
  EXPECT_EQ(decode_zigzag64(4), 2);
  EXPECT_EQ(decode_zigzag64(5), -3);
}

TEST(Zigzag, OfTheHighestBitIsNoSign) {  // the bits travel as an unsigned number, and are shifted as one
  EXPECT_EQ(decode_zigzag32(0xffff'fffe), std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(decode_zigzag32(0xffff'ffff), std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(decode_zigzag64(~std::uint64_t{0} - 1), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(decode_zigzag64(~std::uint64_t{0}), std::numeric_limits<std::int64_t>::min());
}

TEST(Zigzag, ComesBack) {
  for (int bit = 0; bit < 32; ++bit) {
    for (const std::int64_t value : {std::int64_t{1} << bit, -(std::int64_t{1} << bit), (std::int64_t{1} << bit) - 1}) {
      const auto narrow = static_cast<std::int32_t>(value);
      EXPECT_EQ(decode_zigzag32(encode_zigzag32(narrow)), narrow);
      EXPECT_EQ(decode_zigzag64(encode_zigzag64(value)), value);
      EXPECT_EQ(decode_zigzag64(encode_zigzag64(value * 0x4000'0000)), value * 0x4000'0000);
    }
  }
}

TEST(Zigzag, OfBothWidthsIsTheSameNumber) {  // so that a sint64 reader reads what a sint32 writer wrote
  for (const std::int32_t value : {0, -1, 1, -300, 300, std::numeric_limits<std::int32_t>::min()}) {
    EXPECT_EQ(encode_zigzag32(value), encode_zigzag64(value)) << value;
  }
}

// --- tags: Encoding, "Message Structure" --------------------------------------------------------------------------

TEST(Tag, IsTheFieldNumberAndTheWireType) {
  EXPECT_EQ(make_tag(1, wire_type::varint), 0x08U);
  EXPECT_EQ(make_tag(2, wire_type::length_delimited), 0x12U);
  EXPECT_EQ(make_tag(15, wire_type::fixed32), 0x7dU);
  EXPECT_EQ(number_of(0x7d), 15U);
  EXPECT_EQ(type_of(0x7d), wire_type::fixed32);
}

TEST(Tag, OfTheLargestFieldNumberFills32Bits) {
  EXPECT_EQ(make_tag(max_field_number, wire_type::fixed32), 0xffff'fffdU);
  EXPECT_EQ(number_of(0xffff'fffd), max_field_number);
}

// --- fixed: Encoding, "Non-varint Numbers" ------------------------------------------------------------------------

TEST(Fixed, HasTheLowestByteFirst) {
  std::array<std::byte, 8> room{};
  store_little_endian(room.data(), std::uint64_t{0x0102'0304'0506'0708});
  EXPECT_WIRE_EQ(std::span<const std::byte>(room), hex("08 07 06 05 04 03 02 01"));
  EXPECT_EQ(load_little_endian<std::uint32_t>(room.data()), 0x0506'0708U);
}

TEST(Fixed, CarriesFloatsAsTheirBits) {
  std::array<std::byte, 4> room{};
  store_little_endian(room.data(), -1.5F);
  EXPECT_WIRE_EQ(std::span<const std::byte>(room), hex("00 00 c0 bf"));
  EXPECT_EQ(load_little_endian<float>(room.data()), -1.5F);
}

// --- read_varint, which has the short ones in line ----------------------------------------------------------------

TEST(ReadVarint, IsDecodeVarint) {
  const auto both = [](std::string_view bytes) {
    const auto input = test::as_bytes(bytes);
    std::uint64_t short_way = 1, long_way = 1;
    const std::byte* const end = input.data() + input.size();
    const std::byte* const next = read_varint(input.data(), end, short_way);
    EXPECT_EQ(next, decode_varint(input.data(), end, long_way)) << test::to_hex(bytes);
    EXPECT_EQ(short_way, long_way) << test::to_hex(bytes);
  };
  for (const auto& [value, bytes] : vectors()) {
    for (std::size_t size = 0; size <= bytes.size(); ++size) both(std::string_view(bytes).substr(0, size));
    both(bytes + hex("ff"));
  }
  both(hex("80 80 80 80 80 80 80 80 80 80 00"));
}

}  // namespace
