// SPDX-License-Identifier: MIT
//
// The user service of "inside", net_rpc实践案例.
#pragma once

#include <netrpc/service.hpp>

#include <string>

namespace services {

struct GetUserReq {
  std::string Id;
};
BOOST_DESCRIBE_STRUCT(GetUserReq, (), (Id))

struct GetUserResp {
  std::string Id;
  std::string Name;
  std::string Phone;
};
BOOST_DESCRIBE_STRUCT(GetUserResp, (), (Id, Name, Phone))

class UserServer {
 public:
  /// Finds a user, or says 不存在查询用户.
  netrpc::result<void> GetUser(const GetUserReq& req, GetUserResp* resp);
  BOOST_DESCRIBE_CLASS(UserServer, (), (GetUser), (), ())
};

}  // namespace services

template <>
struct netrpc::go_type<services::GetUserReq> {
  static constexpr std::string_view package = "main", name = "GetUserReq";
  static constexpr json_tag json[] = {{"Id", "id"}};  // the article's `json:"id"`
};
