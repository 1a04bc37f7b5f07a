// SPDX-License-Identifier: MIT
//
// What can stand on a TCP connection before the first call: two codecs and a handshake.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

namespace netrpc {

enum class protocol : std::uint8_t {
  gob,      // rpc.Dial, rpc.ServeConn
  jsonrpc,  // jsonrpc.Dial, jsonrpc.ServeConn
  http,     // rpc.DialHTTP, rpc.HandleHTTP: CONNECT /_goRPC_, then gob
};

/// As programs spell them.
inline constexpr std::pair<std::string_view, protocol> protocol_names[] = {
    {"gob", protocol::gob}, {"jsonrpc", protocol::jsonrpc}, {"http", protocol::http}};

}  // namespace netrpc
