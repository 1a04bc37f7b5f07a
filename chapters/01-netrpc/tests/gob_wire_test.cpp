// SPDX-License-Identifier: MIT
//
// Integers, floats, strings, and the reader that cannot leave its message.
#include "support/bytes.hpp"

#include <netrpc/gob_wire.hpp>

#include <array>
#include <cmath>
#include <limits>

namespace {

using namespace netrpc;
using namespace netrpc::gob;
using test::hex;

/// One call of a writer's, as bytes.
template <class... A>
bytes written(void (writer::*write)(A...), std::type_identity_t<A>... v) {
  writer w;
  (w.*write)(v...);
  return {w.view().begin(), w.view().end()};
}

bytes uint_bytes(std::uint64_t v) {
  std::array<std::byte, longest_uint> room;
  const std::size_t width = put_uint(room.data(), v);
  return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(width)};
}

bytes int_bytes(std::int64_t v) { return written(&writer::write_int, v); }

// --- unsigned integers: gob doc, "Encoding Details" ------------------------------------------------------

TEST(GobUint, UpTo127IsOneByteTheNumberItself) {
  EXPECT_BYTES_EQ(uint_bytes(0), hex("00"));
  EXPECT_BYTES_EQ(uint_bytes(7), hex("07"));
  EXPECT_BYTES_EQ(uint_bytes(127), hex("7F"));
}

TEST(GobUint, From128OnTheNegatedByteCountStandsFirst) {
  EXPECT_BYTES_EQ(uint_bytes(128), hex("FF 80"));
  EXPECT_BYTES_EQ(uint_bytes(255), hex("FF FF"));
}

TEST(GobUint, Of256HasTwoBytesMostSignificantFirst) {
  EXPECT_BYTES_EQ(uint_bytes(256), hex("FE 01 00"));
  EXPECT_BYTES_EQ(uint_bytes(0x1234), hex("FE 12 34"));
}

TEST(GobUint, HasNoLeadingZerosAtAnyWidth) {
  for (std::size_t width = 1; width <= 8; ++width) {
    const std::uint64_t least = width == 1 ? 128 : std::uint64_t{1} << 8 * (width - 1);
    const std::uint64_t most = width == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * width) - 1;
    EXPECT_EQ(uint_bytes(least).size(), 1 + width) << least;
    EXPECT_EQ(uint_bytes(most).size(), 1 + width) << most;
  }
}

TEST(GobUint, OfTheLargestNumberTakesNineBytes) {
  EXPECT_BYTES_EQ(uint_bytes(std::numeric_limits<std::uint64_t>::max()), hex("F8 FF FF FF FF FF FF FF FF"));
}

TEST(GobUint, OfAWriterIsTheSame) {
  for (const std::uint64_t v : {0ULL, 127ULL, 128ULL, 256ULL, 1ULL << 40, ~0ULL}) {
    EXPECT_BYTES_EQ(written(&writer::write_uint, v), uint_bytes(v));
  }
}

TEST(GobUint, ComesBackFromItsBytes) {
  for (int bit = 0; bit < 64; ++bit) {
    for (const std::uint64_t v : {(std::uint64_t{1} << bit) - 1, std::uint64_t{1} << bit}) {
      const bytes data = uint_bytes(v);
      reader in(data);
      EXPECT_EQ(in.read_uint(), v);
      EXPECT_TRUE(in.ok());
      EXPECT_EQ(in.left(), 0U);
    }
  }
}

TEST(GobUint,
     MayHaveLeadingZerosWhenRead) {  // as in Go: "could check that the high byte is zero but it's not worth it"
  const bytes data = hex("FD 00 00 05");
  reader in(data);
  EXPECT_EQ(in.read_uint(), 5U);
}

// --- signed integers -------------------------------------------------------------------------------------

TEST(GobSign, MovesIntoTheLowestBit) {
  EXPECT_EQ(fold_sign(0), 0U);
  EXPECT_EQ(fold_sign(1), 2U);
  EXPECT_EQ(fold_sign(-1), 1U);
  EXPECT_EQ(fold_sign(2), 4U);
  EXPECT_EQ(fold_sign(-2), 3U);
}

