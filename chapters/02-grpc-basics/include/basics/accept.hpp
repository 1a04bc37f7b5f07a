// SPDX-License-Identifier: MIT
//
// The accept loop ("inside", 监听与调度). It opens nothing and knows no time: listener and clock come in.
//
//   accept ──▶ a connection ──▶ hand it over, forget the delay ──▶ accept
//     │ ▲
//     │ └── slept ◀── 5 ms, 10 ms, … 1 s ◀── an error that may pass: EMFILE, ENFILE, EINTR, …
//     └──▶ any other error, or quit: the end
//
// What passes by itself is the local machine's trouble (no descriptor left, say); a busy client is none of it.
#pragma once

#include <basics/credentials.hpp>
#include <basics/event.hpp>
#include <basics/status.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <system_error>

namespace basics {

using accepted = boost::system::result<raw_conn, std::error_code>;

/// Where connections come from (net.Listener).
class listener {
 public:
  virtual ~listener() = default;
  /// Waits for a connection. After close(), from any thread, and for ever: errc::bad_file_descriptor.
  virtual accepted accept() = 0;
  virtual void close() = 0;
  [[nodiscard]] virtual std::string addr() const = 0;  // "127.0.0.1:9080"
};

/// Time, so that tests can have their own.
class clock {
 public:
  virtual ~clock() = default;
  [[nodiscard]] virtual std::chrono::system_clock::time_point now() const = 0;
  /// False when `quit` fired before `pause` was over.
  virtual bool sleep(std::chrono::nanoseconds pause, const event& quit) = 0;
};
[[nodiscard]] clock& real_clock();

/// How long a server waits before it tries to accept again (server.go's tempDelay).
inline constexpr std::chrono::milliseconds first_accept_delay{5};
inline constexpr std::chrono::milliseconds longest_accept_delay{1000};

/// The delay after another temporary error; `last` is the one before, 0 when the last accept succeeded.
[[nodiscard]] std::chrono::milliseconds next_accept_delay(std::chrono::milliseconds last);

/// What Go's net package calls temporary: EINTR, EMFILE, ENFILE, EAGAIN, ETIMEDOUT (syscall.Errno.Temporary). A
/// connection that was reset while it waited (ECONNABORTED) is taken for one too: Go's Accept passes over it by itself.
[[nodiscard]] bool is_temporary(std::error_code error);

/// Accepts until an error that is not temporary, which it returns, or until `quit`, which is OK.
[[nodiscard]] status accept_loop(listener& from, clock& time, const event& quit,
                                 const std::function<void(raw_conn)>& handle_raw_conn,
                                 const std::function<void(const std::string&)>& log);

}  // namespace basics
