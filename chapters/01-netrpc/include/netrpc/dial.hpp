// SPDX-License-Identifier: MIT
//
// From an address to a client: rpc.Dial, jsonrpc.Dial and rpc.DialHTTP.
#pragma once

#include <netrpc/client.hpp>
#include <netrpc/protocol.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace netrpc {

namespace gob {
class type_names;
}

struct dial_options {
  protocol speaks = protocol::gob;
  std::shared_ptr<const gob::type_names> names = {};  // what interface values may hold; gob only
  client_options client = {};
};

/// "127.0.0.1:1234", "[::1]:1234" or "localhost:1234"; Errors: io, of scope local.
[[nodiscard]] awaitable<result<tcp::socket>> connect(std::string address);

/// Connects, says the handshake if there is one, and starts a client in the caller's executor.
/// Errors: io (the peer refused, the address means nothing), http_handshake.
[[nodiscard]] awaitable<result<client>> dial(std::string address, dial_options options = {});

/// A client on a socket that is connected already, as in the reverse RPC of netrpc 4.3.3. No handshake.
[[nodiscard]] client make_client(tcp::socket socket, const dial_options& options = {});

}  // namespace netrpc
