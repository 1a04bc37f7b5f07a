// SPDX-License-Identifier: MIT
//
// Field blocks in pieces (RFC 9113 §4.3, §6.10), and the bounds that CVE-2024-27316 asked for.
#include "wire_eq.hpp"

#include <h2/field_block.hpp>

namespace {

using namespace h2;

headers_frame headers(std::uint32_t id, bytes fragment, bool end_headers) {
  return {.stream_id = id, .end_stream = true, .end_headers = end_headers, .fragment = fragment};
}
continuation_frame more(std::uint32_t id, bytes fragment, bool end_headers) {
  return {.stream_id = id, .end_headers = end_headers, .fragment = fragment};
}

using added = result<std::optional<field_block>>;

void expect_open(const added& r) {
  ASSERT_TRUE(r.has_value()) << r.error().message();
  EXPECT_FALSE(r->has_value()) << "END_HEADERS has not come";
}

void expect_block(const added& r, bytes expected) {
  ASSERT_TRUE(r.has_value()) << r.error().message();
  ASSERT_TRUE(r->has_value()) << "END_HEADERS has come, the block is whole";
  EXPECT_WIRE_EQ((*r)->encoded, expected) << "[RFC 9113 §4.3]";
}

template <class T>
void expect_refused(const result<T>& r, error_code code, std::uint32_t stream_id, std::string_view clause,
                    std::string_view why = "") {
  ASSERT_FALSE(r.has_value()) << "taken; it is " << name_of(code) << " (" << clause << ")";
  EXPECT_EQ(name_of(r.error().code), name_of(code)) << r.error().message();
  EXPECT_EQ(r.error().scope, error_scope::connection) << r.error().message();
  EXPECT_EQ(r.error().stream_id, stream_id) << r.error().message();
  EXPECT_EQ(r.error().clause, clause) << r.error().message();
  if (!why.empty()) {
    EXPECT_EQ(r.error().why, why);
  }
}

// RFC 9113 §4.3: a HEADERS frame with END_HEADERS is a whole field block.
TEST(FieldBlock, InOneFrameIsAViewOfIt) {
  field_block_assembler blocks;
  const byte_buffer fragment = test::hex("82 86 84 41");
  const added r = blocks.add(headers(1, fragment, true));
  expect_block(r, fragment);
  EXPECT_EQ((*r)->encoded.data(), fragment.data()) << "a view, not a copy";
  EXPECT_EQ(blocks.kept(), 0U);
  EXPECT_FALSE(blocks.open());
}

// RFC 9113 §4.3: the block is the concatenation of the fragments of HEADERS and the CONTINUATION frames behind it.
TEST(FieldBlock, InPiecesIsPutTogetherInOrder) {
  field_block_assembler blocks;
  expect_open(blocks.add(headers(1, test::hex("82 86"), false)));
  EXPECT_TRUE(blocks.open());
  expect_open(blocks.add(more(1, test::hex("84"), false)));
  expect_block(blocks.add(more(1, test::hex("41 00 ff"), true)), test::hex("82 86 84 41 00 ff"));
  EXPECT_FALSE(blocks.open());
}

TEST(FieldBlock, KeepsItsBytesWhenTheFramesAreGone) {
  field_block_assembler blocks;
  byte_buffer input = test::hex("82 86");
  expect_open(blocks.add(headers(1, input, false)));
  input.assign(input.size(), std::byte{0xee});  // the next bytes from the socket lie where the frame was
  expect_block(blocks.add(more(1, test::hex("84"), true)), test::hex("82 86 84"));
}

TEST(FieldBlock, RemembersTheFrameItBeganWith) {
  field_block_assembler blocks;
  expect_open(blocks.add(headers(7, test::hex("82"), false)));
  const added block = blocks.add(more(7, {}, true));
  expect_block(block, test::hex("82"));
  const auto* first = std::get_if<headers_frame>(&(*block)->first);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->stream_id, 7U);
  EXPECT_TRUE(first->end_stream) << "END_STREAM stands in HEADERS, though CONTINUATION comes behind it";
}

// RFC 9113 §6.6: a promise's block goes on in CONTINUATION frames as that of HEADERS does.
TEST(FieldBlock, OfAPromiseGoesOnTheSameWay) {
  field_block_assembler blocks;
  expect_open(blocks.add(push_promise_frame{.stream_id = 1, .promised_id = 2, .fragment = test::hex("82")}));
  const added block = blocks.add(more(1, test::hex("84"), true));
  expect_block(block, test::hex("82 84"));
  const auto* first = std::get_if<push_promise_frame>(&(*block)->first);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->promised_id, 2U);
}

TEST(FieldBlock, MayBeEmptyAndSoMayItsPieces) {
  field_block_assembler blocks;
  expect_block(blocks.add(headers(1, {}, true)), {});
  expect_open(blocks.add(headers(3, {}, false)));
  expect_open(blocks.add(more(3, {}, false)));
  expect_block(blocks.add(more(3, {}, true)), {});
}

TEST(FieldBlock, OneFollowsTheOther) {
  field_block_assembler blocks;
  expect_open(blocks.add(headers(1, test::hex("82 86"), false)));
  expect_block(blocks.add(more(1, test::hex("84"), true)), test::hex("82 86 84"));
  expect_open(blocks.add(headers(3, test::hex("90"), false)));
  expect_block(blocks.add(more(3, test::hex("91"), true)), test::hex("90 91"));
}

