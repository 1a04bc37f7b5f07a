// SPDX-License-Identifier: MIT
#include <h2/frame.hpp>

namespace h2 {

namespace {

template <class Frame>
result<frame> any(result<Frame>&& one) {
  if (!one) return one.error();
  return frame(*std::move(one));
}

}  // namespace

result<frame> parse_frame(const frame_header& header, bytes payload) {
  switch (header.type) {
    case frame_type::data: return any(parse_data(header, payload));
    case frame_type::headers: return any(parse_headers(header, payload));
    case frame_type::priority: return any(parse_priority(header, payload));
    case frame_type::rst_stream: return any(parse_rst_stream(header, payload));
    case frame_type::settings: return any(parse_settings(header, payload));
    case frame_type::push_promise: return any(parse_push_promise(header, payload));
    case frame_type::ping: return any(parse_ping(header, payload));
    case frame_type::goaway: return any(parse_goaway(header, payload));
    case frame_type::window_update: return any(parse_window_update(header, payload));
    case frame_type::continuation: return any(parse_continuation(header, payload));
  }
  return any(parse_unknown(header, payload));
}

void encode(const frame& what, byte_buffer& out) {
  std::visit([&out](const auto& one) { encode(one, out); }, what);
}

std::string print(const frame& what) {
  return std::visit([](const auto& one) { return print(one); }, what);
}

}  // namespace h2
