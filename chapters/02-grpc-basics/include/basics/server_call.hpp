// SPDX-License-Identifier: MIT
//
// What happens to one call between transport and handler (grpc-go's handleStream, processUnaryRPC,
// processStreamingRPC):
//
//   find the method ── no ──▶ UNIMPLEMENTED
//     │ unary                                         │ streaming
//   read one message                                  │
//   method_handler(decode, interceptors)              interceptors(stream, stream_handler)
//   write reply and OK, or a status                   write the status it returns
//
// and the stats handler's word at each station. Pure: the transport may be a script.
#pragma once

#include <basics/accept.hpp>
#include <basics/server_options.hpp>
#include <basics/service_registry.hpp>
#include <basics/transport.hpp>

#include <atomic>

namespace basics {

/// What channelz would tell about a server (Server.czData); thread-safe.
struct call_counters {
  std::atomic<std::uint64_t> started = 0;
  std::atomic<std::uint64_t> succeeded = 0;
  std::atomic<std::uint64_t> failed = 0;
};

/// What all calls of a server share; outlives them.
struct call_environment {
  const server_options& options;  // with the interceptors chained: unary_int and stream_int
  const service_registry& services;
  const clock& time;
  call_counters& counters;
};

/// The whole life of one call. Ends with the stream's write_status or write_last; throws nothing.
task<void> handle_stream(const call_environment& server, transport_stream& stream, std::shared_ptr<connection> on);

}  // namespace basics
