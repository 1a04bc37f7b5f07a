// SPDX-License-Identifier: MIT
#include "servers.hpp"

#include "services/kinds_service.hpp"

#include <basics/server.hpp>
#include <basics/tcp_listener.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>

namespace bench {
namespace {

using namespace basics;

// Counts, so that no compiler can leave it out.
class counting_stats final : public stats::handler {
 public:
  context tag_conn(context ctx, const stats::conn_tag_info&) override { return ctx; }
  void handle_conn(const context&, const stats::conn_stats&) override {}
  context tag_rpc(context ctx, const stats::rpc_tag_info&) override { return ctx; }
  void handle_rpc(const context&, const stats::rpc_stats& event) override {
    events_.fetch_add(event.index() + 1, std::memory_order_relaxed);
  }

 private:
  std::atomic<std::size_t> events_ = 0;
};

task<reply> timed(std::atomic<long>& spent, context ctx, any_message request, unary_handler handler) {
  const auto begin = std::chrono::steady_clock::now();
  reply r = co_await handler(std::move(ctx), std::move(request));
  spent += (std::chrono::steady_clock::now() - begin).count();
  co_return r;
}

// As much as the other servers' Echo does, and no more.
class echo_only final : public services::KindsServer {
 public:
  task<result<kinds::EchoReply>> Echo(context, const kinds::EchoRequest& request) override {
    kinds::EchoReply reply;
    for (int i = 0; i < std::max(request.repeat(), 1); ++i) reply.mutable_text()->append(request.text());
    co_return reply;
  }
  task<status> Count(server_stream&) override { co_return status(); }
  task<status> Sum(server_stream&) override { co_return status(); }
  task<status> Chat(server_stream&) override { co_return status(); }
};

unary_server_interceptor timing() {
  return [spent = std::make_shared<std::atomic<long>>(0)](context ctx, any_message request, const unary_server_info&,
                                                          unary_handler handler) {
    return timed(*spent, std::move(ctx), std::move(request), std::move(handler));
  };
}

}  // namespace

void serve_ours(bool observed) {
  std::vector<server_option> options;
  if (observed) {
    options.push_back(stats_handler(std::make_shared<counting_stats>()));
    options.push_back(chain_unary_interceptor({timing(), timing()}));
  }
  const auto s = new_server({}, std::move(options));
  s->register_service(services::kinds_service_desc(), std::make_shared<echo_only>());
  tcp_listener listener("127.0.0.1:0");
  std::cout << "listening on " << listener.addr() << std::endl;
  std::thread serving([&] { (void)s->serve(listener); });
  for (std::string line; std::getline(std::cin, line);) {
  }
  s->stop();
  serving.join();
}

}  // namespace bench
