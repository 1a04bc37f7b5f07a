// SPDX-License-Identifier: MIT
//
// HTTP2-Settings (RFC 7540 §3.2.1): base64url of a SETTINGS payload. The texts are those of curl 7.88 and nghttp 1.52.
#include "wire_eq.hpp"

#include <h2/upgrade.hpp>

namespace {

using namespace h2;

void expect_payload(std::string_view text, std::string_view hex) {
  const std::optional<byte_buffer> payload = parse_http2_settings(text);
  ASSERT_TRUE(payload.has_value()) << text;
  EXPECT_WIRE_EQ(*payload, test::hex(hex)) << text;
}

// What `curl --http2` and `nghttp -u` sent to a socket that only listened.
TEST(Http2Settings, OfCurlAndNghttp) {
  expect_payload("AAMAAABkAAQCAAAAAAIAAAAA", "00 03 00 00 00 64 00 04 02 00 00 00 00 02 00 00 00 00");
  expect_payload("AAMAAABkAAQAAP__", "00 03 00 00 00 64 00 04 00 00 ff ff");
}

// RFC 4648 §10's vectors, without their padding.
TEST(Http2Settings, OfEveryLength) {
  expect_payload("", "");
  expect_payload("Zg", "66");
  expect_payload("Zm8", "66 6f");
  expect_payload("Zm9v", "66 6f 6f");
  expect_payload("Zm9vYg", "66 6f 6f 62");
  expect_payload("Zm9vYmE", "66 6f 6f 62 61");
  expect_payload("Zm9vYmFy", "66 6f 6f 62 61 72");
}

// RFC 7540 §3.2.1: the value is base64url, without padding; anything else is not a value.
TEST(Http2Settings, RefusesWhatIsNotBase64url) {
  for (const char* text : {"A", "AAAAA", "Zg==", "Zg=", "+/AA", "AA A", "AA\nA"}) {
    EXPECT_FALSE(parse_http2_settings(text).has_value()) << '"' << text << '"';
  }
  EXPECT_FALSE(parse_http2_settings(std::string_view("AA\0A", 4)).has_value());
  EXPECT_FALSE(parse_http2_settings("AA\xc3\xa4").has_value());
}

// RFC 4648 §3.5: bits behind the last byte must be zero, or two texts say the same.
TEST(Http2Settings, HasOneSpelling) {
  for (const char* text : {"Zh", "Zm9", "Zv", "Zm-"}) EXPECT_FALSE(parse_http2_settings(text).has_value()) << text;
}

TEST(Http2Settings, ComesBackAsItWent) {
  settings_frame frame;
  std::string expected;
  EXPECT_EQ(http2_settings_value(frame), "") << "no settings, no text";
  for (std::uint32_t i = 1; i <= 6; ++i) {
    frame.values.push_back({static_cast<setting_id>(i), 0xfbff'fe00U + i});
    const auto payload = parse_http2_settings(http2_settings_value(frame));
    ASSERT_TRUE(payload.has_value()) << http2_settings_value(frame);
    expected += " 00 0" + std::to_string(i) + " fb ff fe 0" + std::to_string(i);
    EXPECT_WIRE_EQ(*payload, test::hex(expected));
  }
  EXPECT_EQ(http2_settings_value(
                {.values = {{setting_id::max_concurrent_streams, 100}, {setting_id::initial_window_size, 65535}}}),
            "AAMAAABkAAQAAP__");
}

}  // namespace
