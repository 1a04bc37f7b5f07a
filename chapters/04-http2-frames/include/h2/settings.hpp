// SPDX-License-Identifier: MIT
//
// RFC 9113 §6.5: what each side asked of the other, and from when it holds.
//
//   we send SETTINGS a ──►        until ACK the peer may act on the old ones: we must bear both
//   we send SETTINGS b ──►
//   ◄── ACK                       a holds now: acknowledgements come in order, and name nothing
//   ◄── ACK                       b holds now
//
// The peer's settings hold for us as soon as we read them, which is what our ACK says.
#pragma once

#include <h2/flow_control.hpp>
#include <h2/frames/settings.hpp>

#include <cstdint>
#include <vector>

namespace h2 {

/// §6.5.2, with the values both sides assume before the first SETTINGS.
struct settings {
  std::uint32_t header_table_size = 4096;  // bytes, of the decoder's table at the sender of this setting
  bool enable_push = true;                 // only a client's means anything
  std::uint32_t max_concurrent_streams = 0xffff'ffff;
  std::uint32_t initial_window_size = default_initial_window;  // bytes, of each stream
  std::uint32_t max_frame_size = 16384;                        // bytes of payload
  std::uint32_t max_header_list_size = 0xffff'ffff;            // bytes, advisory

  friend bool operator==(const settings&, const settings&) = default;
};

/// `base` with the frame's values, in order; unknown ones are ignored (§6.5.2). Requires: each passed check_setting.
[[nodiscard]] settings apply(settings base, const settings_frame& frame);

/// What must be said to get from `before` to `after`: the values that differ.
[[nodiscard]] settings_frame difference(const settings& before, const settings& after);

/// Our own settings on their way.
class settings_exchange {
 public:
  /// Sent, not acknowledged.
  void sent(const settings& what) { waiting_.push_back(what); }
  /// An ACK arrived: the oldest waiting settings hold from now on. Errors (connection): PROTOCOL_ERROR when none waits
  /// (§6.5.3).
  [[nodiscard]] result<settings> acknowledged();

  /// What the peer has acknowledged.
  [[nodiscard]] const settings& in_force() const { return in_force_; }
  /// What was sent last, acknowledged or not.
  [[nodiscard]] const settings& latest() const { return waiting_.empty() ? in_force_ : waiting_.back(); }
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

 private:
  settings in_force_;
  std::vector<settings> waiting_;  // the oldest first
};

}  // namespace h2
