// SPDX-License-Identifier: MIT
//
// Word of what connections and calls do ("conn"; grpc-go's package stats), in this order:
//
//   tag_conn, conn_begin … conn_end
//   tag_rpc, in_header, begin, in_payload, out_header, out_payload, out_trailer, end          a unary call
//   tag_rpc, in_header, begin, in_payload, out_trailer, end                                    … that fails
//   tag_rpc, in_header, out_trailer                                                            an unknown method
//
// Streams have in_payload and out_payload as often as messages pass.
#pragma once

#include <basics/context.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

namespace google::protobuf {
class Message;
}

namespace basics::stats {

using time_point = std::chrono::system_clock::time_point;

struct conn_tag_info {
  std::string remote_addr;  // "127.0.0.1:43535"
  std::string local_addr;
};

struct rpc_tag_info {
  std::string_view full_method_name;  // "/user.User/GetUser"
};

struct conn_begin {};
struct conn_end {};
using conn_stats = std::variant<conn_begin, conn_end>;

// References and pointers are good during handle_rpc. What grpc-go has and grpc++ does not tell is not here: the
// lengths on the wire, and the compression.
struct in_header {
  std::string_view full_method;
  std::string_view remote_addr;
  std::string_view local_addr;
  const metadata& header;
};
struct begin {
  time_point begin_time;
};
struct in_payload {
  const google::protobuf::Message& payload;
  std::string_view data;  // its bytes, uncompressed
  time_point recv_time;
};
struct out_header {
  const metadata& header;
};
struct out_payload {
  const google::protobuf::Message& payload;
  std::string_view data;
  time_point sent_time;
};
struct out_trailer {
  const metadata& trailer;
};
struct end {
  time_point begin_time;
  time_point end_time;
  status error;
};
using rpc_stats = std::variant<in_header, begin, in_payload, out_header, out_payload, out_trailer, end>;

/// Called on whatever thread the event happens on, possibly several at once; must neither block nor throw.
class handler {
 public:
  virtual ~handler() = default;

  /// Comes first for a connection; all contexts of the connection and of its calls stand on what it returns.
  virtual context tag_conn(context ctx, const conn_tag_info& info) = 0;
  virtual void handle_conn(const context& ctx, const conn_stats& event) = 0;
  /// Comes first for a call; the handler's context stands on what it returns.
  virtual context tag_rpc(context ctx, const rpc_tag_info& info) = 0;
  virtual void handle_rpc(const context& ctx, const rpc_stats& event) = 0;
};

}  // namespace basics::stats
