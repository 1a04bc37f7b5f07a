// SPDX-License-Identifier: MIT
#include <h2/frames/settings.hpp>

#include "rules.hpp"

namespace h2 {

namespace {

constexpr std::size_t setting_size = 6;
constexpr std::uint32_t least_frame_size = 1U << 14;
constexpr std::uint32_t largest_frame_size = (1U << 24) - 1;
constexpr std::uint32_t largest_window = 0x7fff'ffff;

}  // namespace

std::string_view name_of(setting_id id) {
  switch (id) {
    case setting_id::header_table_size: return "HEADER_TABLE_SIZE";
    case setting_id::enable_push: return "ENABLE_PUSH";
    case setting_id::max_concurrent_streams: return "MAX_CONCURRENT_STREAMS";
    case setting_id::initial_window_size: return "INITIAL_WINDOW_SIZE";
    case setting_id::max_frame_size: return "MAX_FRAME_SIZE";
    case setting_id::max_header_list_size: return "MAX_HEADER_LIST_SIZE";
  }
  return "UNKNOWN";
}

result<void> check_setting(const setting& one) {
  switch (one.id) {
    case setting_id::enable_push:
      if (one.value <= 1) return {};
      return connection_error(error_code::protocol_error, "RFC 9113 §6.5.2", "ENABLE_PUSH is 0 or 1");
    case setting_id::initial_window_size:
      if (one.value <= largest_window) return {};
      return connection_error(error_code::flow_control_error, "RFC 9113 §6.5.2",
                              "INITIAL_WINDOW_SIZE ends at 2147483647");
    case setting_id::max_frame_size:
      if (one.value >= least_frame_size && one.value <= largest_frame_size) return {};
      return connection_error(error_code::protocol_error, "RFC 9113 §6.5.2", "MAX_FRAME_SIZE is 16384 to 16777215");
    case setting_id::header_table_size:
    case setting_id::max_concurrent_streams:
    case setting_id::max_header_list_size: return {};  // any value
  }
  return {};  // one we do not know: any value, for it is ignored
}

result<settings_frame> parse_settings(const frame_header& header, bytes payload) {
  if (header.stream_id != 0) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.5",
                 "SETTINGS are about the connection, not a stream");
  }
  settings_frame frame{.ack = header.has(flag::ack)};
  if (frame.ack && !payload.empty()) {
    return fatal(header, error_code::frame_size_error, "RFC 9113 §6.5", "an acknowledgement carries no settings");
  }
  if (payload.size() % setting_size != 0) {
    return fatal(header, error_code::frame_size_error, "RFC 9113 §6.5", "SETTINGS have 6 bytes each");
  }
  frame.values.reserve(payload.size() / setting_size);
  for (; !payload.empty(); payload = payload.subspan(setting_size)) {
    const setting one{.id = static_cast<setting_id>(read_u16(payload.data())), .value = read_u32(payload.data() + 2)};
    if (const auto allowed = check_setting(one); !allowed) return allowed.error();
    frame.values.push_back(one);
  }
  return frame;
}

void encode(const settings_frame& frame, byte_buffer& out) {
  append_frame_header(out, {.length = static_cast<std::uint32_t>(setting_size * frame.values.size()),
                            .type = frame_type::settings,
                            .flags = flag_if(frame.ack, flag::ack)});
  for (const setting& one : frame.values) {
    std::byte* const at = append(out, setting_size);
    write_u16(at, static_cast<std::uint16_t>(one.id));
    write_u32(at + 2, one.value);
  }
}

std::string print(const settings_frame& frame) {
  std::string line(name_of(frame_type::settings));
  if (frame.ack) line += ", ACK";
  for (const setting& one : frame.values) {
    const std::string_view name = name_of(one.id);
    line += ", ";
    line += name == "UNKNOWN" ? hex(static_cast<std::uint32_t>(one.id)) : std::string(name);
    line += ' ' + std::to_string(one.value);
  }
  return line;
}

}  // namespace h2
