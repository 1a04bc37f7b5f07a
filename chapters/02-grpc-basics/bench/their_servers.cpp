// SPDX-License-Identifier: MIT
#include "servers.hpp"

#include "kinds.grpc.pb.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>

namespace bench {
namespace {

// What both do, and what ours does: Echo as far as the calls of the bench need it.
void echo(const kinds::EchoRequest& request, kinds::EchoReply& reply) {
  for (int i = 0; i < std::max(request.repeat(), 1); ++i) reply.mutable_text()->append(request.text());
}

class typed_kinds final : public kinds::Kinds::CallbackService {
 public:
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* ctx, const kinds::EchoRequest* request,
                                 kinds::EchoReply* reply) override {
    echo(*request, *reply);
    grpc::ServerUnaryReactor* reactor = ctx->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

class bare_call final : public grpc::ServerGenericBidiReactor {
 public:
  bare_call() { StartRead(&buffer_); }
  void OnReadDone(bool ok) override {
    kinds::EchoRequest request;
    if (!ok || !grpc::SerializationTraits<kinds::EchoRequest>::Deserialize(&buffer_, &request).ok()) {
      Finish(grpc::Status(grpc::StatusCode::INTERNAL, "no request"));
      return;
    }
    kinds::EchoReply reply;
    echo(request, reply);
    bool own = false;
    (void)grpc::SerializationTraits<kinds::EchoReply>::Serialize(reply, &buffer_, &own);
    StartWriteAndFinish(&buffer_, grpc::WriteOptions(), grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  grpc::ByteBuffer buffer_;
};

class bare_service final : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override { return new bare_call; }
};

void serve(grpc::ServerBuilder& builder) {
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::cout << "listening on 127.0.0.1:" << port << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
  }
  server->Shutdown(std::chrono::system_clock::now());
}

}  // namespace

void serve_bare() {
  bare_service service;
  grpc::ServerBuilder builder;
  builder.RegisterCallbackGenericService(&service);
  serve(builder);
}

void serve_typed() {
  typed_kinds service;
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  serve(builder);
}

}  // namespace bench
