// SPDX-License-Identifier: MIT
#include <basics/accept.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace basics {

std::chrono::milliseconds next_accept_delay(std::chrono::milliseconds last) {
  if (last.count() == 0) return first_accept_delay;
  return std::min(last * 2, longest_accept_delay);
}

bool is_temporary(std::error_code error) {
  static constexpr std::errc passing[] = {
      std::errc::interrupted,
      std::errc::too_many_files_open,
      std::errc::too_many_files_open_in_system,
      std::errc::resource_unavailable_try_again,
      std::errc::timed_out,
      std::errc::connection_aborted,
  };
  return std::ranges::any_of(passing, [&](std::errc e) { return error == e; });
}

status accept_loop(listener& from, clock& time, const event& quit, const std::function<void(raw_conn)>& handle_raw_conn,
                   const std::function<void(const std::string&)>& log) {
  std::chrono::milliseconds delay{0};
  for (;;) {
    accepted next = from.accept();
    if (next.has_value()) {
      delay = std::chrono::milliseconds{0};
      handle_raw_conn(std::move(*next));
      continue;
    }
    if (quit.has_fired()) return {};
    const std::error_code error = next.error();
    if (!is_temporary(error)) {
      log(fmt::format("done serving; Accept = {}", error.message()));
      return plain_error(fmt::format("accept {}: {}", from.addr(), error.message()));
    }
    delay = next_accept_delay(delay);
    log(fmt::format("Accept error: {}; retrying in {}ms", error.message(), delay.count()));
    if (!time.sleep(delay, quit)) return {};
  }
}

namespace {
class system_time final : public clock {
 public:
  std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::now(); }
  bool sleep(std::chrono::nanoseconds pause, const event& quit) override { return !quit.wait_for(pause); }
};
}  // namespace

clock& real_clock() {
  static system_time time;
  return time;
}

}  // namespace basics
