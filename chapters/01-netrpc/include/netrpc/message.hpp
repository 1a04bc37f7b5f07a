// SPDX-License-Identifier: MIT
//
// The two headers of net/rpc. Each stands before a body, and both travel as values of the codec:
//
//   request   ServiceMethod "UserServer.GetUser"   Seq 7            then the argument
//   response  ServiceMethod "UserServer.GetUser"   Seq 7   Error "" then the reply (an empty struct with an error)
//
// Seq is the client's own counter; the server sends it back untouched. That is all that ties an
// answer to its question, and why answers may come in any order.
#pragma once

#include <netrpc/reflect.hpp>

#include <cstdint>
#include <string>

namespace netrpc {

/// net/rpc server.go Request, under its Go name on the wire ("Request").
struct request {
  std::string ServiceMethod;  // "Service.Method"
  std::uint64_t Seq = 0;      // chosen by the client
};
BOOST_DESCRIBE_STRUCT(request, (), (ServiceMethod, Seq))

/// net/rpc server.go Response, under its Go name on the wire ("Response").
struct response {
  std::string ServiceMethod;  // echoes that of the request
  std::uint64_t Seq = 0;      // echoes that of the request
  std::string Error;          // empty when the call succeeded
};
BOOST_DESCRIBE_STRUCT(response, (), (ServiceMethod, Seq, Error))

template <>
struct go_type<request> {
  static constexpr std::string_view package = "rpc", name = "Request";
};
template <>
struct go_type<response> {
  static constexpr std::string_view package = "rpc", name = "Response";
};

}  // namespace netrpc
