// SPDX-License-Identifier: MIT
//
// RFC 7541 §5.2 and Appendix B: the texts of Appendix C, every byte, every way to end wrongly, and random bits beside a
// decoder that takes them one by one.
#include "appendix_b.hpp"
#include "random_seed.hpp"
#include "wire_eq.hpp"

#include <h2/hpack/huffman.hpp>

#include <ostream>
#include <random>

namespace h2::hpack {
std::ostream& operator<<(std::ostream& to, huffman_status status) {
  constexpr std::array<std::string_view, 4> names = {"ok", "padding_too_long", "padding_not_ones", "eos"};
  return to << names.at(static_cast<std::size_t>(status));
}
}  // namespace h2::hpack

namespace {

using namespace h2;
using namespace h2::hpack;
using test::hex;

byte_buffer encoded(std::string_view text) {
  byte_buffer out;
  encode_huffman(text, out);
  EXPECT_EQ(out.size(), huffman_size(text)) << text;
  return out;
}

void expect_decodes(bytes data, std::string_view text) {
  std::string out = "before, ";  // it appends
  EXPECT_EQ(decode_huffman(data, out), huffman_status::ok) << test::to_hex(data);
  EXPECT_WIRE_EQ(out, "before, " + std::string(text));
}

huffman_status refusal(bytes data) {
  std::string out;
  return decode_huffman(data, out);
}

/// Bits as they are read: "11111111 010…".
byte_buffer bits(std::string_view zeros_and_ones) {
  byte_buffer out;
  std::size_t at = 0;
  for (const char c : zeros_and_ones) {
    if (c == ' ') continue;
    if (at % 8 == 0) out.push_back(std::byte{0});
    if (c == '1') out.back() |= static_cast<std::byte>(0x80 >> at % 8);
    ++at;
  }
  EXPECT_EQ(at % 8, 0U) << "whole bytes: " << zeros_and_ones;
  return out;
}

TEST(Huffman, TheTextsOfAppendixC) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> texts = {{
      {"www.example.com", "f1e3 c2e5 f23a 6ba0 ab90 f4ff"},
      {"no-cache", "a8eb 1064 9cbf"},
      {"custom-key", "25a8 49e9 5ba9 7d7f"},
      {"custom-value", "25a8 49e9 5bb8 e8b4 bf"},
      {"302", "6402"},
      {"307", "640e ff"},
      {"private", "aec3 771a 4b"},
      {"Mon, 21 Oct 2013 20:13:21 GMT", "d07a be94 1054 d444 a820 0595 040b 8166 e082 a62d 1bff"},
      {"https://www.example.com", "9d29 ad17 1863 c78f 0b97 c8e9 ae82 ae43 d3"},
      {"gzip", "9bd9 ab"},
      {"foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
       "94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 "
       "07"},
  }};
  for (const auto& [text, digits] : texts) {
    SCOPED_TRACE(text);
    expect_decodes(hex(digits), text);
    EXPECT_WIRE_EQ(encoded(text), hex(digits));
  }
}

TEST(Huffman, ThePictureOfTheHeaderFile) {
  expect_decodes(hex("f1 e3 c7"), "www");
  EXPECT_WIRE_EQ(encoded("www"), hex("f1 e3 c7"));
}

TEST(Huffman, NothingIsNothing) {
  expect_decodes({}, "");
  EXPECT_WIRE_EQ(encoded(""), byte_buffer{});
}

TEST(Huffman, EveryByteHasTheCodeOfAppendixB) {
  for (unsigned symbol = 0; symbol < 256; ++symbol) {
    SCOPED_TRACE(symbol);
    // Once, and so often that it begins at each of a byte's eight bits.
    for (const std::size_t times : {1U, 9U}) {
      const std::string text(times, static_cast<char>(symbol));
      EXPECT_WIRE_EQ(encoded(text), test::encode_bit_by_bit(text));
      expect_decodes(test::encode_bit_by_bit(text), text);
    }
  }
}

TEST(Huffman, EveryPairOfBytesComesBack) {
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      const std::string text = {static_cast<char>(first), static_cast<char>(second)};
      std::string out;
      ASSERT_EQ(decode_huffman(test::encode_bit_by_bit(text), out), huffman_status::ok) << first << ' ' << second;
      ASSERT_EQ(out, text);
    }
  }
}

TEST(Huffman, ALongTextComesBackAtEveryLength) {
  std::string text;
  for (unsigned i = 0; i < 300; ++i) {
    text += i % 40 == 39 ? static_cast<char>(i) : "abcdefghijklmnopqrstuvwxyz /.:-0123456789"[i % 41];
    expect_decodes(encoded(text), text);
  }
}

