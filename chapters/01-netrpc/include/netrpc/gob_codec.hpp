// SPDX-License-Identifier: MIT
//
// net/rpc's own codec: every header and every body is one gob value, all on one stream, so each type
// is described once per connection. (Go: net/rpc server.go gobServerCodec, client.go gobClientCodec)
//
//   client → server   [definition of Request] Request{"UserServer.GetUser", 1} [definition of GetUserReq]
//   GetUserReq{"1"} … server → client   [definition of Response] Response{"UserServer.GetUser", 1, ""} [definition of
//   …] GetUserResp{…} …
#pragma once

#include <netrpc/codec.hpp>
#include <netrpc/gob_types.hpp>
#include <netrpc/limits.hpp>

#include <memory>

namespace netrpc {

/// `names`: what interface values may hold; null for none. Shared by all connections, never changed.
using shared_names = std::shared_ptr<const gob::type_names>;

[[nodiscard]] std::unique_ptr<server_codec> make_gob_server_codec(limits bounds = {}, shared_names names = {});
[[nodiscard]] std::unique_ptr<client_codec> make_gob_client_codec(limits bounds = {}, shared_names names = {});

}  // namespace netrpc
