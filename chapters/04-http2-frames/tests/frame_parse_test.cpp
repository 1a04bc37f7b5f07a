// SPDX-License-Identifier: MIT
//
// Each type's bytes, drawn once and read in both directions. What a frame may not be is in frame_rules_test.cpp.
#include "frame_checks.hpp"

namespace {

using namespace h2;
using test::encoded;
using test::hex;
using test::parse_as;

/// What parses from these bytes encodes to them.
template <class Frame>
void expect_round_trip(const byte_buffer& whole) {
  EXPECT_WIRE_EQ(encoded(parse_as<Frame>(whole)), whole);
}

// RFC 9113 §6.1: DATA is content, with END_STREAM on the last of it.
TEST(Data, IsContent) {
  const auto whole = hex("000005 00 01 00000003 68656c6c6f");
  const auto frame = parse_as<data_frame>(whole);
  EXPECT_EQ(frame.stream_id, 3U);
  EXPECT_TRUE(frame.end_stream);
  EXPECT_WIRE_EQ(frame.data, "hello");
  EXPECT_EQ(frame.data.data(), whole.data() + 9) << "a view, not a copy";
  EXPECT_EQ(frame.flow_controlled(), 5U);
  expect_round_trip<data_frame>(whole);
}

TEST(Data, MayBeEmpty) {
  const auto whole = hex("000000 00 00 00000001");
  const auto frame = parse_as<data_frame>(whole);
  EXPECT_FALSE(frame.end_stream);
  EXPECT_TRUE(frame.data.empty());
  EXPECT_EQ(frame.flow_controlled(), 0U);
  expect_round_trip<data_frame>(whole);
}

// RFC 9113 §6.1: the whole payload, pad length and padding included, is in flow control.
TEST(Data, PaddingCostsWindow) {
  const auto whole = hex("000009 00 08 00000001 03 68656c6c6f 000000");
  const auto frame = parse_as<data_frame>(whole);
  EXPECT_WIRE_EQ(frame.data, "hello");
  EXPECT_EQ(frame.padded_overhead, 4);
  EXPECT_EQ(frame.flow_controlled(), 9U);
  expect_round_trip<data_frame>(whole);
}

// RFC 9113 §6.1-1: padding is sent as zeros, from none to 255 bytes.
TEST(Data, EveryLengthOfPaddingGoesBothWays) {
  for (unsigned overhead = 0; overhead <= 256; ++overhead) {
    const auto content = test::as_bytes("hi");
    const auto whole =
        encoded(data_frame{.stream_id = 1, .data = content, .padded_overhead = static_cast<std::uint16_t>(overhead)});
    ASSERT_EQ(whole.size(), 9 + 2 + overhead);
    const auto frame = parse_as<data_frame>(whole);
    EXPECT_EQ(frame.padded_overhead, overhead);
    EXPECT_WIRE_EQ(frame.data, "hi");
    for (std::size_t i = whole.size() - (overhead > 0 ? overhead - 1 : 0); i < whole.size(); ++i) {
      EXPECT_EQ(whole[i], std::byte{0}) << "byte " << i << " of " << whole.size();
    }
  }
}

// RFC 9113 §6.2: HEADERS carry a field block fragment.
TEST(Headers, AreAFieldBlock) {
  const auto whole = hex("000003 01 05 00000001 828684");
  const auto frame = parse_as<headers_frame>(whole);
  EXPECT_EQ(frame.stream_id, 1U);
  EXPECT_TRUE(frame.end_stream);
  EXPECT_TRUE(frame.end_headers);
  EXPECT_FALSE(frame.priority.has_value());
  EXPECT_FALSE(frame.depends_on_itself);
  EXPECT_EQ(frame.padded_overhead, 0);
  EXPECT_WIRE_EQ(frame.fragment, hex("828684"));
  EXPECT_EQ(frame.fragment.data(), whole.data() + 9);
  expect_round_trip<headers_frame>(whole);
}

// RFC 9113 §6.2: with PADDED and PRIORITY, the pad length comes first, then five bytes of priority.
TEST(Headers, WithAllTheyCanHave) {
  const auto whole = hex("00000b 01 28 00000005 02 80000003 0f 828684 0000");
  const auto frame = parse_as<headers_frame>(whole);
  EXPECT_FALSE(frame.end_stream);
  EXPECT_FALSE(frame.end_headers);
  EXPECT_EQ(frame.priority, (priority_fields{.exclusive = true, .dependency = 3, .weight = 16}));
  EXPECT_EQ(frame.padded_overhead, 3);
  EXPECT_WIRE_EQ(frame.fragment, hex("828684"));
  expect_round_trip<headers_frame>(whole);
}

TEST(Headers, MayHaveAnEmptyFragment) {
  for (const char* each : {"000000 01 04 00000001", "000001 01 0c 00000001 00", "000005 01 24 00000001 00000000 00",
                           "000008 01 2c 00000001 02 00000000 00 0000"}) {
    EXPECT_TRUE(parse_as<headers_frame>(hex(each)).fragment.empty()) << each;
    expect_round_trip<headers_frame>(hex(each));
  }
}

// RFC 7540 §5.3.1: a stream cannot depend on itself. HEADERS that say so are parsed, for HPACK must see their block.
TEST(Headers, OfAStreamThatDependsOnItselfKeepTheirBlock) {
  const auto whole = hex("000006 01 24 00000005 00000005 ff 82");
  const auto frame = parse_as<headers_frame>(whole);
  EXPECT_TRUE(frame.depends_on_itself);
  EXPECT_WIRE_EQ(frame.fragment, hex("82"));
  expect_round_trip<headers_frame>(whole);
  EXPECT_TRUE(parse_as<headers_frame>(hex("000006 01 24 00000005 80000005 ff 82")).depends_on_itself) << "exclusively";
  EXPECT_FALSE(parse_as<headers_frame>(hex("000006 01 24 00000005 00000007 ff 82")).depends_on_itself);
}

// RFC 9113 §6.3: PRIORITY is an exclusive flag, a dependency and a weight of 1 to 256, sent as one less.
TEST(Priority, IsFiveBytes) {
  const auto whole = hex("000005 02 00 00000003 80000001 ff");
  const auto frame = parse_as<priority_frame>(whole);
  EXPECT_EQ(frame.stream_id, 3U);
  EXPECT_EQ(frame.priority, (priority_fields{.exclusive = true, .dependency = 1, .weight = 256}));
  expect_round_trip<priority_frame>(whole);
  const auto least = hex("000005 02 00 00000003 7fffffff 00");
  EXPECT_EQ(parse_as<priority_frame>(least).priority,
            (priority_fields{.exclusive = false, .dependency = max_stream_id, .weight = 1}));
  expect_round_trip<priority_frame>(least);
}

// RFC 9113 §6.4: RST_STREAM is an error code. RFC 9113 §7: codes nobody knows are no reason to fail.
TEST(RstStream, IsAnErrorCode) {
  const auto whole = hex("000004 03 00 00000001 00000008");
  EXPECT_EQ(parse_as<rst_stream_frame>(whole).code, error_code::cancel);
  EXPECT_EQ(parse_as<rst_stream_frame>(whole).stream_id, 1U);
  expect_round_trip<rst_stream_frame>(whole);
  const auto unknown = hex("000004 03 00 00000001 fedcba98");
  EXPECT_EQ(static_cast<std::uint32_t>(parse_as<rst_stream_frame>(unknown).code), 0xfedcba98U);
  expect_round_trip<rst_stream_frame>(unknown);
}

// RFC 9113 §6.5.1: SETTINGS are pairs of a 16-bit identifier and a 32-bit value. §6.5.3: their order is kept.
TEST(Settings, ArePairsInTheOrderOfTheWire) {
  const auto whole = hex("000018 04 00 00000000 0003 00000064 0004 0000ffff 0003 00000001 f00d 01020304");
  const auto frame = parse_as<settings_frame>(whole);
  EXPECT_FALSE(frame.ack);
  const std::vector<setting> expected = {{setting_id::max_concurrent_streams, 100},
                                         {setting_id::initial_window_size, 65535},
                                         {setting_id::max_concurrent_streams, 1},
                                         {static_cast<setting_id>(0xf00d), 0x01020304}};
  EXPECT_EQ(frame.values, expected);
  expect_round_trip<settings_frame>(whole);
}

TEST(Settings, MayBeEmptyAndMayAcknowledge) {
  EXPECT_TRUE(parse_as<settings_frame>(hex("000000 04 00 00000000")).values.empty());
  EXPECT_FALSE(parse_as<settings_frame>(hex("000000 04 00 00000000")).ack);
  EXPECT_TRUE(parse_as<settings_frame>(hex("000000 04 01 00000000")).ack);
  expect_round_trip<settings_frame>(hex("000000 04 00 00000000"));
  expect_round_trip<settings_frame>(hex("000000 04 01 00000000"));
}

// RFC 9113 §6.6: PUSH_PROMISE names the stream it promises, behind a reserved bit, and then the request's fields.
TEST(PushPromise, IsAStreamIdAndAFieldBlock) {
  const auto whole = hex("000007 05 04 00000001 00000002 828684");
  const auto frame = parse_as<push_promise_frame>(whole);
  EXPECT_EQ(frame.stream_id, 1U);
  EXPECT_TRUE(frame.end_headers);
  EXPECT_EQ(frame.promised_id, 2U);
  EXPECT_WIRE_EQ(frame.fragment, hex("828684"));
  expect_round_trip<push_promise_frame>(whole);
}

TEST(PushPromise, MayBePaddedAndItsReservedBitIsIgnored) {
  const auto padded = hex("000008 05 08 00000001 02 00000004 82 0000");
  EXPECT_EQ(parse_as<push_promise_frame>(padded).padded_overhead, 3);
  EXPECT_EQ(parse_as<push_promise_frame>(padded).promised_id, 4U);
  EXPECT_FALSE(parse_as<push_promise_frame>(padded).end_headers);
  EXPECT_WIRE_EQ(parse_as<push_promise_frame>(padded).fragment, hex("82"));
  expect_round_trip<push_promise_frame>(padded);
  const auto reserved = hex("000004 05 04 00000001 ffffffff");
  EXPECT_EQ(parse_as<push_promise_frame>(reserved).promised_id, max_stream_id);
  EXPECT_WIRE_EQ(encoded(parse_as<push_promise_frame>(reserved)), hex("000004 05 04 00000001 7fffffff"));
}

// RFC 9113 §6.2-1: padding of HEADERS is sent as zeros.
// RFC 9113 §6.6-2: and so is that of PUSH_PROMISE.
TEST(PushPromise, AndHeadersArePaddedWithZeros) {
  const auto block = hex("82");
  EXPECT_WIRE_EQ(encoded(headers_frame{.stream_id = 1, .end_headers = true, .fragment = block, .padded_overhead = 4}),
                 hex("000005 01 0c 00000001 03 82 000000"));
  EXPECT_WIRE_EQ(encoded(push_promise_frame{
                     .stream_id = 1, .end_headers = true, .promised_id = 2, .fragment = block, .padded_overhead = 4}),
                 hex("000009 05 0c 00000001 03 00000002 82 000000"));
}

// RFC 9113 §6.7: PING is eight bytes that nobody looks into; ACK marks the answer.
TEST(Ping, IsEightBytesOfTheSenders) {
  const auto whole = hex("000008 06 00 00000000 00112233445566ff");
  const auto frame = parse_as<ping_frame>(whole);
  EXPECT_FALSE(frame.ack);
  EXPECT_WIRE_EQ(frame.opaque, hex("00112233445566ff"));
  expect_round_trip<ping_frame>(whole);
  EXPECT_TRUE(parse_as<ping_frame>(hex("000008 06 01 00000000 00112233445566ff")).ack);
  expect_round_trip<ping_frame>(hex("000008 06 01 00000000 00112233445566ff"));
}

// RFC 9113 §6.8: GOAWAY is the last stream id behind a reserved bit, an error code and debug data.
TEST(Goaway, IsAStreamIdACodeAndText) {
  const auto whole = hex("00000c 07 00 00000000 00000005 0000000b 63616c6d");
  const auto frame = parse_as<goaway_frame>(whole);
  EXPECT_EQ(frame.last_stream_id, 5U);
  EXPECT_EQ(frame.code, error_code::enhance_your_calm);
  EXPECT_WIRE_EQ(frame.debug, "calm");
  expect_round_trip<goaway_frame>(whole);
  const auto reserved = hex("000008 07 00 00000000 ffffffff 00000000");
  EXPECT_EQ(parse_as<goaway_frame>(reserved).last_stream_id, max_stream_id);
  EXPECT_TRUE(parse_as<goaway_frame>(reserved).debug.empty());
  EXPECT_WIRE_EQ(encoded(parse_as<goaway_frame>(reserved)), hex("000008 07 00 00000000 7fffffff 00000000"));
}

// RFC 9113 §6.9: WINDOW_UPDATE is an increment of 1 to 2^31-1 behind a reserved bit, on a stream or on all.
TEST(WindowUpdate, IsAnIncrement) {
  const auto whole = hex("000004 08 00 00000003 00000001");
  EXPECT_EQ(parse_as<window_update_frame>(whole).stream_id, 3U);
  EXPECT_EQ(parse_as<window_update_frame>(whole).increment, 1U);
  expect_round_trip<window_update_frame>(whole);
  const auto most = hex("000004 08 00 00000000 7fffffff");
  EXPECT_EQ(parse_as<window_update_frame>(most).stream_id, 0U);
  EXPECT_EQ(parse_as<window_update_frame>(most).increment, 0x7fffffffU);
  expect_round_trip<window_update_frame>(most);
  EXPECT_EQ(parse_as<window_update_frame>(hex("000004 08 00 00000000 80000001")).increment, 1U);
}

// RFC 9113 §6.10: CONTINUATION goes on with a field block.
TEST(Continuation, IsMoreOfAFieldBlock) {
  const auto whole = hex("000003 09 04 00000007 828684");
  const auto frame = parse_as<continuation_frame>(whole);
  EXPECT_EQ(frame.stream_id, 7U);
  EXPECT_TRUE(frame.end_headers);
  EXPECT_WIRE_EQ(frame.fragment, hex("828684"));
  expect_round_trip<continuation_frame>(whole);
  EXPECT_FALSE(parse_as<continuation_frame>(hex("000000 09 00 00000007")).end_headers);
  expect_round_trip<continuation_frame>(hex("000000 09 00 00000007"));
}

// RFC 9113 §4.1: frames of unknown types are no error, whatever their flags, stream and length.
TEST(Unknown, KeepsAllItCameWith) {
  for (unsigned type = 0xa; type < 256; ++type) {
    for (const std::size_t size : {0U, 1U, 100U}) {
      const auto whole = test::frame_of(static_cast<frame_type>(type), 0xff, type % 2, size);
      const auto frame = parse_as<unknown_frame>(whole);
      EXPECT_EQ(static_cast<unsigned>(frame.header.type), type);
      EXPECT_EQ(frame.payload.size(), size);
      expect_round_trip<unknown_frame>(whole);
    }
  }
}

/// The flags that mean something, of each type in §6's order.
constexpr std::array<std::uint8_t, 10> own_flags = {0x09, 0x2d, 0, 0, 0x01, 0x0c, 0x01, 0, 0, 0x04};

// RFC 9113 §4.1: flags that a type does not have are ignored on receipt, and not sent.
TEST(Flags, ThatATypeDoesNotHaveMeanNothing) {
  const std::array<byte_buffer, 10> plain = {
      hex("000001 00 00 00000001 61"),
      hex("000001 01 00 00000001 82"),
      hex("000005 02 00 00000003 00000001 00"),
      hex("000004 03 00 00000001 00000000"),
      hex("000006 04 00 00000000 000100001000"),
      hex("000005 05 00 00000001 00000002 82"),
      hex("000008 06 00 00000000 0011223344556677"),
      hex("000008 07 00 00000000 00000005 00000000"),
      hex("000004 08 00 00000003 00000001"),
      hex("000001 09 00 00000007 82"),
  };
  for (std::size_t type = 0; type < plain.size(); ++type) {
    auto flagged = plain[type];
    flagged[4] = ~std::byte{own_flags[type]};
    const auto parsed = test::parse(flagged);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().message();
    EXPECT_EQ(parsed->index(), type);
    EXPECT_WIRE_EQ(encoded(*parsed), plain[type]);
  }
}

}  // namespace
