// SPDX-License-Identifier: MIT
#include <netrpc/dial.hpp>
#include <netrpc/gob_codec.hpp>

#include <utility>

namespace netrpc {
namespace {

std::unique_ptr<client_codec> make_codec(const dial_options& options) {
  switch (options.speaks) {
    case protocol::gob:
    case protocol::http: break;
    case protocol::jsonrpc: break;
  }
  return make_gob_client_codec(options.client.limits, options.names);
}

error local(const error_code& ec) { return {errc::io, error_scope::local, 0, ec.message()}; }

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
  co_return make_client(std::move(*connected), options);
}

client make_client(tcp::socket socket, const dial_options& options) {
  return client(std::move(socket), make_codec(options), options.client);
}

}  // namespace netrpc
