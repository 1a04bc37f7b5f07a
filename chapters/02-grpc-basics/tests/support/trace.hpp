// SPDX-License-Identifier: MIT
//
// A stats handler and interceptors that say what happens, a line each, in the words of tests/oracle's peer_server.
#pragma once

#include <basics/server_options.hpp>

#include <functional>
#include <mutex>
#include <string>

namespace trace {

using line_sink = std::function<void(const std::string&)>;

/// `conn 1 begin`, `rpc 1 in_payload user.GetUserReq length=3`. Numbers count from 1, in the order of tagging.
class stats_handler final : public basics::stats::handler {
 public:
  explicit stats_handler(line_sink say) : say_(std::move(say)) {}

  basics::context tag_conn(basics::context ctx, const basics::stats::conn_tag_info& info) override;
  void handle_conn(const basics::context& ctx, const basics::stats::conn_stats& event) override;
  basics::context tag_rpc(basics::context ctx, const basics::stats::rpc_tag_info& info) override;
  void handle_rpc(const basics::context& ctx, const basics::stats::rpc_stats& event) override;

 private:
  line_sink say_;
  std::mutex mutex_;  // guards the rest
  int conns_ = 0;
  int rpcs_ = 0;
};

/// Interceptors that say before and after. "inner" refuses unary calls with `x-token: wrong`.
basics::unary_server_interceptor unary_interceptor(line_sink say, std::string name);
basics::stream_server_interceptor stream_interceptor(line_sink say, std::string name);

/// ok, or code=NotFound desc="no such user", quoted as Go's %q does for what the tests send.
std::string outcome(const basics::status& s);

/// The x- keys, sorted: ` x-a=1 x-b-bin=00ff`, with a space before each.
std::string metadata_text(const basics::metadata& md);

}  // namespace trace
