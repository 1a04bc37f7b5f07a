// SPDX-License-Identifier: MIT
//
// RFC 7540 §3.2: from HTTP/1.1 to h2c on a connection that has begun as HTTP/1.1. RFC 9113 dropped it; curl --http2 and
// nghttp -u still ask for it.
//
//   GET / HTTP/1.1                                HTTP/1.1 101 Switching Protocols
//   Connection: Upgrade, HTTP2-Settings           Connection: Upgrade
//   Upgrade: h2c                                  Upgrade: h2c
//   HTTP2-Settings: AAMAAABkAAQAAP__
//                                                 then HTTP/2: SETTINGS, and the response on stream 1
#pragma once

#include <h2/error.hpp>
#include <h2/settings.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace h2 {

/// A SETTINGS frame's payload in base64url without padding, as HTTP2-Settings carries it.
[[nodiscard]] std::string http2_settings_value(const settings_frame& frame);

/// Back to the payload. Empty: not base64url.
[[nodiscard]] std::optional<byte_buffer> parse_http2_settings(std::string_view value);

}  // namespace h2