TEST(GobSign, OfMinus129ComplementsAndTakesTwoBytes) { EXPECT_BYTES_EQ(int_bytes(-129), hex("FE 01 01")); }

TEST(GobSign, LeavesOneByteToMinus64To63) {
  EXPECT_BYTES_EQ(int_bytes(63), hex("7E"));
  EXPECT_BYTES_EQ(int_bytes(-64), hex("7F"));
  EXPECT_BYTES_EQ(int_bytes(64), hex("FF 80"));
  EXPECT_BYTES_EQ(int_bytes(-65), hex("FF 81"));
}

TEST(GobSign, SurvivesAtBothEndsOfTheRange) {
  using limit = std::numeric_limits<std::int64_t>;
  EXPECT_EQ(fold_sign(limit::max()), ~std::uint64_t{0} - 1);
  EXPECT_EQ(fold_sign(limit::min()), ~std::uint64_t{0});
  for (const std::int64_t v : {limit::min(), limit::min() + 1, std::int64_t{-1}, std::int64_t{0}, limit::max()}) {
    EXPECT_EQ(unfold_sign(fold_sign(v)), v);
  }
}

TEST(GobSign, UnfoldsEveryUnsignedNumberToAnotherInteger) {
  EXPECT_EQ(unfold_sign(0), 0);
  EXPECT_EQ(unfold_sign(1), -1);
  EXPECT_EQ(unfold_sign(2), 1);
  EXPECT_EQ(unfold_sign(3), -2);
}

// --- floats ----------------------------------------------------------------------------------------------

TEST(GobFloat, Of17IsThreeBytesBecauseItsZerosCanGo) {
  EXPECT_BYTES_EQ(written(&writer::write_float, 17.0), hex("FE 31 40"));
}

TEST(GobFloat, ReversesAllEightBytes) {
  EXPECT_EQ(reverse_float(std::bit_cast<double>(0x0102030405060708)), 0x0807060504030201U);
}

TEST(GobFloat, OfZeroIsZeroButOfMinusZeroIsNot) {
  EXPECT_BYTES_EQ(written(&writer::write_float, 0.0), hex("00"));
  EXPECT_BYTES_EQ(written(&writer::write_float, -0.0), hex("FF 80"));
}

TEST(GobFloat, ComesBackBitByBit) {
  using limit = std::numeric_limits<double>;
  for (const double v : {0.0, -0.0, 17.0, -0.5, 1.0 / 3, limit::max(), limit::denorm_min(), limit::infinity()}) {
    const bytes data = written(&writer::write_float, v);
    reader in(data);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(in.read_float()), std::bit_cast<std::uint64_t>(v));
  }
  EXPECT_TRUE(std::isnan(unreverse_float(reverse_float(limit::quiet_NaN()))));
}

// --- strings and messages --------------------------------------------------------------------------------

TEST(GobString, IsItsCountAndItsBytes) {
  for (const std::size_t size : {0U, 1U, 3U, 4U, 7U, 8U, 15U, 16U, 17U, 127U, 128U, 1000U}) {
    bytes text(size);
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<std::byte>(i * 7);
    EXPECT_BYTES_EQ(written(&writer::write_string, text), test::operator+(uint_bytes(size), text));
  }
}

TEST(GobString, MessageIsALengthAndABody) {
  bytes out = hex("AA");
  append_message(out, hex("01 02 03"));
  EXPECT_BYTES_EQ(out, hex("AA 03 01 02 03"));
}

TEST(GobWriter, KeepsWhatItHasWhileItGrows) {
  writer w;
  bytes expected;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    w.write_uint(i);
    const bytes one = uint_bytes(i);
    expected.insert(expected.end(), one.begin(), one.end());
  }
  EXPECT_BYTES_EQ(w.view(), expected);
  w.clear();
  EXPECT_TRUE(w.view().empty());
}

// --- the reader --------------------------------------------------------------------------------------------

