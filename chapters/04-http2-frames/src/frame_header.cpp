// SPDX-License-Identifier: MIT
#include <h2/frame_header.hpp>

namespace h2 {

std::string_view name_of(frame_type type) {
  static constexpr std::array<std::string_view, 10> names = {"DATA",          "HEADERS",      "PRIORITY", "RST_STREAM",
                                                             "SETTINGS",      "PUSH_PROMISE", "PING",     "GOAWAY",
                                                             "WINDOW_UPDATE", "CONTINUATION"};
  const auto value = static_cast<std::size_t>(type);
  return value < names.size() ? names[value] : "UNKNOWN";
}

frame_header parse_frame_header(std::span<const std::byte, frame_header_size> data) {
  return {.length = read_u24(data.data()),
          .type = static_cast<frame_type>(data[3]),
          .flags = std::to_integer<std::uint8_t>(data[4]),
          .stream_id = read_u32(data.data() + 5) & max_stream_id};
}

std::array<std::byte, frame_header_size> encode_frame_header(const frame_header& header) {
  std::array<std::byte, frame_header_size> out;
  write_u24(out.data(), header.length);
  out[3] = static_cast<std::byte>(header.type);
  out[4] = static_cast<std::byte>(header.flags);
  write_u32(out.data() + 5, header.stream_id & max_stream_id);
  return out;
}

void append_frame_header(byte_buffer& out, const frame_header& header) { append(out, encode_frame_header(header)); }

}  // namespace h2
