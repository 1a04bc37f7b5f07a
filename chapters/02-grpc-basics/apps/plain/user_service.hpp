// SPDX-License-Identifier: MIT
//
// "inside", grpc框架实践案例: the user service, as protoc's generated code wants it.
#pragma once

#include "user.grpc.pb.h"

namespace plain {

/// The callback API: a method begins on one of grpc++'s own threads, must not block it, and may Finish later and
/// elsewhere. The synchronous API (user::User::Service) reads simpler, but takes a thread for each call that waits.
class user_service : public user::User::CallbackService {
 public:
  grpc::ServerUnaryReactor* GetUser(grpc::CallbackServerContext* context, const user::GetUserReq* request,
                                    user::GetUserResp* response) override;
  grpc::ServerUnaryReactor* Ping(grpc::CallbackServerContext* context, const user::Request* request,
                                 user::Response* response) override;
};

}  // namespace plain
