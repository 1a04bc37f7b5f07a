// SPDX-License-Identifier: MIT
//
// Every bound of a connection has a name, a unit and a reason. HTTP/2 lets one side make the other work for almost
// nothing; each bound here answers a way to do so that was used against real servers. Whoever goes past one is told by
// GOAWAY ENHANCE_YOUR_CALM with the bound's name as debug data.
#pragma once

#include <h2/field_block.hpp>

#include <chrono>
#include <cstdint>

namespace h2 {

/// A count that refills with time: `burst` at once, `per_second` after that.
struct rate {
  std::uint32_t burst = 0;
  std::uint32_t per_second = 0;
};

struct limits {
  /// CONTINUATION frames and bytes of one field block (CVE-2024-27316).
  field_block_limits field_block = {};
  /// Streams that the peer opens and that end by a reset, either side's: rapid reset (CVE-2023-44487). nghttp2:
  /// 1000, 33.
  rate resets = {1000, 33};
  /// PING (CVE-2019-9512), acknowledgements not counted.
  rate pings = {1000, 100};
  /// SETTINGS (CVE-2019-9515), acknowledgements not counted.
  rate settings = {100, 10};
  /// DATA, HEADERS and CONTINUATION frames that carry nothing and end nothing (CVE-2019-9518); PRIORITY, unknown
  /// frames, 1xx responses, frames on streams that have closed; and WINDOW_UPDATE that our own DATA does not explain:
  /// two for each frame of it and two for each KiB, one to the stream and one to the connection.
  rate idle_frames = {1000, 100};
  /// Answers (ACKs, RST_STREAM, WINDOW_UPDATE) waiting because the peer does not read (CVE-2019-9512, 9514, 9515):
  /// bytes.
  std::uint32_t queued_control = 256U << 10;
  /// DATA that `send_data` may leave waiting on one stream (CVE-2019-9511, 9517: a tiny or closed window): bytes. Above
  /// it, streams get no stream_writable until half of it has gone.
  std::uint32_t queued_data = 256U << 10;
  /// Bytes of DATA frames put together for one take_output.
  std::uint32_t output = 256U << 10;
  /// Closed streams remembered, so that late frames can be told from wrong ones. nghttp2: as many as may be open.
  std::uint32_t closed_streams = 128;
  /// Promised streams that wait for their response, on the client.
  std::uint32_t reserved_streams = 100;
  /// SETTINGS of ours on their way; more are refused to our own side (misuse::too_many_settings).
  std::uint32_t unacknowledged_settings = 16;
};

}  // namespace h2
