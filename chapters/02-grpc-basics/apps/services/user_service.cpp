// SPDX-License-Identifier: MIT
#include "user_service.hpp"

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace services {

namespace {

constexpr const char* get_user_full_method = "/user.User/GetUser";
constexpr const char* ping_full_method = "/user.User/Ping";

status not_implemented(const char* method) {
  return {.code = code::unimplemented, .message = std::string("method ") + method + " not implemented"};
}

// The end of the way: the message gets its type back, and the implementation its interface.
task<reply> call_get_user(service* server, context ctx, any_message request) {
  const auto& in = dynamic_cast<const user::GetUserReq&>(*request);
  result<user::GetUserResp> out = co_await implementation_as<UserServer>(server).GetUser(std::move(ctx), in);
  if (out.has_error()) co_return out.error();
  any_message message = std::make_shared<user::GetUserResp>(std::move(*out));
  co_return message;
}

task<reply> call_ping(service* server, context ctx, any_message request) {
  const auto& in = dynamic_cast<const user::Request&>(*request);
  result<user::Response> out = co_await implementation_as<UserServer>(server).Ping(std::move(ctx), in);
  if (out.has_error()) co_return out.error();
  any_message message = std::make_shared<user::Response>(std::move(*out));
  co_return message;
}

}  // namespace

task<result<user::GetUserResp>> UnimplementedUserServer::GetUser(context, const user::GetUserReq&) {
  co_return not_implemented("GetUser");
}

task<result<user::Response>> UnimplementedUserServer::Ping(context, const user::Request&) {
  co_return not_implemented("Ping");
}

task<reply> user_get_user_handler(service* server, context ctx, const decode& dec,
                                  const unary_server_interceptor& interceptor) {
  any_message in = std::make_shared<user::GetUserReq>();
  const status bad = dec(*in);
  if (!bad.ok()) co_return bad;
  if (!interceptor) co_return co_await call_get_user(server, std::move(ctx), std::move(in));
  const unary_server_info info{.server = server, .full_method = get_user_full_method};
  unary_handler handler = [server](context c, any_message request) {
    return call_get_user(server, std::move(c), std::move(request));
  };
  co_return co_await interceptor(std::move(ctx), std::move(in), info, std::move(handler));
}

task<reply> user_ping_handler(service* server, context ctx, const decode& dec,
                              const unary_server_interceptor& interceptor) {
  any_message in = std::make_shared<user::Request>();
  const status bad = dec(*in);
  if (!bad.ok()) co_return bad;
  if (!interceptor) co_return co_await call_ping(server, std::move(ctx), std::move(in));
  const unary_server_info info{.server = server, .full_method = ping_full_method};
  unary_handler handler = [server](context c, any_message request) {
    return call_ping(server, std::move(c), std::move(request));
  };
  co_return co_await interceptor(std::move(ctx), std::move(in), info, std::move(handler));
}

service_desc user_service_desc() {
  return {.service_name = "user.User",
          .handler_type = handler_type::of<UserServer>(),
          .methods = {{.method_name = "GetUser", .handler = user_get_user_handler},
                      {.method_name = "Ping", .handler = user_ping_handler}},
          .streams = {},
          .metadata = "user.proto"};
}

namespace {
struct user_record {
  const char* id;
  const char* name;
  const char* phone;
};
constexpr std::array users = {user_record{"1", "balabala", "13100001111"}, user_record{"2", "小王", "13200001111"}};
}  // namespace

task<result<user::GetUserResp>> user_server::GetUser(context, const user::GetUserReq& request) {
  for (const user_record& u : users) {
    if (request.id() != u.id) continue;
    user::GetUserResp found;
    found.set_id(u.id);
    found.set_name(u.name);
    found.set_phone(u.phone);
    co_return found;
  }
  co_return plain_error("不存在查询用户");
}

}  // namespace services
