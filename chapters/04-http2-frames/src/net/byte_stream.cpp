// SPDX-License-Identifier: MIT
#include <h2/net/byte_stream.hpp>

#include "socket_bio.hpp"

#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <climits>
#include <utility>

namespace h2::net {
namespace {

io_result socket_result(std::size_t n, const system_error_code& why, io_state would_block) {
  if (!why) return {.state = io_state::done, .n = n};
  if (why == asio::error::would_block || why == asio::error::try_again) return {.state = would_block};
  if (why == asio::error::eof) return {.state = io_state::ended};
  return {.state = io_state::failed, .why = why};
}

void prepare(tcp::socket& socket) {
  system_error_code ignored;  // a socket that is gone says so when it is read
  socket.non_blocking(true, ignored);
  // What is written is a whole batch: nothing is won by waiting for more of it (Nagle's algorithm).
  socket.set_option(tcp::no_delay(true), ignored);
}

/// What the peer's certificate is to be for, and (SNI, RFC 6066 §3: names only) what the server is asked for.
void set_peer_name(SSL* tls, const std::string& name) {
  if (name.empty()) return;
  system_error_code no_address;
  (void)asio::ip::make_address(name, no_address);
  if (!no_address) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), name.c_str());
  } else {
    SSL_set_tlsext_host_name(tls, name.c_str());
    SSL_set1_host(tls, name.c_str());
  }
}

failure handshake_failure(SSL* tls, const system_error_code& socket_error) {
  failure why{.code = failure_code::tls, .detail = "the handshake ended early"};
  if (socket_error) why.detail = socket_error.message();
  const long verdict = SSL_get_verify_mode(tls) == SSL_VERIFY_NONE ? X509_V_OK : SSL_get_verify_result(tls);
  if (verdict != X509_V_OK) {
    why.detail = X509_verify_cert_error_string(verdict);
  } else if (const char* reason = ERR_reason_error_string(ERR_peek_error()); reason != nullptr) {
    why.detail = reason;
  }
  // No protocol in common is a reason of its own, whichever side noticed.
  const int reason = ERR_GET_REASON(ERR_peek_error());
  if (reason == SSL_R_NO_APPLICATION_PROTOCOL || reason == SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL) {
    why.code = failure_code::no_h2;
  }
  ERR_clear_error();
  return why;
}

bool chose_h2(SSL* tls) {
  const unsigned char* name = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(tls, &name, &size);
  return size == 2 && name[0] == 'h' && name[1] == '2';
}

}  // namespace

void byte_stream::free_tls::operator()(ssl_st* tls) const { SSL_free(tls); }

byte_stream::byte_stream(tcp::socket socket) : socket_(std::move(socket)) { prepare(socket_); }

byte_stream::byte_stream(tcp::socket socket, const tls_context& context, role side, const std::string& peer_name)
    : socket_(std::move(socket)), tls_(SSL_new(context.get())) {
  prepare(socket_);
  BIO* const bio = new_socket_bio(socket_.native_handle());
  SSL_set_bio(tls_.get(), bio, bio);
  if (side == role::server) {
    SSL_set_accept_state(tls_.get());
  } else {
    SSL_set_connect_state(tls_.get());
    set_peer_name(tls_.get(), peer_name);
  }
}

byte_stream::~byte_stream() = default;
byte_stream::byte_stream(byte_stream&&) noexcept = default;

awaitable<attempt<void>> byte_stream::handshake() {
  attempt<void> result;
  while (tls_ != nullptr) {
    ERR_clear_error();
    const int returned = SSL_do_handshake(tls_.get());
    if (returned == 1) break;
    const io_result r = tls_result(returned);
    if (r.state == io_state::ended || r.state == io_state::failed) {
      result = handshake_failure(tls_.get(), r.why);
      co_return result;
    }
    auto [ec] = co_await async_wait(r.state, as_tuple_awaitable);
    if (ec) {
      result = failure{.code = failure_code::closed, .detail = "during the TLS handshake"};
      co_return result;
    }
  }
  if (tls_ != nullptr && !chose_h2(tls_.get())) {
    result = failure{.code = failure_code::no_h2, .detail = "ALPN did not choose \"h2\""};
  }
  co_return result;
}

/// What an SSL_ function that returned `returned` wants, or why it failed. Requires: the error queue was empty before.
io_result byte_stream::tls_result(int returned) {
  const int saved = errno;
  switch (SSL_get_error(tls_.get(), returned)) {
    case SSL_ERROR_WANT_READ: return {.state = io_state::wants_read};
    case SSL_ERROR_WANT_WRITE: return {.state = io_state::wants_write};
    case SSL_ERROR_ZERO_RETURN: return {.state = io_state::ended};
    case SSL_ERROR_SYSCALL:
      if (saved == 0 || returned == 0) return {.state = io_state::ended};
      return {.state = io_state::failed, .why = system_error_code(saved, boost::system::system_category())};
    default: break;
  }
  // Closed without close_notify: HTTP/2's own frames tell whether something is missing.
  if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING) return {.state = io_state::ended};
  return {.state = io_state::failed,
          .why = system_error_code(static_cast<int>(ERR_peek_error()), asio::error::get_ssl_category())};
}

io_result byte_stream::read_some(std::span<std::byte> into) {
  if (tls_ == nullptr) {
    system_error_code why;
    const std::size_t n = socket_.read_some(asio::buffer(into.data(), into.size()), why);
    return socket_result(n, why, io_state::wants_read);
  }
  // A record is 16 kB at most; the buffer takes several.
  std::size_t filled = 0;
  while (filled < into.size()) {
    ERR_clear_error();
    errno = 0;
    const int wanted = static_cast<int>(std::min<std::size_t>(into.size() - filled, INT_MAX));
    const int n = SSL_read(tls_.get(), into.data() + filled, wanted);
    if (n <= 0) return filled > 0 ? io_result{.n = filled} : tls_result(n);
    filled += static_cast<std::size_t>(n);
  }
  return {.n = filled};
}

io_result byte_stream::write_some(bytes from) {
  if (tls_ == nullptr) {
    system_error_code why;
    const std::size_t n = socket_.write_some(asio::buffer(from.data(), from.size()), why);
    return socket_result(n, why, io_state::wants_write);
  }
  ERR_clear_error();
  errno = 0;
  const int n = SSL_write(tls_.get(), from.data(), static_cast<int>(std::min<std::size_t>(from.size(), INT_MAX)));
  return n > 0 ? io_result{.n = static_cast<std::size_t>(n)} : tls_result(n);
}

void byte_stream::end_sending() {
  if (tls_ != nullptr && SSL_is_init_finished(tls_.get()) == 1) {
    ERR_clear_error();
    (void)SSL_shutdown(tls_.get());  // close_notify
  }
  system_error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void byte_stream::close() {
  system_error_code ignored;
  socket_.close(ignored);
}

}  // namespace h2::net
