// SPDX-License-Identifier: MIT
#pragma once

#include <basics/context.hpp>
#include <basics/status.hpp>
#include <basics/task.hpp>

namespace google::protobuf {
class Message;
}

namespace basics {

/// A streaming call as its handler sees it (grpc.ServerStream). An interceptor may pass on one of its own.
/// One receive and one send may be under way at a time.
class server_stream {
 public:
  virtual ~server_stream() = default;

  [[nodiscard]] virtual const context& ctx() const = 0;

  /// Receives the client's next message into `into`. False after its last one (Go: io.EOF). Errors: INTERNAL for bytes
  /// that are no such message, RESOURCE_EXHAUSTED over the limit, CANCELLED or DEADLINE_EXCEEDED.
  virtual task<result<bool>> recv_msg(google::protobuf::Message& into) = 0;

  /// Sends one message; returns when the transport took it. Errors: RESOURCE_EXHAUSTED over the limit, UNAVAILABLE when
  /// the client has gone.
  virtual task<status> send_msg(const google::protobuf::Message& message) = 0;

  /// Adds to the header, which goes out with the first message or with send_header. Errors: it has gone.
  virtual status set_header(const metadata& header) = 0;
  virtual task<status> send_header(metadata header) = 0;
  virtual void set_trailer(const metadata& trailer) = 0;
};

}  // namespace basics
