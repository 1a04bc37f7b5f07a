// SPDX-License-Identifier: MIT
#include <h2/settings.hpp>

#include <array>

namespace h2 {

namespace {

/// Which setting stands in which member. ENABLE_PUSH is the one that is not a number.
struct numeric {
  setting_id id;
  std::uint32_t settings::*member;
};
constexpr std::array<numeric, 5> numbers = {{{setting_id::header_table_size, &settings::header_table_size},
                                             {setting_id::max_concurrent_streams, &settings::max_concurrent_streams},
                                             {setting_id::initial_window_size, &settings::initial_window_size},
                                             {setting_id::max_frame_size, &settings::max_frame_size},
                                             {setting_id::max_header_list_size, &settings::max_header_list_size}}};

}  // namespace

settings apply(settings base, const settings_frame& frame) {
  for (const setting& one : frame.values) {
    if (one.id == setting_id::enable_push) base.enable_push = one.value != 0;
    for (const numeric& each : numbers) {
      if (each.id == one.id) base.*each.member = one.value;
    }
  }
  return base;
}

settings_frame difference(const settings& before, const settings& after) {
  settings_frame said;
  for (const numeric& each : numbers) {
    if (before.*each.member != after.*each.member) said.values.push_back({each.id, after.*each.member});
  }
  if (before.enable_push != after.enable_push) {
    said.values.push_back({setting_id::enable_push, after.enable_push ? 1U : 0U});
  }
  return said;
}

result<settings> settings_exchange::acknowledged() {
  if (waiting_.empty()) {
    return connection_error(error_code::protocol_error, "RFC 9113 §6.5.3",
                            "an acknowledgement of SETTINGS that were not sent");
  }
  in_force_ = waiting_.front();
  waiting_.erase(waiting_.begin());
  return in_force_;
}

}  // namespace h2
