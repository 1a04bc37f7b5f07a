// SPDX-License-Identifier: MIT
#include <h2/frames/goaway.hpp>

#include "rules.hpp"

#include <algorithm>

namespace h2 {

namespace {

constexpr std::size_t fixed_size = 8;
constexpr std::size_t printed_debug = 80;  // bytes; a peer may send as many as a frame holds

/// Debug data as it may stand in a terminal or a log: what could steer either is escaped, and so is all that is not
/// ASCII but the § of our own.
std::string quoted(bytes data) {
  constexpr std::string_view section = "§";
  std::string text = "\"";
  for (std::string_view rest = text_of(data.first(std::min(data.size(), printed_debug))); !rest.empty();) {
    const char c = rest.front();
    const std::size_t taken = rest.starts_with(section) ? section.size() : 1;
    if (c == '"' || c == '\\') text += '\\';
    if (taken > 1 || (c >= ' ' && c <= '~')) text += rest.substr(0, taken);
    else text += "\\x" + hex_pair(static_cast<std::byte>(c));
    rest.remove_prefix(taken);
  }
  text += '"';
  return data.size() > printed_debug ? text + "… of " + count_of_bytes(data.size()) : text;
}

}  // namespace

result<goaway_frame> parse_goaway(const frame_header& header, bytes payload) {
  if (header.stream_id != 0) {
    return fatal(header, error_code::protocol_error, "RFC 9113 §6.8", "GOAWAY is about the connection, not a stream");
  }
  if (payload.size() < fixed_size) {
    return fatal(header, error_code::frame_size_error, "RFC 9113 §6.8", "GOAWAY has 8 bytes and its debug data");
  }
  return goaway_frame{.last_stream_id = read_u32(payload.data()) & max_stream_id,
                      .code = static_cast<error_code>(read_u32(payload.data() + 4)),
                      .debug = payload.subspan(fixed_size)};
}

void encode(const goaway_frame& frame, byte_buffer& out) {
  append_frame_header(
      out, {.length = static_cast<std::uint32_t>(fixed_size + frame.debug.size()), .type = frame_type::goaway});
  std::byte* const at = append(out, fixed_size);
  write_u32(at, frame.last_stream_id & max_stream_id);
  write_u32(at + 4, static_cast<std::uint32_t>(frame.code));
  append(out, frame.debug);
}

std::string print(const goaway_frame& frame) {
  std::string line(name_of(frame_type::goaway));
  line += ", last stream " + std::to_string(frame.last_stream_id) + ", " + name_of(frame.code);
  return frame.debug.empty() ? line : line + ", " + quoted(frame.debug);
}

}  // namespace h2
