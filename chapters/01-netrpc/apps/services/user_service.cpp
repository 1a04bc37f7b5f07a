// SPDX-License-Identifier: MIT
#include "user_service.hpp"

#include <array>

namespace services {

netrpc::result<void> UserServer::GetUser(const GetUserReq& req, GetUserResp* resp) {
  static const std::array<GetUserResp, 2> users = {{{"1", "bala", "13100001111"}, {"2", "小王", "13200001111"}}};
  for (const GetUserResp& user : users) {
    if (user.Id != req.Id) continue;
    *resp = user;
    return {};
  }
  return netrpc::rpc_error("不存在查询用户");
}

}  // namespace services
