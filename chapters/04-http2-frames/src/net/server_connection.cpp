// SPDX-License-Identifier: MIT
#include "server_connection.hpp"

#include <array>
#include <utility>

namespace h2::net {
namespace {

byte_stream make_transport(tcp::socket socket, const server_options& options) {
  if (options.tls == nullptr) return byte_stream(std::move(socket));
  return byte_stream(std::move(socket), options.tls, role::server);
}

}  // namespace

server_connection::server_connection(tcp::socket socket, const server_options& options,
                                     const server::service_for& service_for)
    : options_(options),
      service_for_(service_for),
      executor_(socket.get_executor()),
      accepted_(std::chrono::steady_clock::now()),
      transport_(make_transport(std::move(socket), options)) {}

awaitable<void> server_connection::run() {
  const auto self = shared_from_this();
  limit_opening();
  const bool http2 = co_await open();
  opening_.reset();
  if (stopped_ || !http2) {
    transport_->close();
    co_return;
  }
  session_ = make_session();
  if (session_ == nullptr) co_return;
  const std::unique_ptr<session_owner> owner = service_for_(*session_);
  byte_buffer already_read = std::exchange(seen_, {});
  (void)co_await session_->run(*owner, std::move(already_read));
}

/// A client that connects and then is silent, or says one byte a second, ends here.
void server_connection::limit_opening() {
  if (options_.session.allowed.handshake == timeouts::duration::zero()) return;
  opening_.emplace(executor_, accepted_ + options_.session.allowed.handshake);
  opening_->async_wait([self = shared_from_this()](const system_error_code& cancelled) {
    if (!cancelled && self->transport_) self->transport_->close();
  });
}

std::shared_ptr<session> server_connection::make_session() {
  auto made = std::make_shared<session>(std::move(*transport_), role::server, options_.session, accepted_);
  transport_.reset();
  if (!upgrade_) return made;
  const upgrade_request asked = std::move(*upgrade_);
  upgrade_.reset();
  // What is wrong with the settings or the request is answered by the core, as if they had come in frames.
  const result<void> taken = made->core().upgraded(asked.settings, asked.request);
  if (!taken) made->core().close(taken.error().code, taken.error().why);
  return made;
}

awaitable<bool> server_connection::open() {
  if (!transport_->secure()) co_return co_await open_cleartext();
  const attempt<void> shaken = co_await transport_->handshake();
  co_return shaken.has_value();
}

awaitable<bool> server_connection::open_cleartext() {
  for (;;) {
    const opening what = look_at_opening(seen_);
    if (what == opening::http2) co_return true;
    if (what == opening::http1) {
      auto parsed = parse_upgrade_request(seen_);
      if (parsed) co_return co_await answer_http1(std::move(*parsed));
    }
    const bool more = co_await read_more();
    if (!more) co_return false;
  }
}

awaitable<bool> server_connection::answer_http1(std::variant<upgrade_request, http1_refusal> parsed) {
  if (auto* upgrade = std::get_if<upgrade_request>(&parsed)) {
    seen_.erase(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(upgrade->size));
    upgrade_ = std::move(*upgrade);
    const bool written = co_await write_all(switching_protocols());
    co_return written;
  }
  const http1_refusal refusal = std::get<http1_refusal>(std::move(parsed));
  if (co_await write_all(refusal.response)) transport_->end_sending();
  // Until the client has read it and closes, or `opening_` does: see session::finish_if_done.
  while (co_await read_more()) seen_.clear();
  co_return false;
}

awaitable<bool> server_connection::read_more() {
  std::array<std::byte, 2048> piece;
  for (;;) {
    const io_result r = transport_->read_some(piece);
    if (r.state == io_state::done) {
      append(seen_, bytes(piece.data(), r.n));
      co_return true;
    }
    if (r.state == io_state::ended || r.state == io_state::failed) co_return false;
    auto [ec] = co_await transport_->async_wait(r.state, as_tuple_awaitable);
    if (ec) co_return false;
  }
}

awaitable<bool> server_connection::write_all(std::string_view text) {
  bytes rest = bytes_of(text);
  while (!rest.empty()) {
    const io_result r = transport_->write_some(rest);
    if (r.state == io_state::ended || r.state == io_state::failed) co_return false;
    if (r.state == io_state::done) {
      rest = rest.subspan(r.n);
      continue;
    }
    auto [ec] = co_await transport_->async_wait(r.state, as_tuple_awaitable);
    if (ec) co_return false;
  }
  co_return true;
}

void server_connection::shut_down() {
  if (session_) session_->shut_down();
  else stop();
}

void server_connection::stop() {
  stopped_ = true;
  if (session_) session_->stop();
  else if (transport_) transport_->close();
}

}  // namespace h2::net
