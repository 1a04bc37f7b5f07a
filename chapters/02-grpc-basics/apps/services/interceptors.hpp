// SPDX-License-Identifier: MIT
//
// "inside", 拦截器: the article's two, and one that keeps out who has no token.
#pragma once

#include <basics/service_desc.hpp>

#include <functional>
#include <string>

namespace services {

using namespace basics;

using line_sink = std::function<void(const std::string&)>;

/// Says `err handler status` before a call, `err handler end err <nil>  req id:"1"` after it. (ErrHandlerInterceptor)
[[nodiscard]] unary_server_interceptor err_handler_interceptor(line_sink say);
/// Says `log handler status` and `log handler end err <nil>  req id:"1"`. (LogInterceptor)
[[nodiscard]] unary_server_interceptor log_interceptor(line_sink say);

/// A message as Go prints it: `id:"1" name:"小王"`.
[[nodiscard]] std::string go_text(const google::protobuf::Message& message);

/// OK when the call's metadata holds `authorization: Bearer TOKEN` and nothing else under that key; else
/// UNAUTHENTICATED, missing token or invalid token. Takes as long for a wrong token of the right length as for the
/// right one.
[[nodiscard]] status check_token(const metadata& incoming, const std::string& token);
/// Lets a call through when check_token does.
[[nodiscard]] unary_server_interceptor token_interceptor(std::string token);
[[nodiscard]] stream_server_interceptor token_stream_interceptor(std::string token);

}  // namespace services
