// SPDX-License-Identifier: MIT
//
// libnghttp2's HPACK and ours on one connection: theirs to ours, ours to theirs, with tables that change size on the
// way, and both decoders on blocks that were spoilt. A connection lasts until a block is refused; both must refuse the
// same ones, give the same fields and hold the same table. The one rule of theirs that is not ours, no text above
// 65,536 bytes, needs longer ones than there are here.
#include "random_headers.hpp"
#include "random_seed.hpp"
#include "their_hpack.hpp"
#include "wire_eq.hpp"

#include <h2/hpack/decoder.hpp>
#include <h2/hpack/encoder.hpp>

#include <limits>

namespace {

using namespace h2;
using namespace h2::hpack;
using test::lines;
using test::lines_of;

// Above anything here, so that no list is cut: nghttp2 leaves that limit to its session.
constexpr std::uint32_t no_limit = std::numeric_limits<std::uint32_t>::max();

std::string place(std::uint64_t connection, int block) {
  return test::how_to_repeat() + ", connection " + std::to_string(connection) + ", block " + std::to_string(block);
}

/// A setting that one side sends and the other obeys.
std::uint32_t random_size(std::mt19937_64& random) {
  constexpr std::array<std::uint32_t, 8> sizes = {0, 31, 32, 100, 1000, 4096, 8192, 65536};
  return random() % 4 == 0 ? static_cast<std::uint32_t>(random() % 10000) : sizes[random() % sizes.size()];
}

/// Fields as they went in; what the encoder marked as never indexed by its own judgement does not count.
void expect_same_fields(const lines& got, const header_list& sent) {
  ASSERT_EQ(got.size(), sent.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    const header_field f = sent[i];
    if (!f.never_indexed && got[i] == test::line({f.name, f.value, true})) continue;
    ASSERT_EQ(got[i], test::line(f)) << "field " << i;
  }
}

TEST(HpackDifferential, OurDecoderReadsWhatTheirEncoderWrites) {
  std::mt19937_64 random(test::random_seed());
  test::random_headers headers(random);
  for (std::uint64_t connection = 0; connection < 60; ++connection) {
    test::their_encoder from(8192);
    test::their_decoder theirs;
    decoder ours({.max_table_size = default_table_size, .max_list_size = no_limit});
    for (int block = 0; block < 100; ++block) {
      SCOPED_TRACE(place(connection, block));
      for (std::uint64_t changes = random() % 20 == 0 ? 1 + random() % 3 : 0; changes > 0; --changes) {
        const std::uint32_t size = random_size(random);
        from.set_max_table_size(size);
        theirs.set_max_table_size(size);
        ours.set_max_table_size(size);
      }
      const header_list list = headers.list();
      const byte_buffer wire = from.encode(list);
      header_list got;
      const auto whole = ours.decode(wire, got);
      ASSERT_TRUE(whole.has_value()) << whole.error().message() << '\n' << test::to_hex(wire);
      ASSERT_TRUE(*whole);
      ASSERT_NO_FATAL_FAILURE(expect_same_fields(lines_of(got), list));
      ASSERT_EQ(theirs.decode(wire), lines_of(got));
      ASSERT_EQ(lines_of(ours.table()), theirs.table());
    }
  }
}

TEST(HpackDifferential, TheirDecoderReadsWhatOurEncoderWrites) {
  std::mt19937_64 random(test::random_seed());
  test::random_headers headers(random);
  for (std::uint64_t connection = 0; connection < 60; ++connection) {
    encoder ours({.max_table_size = random_size(random)});
    test::their_decoder theirs;
    for (int block = 0; block < 100; ++block) {
      SCOPED_TRACE(place(connection, block));
      for (std::uint64_t changes = random() % 20 == 0 ? 1 + random() % 3 : 0; changes > 0; --changes) {
        const std::uint32_t size = random_size(random);
        ours.set_max_table_size(size);
        theirs.set_max_table_size(size);
      }
      const header_list list = headers.list();
      byte_buffer wire;
      ours.encode(list, wire);
      const auto got = theirs.decode(wire);
      ASSERT_TRUE(got.has_value()) << test::to_hex(wire);
      ASSERT_NO_FATAL_FAILURE(expect_same_fields(*got, list));
      ASSERT_EQ(lines_of(ours.table()), theirs.table());
    }
  }
}

/// Changes a byte or a few, or takes some out, or doubles some.
byte_buffer spoilt(byte_buffer wire, std::mt19937_64& random) {
  for (std::uint64_t n = 1 + random() % 3; n > 0 && !wire.empty(); --n) {
    const auto at = wire.begin() + static_cast<std::ptrdiff_t>(random() % wire.size());
    const auto some = std::min<std::ptrdiff_t>(wire.end() - at, static_cast<std::ptrdiff_t>(1 + random() % 8));
    switch (random() % 6) {
      case 0: *at = static_cast<std::byte>(random()); break;
      case 1: *at ^= static_cast<std::byte>(1U << random() % 8); break;
      case 2: *at = random() % 2 == 0 ? std::byte{0xff} : std::byte{0x80}; break;
      case 3: wire.erase(at, at + some); break;
      case 4: wire.insert(wire.begin(), static_cast<std::byte>(0x20 | random() % 32)); break;
      default: {
        const byte_buffer copy(at, at + some);
        wire.insert(at, copy.begin(), copy.end());
      }
    }
  }
  return wire;
}

TEST(HpackDifferential, BothDecodersAgreeOnSpoiltBlocks) {
  std::mt19937_64 random(test::random_seed());
  test::random_headers headers(random);
  int refused = 0;
  int read = 0;
  for (std::uint64_t connection = 0; connection < 4000; ++connection) {
    test::their_encoder from(8192);
    test::their_decoder theirs;
    decoder ours({.max_table_size = default_table_size, .max_list_size = no_limit});
    for (int block = 0; block < 20; ++block) {
      SCOPED_TRACE(place(connection, block));
      if (random() % 10 == 0) {
        const std::uint32_t size = random_size(random);
        theirs.set_max_table_size(size);
        ours.set_max_table_size(size);
        if (random() % 2 == 0) from.set_max_table_size(size);
      }
      const byte_buffer wire = spoilt(from.encode(headers.list()), random);
      header_list got;
      const auto whole = ours.decode(wire, got);
      const auto expected = theirs.decode(wire);
      ASSERT_EQ(whole.has_value(), expected.has_value()) << (whole ? "" : whole.error().message()) << '\n'
                                                         << test::to_hex(wire);
      if (!whole) {
        ++refused;
        break;
      }
      ++read;
      ASSERT_EQ(lines_of(got), *expected) << test::to_hex(wire);
      ASSERT_EQ(lines_of(ours.table()), theirs.table()) << test::to_hex(wire);
    }
  }
  EXPECT_GT(refused, 500) << "too few of both kinds";
  EXPECT_GT(read, 500) << "too few of both kinds";
}

// Each code of Appendix B as the other library knows it.
TEST(HpackDifferential, TheirHuffmanCodeIsOurs) {
  for (unsigned symbol = 0; symbol < 256; ++symbol) {
    // Enough short ones around it that both find the code worth its while.
    const std::string value = std::string(30, 'e') + static_cast<char>(symbol) + std::string(30, 'a');
    const header_list list{{"x", value}};
    encoder ours;
    test::their_encoder theirs;
    byte_buffer wire;
    ours.encode(list, wire);
    EXPECT_WIRE_EQ(wire, theirs.encode(list));
  }
}

}  // namespace
