// SPDX-License-Identifier: MIT
//
// A message written record by record.
#include "hex.hpp"

#include <pbwire/writer.hpp>

#include <string>

namespace {

using namespace pbwire;
using test::hex;

/// What `write` writes with a writer.
template <class Write>
std::string written(Write write) {
  std::string out;
  writer w(out);
  write(w);
  return out;
}

/// A message of field 3 with `size` bytes of content.
std::string nested(std::size_t size) {
  return written([size](writer& w) {
    const std::size_t mark = w.begin(3);
    for (std::size_t i = 0; i < size; ++i) w.raw_varint(i % 128);
    w.end(mark);
  });
}

std::string counted(std::size_t size) {
  std::string content;
  for (std::size_t i = 0; i < size; ++i) content += static_cast<char>(i % 128);
  return content;
}

TEST(WriterRecords, AreThePicturesInWire) {
  EXPECT_WIRE_EQ(written([](writer& w) { w.varint(1, 150); }), hex("08 96 01"));
  EXPECT_WIRE_EQ(written([](writer& w) { w.text(2, "testing"); }), hex("12 07 74 65 73 74 69 6e 67"));
}

TEST(WriterRecords, MayBeOfEveryWireType) {
  EXPECT_WIRE_EQ(written([](writer& w) { w.fixed32(3, 0x0102'0304); }), hex("1d 04 03 02 01"));
  EXPECT_WIRE_EQ(written([](writer& w) { w.fixed64(4, 5); }), hex("21 05 00 00 00 00 00 00 00"));
  EXPECT_WIRE_EQ(written([](writer& w) { w.zigzag(5, -2); }), hex("28 03"));
  EXPECT_WIRE_EQ(written([](writer& w) {
                   w.begin_group(6);
                   w.varint(1, 0);
                   w.end_group(6);
                 }),
                 hex("33 08 00 34"));
}

TEST(WriterRecords, MayHaveTheLargestFieldNumber) {
  EXPECT_WIRE_EQ(written([](writer& w) { w.varint(max_field_number, 1); }), hex("f8 ff ff ff 0f 01"));
}

TEST(WriterRecords, AreAddedToWhatIsThere) {
  std::string out = "ab";
  writer(out).varint(1, 5);
  EXPECT_WIRE_EQ(out, hex("61 62 08 05"));
}

// --- a length that is known too late: begin and end ---------------------------------------------------------------

TEST(WriterLength, IsTheExampleInTheHeader) {
  EXPECT_WIRE_EQ(written([](writer& w) {
                   w.varint(1, 150);
                   const std::size_t mark = w.begin(3);
                   w.text(1, "inside");
                   w.end(mark);
                 }),
                 hex("08 96 01 1a 08 0a 06 69 6e 73 69 64 65"));
}

TEST(WriterLength, OfNothingIsZero) { EXPECT_WIRE_EQ(nested(0), hex("1a 00")); }

TEST(WriterLength, CountsTheContentAlone) { EXPECT_WIRE_EQ(nested(3), hex("1a 03 00 01 02")); }

TEST(WriterLength, UpTo127HasRoomAlready) { EXPECT_WIRE_EQ(nested(127), hex("1a 7f") + counted(127)); }

TEST(WriterLength, From128OnMovesTheContentAside) {
  EXPECT_WIRE_EQ(nested(128), hex("1a 80 01") + counted(128));
  EXPECT_WIRE_EQ(nested(300), hex("1a ac 02") + counted(300));
}

TEST(WriterLength, From16384OnTakesThreeBytes) {
  EXPECT_WIRE_EQ(nested(16383), hex("1a ff 7f") + counted(16383));
  EXPECT_WIRE_EQ(nested(16384), hex("1a 80 80 01") + counted(16384));
}

TEST(WriterLength, LeavesWhatStandsBeforeItAlone) {
  const std::string before = counted(200);
  std::string out = before;
  writer w(out);
  const std::size_t mark = w.begin(1);
  w.text(1, std::string(200, 'x'));
  w.end(mark);
  EXPECT_WIRE_EQ(out, before + hex("0a cb 01 0a c8 01") + std::string(200, 'x'));
}

TEST(WriterLength, OfAMessageInAMessageIsPatchedFromTheInsideOut) {
  const std::string text(126, 'x');  // with tag and length 128: the inner length moves, and so does the outer one
  EXPECT_WIRE_EQ(written([&text](writer& w) {
                   const std::size_t outer = w.begin(1);
                   const std::size_t inner = w.begin(2);
                   w.text(3, text);
                   w.end(inner);
                   w.varint(4, 5);
                   w.end(outer);
                 }),
                 hex("0a 85 01 12 80 01 1a 7e") + text + hex("20 05"));
}

TEST(WriterLength, MayComeAgainAndAgain) {
  EXPECT_WIRE_EQ(written([](writer& w) {
                   for (int i = 0; i < 3; ++i) {
                     const std::size_t mark = w.begin(1);
                     w.varint(1, static_cast<std::uint64_t>(i));
                     w.end(mark);
                   }
                 }),
                 hex("0a 02 08 00 0a 02 08 01 0a 02 08 02"));
}

TEST(WriterLength, OfAPackedFieldIsTheSame) {  // Encoding, "Packed Repeated Fields"
  EXPECT_WIRE_EQ(written([](writer& w) {
                   const std::size_t mark = w.begin(6);
                   for (const std::uint64_t element : {3U, 270U, 86942U}) w.raw_varint(element);
                   w.end(mark);
                 }),
                 hex("32 06 03 8e 02 9e a7 05"));
}

TEST(WriterLength, BehindALargeFieldNumberIsInItsPlace) {
  EXPECT_WIRE_EQ(written([](writer& w) {
                   const std::size_t mark = w.begin(max_field_number);
                   w.raw_varint(7);
                   w.end(mark);
                 }),
                 hex("fa ff ff ff 0f 01 07"));
}

}  // namespace
