// SPDX-License-Identifier: MIT
//
// "pool": what grpc++ offers someone who wants N connections, or several addresses, behind one client.
#pragma once

#include "user.grpc.pb.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace plain {

/// Whether channels to the same address have one connection between them.
///
/// A channel owns no connection. It holds subchannels, and takes them from a pool that the whole process shares, where
/// they are filed under the address and the channel arguments. So a second channel with equal arguments finds the first
/// one's subchannel, and both speak on one connection: two channels do not make a connection pool (grpc/grpc#18487 is
/// somebody who expected it). One connection carries as many calls at once as the server's MAX_CONCURRENT_STREAMS
/// allows, often 100, and the rest wait; users ask that gRPC open another then (grpc/grpc#21386), which 1.51 does not.
/// Nor does Go's (grpc-go#1315), where the answer was what "pool" does: list an address several times, with different
/// attributes.
enum class sharing : std::uint8_t {
  shared,           // grpc++'s default
  own_pool,         // GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL: each channel files its subchannels in a pool of its own
  own_by_argument,  // each channel has an argument of another value, of any name: it finds nobody else's in the pool
};

struct pool_options {
  std::string target;                 // "ipv4:127.0.0.1:9080,127.0.0.1:9090": a resolver that needs no name server
  std::string policy = "pick_first";  // or "round_robin"
  bool retry = false;                 // a call that a dying connection took with it is made again
  sharing connections = sharing::shared;
  std::size_t channels = 1;
};

/// What a service says about itself, and a client may say for it (gRPC's service config), in JSON. "{}" for the
/// defaults.
[[nodiscard]] std::string service_config(const pool_options& options);

[[nodiscard]] std::vector<std::shared_ptr<grpc::Channel>> make_channels(const pool_options& options);

/// Which address and connection answered how many calls.
class spread {
 public:
  void add(const std::string& address, const std::string& connection);
  /// "127.0.0.1:9080: 150 calls on 1 connection", by address.
  [[nodiscard]] std::vector<std::string> lines() const;
  [[nodiscard]] std::size_t addresses() const { return by_address_.size(); }

 private:
  struct count {
    std::size_t calls = 0;
    std::set<std::string> connections;
  };
  std::map<std::string, count> by_address_;
};

/// One GetUser. A call that is answered is added to `to`.
grpc::Status call_once(const std::shared_ptr<grpc::Channel>& channel, spread& to);

/// Calls until each of `addresses` has answered on this channel: a channel is READY with its first connection, and
/// round_robin deals only to those that are up. Gives up after two seconds.
void warm_up(const std::shared_ptr<grpc::Channel>& channel, std::size_t addresses);

}  // namespace plain