TEST(GobReader, RefusesACountOfMoreThanEightBytesWhereItStands) {
  const bytes data = hex("07 F7 01 02 03 04 05 06 07 08 09");
  reader in(data, 100);
  EXPECT_EQ(in.read_uint(), 7U);
  EXPECT_EQ(in.read_uint(), 0U);
  ASSERT_FALSE(in.ok());
  EXPECT_EQ(in.failure().code, errc::uint_too_long);
  EXPECT_EQ(in.failure().offset, 101U);
}

TEST(GobReader, RefusesANumberCutShortWhereItBegins) {
  const bytes data = hex("FE 01");
  reader in(data);
  EXPECT_EQ(in.read_uint(), 0U);
  EXPECT_EQ(in.failure().code, errc::truncated);
  EXPECT_EQ(in.failure().offset, 0U);
}

TEST(GobReader, RefusesToReadPastTheEnd) {
  reader in;
  EXPECT_EQ(in.read_uint(), 0U);
  EXPECT_EQ(in.failure().code, errc::truncated);
}

TEST(GobReader, RefusesAStringLongerThanWhatIsLeft) {
  const bytes data = hex("04 61 62 63");
  reader in(data, 10);
  EXPECT_TRUE(in.read_string().empty());
  EXPECT_EQ(in.failure().code, errc::length_past_input);
  EXPECT_EQ(in.failure().offset, 11U) << "where the string would begin";
}

TEST(GobReader, RefusesALengthOf2To64Minus1) {
  const bytes data = hex("F8 FF FF FF FF FF FF FF FF 61");
  reader in(data);
  EXPECT_TRUE(in.read_string().empty());
  EXPECT_EQ(in.failure().code, errc::length_past_input);
}

TEST(GobReader, TakesAStringThatEndsWithTheMessage) {
  const bytes data = hex("03 61 62 63");
  reader in(data);
  EXPECT_BYTES_EQ(in.read_string(), test::raw("abc"));
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.left(), 0U);
}

TEST(GobReader, StaysFailedAndMovesNoFurther) {
  const bytes data = hex("F7 05 05");
  reader in(data);
  (void)in.read_uint();
  const std::size_t stands = in.position();
  EXPECT_EQ(in.read_uint(), 0U);
  EXPECT_EQ(in.read_int(), 0);
  EXPECT_EQ(in.read_float(), 0.0);
  EXPECT_TRUE(in.read_string().empty());
  EXPECT_EQ(in.position(), stands);
  EXPECT_EQ(in.left(), 0U);
}

TEST(GobReader, RemembersTheFirstFailureOnly) {
  const bytes data = hex("F7");
  reader in(data);
  (void)in.read_uint();
  in.fail(errc::too_deep);
  EXPECT_EQ(in.failure().code, errc::uint_too_long);
}

TEST(GobReader, CountsOffsetsFromWhereTheStreamBegan) {
  const bytes data = hex("FE 01 00 02 61 62");
  reader in(data, 1000);
  EXPECT_EQ(in.offset(), 1000U);
  (void)in.read_uint();
  EXPECT_EQ(in.offset(), 1003U);
  (void)in.read_string();
  EXPECT_EQ(in.offset(), 1006U);
}

// --- a number that may not be all there --------------------------------------------------------------------

TEST(GobPrefix, WaitsForEveryByteOfTheNumber) {
  using enum uint_prefix::state;
  const bytes whole = hex("FD 01 02 03");
  for (std::size_t n = 0; n < whole.size(); ++n) EXPECT_EQ(peek_uint(std::span(whole).first(n)).what, need_more) << n;
  const auto length = peek_uint(whole);
  EXPECT_EQ(length.what, done);
  EXPECT_EQ(length.value, 0x010203U);
  EXPECT_EQ(length.width, 4U);
}

TEST(GobPrefix, NeedsNoSecondByteToSeeNonsense) {
  EXPECT_EQ(peek_uint(hex("F7")).what, uint_prefix::state::malformed);
  EXPECT_EQ(peek_uint(hex("80")).what, uint_prefix::state::malformed);
}

}  // namespace
