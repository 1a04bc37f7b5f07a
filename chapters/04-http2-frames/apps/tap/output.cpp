// SPDX-License-Identifier: MIT
#include "output.hpp"

#include <fmt/format.h>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace h2::tap {

namespace {

// A pipe that poll() calls writable takes so much without waiting (POSIX: PIPE_BUF).
constexpr std::size_t at_a_time = 4096;
constexpr std::chrono::milliseconds patience{20};

bool writable() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&out, 1, 0) > 0;
}

/// The rest of `text` that was not written. One that cannot be written at all (the reader is gone) is dropped.
std::size_t write_some(std::string_view text) {
  const ssize_t n = ::write(STDOUT_FILENO, text.data(), std::min(text.size(), at_a_time));
  if (n >= 0) return static_cast<std::size_t>(n);
  return errno == EINTR || errno == EAGAIN ? 0 : text.size();
}

}  // namespace

void output::say(const std::string& text) {
  if (backlog_.size() + text.size() > most_) {
    left_out_ += text.size();
  } else {
    if (left_out_ > 0)
      backlog_ += fmt::format("… {} bytes of this were left out: nobody read them in time\n", left_out_);
    left_out_ = 0;
    backlog_ += text;
  }
  if (!waiting_) write_what_can_be();
}

/// The descriptor stays as it is, blocking: its other users, the shell among them, would share O_NONBLOCK. So it is
/// asked again after a while, for as long as something waits.
void output::write_what_can_be() {
  std::size_t done = 0;
  while (done < backlog_.size() && writable()) done += write_some(std::string_view(backlog_).substr(done));
  backlog_.erase(0, done);
  waiting_ = !backlog_.empty();
  if (!waiting_) return;
  again_.expires_after(patience);
  again_.async_wait([this](boost::system::error_code cancelled) {
    if (!cancelled) write_what_can_be();
  });
}

void output::finish() {
  again_.cancel();
  for (std::size_t done = 0; done < backlog_.size();) done += write_some(std::string_view(backlog_).substr(done));
  backlog_.clear();
  waiting_ = false;
}

}  // namespace h2::tap
