// SPDX-License-Identifier: MIT
//
// The windows are signed and twice as wide as the wire's 31 bits. Signed, because SETTINGS may take away what was
// spent already (§6.9.2); wider, because the check for an overflow is then a comparison behind the addition and not a
// puzzle before it.
#include <h2/flow_control.hpp>

#include <algorithm>

namespace h2 {

bool send_window::grow(std::uint32_t increment) {
  const std::int64_t grown = available_ + increment;
  if (grown > max_window) return false;
  available_ = grown;
  return true;
}

bool send_window::shift(std::uint32_t before, std::uint32_t now) {
  // What was spent stays spent: the difference moves the window, which may end below zero and never starts anew.
  const std::int64_t shifted = available_ + (std::int64_t{now} - before);
  if (shifted > max_window) return false;
  available_ = shifted;
  return true;
}

bool receive_window::receive(std::uint32_t n) {
  // §6.9: an empty frame may come at any time, even where the window is below zero
  if (n != 0 && n > available_) return false;
  available_ -= n;
  return true;
}

std::optional<std::uint32_t> receive_window::take_update() {
  // At half: the sender has the other half to go on with while the update travels, and there are two updates a window.
  // An update for every frame would cost as many frames as it answers.
  if (unannounced_ <= 0 || 2 * unannounced_ < size_) return std::nullopt;
  const std::int64_t increment = std::min(unannounced_, max_window);
  unannounced_ -= increment;
  available_ += increment;
  return static_cast<std::uint32_t>(increment);
}

void receive_window::shift(std::uint32_t before, std::uint32_t now) {
  size_ = now;
  available_ += std::int64_t{now} - before;
}

void receive_window::resize(std::uint32_t size) {
  unannounced_ += std::int64_t{size} - size_;
  size_ = size;
}

}  // namespace h2
