// SPDX-License-Identifier: MIT
//
// Packed fields, and the arithmetic that takes many varints at once. It works in windows of 64 bytes and needs bytes
// behind the field to look at, so each case is tried at every distance from both.
#include "codec_checks.hpp"
#include "hand_messages.hpp"

#include <pbwire/packed.hpp>
#include <pbwire/writer.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace pbwire;
using test::failed;
using test::hex;
using test::succeeded;

/// `size` bytes that nobody knows, as one record.
std::string padding(std::size_t size) {
  std::string bytes;
  writer(bytes).text(2000, std::string(size, '\xff'));
  return bytes;
}

std::string varints(const std::vector<std::uint64_t>& values) {
  std::string bytes;
  writer w(bytes);
  for (const std::uint64_t v : values) w.raw_varint(v);
  return bytes;
}

std::string packed_field(std::uint32_t number, std::string_view content) {
  std::string bytes;
  writer(bytes).text(number, content);
  return bytes;
}

/// Values of all lengths, in an order without a pattern.
std::vector<std::uint64_t> mixed_values(std::size_t count) {
  std::mt19937_64 random(3);
  std::vector<std::uint64_t> values(count);
  for (std::uint64_t& v : values) {
    v = random();
    v >>= random() % 64;
  }
  return values;
}

// --- seven bits pushed together -----------------------------------------------------------------------------------

