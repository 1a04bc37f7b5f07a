// SPDX-License-Identifier: MIT
//
// Frames seldom end where reads do: the same bytes whole, byte by byte, in every two pieces, must give the same frames.
#include "frame_checks.hpp"

#include <h2/frame_reader.hpp>

#include <functional>

namespace {

using namespace h2;
using test::hex;

/// A frame with a copy of its payload.
struct seen_frame {
  frame_header header;
  byte_buffer payload;
  std::uint64_t offset = 0;
  friend bool operator==(const seen_frame&, const seen_frame&) = default;
};

struct seen {
  std::vector<seen_frame> frames = {};
  std::optional<error> failed = {};
  std::uint64_t offset = 0;
};

/// Pulls until the reader wants more or fails.
void pull(frame_reader& reader, seen& all) {
  while (true) {
    const auto next = reader.next();
    if (!next) all.failed = next.error();
    if (!next || !*next) break;
    const raw_frame& f = **next;
    all.frames.push_back({f.header, {f.payload.begin(), f.payload.end()}, f.offset});
  }
  all.offset = reader.offset();
}

/// What a reader sees when the input comes in pieces. Each is a copy of its own, which is gone once it was used: a view
/// that lives too long is found by the address sanitizer.
seen read(frame_reader reader, bytes input, const std::function<std::size_t()>& next_size) {
  seen all;
  while (!input.empty()) {
    const std::size_t n = std::min(next_size(), input.size());
    const byte_buffer piece(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(n));
    reader.receive(piece);
    pull(reader, all);
    input = input.subspan(n);
  }
  return all;
}
seen read(frame_reader reader, bytes input, std::size_t size) {
  return read(std::move(reader), input, [size] { return size; });
}

void expect_same(const seen& actual, const seen& expected, const std::string& how) {
  EXPECT_EQ(actual.frames.size(), expected.frames.size()) << how;
  for (std::size_t i = 0; i < std::min(actual.frames.size(), expected.frames.size()); ++i) {
    EXPECT_TRUE(actual.frames[i] == expected.frames[i]) << how << ", frame " << i;
  }
  EXPECT_EQ(actual.failed, expected.failed) << how;
  EXPECT_EQ(actual.offset, expected.offset) << how;
}

byte_buffer three_frames() {
  return hex(
      "000000 04 00 00000000"
      "000005 00 01 00000001 68656c6c6f"
      "000004 08 00 00000000 00000001");
}

byte_buffer with_preface(const byte_buffer& frames) {
  byte_buffer all(bytes_of(client_preface).begin(), bytes_of(client_preface).end());
  append(all, frames);
  return all;
}

const frame_reader server(true);
const frame_reader client(false);

TEST(FrameReader, FramesComeInOrderWithTheirOffsets) {
  const auto input = three_frames();
  const seen all = read(client, input, input.size());
  ASSERT_EQ(all.frames.size(), 3U);
  EXPECT_EQ(all.frames[0].header, (frame_header{.type = frame_type::settings}));
  EXPECT_EQ(all.frames[1].header,
            (frame_header{.length = 5, .type = frame_type::data, .flags = flag::end_stream, .stream_id = 1}));
  EXPECT_WIRE_EQ(all.frames[1].payload, "hello");
  EXPECT_EQ(all.frames[0].offset, 0U);
  EXPECT_EQ(all.frames[1].offset, 9U);
  EXPECT_EQ(all.frames[2].offset, 23U);
  EXPECT_EQ(all.offset, input.size());
  EXPECT_FALSE(all.failed.has_value());
}

// RFC 9113 §3.4: a client's first 24 bytes are the preface; frames follow.
TEST(FrameReader, AServersFramesBeginBehindThePreface) {
  const auto input = with_preface(three_frames());
  const seen all = read(server, input, input.size());
  ASSERT_EQ(all.frames.size(), 3U);
  EXPECT_EQ(all.frames[0].offset, 24U);
  EXPECT_EQ(all.offset, input.size());
}

TEST(FrameReader, HowTheInputIsCutDoesNotMatter) {
  const auto input = with_preface(three_frames());
  const seen whole = read(server, input, input.size());
  for (std::size_t size = 1; size < input.size(); ++size) {
    expect_same(read(server, input, size), whole, "in pieces of " + std::to_string(size));
  }
  for (std::size_t first = 1; first < input.size(); ++first) {
    for (std::size_t second = 1; first + second < input.size(); ++second) {
      const std::array<std::size_t, 3> sizes = {first, second, input.size()};
      std::size_t turn = 0;
      expect_same(read(server, input, [&] { return sizes.at(turn++); }), whole,
                  "cut behind " + std::to_string(first) + " and " + std::to_string(first + second));
    }
  }
}

TEST(FrameReader, AWholeFrameIsNotCopied) {
  const auto input = three_frames();
  frame_reader reader = client;
  reader.receive(input);
  (void)reader.next().value();
  EXPECT_EQ(reader.next().value()->payload.data(), input.data() + 18);
  EXPECT_EQ(reader.kept(), 0U);
}

TEST(FrameReader, ACutFrameIsKeptUntilTheNextCallOnly) {
  const auto input = three_frames();
  frame_reader reader = client;
  reader.receive(bytes(input).first(20));
  ASSERT_TRUE(reader.next().value().has_value());
  EXPECT_FALSE(reader.next().value().has_value());
  EXPECT_EQ(reader.kept(), 11U);
  EXPECT_EQ(reader.offset(), 9U) << "an unfinished frame is not consumed";
  reader.receive(bytes(input).subspan(20));
  EXPECT_WIRE_EQ(reader.next().value()->payload, "hello");
  EXPECT_EQ(reader.next().value()->payload.data(), input.data() + 32) << "the one behind it is a view again";
  EXPECT_EQ(reader.kept(), 0U);
}

TEST(FrameReader, OffsetsGoOnPastFourGigabytes) {
  const auto one = test::frame_of(static_cast<frame_type>(0xff), 0, 0, (1U << 24) - 1);
  frame_reader reader(false, (1U << 24) - 1);
  std::uint64_t expected = 0;
  for (int i = 0; i < 300; ++i) {
    reader.receive(one);
    EXPECT_EQ(reader.next().value()->offset, expected);
    EXPECT_FALSE(reader.next().value().has_value());
    expected += one.size();
  }
  EXPECT_EQ(reader.offset(), expected);
  EXPECT_GT(expected, std::uint64_t{1} << 32);
}

// RFC 9113 §3.4: an invalid preface is a connection error PROTOCOL_ERROR.
TEST(FrameReader, AWrongPrefaceFailsAtItsFirstWrongByte) {
  for (std::size_t wrong = 0; wrong < client_preface.size(); ++wrong) {
    byte_buffer input = with_preface(three_frames());
    input[wrong] ^= std::byte{0x20};  // upper to lower case, and the like
    for (const std::size_t size : {std::size_t{1}, std::size_t{7}, input.size()}) {
      const seen all = read(server, input, size);
      ASSERT_TRUE(all.failed.has_value()) << "byte " << wrong;
      EXPECT_EQ(all.failed->code, error_code::protocol_error);
      EXPECT_EQ(all.failed->scope, error_scope::connection);
      EXPECT_EQ(all.failed->clause, "RFC 9113 §3.4");
      EXPECT_EQ(all.failed->offset, wrong);
      EXPECT_TRUE(all.frames.empty());
    }
  }
}

TEST(FrameReader, AnHttp1RequestIsToldByItsFirstByte) {
  frame_reader reader = server;
  const std::string_view get = "G";
  reader.receive(bytes_of(get));
  EXPECT_EQ(reader.next().error().offset, 0U);
}

TEST(FrameReader, ThePrefaceIsSeenWhenItsLastByteIs) {
  frame_reader reader = server;
  EXPECT_FALSE(reader.preface_seen());
  reader.receive(bytes_of(client_preface).first(23));
  EXPECT_FALSE(reader.next().value().has_value());
  EXPECT_FALSE(reader.preface_seen());
  reader.receive(bytes_of(client_preface).subspan(23));
  EXPECT_FALSE(reader.next().value().has_value());
  EXPECT_TRUE(reader.preface_seen());
  EXPECT_EQ(reader.offset(), 24U);
  EXPECT_TRUE(client.preface_seen()) << "a client waits for none";
}

// RFC 9113 §4.2: a frame longer than SETTINGS_MAX_FRAME_SIZE is a FRAME_SIZE_ERROR; every type has this limit.
TEST(FrameReader, ALengthAboveTheLimitFailsWithItsHeader) {
  for (unsigned type = 0; type < 12; ++type) {
    const auto longest = test::frame_of(static_cast<frame_type>(type), 0, 5, 16384);
    EXPECT_EQ(read(client, longest, longest.size()).frames.size(), 1U);
    const auto longer = test::frame_of(static_cast<frame_type>(type), 0, 5, 16385);
    auto input = three_frames();
    append(input, longer);
    for (const std::size_t size : {std::size_t{1}, std::size_t{1000}, input.size()}) {
      const seen all = read(client, bytes(input).first(three_frames().size() + 9), size);
      EXPECT_EQ(all.frames.size(), 3U);
      ASSERT_TRUE(all.failed.has_value()) << "not waited for its payload";
      EXPECT_EQ(all.failed->code, error_code::frame_size_error);
      EXPECT_EQ(all.failed->scope, error_scope::connection);
      EXPECT_EQ(all.failed->stream_id, 5U);
      EXPECT_EQ(all.failed->offset, three_frames().size());
    }
  }
}

TEST(FrameReader, TheLimitCanBeChangedBetweenFrames) {
  frame_reader reader(false, 20000);
  const auto large = test::frame_of(frame_type::data, 0, 1, 20000);
  reader.receive(large);
  EXPECT_TRUE(reader.next().value().has_value());
  EXPECT_FALSE(reader.next().value().has_value());
  reader.set_max_frame_size(19999);
  reader.receive(large);
  EXPECT_EQ(reader.next().error().code, error_code::frame_size_error);
}

TEST(FrameReader, AnErrorIsTheSameForEver) {
  frame_reader reader = client;
  const auto large = test::frame_of(frame_type::data, 0, 1, 16385);
  reader.receive(large);
  const error first = reader.next().error();
  EXPECT_EQ(reader.next().error(), first);
  reader.receive(three_frames());
  EXPECT_EQ(reader.next().error(), first);
  reader.receive(three_frames());
  EXPECT_EQ(reader.next().error(), first);
}

TEST(FrameReader, KeepsNoMoreThanOneFrameAndNoMoreThanHasCome) {
  frame_reader reader = client;
  const auto large = test::frame_of(frame_type::data, 0, 1, 16384);
  for (int round = 0; round < 10; ++round) {
    for (std::size_t at = 0; at < large.size(); at += 100) {
      reader.receive(bytes(large).subspan(at, std::min<std::size_t>(100, large.size() - at)));
      const bool whole = reader.next().value().has_value();
      EXPECT_EQ(whole, at + 100 >= large.size());
      EXPECT_LE(reader.kept(), std::min<std::size_t>(at + 100, large.size()));
    }
    EXPECT_FALSE(reader.next().value().has_value());
    EXPECT_EQ(reader.kept(), 0U);
  }
}

}  // namespace
