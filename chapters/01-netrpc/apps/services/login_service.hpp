// SPDX-License-Identifier: MIT
//
// netrpc 4.3.4: one service for each connection, so a service knows whom it talks to, and remembers
// whether that one has logged in. Connection 1's login says nothing about connection 2.
#pragma once

#include <netrpc/service.hpp>

#include <string>

namespace services {

/// Registered as "HelloService". The article's isLogin is a data race, since Go runs the requests of
/// one connection side by side: Login and Hello sent together are refused now and then. Here both are
/// plain methods, which one connection runs one after the other.
class LoginService {
 public:
  /// `remote`: the peer's address and port, "127.0.0.1:40312".
  explicit LoginService(std::string remote) : remote_(std::move(remote)) {}

  /// Wants "user:password"; else "auth failed", and whoever was logged in stays so.
  netrpc::result<void> Login(const std::string& request, std::string* reply);
  /// "hello:NAME, fromADDRESS", or "please login".
  netrpc::result<void> Hello(const std::string& request, std::string* reply);
  BOOST_DESCRIBE_CLASS(LoginService, (), (Login, Hello), (), ())

 private:
  std::string remote_;
  bool is_login_ = false;
};

}  // namespace services
