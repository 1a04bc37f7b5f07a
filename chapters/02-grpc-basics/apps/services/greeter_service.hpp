// SPDX-License-Identifier: MIT
//
// "conn": a greeter that remembers, for each connection, whom it greeted last. The article keeps a map from connections
// to names, made at ConnBegin and cut at ConnEnd; a SayHello that is still running at ConnEnd then puts its entry back,
// for good. Here the name lives in the connection's own context, and goes with the last one who holds that.
#pragma once

#include <basics/service_desc.hpp>
#include <basics/stats.hpp>

#include <greeter.pb.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace services {

using namespace basics;

/// What one connection is remembered by. Calls of one connection may overlap.
class greeting {
 public:
  /// Whom this connection greeted last; from now on it is `name`.
  std::string exchange(std::string name);

 private:
  std::mutex mutex_;  // guards prev_
  std::string prev_;
};

/// Gives each connection a greeting of its own, and counts connections.
class greeter_connections final : public stats::handler {
 public:
  /// `log` gets a line when a connection begins and ends:
  /// begin conn, tag = 1 (127.0.0.1:43535 -> 127.0.0.1:50051), now connections = 1
  explicit greeter_connections(std::function<void(const std::string&)> log) : log_(std::move(log)) {}

  context tag_conn(context ctx, const stats::conn_tag_info& info) override;
  void handle_conn(const context& ctx, const stats::conn_stats& event) override;
  context tag_rpc(context ctx, const stats::rpc_tag_info&) override { return ctx; }
  void handle_rpc(const context&, const stats::rpc_stats&) override {}

  [[nodiscard]] std::size_t connections() const;

 private:
  std::function<void(const std::string&)> log_;
  mutable std::mutex mutex_;  // guards the rest, and keeps log lines in the order of what they tell
  std::size_t connections_ = 0;
  std::size_t tags_ = 0;
};

/// The connection's greeting; null where no greeter_connections tagged it.
[[nodiscard]] greeting* greeting_of(const context& ctx);

/// Server API of helloworld.Greeter.
class GreeterServer : public service {
 public:
  virtual task<result<helloworld::HelloReply>> SayHello(context ctx, const helloworld::HelloRequest& request) = 0;
};
[[nodiscard]] service_desc greeter_service_desc();

class greeter_server final : public GreeterServer {
 public:
  /// Hello 'world2' (prev 'world')
  task<result<helloworld::HelloReply>> SayHello(context ctx, const helloworld::HelloRequest& request) override;
};

}  // namespace services
