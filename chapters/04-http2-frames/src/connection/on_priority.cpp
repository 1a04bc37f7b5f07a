// SPDX-License-Identifier: MIT
//
// PRIORITY (RFC 9113 §5.3.2, §6.3): checked, charged, ignored; allowed in every state.
#include "parts.hpp"

namespace h2 {

result<void> connection::parts::on_priority(const frame_header& header, bytes payload) {
  const auto parsed = parse_priority(header, payload);
  if (!parsed) return parsed.error();
  return charge(idle_frames_, "limits.idle_frames: too many PRIORITY");
}

}  // namespace h2
