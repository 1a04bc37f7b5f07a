// SPDX-License-Identifier: MIT
//
// RFC 9113 §5.2, §6.9: every DATA byte is paid for twice, from its stream's window and from the connection's.
//
//   sender      send_window  ──── DATA, n bytes: minus n on both sides ───►   receive_window      receiver
//               send_window  ◄─── WINDOW_UPDATE, n: plus n ───────────────    receive_window
//
// Credit is given by the receiver alone, when somebody has used the bytes: a reader that stops stops the writer, and
// what is in between never needs more memory than the windows.
#pragma once

#include <h2/error.hpp>

#include <cstdint>
#include <optional>

namespace h2 {

inline constexpr std::int64_t max_window = 0x7fff'ffff;         // §6.9.1
inline constexpr std::uint32_t default_initial_window = 65535;  // §6.9.2

/// What we may still send. Below zero after the peer has shrunk SETTINGS_INITIAL_WINDOW_SIZE (§6.9.2): then it must be
/// earned back before anything goes.
class send_window {
 public:
  explicit send_window(std::int64_t size = default_initial_window) : available_(size) {}

  [[nodiscard]] std::int64_t available() const { return available_; }
  /// Requires: 0 <= n <= available().
  void spend(std::int64_t n) { available_ -= n; }
  /// WINDOW_UPDATE. False above 2^31-1: FLOW_CONTROL_ERROR, of the stream or of the connection (§6.9.1); the window is
  /// then unchanged.
  [[nodiscard]] bool grow(std::uint32_t increment);
  /// SETTINGS_INITIAL_WINDOW_SIZE went from `before` to `now`. False above 2^31-1: FLOW_CONTROL_ERROR of the connection
  /// (§6.9.2).
  [[nodiscard]] bool shift(std::uint32_t before, std::uint32_t now);

 private:
  std::int64_t available_;
};

/// What the peer may still send, and when to tell it that there is more.
class receive_window {
 public:
  /// `size`: the window we keep up, in bytes. `announced`: what the peer knows of it at the start (the connection's is
  /// 65535 whatever we want).
  explicit receive_window(std::uint32_t size = default_initial_window, std::uint32_t announced = default_initial_window)
      : size_(size), available_(announced), unannounced_(std::int64_t{size} - announced) {}

  /// DATA came, padding and all. False: more than the window, FLOW_CONTROL_ERROR (§6.9.1).
  [[nodiscard]] bool receive(std::uint32_t n);
  /// Somebody has used n bytes of it. Requires: no more than were received.
  void consume(std::uint32_t n) { unannounced_ += n; }
  /// The increment to send now: once half of the window waits to be announced, so that updates are few and never late.
  [[nodiscard]] std::optional<std::uint32_t> take_update();
  /// Our SETTINGS_INITIAL_WINDOW_SIZE changed and is acknowledged.
  void shift(std::uint32_t before, std::uint32_t now);
  /// From now on keep up another size, for the connection's window, which no setting names: the next update gives more,
  /// or used bytes are kept back until the window has shrunk to it.
  void resize(std::uint32_t size);

  [[nodiscard]] std::int64_t available() const { return available_; }
  [[nodiscard]] std::uint32_t size() const { return size_; }

 private:
  std::uint32_t size_;
  std::int64_t available_;
  std::int64_t unannounced_;  // used up, not yet given back; below zero when the window is to shrink
};

}  // namespace h2
