// SPDX-License-Identifier: MIT
//
// How things stand, for whoever asks.
#include "parts.hpp"

namespace h2 {

stream_state connection::parts::state_of(std::uint32_t id) const {
  if (const stream* s = streams_.find(id)) return s->state;
  return id == 0 || streams_.idle(id) ? stream_state::idle : stream_state::closed;
}

std::int64_t connection::parts::send_window_of(std::uint32_t id) const {
  if (id == 0) return send_.available();
  const stream* s = streams_.find(id);
  return s == nullptr ? 0 : s->send.available();
}

std::int64_t connection::parts::receive_window_of(std::uint32_t id) const {
  if (id == 0) return receive_.available();
  const stream* s = streams_.find(id);
  return s == nullptr ? 0 : s->receive.available();
}

std::size_t connection::parts::queued_on(std::uint32_t id) const {
  const stream* s = streams_.find(id);
  return s == nullptr ? 0 : s->waiting.size();
}

footprint connection::parts::held() const {
  return {.streams = streams_.size(),
          .remembered = streams_.remembered(),
          .input = reader_.kept() + block_.kept(),
          .control_output = output_.size(),
          .queued_data = queued_data_,
          .events = events_.size()};
}

}  // namespace h2
