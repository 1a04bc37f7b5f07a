// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.5: what the sender of this frame can take; six bytes a setting, in order, the last of a kind counts.
//
//   ┌──────────────────┬─────────────┐
//   │ identifier (16)  │ value (32)  │  …      flags: ACK 0x1, and then it is empty
//   └──────────────────┴─────────────┘
//     00 04              00 00 ff ff            INITIAL_WINDOW_SIZE 65535
#pragma once

#include <h2/error.hpp>
#include <h2/frame_header.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace h2 {

/// §6.5.2. Others may come and are ignored.
enum class setting_id : std::uint16_t {
  header_table_size = 0x1,
  enable_push = 0x2,
  max_concurrent_streams = 0x3,
  initial_window_size = 0x4,
  max_frame_size = 0x5,
  max_header_list_size = 0x6,
};

/// "INITIAL_WINDOW_SIZE"; "UNKNOWN" for others.
[[nodiscard]] std::string_view name_of(setting_id id);

struct setting {
  setting_id id = setting_id::header_table_size;
  std::uint32_t value = 0;
  friend bool operator==(const setting&, const setting&) = default;
};

/// §6.5.2's bounds. Errors (connection): ENABLE_PUSH above 1 or MAX_FRAME_SIZE outside 2^14 … 2^24-1 are
/// PROTOCOL_ERROR, INITIAL_WINDOW_SIZE above 2^31-1 is FLOW_CONTROL_ERROR.
[[nodiscard]] result<void> check_setting(const setting& one);

struct settings_frame {
  bool ack = false;
  std::vector<setting> values = {};  // in the order of the wire; unknown ones too
};

/// Errors (connection): PROTOCOL_ERROR not on stream 0; FRAME_SIZE_ERROR when an ACK is not empty or the length is no
/// multiple of 6; and check_setting's.
[[nodiscard]] result<settings_frame> parse_settings(const frame_header& header, bytes payload);
void encode(const settings_frame& frame, byte_buffer& out);
[[nodiscard]] std::string print(const settings_frame& frame);

}  // namespace h2
