// SPDX-License-Identifier: MIT
//
// gRPC's four kinds of calls on grpc++'s callback API; see kinds.proto for what they do.
#pragma once

#include "kinds.grpc.pb.h"

#include <cstddef>

namespace plain {

/// A call's reactor is its state machine: Start… begins an operation, On…Done says that it has ended and is where the
/// next one begins, Finish ends the call. Nothing of it blocks, so a few threads of grpc++'s carry any number of calls.
class kinds_service final : public kinds::Kinds::CallbackService {
 public:
  /// A request may ask for any multiple of its text. More than this is RESOURCE_EXHAUSTED, before it is built.
  static constexpr std::size_t largest_reply = std::size_t{64} << 20U;

  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const kinds::EchoRequest* request,
                                 kinds::EchoReply* reply) override;
  grpc::ServerWriteReactor<kinds::Number>* Count(grpc::CallbackServerContext* context,
                                                 const kinds::CountRequest* request) override;
  grpc::ServerReadReactor<kinds::Number>* Sum(grpc::CallbackServerContext* context, kinds::SumReply* reply) override;
  grpc::ServerBidiReactor<kinds::Line, kinds::Line>* Chat(grpc::CallbackServerContext* context) override;
};

}  // namespace plain
