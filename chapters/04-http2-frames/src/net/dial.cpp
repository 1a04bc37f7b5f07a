// SPDX-License-Identifier: MIT
#include "dial.hpp"

#include "http1.hpp"

#include <boost/asio/connect.hpp>

#include <array>
#include <functional>
#include <memory>
#include <utility>

namespace h2::net {
namespace {

/// Go's context.WithTimeout: calls `interrupt` if it is still there at the deadline.
class deadline {
 public:
  deadline(const asio::any_io_executor& executor, timeouts::duration allowed, std::function<void()> interrupt)
      : timer_(executor), shared_(std::make_shared<parts>()) {
    if (allowed == timeouts::duration::zero()) return;
    shared_->interrupt = std::move(interrupt);
    timer_.expires_after(allowed);
    timer_.async_wait([shared = shared_](const system_error_code& cancelled) {
      if (cancelled || !shared->interrupt) return;
      shared->passed = true;
      shared->interrupt();
    });
  }
  ~deadline() { shared_->interrupt = nullptr; }  // its timer may have fired already
  deadline(const deadline&) = delete;
  deadline& operator=(const deadline&) = delete;
  [[nodiscard]] bool passed() const { return shared_->passed; }

 private:
  struct parts {
    std::function<void()> interrupt;
    bool passed = false;
  };
  asio::steady_timer timer_;
  std::shared_ptr<parts> shared_;
};

awaitable<attempt<tcp::socket>> connect_tcp(std::string host, std::string port, timeouts::duration allowed) {
  const auto executor = co_await asio::this_coro::executor;
  const std::string where = host + " port " + port;
  tcp::resolver resolver(executor);
  tcp::socket socket(executor);
  const deadline limit(executor, allowed, [&] {
    resolver.cancel();
    socket.close();
  });
  attempt<tcp::socket> answer(failure{.code = failure_code::timed_out, .detail = "connect: " + where});
  auto [unresolved, addresses] = co_await resolver.async_resolve(host, port, as_tuple_awaitable);
  if (limit.passed()) co_return answer;
  if (unresolved) {
    answer = failure{.code = failure_code::unresolved, .detail = host + ": " + unresolved.message()};
    co_return answer;
  }
  auto [unreachable, reached] = co_await asio::async_connect(socket, addresses, as_tuple_awaitable);
  if (limit.passed()) co_return answer;
  if (unreachable) {
    answer = failure{.code = failure_code::unreachable, .detail = where + ": " + unreachable.message()};
    co_return answer;
  }
  answer = std::move(socket);
  co_return answer;
}

failure lost(const io_result& r) {
  failure why{.code = failure_code::broken, .detail = "the server closed the connection"};
  if (r.why) why.detail = r.why.message();
  return why;
}

/// RFC 7540 §3.2: the request, then everything up to the end of the 101's fields. Answers what came behind them.
awaitable<attempt<byte_buffer>> upgrade(byte_stream& transport, std::string request) {
  attempt<byte_buffer> answer;
  bytes unsent = bytes_of(request);
  byte_buffer seen;
  std::array<std::byte, 2048> piece;
  for (;;) {
    const io_result r = unsent.empty() ? transport.read_some(piece) : transport.write_some(unsent);
    if (r.state == io_state::ended || r.state == io_state::failed) {
      answer = lost(r);
      co_return answer;
    }
    if (r.state != io_state::done) {
      auto [ec] = co_await transport.async_wait(r.state, as_tuple_awaitable);
      if (ec) {
        answer = failure{.code = failure_code::closed, .detail = "during the upgrade"};
        co_return answer;
      }
    } else if (!unsent.empty()) {
      unsent = unsent.subspan(r.n);
    } else {
      append(seen, bytes(piece.data(), r.n));
      const attempt<std::optional<std::size_t>> head = parse_upgrade_response(seen);
      if (!head) {
        answer = head.error();
        co_return answer;
      }
      if (*head) {
        seen.erase(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(**head));
        answer = std::move(seen);
        co_return answer;
      }
    }
  }
}

byte_stream make_transport(tcp::socket socket, const client_options& options, const std::string& host) {
  if (options.tls == nullptr) return byte_stream(std::move(socket));
  return byte_stream(std::move(socket), options.tls, role::client, options.tls_name.empty() ? host : options.tls_name);
}

}  // namespace

awaitable<attempt<dialled>> dial(std::string host, std::string port, const client_options& options) {
  const timeouts& allowed = options.session.allowed;
  attempt<tcp::socket> socket = co_await connect_tcp(host, port, allowed.connect);
  if (!socket) {
    attempt<dialled> answer(socket.error());
    co_return answer;
  }
  dialled made{make_transport(std::move(*socket), options, host), std::chrono::steady_clock::now(), {}};
  const auto executor = co_await asio::this_coro::executor;
  const deadline limit(executor, allowed.handshake, [&] { made.transport.close(); });
  attempt<void> shaken = co_await made.transport.handshake();
  if (shaken && options.upgrade) {
    std::string request = make_upgrade_request(*options.upgrade, options.session.protocol.local);
    attempt<byte_buffer> behind = co_await upgrade(made.transport, std::move(request));
    if (behind) made.already_read = std::move(*behind);
    else shaken = behind.error();
  }
  if (limit.passed())
    shaken = failure{.code = failure_code::timed_out, .detail = "handshake: " + host + " port " + port};
  if (!shaken) {
    attempt<dialled> answer(shaken.error());
    co_return answer;
  }
  attempt<dialled> answer(std::move(made));
  co_return answer;
}

}  // namespace h2::net