TEST(Groups, OfSevenBitsAreJoinedAndSplit) {
  EXPECT_EQ(packing::join_groups(0x0000'0000'0000'0216), 0x116U);  // 96 01 without its high bit
  EXPECT_EQ(packing::join_groups(0x7f7f'7f7f'7f7f'7f7f), (std::uint64_t{1} << 56) - 1);
  for (int bit = 0; bit < 56; ++bit) {
    const std::uint64_t value = std::uint64_t{1} << bit;
    EXPECT_EQ(packing::split_groups(value), std::uint64_t{1} << (bit / 7 * 8 + bit % 7));
    EXPECT_EQ(packing::join_groups(packing::split_groups(value)), value);
  }
}

TEST(Groups, EndWhereTheHighBitIsClear) {
  const std::string bytes = hex("ac 02 07 80 80 01 80 7f");  // the picture in packed.hpp, and two more
  EXPECT_EQ(packing::ends_of_eight(test::as_bytes(bytes).data()), 0b1010'0110U);
  const auto input = test::as_bytes(bytes);
  for (std::size_t size = 0; size <= 8; ++size) {
    const std::size_t ends = size < 2 ? 0 : size < 3 ? 1 : size < 6 ? 2 : size < 8 ? 3 : 4;
    EXPECT_EQ(packing::count_varints(input.data(), input.data() + size), ends) << size;
  }
}

TEST(Groups, AreWrittenBackwards) {
  for (const std::uint64_t value : mixed_values(500)) {
    std::array<std::byte, 32> room{};
    const std::byte* const first = packing::put_varint(room.data() + room.size(), value);
    EXPECT_WIRE_EQ(std::span<const std::byte>(first, room.data() + room.size()), varints({value})) << value;
  }
}

// --- packed fields ------------------------------------------------------------------------------------------------

TEST(Packed, IsTheDocumentationsExample) {
  const result<hand::Lists> m = decode<hand::Lists>(hex("0a 06 03 8e 02 9e a7 05"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->numbers, (std::vector<std::int32_t>{3, 270, 86942}));
}

TEST(Packed, OfNothingIsReadAndNotWritten) {
  const result<hand::Lists> m = decode<hand::Lists>(hex("0a 00"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_TRUE(m->numbers.empty());
  EXPECT_EQ(encode(*m), "");
}

TEST(Packed, AndUnpackedAreBothReadWhateverTheSchemaSays) {
  const result<hand::Lists> m = decode<hand::Lists>(hex("08 01 0a 02 02 03 08 04  12 02 05 06 10 07"));
  ASSERT_TRUE(succeeded(m));
  EXPECT_EQ(m->numbers, (std::vector<std::int32_t>{1, 2, 3, 4}));
  EXPECT_EQ(m->loose, (std::vector<std::int32_t>{5, 6, 7}));
  EXPECT_MESSAGE_EQ(hand::Lists, encode(*m), hex("0a 04 01 02 03 04 10 05 10 06 10 07"));
}

TEST(Packed, IsReadTheSameAtEveryDistanceFromTheEndOfTheInput) {
  for (const std::size_t count : {1U, 7U, 40U, 150U}) {
    std::vector<std::int64_t> expected;
    std::vector<std::uint64_t> values = mixed_values(count);
    for (const std::uint64_t v : values) expected.push_back(decode_zigzag64(v));
    const std::string field = packed_field(3, varints(values));
    for (std::size_t behind = 0; behind < 80; ++behind) {
      const result<hand::Lists> m = decode<hand::Lists>(field + padding(behind));
      ASSERT_TRUE(succeeded(m));
      EXPECT_EQ(m->signs, expected) << count << " values, " << behind << " bytes behind them";
    }
  }
}

TEST(Packed, IsReadTheSameWhereverAWindowEnds) {
  for (std::size_t ones = 50; ones < 70; ++ones) {  // the 64th byte falls on every part of the long one
    std::vector<std::uint64_t> values(ones, 1);
    values.push_back(~std::uint64_t{0});
    values.push_back(300);
    std::vector<std::int64_t> expected(ones, -1);
    expected.push_back(decode_zigzag64(~std::uint64_t{0}));
    expected.push_back(150);
    const result<hand::Lists> m = decode<hand::Lists>(packed_field(3, varints(values)) + padding(100));
    ASSERT_TRUE(succeeded(m));
    EXPECT_EQ(m->signs, expected) << ones;
  }
}

TEST(Packed, TakesOverlongElements) {
  std::string content;
  for (int i = 0; i < 40; ++i) content += hex("85 80 80 80 80 80 80 80 80 00 86 00");
  const result<hand::Lists> m = decode<hand::Lists>(packed_field(1, content) + padding(100));
  ASSERT_TRUE(succeeded(m));
  ASSERT_EQ(m->numbers.size(), 80U);
  EXPECT_EQ(m->numbers[78], 5);
  EXPECT_EQ(m->numbers[79], 6);
}

TEST(Packed, DoesNotReadPastItsLength) {  // the next record would be a fine element
  EXPECT_TRUE(failed(decode<hand::Lists>(hex("0a 02 01 80 08 05")), errc::truncated, 3, "numbers"));
  EXPECT_TRUE(failed(decode<hand::Lists>(hex("22 09 00 00 00 00 00 00 00 00 00 78 01 78 01 78 01 78 01")),
                     errc::truncated, 10, "ratios"));
  EXPECT_TRUE(failed(decode<hand::Lists>(hex("e2 12 05 01 00 00 00 02")), errc::truncated, 7, "fixed"));
}

TEST(Packed, OfALengthPastTheEndIsRefused) {
  EXPECT_TRUE(failed(decode<hand::Lists>(hex("0a 03 01 02")), errc::length_past_end, 1, "numbers"));
  EXPECT_TRUE(failed(decode<hand::Lists>(hex("12 03 01 02")), errc::length_past_end, 1, "loose"));
}

TEST(Packed, RefusesAnElementOfElevenBytesWhereverItStands) {
  for (std::size_t ones = 0; ones < 70; ++ones) {
    const std::string content = std::string(ones, '\1') + std::string(10, '\x80') + hex("01 05");
    for (const std::size_t behind : {0U, 100U}) {
      const result<hand::Lists> m = decode<hand::Lists>(packed_field(3, content) + padding(behind));
      ASSERT_FALSE(m.has_value()) << ones;
      EXPECT_EQ(m.error().code, errc::varint_too_long) << ones;
      EXPECT_EQ(m.error().offset, 2 + ones) << ones;
    }
  }
}

TEST(Packed, RefusesAnElementThatIsNotFinishedWhereverItStands) {
  for (std::size_t ones = 0; ones < 70; ++ones) {
    const std::string content = std::string(ones, '\1') + hex("ff ff");
    for (const std::size_t behind : {0U, 100U}) {
      EXPECT_TRUE(
          failed(decode<hand::Lists>(packed_field(3, content) + padding(behind)), errc::truncated, 2 + ones, "signs"))
          << ones;
    }
  }
}

TEST(Packed, IsWrittenAsItWasRead) {
  hand::Lists m;
  for (const std::uint64_t v : mixed_values(300)) {
    m.numbers.push_back(static_cast<std::int32_t>(v));
    m.signs.push_back(static_cast<std::int64_t>(v));
    m.fixed.push_back(static_cast<std::uint32_t>(v));
    m.ratios.push_back(static_cast<double>(v));
    m.flags.push_back(v % 2 == 0);
  }
  const std::string bytes = encode(m);
  EXPECT_EQ(pbwire::size(m), bytes.size());
  const result<hand::Lists> back = decode<hand::Lists>(bytes);
  ASSERT_TRUE(succeeded(back));
  EXPECT_TRUE(*back == m);
}

}  // namespace
