// SPDX-License-Identifier: MIT
//
// RFC 9113 §4.1: the nine bytes before every frame's payload.
//
//     0        1        2        3        4        5        6        7        8
//   ┌────────┬────────┬────────┬────────┬────────┬────────┬────────┬────────┬────────┐
//   │       length (24)        │ type   │ flags  │R│         stream id (31)            │
//   └────────┴────────┴────────┴────────┴────────┴────────┴────────┴────────┴────────┘
//     00       00       08       06       00       00       00       00       00           a PING of 8 bytes
//
// The length counts the payload only. R is ignored on receipt and sent as 0.
#pragma once

#include <h2/bytes.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace h2 {

/// RFC 9113 §6. Values above continuation are unknown types, which are ignored (§4.1, §5.5).
enum class frame_type : std::uint8_t {
  data = 0x0,
  headers = 0x1,
  priority = 0x2,
  rst_stream = 0x3,
  settings = 0x4,
  push_promise = 0x5,
  ping = 0x6,
  goaway = 0x7,
  window_update = 0x8,
  continuation = 0x9,
};

/// "WINDOW_UPDATE"; "UNKNOWN" above continuation.
[[nodiscard]] std::string_view name_of(frame_type type);

/// The flags of all types; which type has which is in its own header.
namespace flag {
inline constexpr std::uint8_t end_stream = 0x01;   // DATA, HEADERS
inline constexpr std::uint8_t ack = 0x01;          // SETTINGS, PING
inline constexpr std::uint8_t end_headers = 0x04;  // HEADERS, PUSH_PROMISE, CONTINUATION
inline constexpr std::uint8_t padded = 0x08;       // DATA, HEADERS, PUSH_PROMISE
inline constexpr std::uint8_t priority = 0x20;     // HEADERS
}  // namespace flag

inline constexpr std::size_t frame_header_size = 9;
inline constexpr std::uint32_t max_stream_id = 0x7fff'ffff;

/// What a client sends before its first frame (RFC 9113 §3.4): 24 bytes that no HTTP/1.1 server takes for a request.
inline constexpr std::string_view client_preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

struct frame_header {
  std::uint32_t length = 0;  // of the payload, in bytes; 24 bits
  frame_type type = frame_type::data;
  std::uint8_t flags = 0;
  std::uint32_t stream_id = 0;  // 31 bits

  [[nodiscard]] constexpr bool has(std::uint8_t wanted) const { return (flags & wanted) != 0; }
  friend bool operator==(const frame_header&, const frame_header&) = default;
};

/// Reads the nine bytes. Every value is possible; what it may not be is each frame type's own rule.
[[nodiscard]] frame_header parse_frame_header(std::span<const std::byte, frame_header_size> data);

/// The nine bytes of a header. Requires: length < 2^24. Bit 31 of the stream id is not sent (R).
[[nodiscard]] std::array<std::byte, frame_header_size> encode_frame_header(const frame_header& header);

/// encode_frame_header, at the end of `out`.
void append_frame_header(byte_buffer& out, const frame_header& header);

}  // namespace h2
