// SPDX-License-Identifier: MIT
#include "login_service.hpp"

namespace services {

netrpc::result<void> LoginService::Login(const std::string& request, std::string*) {
  if (request != "user:password") return netrpc::rpc_error("auth failed");
  is_login_ = true;
  return {};
}

netrpc::result<void> LoginService::Hello(const std::string& request, std::string* reply) {
  if (!is_login_) return netrpc::rpc_error("please login");
  *reply = "hello:" + request + ", from" + remote_;
  return {};
}

}  // namespace services
