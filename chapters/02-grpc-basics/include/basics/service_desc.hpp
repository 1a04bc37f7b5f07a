// SPDX-License-Identifier: MIT
//
// How a service is described to the server ("inside", 服务注册): what protoc-gen-go-grpc writes into user_grpc.pb.go.
//
//   service_desc "user.User"
//     ├─ handler_type   which interface an implementation must have
//     ├─ methods        "GetUser" → method_handler(implementation, ctx, decode, interceptor)
//     └─ streams        "Chat"    → stream_handler(implementation, stream)
//
// Go's interface{} for messages is google::protobuf::Message here, and a type assertion a dynamic_cast.
#pragma once

#include <basics/context.hpp>
#include <basics/server_stream.hpp>
#include <basics/status.hpp>
#include <basics/task.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

namespace basics {

/// The base of every service interface, so that a server can hold any of them (Go's `impl interface{}`).
class service {
 public:
  service() = default;
  service(const service&) = delete;
  service& operator=(const service&) = delete;
  virtual ~service() = default;
};

/// A message whose type only its handler knows; null where there is none.
using any_message = std::shared_ptr<google::protobuf::Message>;

/// (resp interface{}, err error)
using reply = result<any_message>;

/// The call itself, or what an inner interceptor made of it.
using unary_handler = std::function<task<reply>(context, any_message request)>;

/// What a unary interceptor may know about the call (grpc.UnaryServerInfo).
struct unary_server_info {
  service* server = nullptr;
  std::string_view full_method = {};  // "/user.User/GetUser"
};

/// Runs around a unary call: `co_return co_await handler(ctx, request);` is the one that does nothing. `info` lives
/// until the interceptor has ended.
using unary_server_interceptor =
    std::function<task<reply>(context ctx, any_message request, const unary_server_info& info, unary_handler handler)>;

/// Fills a message with the request's bytes; INTERNAL when they are not one.
using decode = std::function<status(google::protobuf::Message& into)>;

/// Decodes the request, then calls the method: through the interceptor when there is one. All arguments live until it
/// ends.
using method_handler = std::function<task<reply>(service* server, context ctx, const decode& dec,
                                                 const unary_server_interceptor& interceptor)>;

struct method_desc {
  std::string method_name;
  method_handler handler;
};

using stream_handler = std::function<task<status>(service* server, server_stream& stream)>;

struct stream_server_info {
  std::string_view full_method = {};
  bool is_client_stream = false;
  bool is_server_stream = false;
};

/// Runs around a streaming call. `stream` and `info` live until it has ended.
using stream_server_interceptor = std::function<task<status>(service* server, server_stream& stream,
                                                             const stream_server_info& info, stream_handler handler)>;

struct stream_desc {
  std::string stream_name;
  stream_handler handler;
  bool server_streams = false;
  bool client_streams = false;
};

/// The interface that a service_desc's handlers cast an implementation to (Go: `HandlerType: (*UserServer)(nil)`).
struct handler_type {
  std::string name;
  bool (*satisfied_by)(const service& implementation);

  template <class Interface>
  [[nodiscard]] static handler_type of() {
    return {type_name(typeid(Interface)),
            [](const service& s) { return dynamic_cast<const Interface*>(&s) != nullptr; }};
  }
  /// A C++ type's name as one writes it.
  [[nodiscard]] static std::string type_name(const std::type_info& type);
};

/// A handler's implementation as the interface that it needs (Go: `srv.(UserServer)`). Throws std::bad_cast when it is
/// none, as a null that was registered is; the call then ends as one whose handler throws.
template <class Interface>
[[nodiscard]] Interface& implementation_as(service* server) {
  auto* const typed = dynamic_cast<Interface*>(server);
  if (typed == nullptr) throw std::bad_cast();
  return *typed;
}

/// An aggregate, written by hand or by a generator; copied at registration.
struct service_desc {
  std::string service_name;
  basics::handler_type handler_type;
  std::vector<method_desc> methods = {};
  std::vector<stream_desc> streams = {};
  /// The .proto file it comes from.
  std::string metadata = {};
};

}  // namespace basics
