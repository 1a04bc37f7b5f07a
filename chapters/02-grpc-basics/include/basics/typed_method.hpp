// SPDX-License-Identifier: MIT
//
// What protoc-gen-go-grpc writes out for each method, as templates. apps/services/user_service.cpp has the same written
// out by hand, as the article shows it.
#pragma once

#include <basics/service_desc.hpp>

#include <google/protobuf/message.h>

#include <utility>

namespace basics {

/// A unary method of a service interface: `result<GetUserResp> GetUser(ctx, request)`. The request lives until it ends.
template <class Interface, class Request, class Response>
using unary_member = task<result<Response>> (Interface::*)(context ctx, const Request& request);

/// A streaming method of a service interface.
template <class Interface>
using stream_member = task<status> (Interface::*)(server_stream& stream);

namespace detail {

template <class Interface, class Request, class Response>
task<reply> call_member(service* server, context ctx, any_message request,
                        unary_member<Interface, Request, Response> member) {
  auto& implementation = implementation_as<Interface>(server);
  const auto& typed = dynamic_cast<const Request&>(*request);
  result<Response> answer = co_await (implementation.*member)(std::move(ctx), typed);
  if (answer.has_error()) co_return answer.error();
  any_message message = std::make_shared<Response>(std::move(*answer));
  co_return message;
}

template <class Interface, class Request, class Response>
task<reply> handle_unary(service* server, context ctx, const decode& dec, const unary_server_interceptor& interceptor,
                         const std::string& full_method, unary_member<Interface, Request, Response> member) {
  auto request = std::make_shared<Request>();
  status bad = dec(*request);
  if (!bad.ok()) co_return bad;
  if (!interceptor) co_return co_await call_member(server, std::move(ctx), std::move(request), member);
  const unary_server_info info{.server = server, .full_method = full_method};
  unary_handler handler = [server, member](context c, any_message r) {
    return call_member(server, std::move(c), std::move(r), member);
  };
  co_return co_await interceptor(std::move(ctx), std::move(request), info, std::move(handler));
}

}  // namespace detail

/// Describes a unary method: `unary_method("helloworld.Greeter", "SayHello", &GreeterServer::SayHello)`.
template <class Interface, class Request, class Response>
[[nodiscard]] method_desc unary_method(const std::string& service_name, std::string name,
                                       unary_member<Interface, Request, Response> member) {
  std::string full_method = "/" + service_name + "/" + name;
  return {.method_name = std::move(name),
          .handler = [member, full_method = std::move(full_method)](service* server, context ctx, const decode& dec,
                                                                    const unary_server_interceptor& interceptor) {
            return detail::handle_unary(server, std::move(ctx), dec, interceptor, full_method, member);
          }};
}

/// Describes a streaming method.
template <class Interface>
[[nodiscard]] stream_desc stream_method(std::string name, stream_member<Interface> member, bool server_streams,
                                        bool client_streams) {
  return {.stream_name = std::move(name),
          .handler = [member](service* server,
                              server_stream& stream) { return (implementation_as<Interface>(server).*member)(stream); },
          .server_streams = server_streams,
          .client_streams = client_streams};
}

}  // namespace basics
