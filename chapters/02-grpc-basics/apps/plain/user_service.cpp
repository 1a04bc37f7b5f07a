// SPDX-License-Identifier: MIT
#include "plain/user_service.hpp"

#include <array>
#include <string_view>

namespace plain {

namespace {

struct known_user {
  std::string_view id, name, phone;
};
constexpr std::array<known_user, 2> users = {{{"1", "balabala", "13100001111"}, {"2", "小王", "13200001111"}}};

grpc::Status find_user(const user::GetUserReq& request, user::GetUserResp& found) {
  for (const known_user& u : users) {
    if (u.id != request.id()) continue;
    found.set_id(std::string(u.id));
    found.set_name(std::string(u.name));
    found.set_phone(std::string(u.phone));
    return grpc::Status::OK;
  }
  // What the article's errors.New becomes on the wire. NOT_FOUND would tell the client more.
  return {grpc::StatusCode::UNKNOWN, "不存在查询用户"};
}

}  // namespace

grpc::ServerUnaryReactor* user_service::GetUser(grpc::CallbackServerContext* context, const user::GetUserReq* request,
                                                user::GetUserResp* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(find_user(*request, *response));
  return reactor;
}

grpc::ServerUnaryReactor* user_service::Ping(grpc::CallbackServerContext* context, const user::Request*,
                                             user::Response*) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

}  // namespace plain
