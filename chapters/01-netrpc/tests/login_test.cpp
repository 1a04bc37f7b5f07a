// SPDX-License-Identifier: MIT
#include "../apps/services/login_service.hpp"

#include <gtest/gtest.h>

namespace {

using services::LoginService;

std::string said(const netrpc::result<void>& outcome) { return outcome ? "" : outcome.error().message(); }

TEST(Login, HelloBeforeLoginIsRefused) {
  LoginService service("127.0.0.1:4711");
  std::string reply = "untouched";
  EXPECT_EQ(said(service.Hello("x", &reply)), "please login");
  EXPECT_EQ(reply, "untouched");
}

TEST(Login, AWrongPasswordIsRefusedAndOpensNothing) {
  LoginService service("127.0.0.1:4711");
  std::string reply;
  for (const char* wrong : {"user:wrong", "", "user:password ", "User:password"}) {
    EXPECT_EQ(said(service.Login(wrong, &reply)), "auth failed") << wrong;
  }
  EXPECT_EQ(said(service.Hello("x", &reply)), "please login");
}

TEST(Login, HelloAfterLoginSaysWhereTheRequestIsFrom) {
  LoginService service("127.0.0.1:4711");
  std::string reply;
  EXPECT_EQ(said(service.Login("user:password", &reply)), "");
  EXPECT_EQ(said(service.Hello("x", &reply)), "");
  EXPECT_EQ(reply, "hello:x, from127.0.0.1:4711");
}

TEST(Login, ALaterWrongPasswordDoesNotLogOut) {
  LoginService service("127.0.0.1:4711");
  std::string reply;
  EXPECT_EQ(said(service.Login("user:password", &reply)), "");
  EXPECT_EQ(said(service.Login("user:wrong", &reply)), "auth failed");
  EXPECT_EQ(said(service.Hello("x", &reply)), "");
}

TEST(Login, OneConnectionsLoginIsNotAnothers) {
  LoginService first("127.0.0.1:1");
  LoginService second("127.0.0.1:2");
  std::string reply;
  EXPECT_EQ(said(first.Login("user:password", &reply)), "");
  EXPECT_EQ(said(second.Hello("x", &reply)), "please login");
}

}  // namespace
