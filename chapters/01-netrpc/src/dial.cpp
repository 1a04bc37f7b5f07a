// SPDX-License-Identifier: MIT
#include <netrpc/dial.hpp>
#include <netrpc/gob_codec.hpp>
#include <netrpc/http_connect.hpp>
#include <netrpc/json_codec.hpp>

#include <boost/asio/write.hpp>

#include <utility>

namespace netrpc {
namespace {

std::unique_ptr<client_codec> make_codec(const dial_options& options) {
  if (options.speaks == protocol::jsonrpc) return make_json_client_codec(options.client.limits);
  return make_gob_client_codec(options.client.limits, options.names);
}

error local(const error_code& ec) { return {errc::io, error_scope::local, 0, ec.message()}; }

/// Go's DialHTTP, after the connecting: what came after the answer, which is gob already.
awaitable<result<bytes>> handshake(tcp::socket& socket, limits bounds) {
  http_dialer http(bounds);
  const std::string request = http.take_output();
  auto [unsent, sent] = co_await asio::async_write(socket, asio::buffer(request), as_tuple_awaitable);
  if (unsent) co_return local(unsent);
  bytes buffer(512);
  for (;;) {
    const result<progress> answered = http.next();
    if (answered.has_error()) co_return answered.error();
    if (*answered == progress::done) co_return http.take_rest();
    auto [ec, count] = co_await socket.async_read_some(asio::buffer(buffer), as_tuple_awaitable);
    error gone{errc::unexpected_eof};
    if (ec == asio::error::eof) co_return gone;
    if (ec) co_return local(ec);
    http.receive(std::span<const std::byte>(buffer).first(count));
  }
}

}  // namespace

awaitable<result<tcp::socket>> connect(std::string address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) {
    error e{errc::io, error_scope::local, 0, "address " + address + ": missing port"};
    co_return e;
  }
  std::string host = address.substr(0, colon);
  const std::string port = address.substr(colon + 1);
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  auto [unresolved, endpoints] = co_await resolver.async_resolve(host, port, as_tuple_awaitable);
  if (unresolved) co_return local(unresolved);
  tcp::socket socket(executor);
  auto [refused, endpoint] = co_await asio::async_connect(socket, endpoints, as_tuple_awaitable);
  if (refused) co_return local(refused);
  co_return socket;
}

awaitable<result<client>> dial(std::string address, dial_options options) {
  result<tcp::socket> connected = co_await connect(std::move(address));
  if (connected.has_error()) co_return std::move(connected).error();
  if (options.speaks != protocol::http) co_return make_client(std::move(*connected), options);
  const result<bytes> rest = co_await handshake(*connected, options.client.limits);
  if (rest.has_error()) co_return rest.error();
  auto codec = make_codec(options);
  codec->receive(*rest);
  co_return client(std::move(*connected), std::move(codec), options.client);
}

client make_client(tcp::socket socket, const dial_options& options) {
  return client(std::move(socket), make_codec(options), options.client);
}

}  // namespace netrpc
