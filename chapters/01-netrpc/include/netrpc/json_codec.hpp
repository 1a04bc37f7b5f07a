// SPDX-License-Identifier: MIT
//
// JSON-RPC 1.0, as Go's net/rpc/jsonrpc speaks it: one JSON value a message, a line end after each.
//
//   client → server   {"method":"UserServer.GetUser","params":[{"id":"1"}],"id":0}⏎
//   server → client   {"id":0,"result":{"Id":"1","Name":"bala","Phone":"13100001111"},"error":null}⏎
//   or                {"id":0,"result":null,"error":"不存在查询用户"}⏎
//
// Header and body lie in the same value here. So a body is always there when its header was read, and a
// body of the wrong type costs nothing but itself.
//
// The client's ids are its sequence numbers. The server's clients may use any JSON value as an id, so it
// counts requests itself and keeps each one's id, as text, until its reply is written.
#pragma once

#include <netrpc/codec.hpp>
#include <netrpc/limits.hpp>

#include <memory>

namespace netrpc {

/// Errors of read_request_header: json_syntax, json_message_too_big, json_header ("method" is no string),
/// too_many_pending (limits::concurrent_requests replies are not written yet, or the ids waiting for them
/// are longer than limits::json_message_bytes).
/// Errors of read_request_body: server_error with Go's words, since they are what the client is told.
[[nodiscard]] std::unique_ptr<server_codec> make_json_server_codec(const limits& bounds = {});

/// Errors of read_response_header: json_syntax, json_message_too_big, json_header (the id is no number, the
/// error no string).
/// Errors of read_response_body: those of json::read.
[[nodiscard]] std::unique_ptr<client_codec> make_json_client_codec(const limits& bounds = {});

}  // namespace netrpc
