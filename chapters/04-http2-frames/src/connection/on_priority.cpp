// SPDX-License-Identifier: MIT
//
// PRIORITY (RFC 9113 §5.3.2, §6.3): checked, charged, ignored; allowed in every state.
#include "parts.hpp"

namespace h2 {

result<void> connection::parts::on_priority(const frame_header& header, bytes payload) {
  // Charged before it is looked at: one that is wrong makes us answer with RST_STREAM as well.
  if (auto paid = charge(idle_frames_, "limits.idle_frames: too many PRIORITY"); !paid) return paid;
  const auto parsed = parse_priority(header, payload);
  if (!parsed) return parsed.error();
  return {};
}

}  // namespace h2
