// SPDX-License-Identifier: MIT
//
// Padding (RFC 9113 §6.1): strip_padding, on both sides of each limit.
#include "wire_eq.hpp"

#include <h2/padding.hpp>

namespace {

using namespace h2;
using test::hex;

constexpr frame_header padded{.type = frame_type::data, .flags = flag::padded, .stream_id = 3};
constexpr frame_header plain{.type = frame_type::data, .flags = flag::end_stream, .stream_id = 3};

/// n bytes: the pad length, then zeros.
byte_buffer payload_of(std::size_t size, unsigned pad_length) {
  byte_buffer payload(size);
  payload.at(0) = static_cast<std::byte>(pad_length);
  return payload;
}

void expect_refused(const result<unpadded>& r, error_code code, std::string_view clause) {
  ASSERT_FALSE(r.has_value()) << "accepted: " << r->content.size() << " bytes of content";
  EXPECT_EQ(name_of(r.error().code), name_of(code)) << r.error().message();
  EXPECT_EQ(r.error().scope, error_scope::connection) << r.error().message();
  EXPECT_EQ(r.error().clause, clause);
  EXPECT_EQ(r.error().stream_id, 3U);
}

// RFC 9113 §6.1: the first byte says how many bytes of padding stand at the end; they are not content.
TEST(Padding, ThePictureOfTheHeaderFileIsHello) {
  const byte_buffer payload = hex("03 68 65 6c 6c 6f 00 00 00");
  const auto inside = strip_padding(padded, payload);
  ASSERT_TRUE(inside.has_value()) << inside.error().message();
  EXPECT_WIRE_EQ(inside->content, "hello");
  EXPECT_EQ(inside->overhead, 4) << "the length's own byte counts";
}

TEST(Padding, OfNoBytesTakesOneByteAllTheSame) {
  const byte_buffer payload = hex("00 68 69");
  const auto inside = strip_padding(padded, payload);
  ASSERT_TRUE(inside.has_value()) << inside.error().message();
  EXPECT_WIRE_EQ(inside->content, "hi");
  EXPECT_EQ(inside->overhead, 1);
}

TEST(Padding, WithoutItsFlagAllIsContent) {
  const byte_buffer payload = hex("03 68 65 6c 6c 6f 00 00 00");
  const auto inside = strip_padding(plain, payload);
  ASSERT_TRUE(inside.has_value()) << inside.error().message();
  EXPECT_WIRE_EQ(inside->content, payload);
  EXPECT_EQ(inside->content.data(), payload.data()) << "a view, not a copy";
  EXPECT_EQ(inside->overhead, 0);
  const auto nothing = strip_padding(plain, {});
  ASSERT_TRUE(nothing.has_value()) << nothing.error().message();
  EXPECT_TRUE(nothing->content.empty());
}

TEST(Padding, ContentIsAViewBehindTheLength) {
  const byte_buffer payload = hex("01 61 00");
  const auto inside = strip_padding(padded, payload);
  ASSERT_TRUE(inside.has_value()) << inside.error().message();
  EXPECT_EQ(inside->content.data(), payload.data() + 1);
}

// RFC 9113 §6.1: padding as long as the payload or longer is a connection error PROTOCOL_ERROR.
TEST(Padding, MayTakeAllThatIsBehindItsLengthAndNotAByteMore) {
  for (const std::size_t size : {1U, 2U, 3U, 100U, 255U, 256U, 300U}) {
    for (unsigned n = 0; n < 256; ++n) {
      const byte_buffer payload = payload_of(size, n);
      const auto inside = strip_padding(padded, payload);
      SCOPED_TRACE("payload of " + std::to_string(size) + ", pad length " + std::to_string(n));
      if (n >= size) {
        expect_refused(inside, error_code::protocol_error, "RFC 9113 §6.1");
      } else {
        ASSERT_TRUE(inside.has_value()) << inside.error().message();
        EXPECT_EQ(inside->content.size(), size - 1 - n);
        EXPECT_EQ(inside->overhead, n + 1);
      }
    }
  }
}

// RFC 9113 §6.1: up to 255 bytes of padding: with the length's own byte that is 256, more than a byte can count.
TEST(Padding, OfTheLargestLengthCosts256Bytes) {
  const byte_buffer payload = payload_of(258, 255);
  const auto inside = strip_padding(padded, payload);
  ASSERT_TRUE(inside.has_value()) << inside.error().message();
  EXPECT_EQ(inside->content.size(), 2U);
  EXPECT_EQ(inside->overhead, 256);
}

// RFC 9113 §4.2: a frame too small for its mandatory fields is a FRAME_SIZE_ERROR.
TEST(Padding, WithoutEvenItsLengthIsAFrameSizeError) {
  expect_refused(strip_padding(padded, {}), error_code::frame_size_error, "RFC 9113 §4.2");
}

// RFC 9113 §6.2: padding that exceeds what is left for the field block is a connection error PROTOCOL_ERROR.
TEST(Padding, DoesNotReachIntoTheFieldsBefore) {
  const byte_buffer fits = hex("01 00 00 00 00 10 00");
  const auto inside = strip_padding(padded, fits, 5);
  ASSERT_TRUE(inside.has_value()) << inside.error().message();
  EXPECT_WIRE_EQ(inside->content, hex("00 00 00 00 10")) << "the fields are part of the content";
  EXPECT_EQ(inside->overhead, 2);
  expect_refused(strip_padding(padded, hex("02 00 00 00 00 10 00"), 5), error_code::protocol_error, "RFC 9113 §6.1");
}

// RFC 9113 §4.2: HEADERS with PRIORITY have at least 5 bytes, PUSH_PROMISE at least 4, one more with PADDED.
TEST(Padding, FieldsThatAreNotThereAreAFrameSizeError) {
  for (const std::size_t fields : {4U, 5U}) {
    const byte_buffer enough(fields + 1);
    EXPECT_TRUE(strip_padding(padded, enough, fields).has_value()) << fields;
    EXPECT_TRUE(strip_padding(plain, bytes(enough).first(fields), fields).has_value()) << fields;
    for (std::size_t size = 0; size < fields; ++size) {
      expect_refused(strip_padding(plain, bytes(enough).first(size), fields), error_code::frame_size_error,
                     "RFC 9113 §4.2");
    }
    for (std::size_t size = 0; size <= fields; ++size) {
      expect_refused(strip_padding(padded, bytes(enough).first(size), fields), error_code::frame_size_error,
                     "RFC 9113 §4.2");
    }
  }
}

TEST(Padding, BytesOtherThanZeroAreNoReasonToRefuse) {
  // §6.1 leaves it to the receiver whether it looks at them. We do not, as nghttp2 does not.
  const byte_buffer payload = hex("02 61 ff fe");
  const auto inside = strip_padding(padded, payload);
  ASSERT_TRUE(inside.has_value()) << inside.error().message();
  EXPECT_WIRE_EQ(inside->content, "a");
}

}  // namespace
