// SPDX-License-Identifier: MIT
//
// What protoc-gen-go-grpc makes of user.proto, written out ("inside", 服务注册): the interface that an implementation
// must have, an implementation that has nothing, and the description that leads the server to it.
#pragma once

#include <basics/service_desc.hpp>

#include <user.pb.h>

namespace services {

using namespace basics;

/// Server API of user.User. (UserServer)
class UserServer : public service {
 public:
  virtual task<result<user::GetUserResp>> GetUser(context ctx, const user::GetUserReq& request) = 0;
  virtual task<result<user::Response>> Ping(context ctx, const user::Request& request) = 0;
};

/// Answers UNIMPLEMENTED to everything; deriving from it keeps an implementation whole when the service gets new
/// methods.
class UnimplementedUserServer : public UserServer {
 public:
  task<result<user::GetUserResp>> GetUser(context ctx, const user::GetUserReq& request) override;
  task<result<user::Response>> Ping(context ctx, const user::Request& request) override;
};

/// The two handlers, and the description that names them. (_User_GetUser_Handler, _User_Ping_Handler, User_ServiceDesc)
task<reply> user_get_user_handler(service* server, context ctx, const decode& dec,
                                  const unary_server_interceptor& interceptor);
task<reply> user_ping_handler(service* server, context ctx, const decode& dec,
                              const unary_server_interceptor& interceptor);
[[nodiscard]] service_desc user_service_desc();

/// The article's implementation: two users, and no Ping. An id that is not there is a plain error, 不存在查询用户.
class user_server final : public UnimplementedUserServer {
 public:
  task<result<user::GetUserResp>> GetUser(context ctx, const user::GetUserReq& request) override;
};

}  // namespace services
