// SPDX-License-Identifier: MIT
//
// What a frame may not be, by itself: each rule with its scope and code, on both sides of its limit.
#include "frame_checks.hpp"

namespace {

using namespace h2;
using test::accepted;
using test::frame_of;
using test::hex;
using test::refused;

constexpr auto connection = error_scope::connection;
constexpr auto stream = error_scope::stream;

/// A type's length is right at one value only; every other up to 40 is refused.
void expect_only_length(frame_type type, std::uint32_t stream_id, std::size_t right, const test::refusal& wanted) {
  for (std::size_t size = 0; size <= 40; ++size) {
    const auto whole = frame_of(type, 0, stream_id, size);
    if (size == right) EXPECT_TRUE(accepted(whole));
    else EXPECT_TRUE(refused(whole, wanted));
  }
}

// --- streams ------------------------------------------------------------------------------------------------------

// RFC 9113 §6.1: DATA on stream 0 is a connection error PROTOCOL_ERROR.
TEST(DataRules, NeedAStream) {
  EXPECT_TRUE(refused(hex("000001 00 01 00000000 61"), {connection, error_code::protocol_error, 0, "RFC 9113 §6.1"}));
  EXPECT_TRUE(accepted(hex("000001 00 01 00000001 61")));
}

// RFC 9113 §6.2: HEADERS on stream 0 are a connection error PROTOCOL_ERROR.
TEST(HeadersRules, NeedAStream) {
  EXPECT_TRUE(refused(hex("000001 01 05 00000000 82"), {connection, error_code::protocol_error, 0, "RFC 9113 §6.2"}));
}

// RFC 9113 §6.3: PRIORITY on stream 0 is a connection error PROTOCOL_ERROR.
TEST(PriorityRules, NeedAStream) {
  EXPECT_TRUE(
      refused(hex("000005 02 00 00000000 00000001 00"), {connection, error_code::protocol_error, 0, "RFC 9113 §6.3"}));
}

// RFC 9113 §6.4: RST_STREAM on stream 0 is a connection error PROTOCOL_ERROR.
TEST(RstStreamRules, NeedAStream) {
  EXPECT_TRUE(
      refused(hex("000004 03 00 00000000 00000008"), {connection, error_code::protocol_error, 0, "RFC 9113 §6.4"}));
}

// RFC 9113 §6.5: SETTINGS on another stream than 0 are a connection error PROTOCOL_ERROR.
TEST(SettingsRules, ForbidAStream) {
  EXPECT_TRUE(refused(hex("000000 04 00 00000001"), {connection, error_code::protocol_error, 1, "RFC 9113 §6.5"}));
  EXPECT_TRUE(
      refused(hex("000000 04 01 7fffffff"), {connection, error_code::protocol_error, max_stream_id, "RFC 9113 §6.5"}));
}

// RFC 9113 §6.6: PUSH_PROMISE on stream 0 is a connection error PROTOCOL_ERROR.
TEST(PushPromiseRules, NeedAStream) {
  EXPECT_TRUE(
      refused(hex("000005 05 04 00000000 00000002 82"), {connection, error_code::protocol_error, 0, "RFC 9113 §6.6"}));
}

// RFC 9113 §6.7: PING on another stream than 0 is a connection error PROTOCOL_ERROR.
TEST(PingRules, ForbidAStream) {
  EXPECT_TRUE(refused(hex("000008 06 00 00000001 0011223344556677"),
                      {connection, error_code::protocol_error, 1, "RFC 9113 §6.7"}));
}

// RFC 9113 §6.8: GOAWAY on another stream than 0 is a connection error PROTOCOL_ERROR.
TEST(GoawayRules, ForbidAStream) {
  EXPECT_TRUE(refused(hex("000008 07 00 00000001 00000000 00000000"),
                      {connection, error_code::protocol_error, 1, "RFC 9113 §6.8"}));
}

// RFC 9113 §6.10: CONTINUATION on stream 0 is a connection error PROTOCOL_ERROR.
TEST(ContinuationRules, NeedAStream) {
  EXPECT_TRUE(refused(hex("000001 09 04 00000000 82"), {connection, error_code::protocol_error, 0, "RFC 9113 §6.10"}));
}

// RFC 9113 §6.9: WINDOW_UPDATE is for a stream or for the connection.
TEST(WindowUpdateRules, AnyStreamIsRight) {
  EXPECT_TRUE(accepted(hex("000004 08 00 00000000 00000001")));
  EXPECT_TRUE(accepted(hex("000004 08 00 7fffffff 00000001")));
}

// RFC 9113 §4.1: the reserved bit does not make stream 0 another stream.
TEST(Rules, TheReservedBitIsNoStream) {
  EXPECT_TRUE(refused(hex("000001 00 01 80000000 61"), {connection, error_code::protocol_error, 0, "RFC 9113 §6.1"}));
  EXPECT_TRUE(accepted(hex("000000 04 01 80000000")));
}

// --- lengths ------------------------------------------------------------------------------------------------------

// RFC 9113 §6.3: PRIORITY of another length than 5 is a stream error FRAME_SIZE_ERROR.
TEST(PriorityRules, LengthIsFive) {
  expect_only_length(frame_type::priority, 3, 5, {stream, error_code::frame_size_error, 3, "RFC 9113 §6.3"});
}

// RFC 9113 §6.4: RST_STREAM of another length than 4 is a connection error FRAME_SIZE_ERROR.
TEST(RstStreamRules, LengthIsFour) {
  expect_only_length(frame_type::rst_stream, 3, 4, {connection, error_code::frame_size_error, 3, "RFC 9113 §6.4"});
}

// RFC 9113 §6.5: SETTINGS whose length is no multiple of 6 are a connection error FRAME_SIZE_ERROR.
TEST(SettingsRules, LengthIsAMultipleOfSix) {
  for (std::size_t size = 0; size <= 40; ++size) {
    const auto whole = frame_of(frame_type::settings, 0, 0, size);  // settings 0x101, which nobody knows
    if (size % 6 == 0) EXPECT_TRUE(accepted(whole));
    else EXPECT_TRUE(refused(whole, {connection, error_code::frame_size_error, 0, "RFC 9113 §6.5"}));
  }
}

// RFC 9113 §6.5: an acknowledgement that is not empty is a connection error FRAME_SIZE_ERROR.
TEST(SettingsRules, AnAcknowledgementIsEmpty) {
  for (std::size_t size = 1; size <= 40; ++size) {
    EXPECT_TRUE(refused(frame_of(frame_type::settings, flag::ack, 0, size),
                        {connection, error_code::frame_size_error, 0, "RFC 9113 §6.5"}));
  }
  EXPECT_TRUE(accepted(frame_of(frame_type::settings, flag::ack, 0, 0)));
}

// RFC 9113 §6.7: PING of another length than 8 is a connection error FRAME_SIZE_ERROR.
TEST(PingRules, LengthIsEight) {
  expect_only_length(frame_type::ping, 0, 8, {connection, error_code::frame_size_error, 0, "RFC 9113 §6.7"});
}

// RFC 9113 §4.2: GOAWAY too short for its fields is a connection error FRAME_SIZE_ERROR.
TEST(GoawayRules, LengthIsEightAtLeast) {
  for (std::size_t size = 0; size <= 40; ++size) {
    const auto whole = frame_of(frame_type::goaway, 0, 0, size);
    if (size >= 8) EXPECT_TRUE(accepted(whole));
    else EXPECT_TRUE(refused(whole, {connection, error_code::frame_size_error, 0, "RFC 9113 §6.8"}));
  }
}

// RFC 9113 §6.9: WINDOW_UPDATE of another length than 4 is a connection error FRAME_SIZE_ERROR.
TEST(WindowUpdateRules, LengthIsFour) {
  expect_only_length(frame_type::window_update, 3, 4, {connection, error_code::frame_size_error, 3, "RFC 9113 §6.9"});
  expect_only_length(frame_type::window_update, 0, 4, {connection, error_code::frame_size_error, 0, "RFC 9113 §6.9"});
}

// RFC 9113 §4.2: a frame too short for the fields its flags ask for is a FRAME_SIZE_ERROR, of the connection where it
// carries a field block.
TEST(Rules, FlagsNeedTheirBytes) {
  struct shortest {
    frame_type type;
    std::uint8_t flags;
    std::size_t size;
  };
  for (const auto& [type, flags, size] :
       {shortest{frame_type::data, flag::padded, 1}, shortest{frame_type::headers, flag::padded, 1},
        shortest{frame_type::headers, flag::priority, 5},
        shortest{frame_type::headers, flag::priority | flag::padded, 6}, shortest{frame_type::push_promise, 0, 4},
        shortest{frame_type::push_promise, flag::padded, 5}}) {
    for (std::size_t less = 0; less < size; ++less) {
      EXPECT_TRUE(
          refused(frame_of(type, flags, 9, less), {connection, error_code::frame_size_error, 9, "RFC 9113 §4.2"}));
    }
    auto whole = frame_of(type, flags, 9, size);
    if ((flags & flag::padded) != 0) whole[9] = std::byte{0};
    EXPECT_TRUE(accepted(whole));
  }
}

// --- padding ------------------------------------------------------------------------------------------------------

// RFC 9113 §6.1: padding that does not fit is a connection error PROTOCOL_ERROR; so §6.2 and §6.6.
TEST(Rules, PaddingFits) {
  const test::refusal wanted = {connection, error_code::protocol_error, 1, "RFC 9113 §6.1"};
  EXPECT_TRUE(accepted(hex("000003 00 08 00000001 02 0000")));
  EXPECT_TRUE(refused(hex("000003 00 08 00000001 03 0000"), wanted));
  EXPECT_TRUE(accepted(hex("000003 01 08 00000001 02 0000")));
  EXPECT_TRUE(refused(hex("000003 01 08 00000001 03 0000"), wanted));
  EXPECT_TRUE(accepted(hex("000007 01 28 00000001 01 00000003 10 00")));
  EXPECT_TRUE(refused(hex("000007 01 28 00000001 02 00000003 10 00"), wanted));
  EXPECT_TRUE(accepted(hex("000006 05 08 00000001 01 00000002 00")));
  EXPECT_TRUE(refused(hex("000006 05 08 00000001 02 00000002 00"), wanted));
}

// --- values -------------------------------------------------------------------------------------------------------

// RFC 7540 §5.3.1: a stream that depends on itself is a stream error PROTOCOL_ERROR.
TEST(PriorityRules, NoStreamDependsOnItself) {
  const test::refusal wanted = {stream, error_code::protocol_error, 3, "RFC 7540 §5.3.1"};
  EXPECT_TRUE(refused(hex("000005 02 00 00000003 00000003 00"), wanted));
  EXPECT_TRUE(refused(hex("000005 02 00 00000003 80000003 00"), wanted));
  EXPECT_TRUE(accepted(hex("000005 02 00 00000003 00000000 00")));
}

byte_buffer one_setting(std::uint16_t id, std::uint32_t value) {
  return test::encoded(settings_frame{.values = {{static_cast<setting_id>(id), value}}});
}

// RFC 9113 §6.5.2: SETTINGS_ENABLE_PUSH other than 0 or 1 is a connection error PROTOCOL_ERROR.
TEST(SettingsRules, EnablePushIsZeroOrOne) {
  EXPECT_TRUE(accepted(one_setting(2, 0)));
  EXPECT_TRUE(accepted(one_setting(2, 1)));
  for (const std::uint32_t value : {2U, 0x100U, 0xffff'ffffU}) {
    EXPECT_TRUE(refused(one_setting(2, value), {connection, error_code::protocol_error, 0, "RFC 9113 §6.5.2"}));
  }
}

// RFC 9113 §6.5.2: SETTINGS_INITIAL_WINDOW_SIZE above 2^31-1 is a connection error FLOW_CONTROL_ERROR.
TEST(SettingsRules, InitialWindowSizeHas31Bits) {
  EXPECT_TRUE(accepted(one_setting(4, 0)));
  EXPECT_TRUE(accepted(one_setting(4, 0x7fff'ffff)));
  for (const std::uint32_t value : {0x8000'0000U, 0xffff'ffffU}) {
    EXPECT_TRUE(refused(one_setting(4, value), {connection, error_code::flow_control_error, 0, "RFC 9113 §6.5.2"}));
  }
}

// RFC 9113 §6.5.2: SETTINGS_MAX_FRAME_SIZE outside 2^14 to 2^24-1 is a connection error PROTOCOL_ERROR.
TEST(SettingsRules, MaxFrameSizeHasTwoEnds) {
  EXPECT_TRUE(accepted(one_setting(5, 16384)));
  EXPECT_TRUE(accepted(one_setting(5, 16777215)));
  for (const std::uint32_t value : {0U, 16383U, 16777216U, 0xffff'ffffU}) {
    EXPECT_TRUE(refused(one_setting(5, value), {connection, error_code::protocol_error, 0, "RFC 9113 §6.5.2"}));
  }
}

// RFC 9113 §6.5.2: the other settings take any value, and unknown ones are ignored.
TEST(SettingsRules, TheOthersTakeAnyValue) {
  for (unsigned id = 0; id <= 0xffff; id += id < 16 ? 1 : 4093) {
    if (id == 2 || id == 4 || id == 5) continue;
    EXPECT_TRUE(accepted(one_setting(static_cast<std::uint16_t>(id), 0)));
    EXPECT_TRUE(accepted(one_setting(static_cast<std::uint16_t>(id), 0xffff'ffff)));
  }
}

TEST(SettingsRules, AWrongOneBehindRightOnesIsSeen) {
  EXPECT_TRUE(refused(hex("00000c 04 00 00000000 0003 00000064 0002 00000002"),
                      {connection, error_code::protocol_error, 0, "RFC 9113 §6.5.2"}));
}

// RFC 9113 §6.9: an increment of 0 is a stream error PROTOCOL_ERROR; on stream 0 it is a connection error.
TEST(WindowUpdateRules, AnIncrementOfZeroIsAnErrorOfItsScope) {
  EXPECT_TRUE(refused(hex("000004 08 00 00000003 00000000"), {stream, error_code::protocol_error, 3, "RFC 9113 §6.9"}));
  EXPECT_TRUE(
      refused(hex("000004 08 00 00000000 00000000"), {connection, error_code::protocol_error, 0, "RFC 9113 §6.9"}));
  EXPECT_TRUE(refused(hex("000004 08 00 00000003 80000000"), {stream, error_code::protocol_error, 3, "RFC 9113 §6.9"}))
      << "the reserved bit is no increment";
}

}  // namespace