TEST(Huffman, UpToSevenOnesArePadding) {
  expect_decodes(bits("11111000"), "&");
  expect_decodes(bits("1111000 1"), "w");
  expect_decodes(bits("010100 11"), " ");
  expect_decodes(bits("00000 111"), "0");
  expect_decodes(bits("010100 010100 1111"), "  ");
  expect_decodes(bits("00000 010100 11111"), "0 ");
  expect_decodes(bits("00000 00001 111111"), "01");
  expect_decodes(bits("00000 010100 010100 1111111"), "0  ");
}

// RFC 7541 §5.2-1: padding of more than 7 bits is a decoding error.
TEST(Huffman, EightOnesAndMoreAreTooMuchPadding) {
  EXPECT_EQ(refusal(hex("ff")), huffman_status::padding_too_long);
  EXPECT_EQ(refusal(bits("11111000 11111111")), huffman_status::padding_too_long);
  EXPECT_EQ(refusal(bits("1111000 1 11111111")), huffman_status::padding_too_long);
  EXPECT_EQ(refusal(bits("00000 111 11111111 11111111")), huffman_status::padding_too_long);
  EXPECT_EQ(refusal(hex("f1 e3 c7 ff")), huffman_status::padding_too_long);
  EXPECT_EQ(refusal(bits("11111000 11111111 11111111 11111111")), huffman_status::padding_too_long) << "24 of them";
  EXPECT_EQ(refusal(bits("00000 111 11111111 11111111 11111111")), huffman_status::padding_too_long) << "27 of them";
}

// RFC 7541 §5.2-2: padding that is not the most significant bits of EOS is a decoding error.
TEST(Huffman, PaddingOfAnythingButOnesIsRefused) {
  EXPECT_EQ(refusal(bits("00000 000")), huffman_status::padding_not_ones);
  EXPECT_EQ(refusal(bits("00000 110")), huffman_status::padding_not_ones);
  EXPECT_EQ(refusal(bits("00000 011")), huffman_status::padding_not_ones);
  EXPECT_EQ(refusal(bits("1111000 0")), huffman_status::padding_not_ones);
  EXPECT_EQ(refusal(hex("f1 e3 c6")), huffman_status::padding_not_ones);
  EXPECT_EQ(refusal(bits("11111000 11111110")), huffman_status::padding_not_ones) << "part of '!'";
  EXPECT_EQ(refusal(bits("11111000 11111111 11111110")), huffman_status::padding_not_ones) << "part of a longer code";
}

// RFC 7541 §5.2-3: EOS within a text is a decoding error.
TEST(Huffman, EosIsNoText) {
  EXPECT_EQ(refusal(hex("ff ff ff ff")), huffman_status::eos);
  EXPECT_EQ(refusal(hex("ff ff ff fc")), huffman_status::eos) << "with zeros behind it";
  EXPECT_EQ(refusal(hex("ff ff ff fc 00 00")), huffman_status::eos) << "with text behind it";
  EXPECT_EQ(refusal(bits("11111000 11111111 11111111 11111111 11111111")), huffman_status::eos);
  EXPECT_EQ(refusal(bits("00000 111 11111111 11111111 11111111 11111111 11111111 11111111")), huffman_status::eos);
  byte_buffer late = encoded("a long text first, so that the end comes upon a full window");
  append(late, hex("ff ff ff ff ff"));
  EXPECT_EQ(refusal(late), huffman_status::eos);
}

TEST(Huffman, RandomTextsAreTheSameBitByBit) {
  std::mt19937_64 random(test::random_seed());
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 64, '\0');
    // Of letters mostly, of anything at times: longer codes stand between short ones at every bit.
    const std::uint64_t rare = random() % 8;
    for (char& c : text) c = static_cast<char>(random() % 8 < rare ? random() % 256 : 'a' + random() % 26);
    SCOPED_TRACE(test::how_to_repeat() + ", round " + std::to_string(round));
    EXPECT_WIRE_EQ(encoded(text), test::encode_bit_by_bit(text));
    expect_decodes(encoded(text), text);
    if (HasFailure()) return;
  }
}

TEST(Huffman, RandomBitsAreRefusedOrReadAsTheyAreBitByBit) {
  std::mt19937_64 random(test::random_seed());
  int read = 0;
  for (int round = 0; round < 5000; ++round) {
    byte_buffer data(random() % 12);
    // Many ones, because long codes, padding and EOS begin with them.
    for (std::byte& each : data)
      each = static_cast<std::byte>(random() | (random() % 2 == 0 ? random() | random() : 0));
    std::string text;
    const huffman_status status = decode_huffman(data, text);
    const auto expected = test::decode_bit_by_bit(data);
    ASSERT_EQ(status == huffman_status::ok, expected.has_value())
        << status << ' ' << test::to_hex(data) << ", " << test::how_to_repeat();
    if (!expected) continue;
    ASSERT_EQ(text, *expected) << test::to_hex(data) << ", " << test::how_to_repeat();
    ++read;
  }
  EXPECT_GT(read, 500) << "too few of both kinds";
  EXPECT_LT(read, 4500) << "too few of both kinds";
}

}  // namespace