// RFC 9113 §6.10: CONTINUATION must follow HEADERS, PUSH_PROMISE or CONTINUATION without END_HEADERS.
TEST(Continuation, WithoutABlockIsAConnectionError) {
  field_block_assembler blocks;
  expect_refused(blocks.add(more(1, {}, true)), error_code::protocol_error, 1, "RFC 9113 §6.10");
  expect_block(blocks.add(headers(1, {}, true)), {});
  expect_refused(blocks.add(more(1, {}, true)), error_code::protocol_error, 1, "RFC 9113 §6.10");
}

// RFC 9113 §6.10: behind a frame without END_HEADERS only CONTINUATION of the same stream may come.
TEST(Continuation, OfAnotherStreamIsAConnectionError) {
  field_block_assembler blocks;
  expect_open(blocks.add(headers(3, test::hex("82"), false)));
  expect_refused(blocks.add(more(5, {}, true)), error_code::protocol_error, 5, "RFC 9113 §6.10");
}

// RFC 9113 §6.2: a frame of any other type, or on any other stream, inside a field block is a connection error.
TEST(Turn, InsideABlockIsItsContinuationsOnly) {
  field_block_assembler blocks;
  expect_open(blocks.add(headers(3, test::hex("82"), false)));
  for (unsigned type = 0; type < 256; ++type) {
    for (const std::uint32_t id : {0U, 1U, 3U, 5U}) {
      const frame_header next{.type = static_cast<frame_type>(type), .stream_id = id};
      const result<void> turn = blocks.check_turn(next);
      if (next.type == frame_type::continuation && id == 3) {
        EXPECT_TRUE(turn.has_value()) << turn.error().message();
      } else {
        SCOPED_TRACE(std::string(name_of(next.type)) + ", type " + std::to_string(type) + ", stream " +
                     std::to_string(id));
        expect_refused(turn, error_code::protocol_error, id, "RFC 9113 §6.10");
      }
    }
  }
}

TEST(Turn, OutsideABlockIsAnybodys) {
  field_block_assembler blocks;
  for (unsigned type = 0; type < 256; ++type) {
    const frame_header next{.type = static_cast<frame_type>(type), .stream_id = 1};
    EXPECT_TRUE(blocks.check_turn(next).has_value()) << "whether it fits otherwise is others' to say: type " << type;
  }
  expect_open(blocks.add(headers(3, {}, false)));
  expect_block(blocks.add(more(3, {}, true)), {});
  EXPECT_TRUE(blocks.check_turn({.type = frame_type::data, .stream_id = 3}).has_value()) << "the block has ended";
}

// RFC 9113 §10.5.1: there is no limit in HTTP/2 to CONTINUATION frames, so the receiver must set one (CVE-2024-27316).
TEST(Limits, ContinuationsAreCountedThoughTheyAreEmpty) {
  field_block_assembler blocks({.continuations = 3});
  for (const std::uint32_t id : {1U, 3U}) {  // the count begins anew with each block
    expect_open(blocks.add(headers(id, {}, false)));
    expect_open(blocks.add(more(id, {}, false)));
    expect_open(blocks.add(more(id, {}, false)));
    expect_block(blocks.add(more(id, {}, true)), {});
  }
  expect_open(blocks.add(headers(5, {}, false)));
  for (int i = 0; i < 3; ++i) expect_open(blocks.add(more(5, {}, false)));
  expect_refused(blocks.add(more(5, {}, true)), error_code::enhance_your_calm, 5, "RFC 9113 §10.5.1",
                 "field_block.continuations");
}

TEST(Limits, BytesAreTakenUpToTheBoundAndNotOneMore) {
  const byte_buffer five = test::hex("01 02 03 04 05");
  field_block_assembler blocks({.continuations = 8, .bytes = 10});
  expect_open(blocks.add(headers(1, five, false)));
  expect_block(blocks.add(more(1, five, true)), test::hex("01 02 03 04 05 01 02 03 04 05"));

  expect_open(blocks.add(headers(3, five, false)));
  expect_open(blocks.add(more(3, five, false)));
  expect_refused(blocks.add(more(3, test::hex("06"), true)), error_code::enhance_your_calm, 3, "RFC 9113 §10.5.1",
                 "field_block.bytes");
  EXPECT_EQ(blocks.kept(), 10U) << "what is refused is not kept";
}

TEST(Limits, BytesCountInTheFirstFrameToo) {
  field_block_assembler blocks({.continuations = 8, .bytes = 4});
  expect_block(blocks.add(headers(1, test::hex("01 02 03 04"), true)), test::hex("01 02 03 04"));
  for (const bool end_headers : {true, false}) {
    expect_refused(blocks.add(headers(3, test::hex("01 02 03 04 05"), end_headers)), error_code::enhance_your_calm, 3,
                   "RFC 9113 §10.5.1", "field_block.bytes");
  }
  EXPECT_FALSE(blocks.open());
}

TEST(Limits, WhatWasPutTogetherIsGivenBack) {
  field_block_assembler blocks;
  const byte_buffer large(100'000);
  expect_open(blocks.add(headers(1, large, false)));
  EXPECT_EQ(blocks.kept(), 100'000U);
  expect_block(blocks.add(more(1, {}, true)), large);
  blocks.release();
  EXPECT_EQ(blocks.kept(), 0U);
  expect_open(blocks.add(headers(3, test::hex("82"), false)));
  expect_block(blocks.add(more(3, test::hex("84"), true)), test::hex("82 84"));
}

}  // namespace
