// SPDX-License-Identifier: MIT
//
// Frames and errors as a line for people.
#include "frame_checks.hpp"

namespace {

using namespace h2;
using test::hex;

std::string printed(std::string_view digits) {
  const byte_buffer whole = hex(digits);
  return print(test::parse(whole).value());
}

TEST(Print, NamesTheTypeTheStreamTheFlagsAndTheSize) {
  EXPECT_EQ(printed("000005 00 00 00000003 68656c6c6f"), "DATA stream 3, 5 bytes");
  EXPECT_EQ(printed("000001 00 01 00000003 68"), "DATA stream 3, END_STREAM, 1 byte");
  EXPECT_EQ(printed("000005 00 08 00000003 02 6869 0000"), "DATA stream 3, 2 bytes, padding 3");
  EXPECT_EQ(printed("000003 01 05 00000001 828684"),
            "HEADERS stream 1, END_STREAM END_HEADERS, 3 bytes of field block");
  EXPECT_EQ(printed("000001 01 04 00000001 82"), "HEADERS stream 1, END_HEADERS, 1 byte of field block");
  EXPECT_EQ(printed("000001 01 00 00000001 82"), "HEADERS stream 1, 1 byte of field block");
  EXPECT_EQ(printed("000006 01 21 00000005 80000003 0f 82"),
            "HEADERS stream 5, END_STREAM, depends on stream 3, exclusive, weight 16, 1 byte of field block");
  EXPECT_EQ(printed("000005 02 00 00000003 00000001 ff"), "PRIORITY stream 3, depends on stream 1, weight 256");
  EXPECT_EQ(printed("000004 03 00 00000001 00000008"), "RST_STREAM stream 1, CANCEL");
  EXPECT_EQ(printed("000004 03 00 00000001 0000002a"), "RST_STREAM stream 1, 0x2a");
  EXPECT_EQ(printed("000007 05 04 00000001 00000002 828684"),
            "PUSH_PROMISE stream 1, END_HEADERS, promises stream 2, 3 bytes of field block");
  EXPECT_EQ(printed("000004 08 00 00000000 0000ffff"), "WINDOW_UPDATE stream 0, 65535 bytes more");
  EXPECT_EQ(printed("000002 09 00 00000007 8286"), "CONTINUATION stream 7, 2 bytes of field block");
  EXPECT_EQ(printed("000002 09 04 00000007 8286"), "CONTINUATION stream 7, END_HEADERS, 2 bytes of field block");
  EXPECT_EQ(printed("000002 0a f1 00000000 0000"), "UNKNOWN stream 0, type 0xa, flags 0xf1, 2 bytes");
}

TEST(Print, SettingsHaveTheirNamesAndUnknownOnesTheirNumber) {
  EXPECT_EQ(printed("000000 04 00 00000000"), "SETTINGS");
  EXPECT_EQ(printed("000000 04 01 00000000"), "SETTINGS, ACK");
  EXPECT_EQ(printed("000024 04 00 00000000 0001 00001000 0002 00000000 0003 00000064 0004 0000ffff 0005 00004000 0006 "
                    "00010000"),
            "SETTINGS, HEADER_TABLE_SIZE 4096, ENABLE_PUSH 0, MAX_CONCURRENT_STREAMS 100, INITIAL_WINDOW_SIZE 65535, "
            "MAX_FRAME_SIZE 16384, MAX_HEADER_LIST_SIZE 65536");
  EXPECT_EQ(printed("000006 04 00 00000000 f00d ffffffff"), "SETTINGS, 0xf00d 4294967295");
  EXPECT_EQ(name_of(static_cast<setting_id>(0)), "UNKNOWN");
}

TEST(Print, PingShowsItsBytes) {
  EXPECT_EQ(printed("000008 06 00 00000000 00112233445566ff"), "PING, 00 11 22 33 44 55 66 ff");
  EXPECT_EQ(printed("000008 06 01 00000000 00112233445566ff"), "PING, ACK, 00 11 22 33 44 55 66 ff");
}

TEST(Print, GoawayShowsItsDebugTextWithoutWhatCouldSteerATerminal) {
  EXPECT_EQ(printed("000008 07 00 00000000 00000005 00000000"), "GOAWAY, last stream 5, NO_ERROR");
  EXPECT_EQ(printed("00000c 07 00 00000000 00000005 0000000b 63616c6d"),
            "GOAWAY, last stream 5, ENHANCE_YOUR_CALM, \"calm\"");
  EXPECT_EQ(printed("00000e 07 00 00000000 00000000 00000001 1b 5b 22 5c 7f c3"),
            R"(GOAWAY, last stream 0, PROTOCOL_ERROR, "\x1b[\"\\\x7f\xc3")");
}

TEST(Print, GoawayShowsTheClauseThatOursCite) {
  EXPECT_EQ(print(goaway_frame{.code = error_code::protocol_error, .debug = bytes_of("why (RFC 9113 §6.9)")}),
            "GOAWAY, last stream 0, PROTOCOL_ERROR, \"why (RFC 9113 §6.9)\"");
}

TEST(Print, LongDebugTextIsCut) {
  const std::string text(1000, 'x');
  EXPECT_EQ(print(goaway_frame{.debug = bytes_of(text)}),
            "GOAWAY, last stream 0, NO_ERROR, \"" + std::string(80, 'x') + "\"… of 1000 bytes");
  EXPECT_EQ(print(goaway_frame{.debug = bytes_of(text).first(80)}),
            "GOAWAY, last stream 0, NO_ERROR, \"" + std::string(80, 'x') + "\"");
}

TEST(ErrorMessage, SaysWhereWhatAndWhatItCosts) {
  const auto whole = hex("000004 08 00 00000003 00000000");
  error why = test::parse(whole).error();
  why.offset = 117;
  EXPECT_EQ(why.message(), "stream 3, byte 117: a WINDOW_UPDATE of zero (RFC 9113 §6.9): PROTOCOL_ERROR, stream");
  EXPECT_EQ(test::parse(hex("000001 04 00 00000000 00")).error().message(),
            "byte 0: SETTINGS have 6 bytes each (RFC 9113 §6.5): FRAME_SIZE_ERROR, connection");
}

// RFC 9113 §7: the codes and their names.
TEST(ErrorCode, HasTheRfcsName) {
  const std::vector<std::string> names = {"NO_ERROR",
                                          "PROTOCOL_ERROR",
                                          "INTERNAL_ERROR",
                                          "FLOW_CONTROL_ERROR",
                                          "SETTINGS_TIMEOUT",
                                          "STREAM_CLOSED",
                                          "FRAME_SIZE_ERROR",
                                          "REFUSED_STREAM",
                                          "CANCEL",
                                          "COMPRESSION_ERROR",
                                          "CONNECT_ERROR",
                                          "ENHANCE_YOUR_CALM",
                                          "INADEQUATE_SECURITY",
                                          "HTTP_1_1_REQUIRED",
                                          "0xe"};
  for (std::size_t code = 0; code < names.size(); ++code) {
    EXPECT_EQ(name_of(static_cast<error_code>(code)), names[code]);
  }
  EXPECT_EQ(name_of(static_cast<error_code>(0xffff'ffff)), "0xffffffff");
}

}  // namespace
