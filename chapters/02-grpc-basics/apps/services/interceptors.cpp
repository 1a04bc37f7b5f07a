// SPDX-License-Identifier: MIT
#include "interceptors.hpp"

#include <fmt/format.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <memory>
#include <utility>
#include <vector>

namespace services {

namespace {

// The article's two differ in their name alone. An interceptor is a plain function that makes a coroutine: a
// coroutine's own lambda would have to outlive it.
task<reply> say_before_and_after(const line_sink& say, const char* name, context ctx, any_message request,
                                 unary_handler handler) {
  say(fmt::format("{} handler status", name));
  reply resp = co_await handler(std::move(ctx), request);
  const std::string err = resp.has_error() ? text_of(resp.error()) : "<nil>";
  say(fmt::format("{} handler end err {}  req {}", name, err, go_text(*request)));
  co_return resp;
}

unary_server_interceptor speaking(line_sink say, const char* name) {
  return
      [say = std::move(say), name](context ctx, any_message request, const unary_server_info&, unary_handler handler) {
        return say_before_and_after(say, name, std::move(ctx), std::move(request), std::move(handler));
      };
}

// Compares in a time that depends on the lengths alone, so that a token cannot be guessed letter by letter.
bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned differ = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    differ |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return differ == 0;
}

task<reply> refused(status why) { co_return why; }
task<status> stream_refused(status why) { co_return why; }

}  // namespace

unary_server_interceptor err_handler_interceptor(line_sink say) { return speaking(std::move(say), "err"); }
unary_server_interceptor log_interceptor(line_sink say) { return speaking(std::move(say), "log"); }

std::string go_text(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string cpp;
  printer.PrintToString(message, &cpp);
  // C++ writes `id: "1" `, Go `id:"1"`; inside quotes nothing changes.
  std::string go;
  bool quoted = false;
  for (std::size_t i = 0; i < cpp.size(); ++i) {
    if (!quoted && cpp[i] == ' ' && i > 0 && cpp[i - 1] == ':') continue;
    if (cpp[i] == '"') quoted = !quoted;
    go += cpp[i];
    if (cpp[i] == '\\') go += cpp[++i];  // an escaped quote ends nothing
  }
  while (go.ends_with(' ')) go.pop_back();
  return go;
}

status check_token(const metadata& incoming, const std::string& token) {
  const std::vector<std::string> given = incoming.get("authorization");
  if (given.empty()) return {.code = code::unauthenticated, .message = "missing token"};
  if (given.size() != 1 || !same(given.front(), "Bearer " + token)) {
    return {.code = code::unauthenticated, .message = "invalid token"};
  }
  return {};
}

unary_server_interceptor token_interceptor(std::string token) {
  return [token = std::move(token)](context ctx, any_message request, const unary_server_info&, unary_handler handler) {
    status s = check_token(ctx.incoming_metadata(), token);
    if (!s.ok()) return refused(std::move(s));
    return handler(std::move(ctx), std::move(request));
  };
}

stream_server_interceptor token_stream_interceptor(std::string token) {
  return [token = std::move(token)](service* server, server_stream& stream, const stream_server_info&,
                                    stream_handler handler) {
    status s = check_token(stream.ctx().incoming_metadata(), token);
    if (!s.ok()) return stream_refused(std::move(s));
    return handler(server, stream);
  };
}

}  // namespace services
