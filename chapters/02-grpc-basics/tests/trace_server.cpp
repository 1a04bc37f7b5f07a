// SPDX-License-Identifier: MIT
//
// Our server with the services, limits and interceptors of tests/oracle's peer_server, which says what happens to it in
// the same words: the two are compared line by line. Ends gracefully when its standard input is closed.
#include "support/trace.hpp"

#include "services/greeter_service.hpp"
#include "services/kinds_service.hpp"
#include "services/user_service.hpp"

#include <basics/server.hpp>
#include <basics/tcp_listener.hpp>

#include <iostream>
#include <mutex>
#include <thread>

namespace {

constexpr std::size_t limit = 64 * 1024;

std::mutex printing;

void say(const std::string& line) {
  const std::lock_guard lock(printing);
  std::cout << line << std::endl;
}

// A server has one stats handler; the greeter needs its connections tagged too.
class both final : public basics::stats::handler {
 public:
  basics::context tag_conn(basics::context ctx, const basics::stats::conn_tag_info& info) override {
    return greeter_.tag_conn(traced_.tag_conn(std::move(ctx), info), info);
  }
  void handle_conn(const basics::context& ctx, const basics::stats::conn_stats& e) override {
    traced_.handle_conn(ctx, e);
    greeter_.handle_conn(ctx, e);
  }
  basics::context tag_rpc(basics::context ctx, const basics::stats::rpc_tag_info& info) override {
    return traced_.tag_rpc(std::move(ctx), info);
  }
  void handle_rpc(const basics::context& ctx, const basics::stats::rpc_stats& e) override {
    traced_.handle_rpc(ctx, e);
  }

 private:
  trace::stats_handler traced_{say};
  services::greeter_connections greeter_{[](const std::string&) {}};
};

}  // namespace

int main() {
  using namespace basics;
  const auto s = new_server(
      {}, max_recv_msg_size(limit), max_send_msg_size(limit), stats_handler(std::make_shared<both>()),
      chain_unary_interceptor({trace::unary_interceptor(say, "outer"), trace::unary_interceptor(say, "inner")}),
      chain_stream_interceptor({trace::stream_interceptor(say, "outer"), trace::stream_interceptor(say, "inner")}));
  s->register_service(services::user_service_desc(), std::make_shared<services::user_server>());
  s->register_service(services::greeter_service_desc(), std::make_shared<services::greeter_server>());
  s->register_service(services::kinds_service_desc(), std::make_shared<services::kinds_server>());
  tcp_listener listener("127.0.0.1:0");
  say("listening on " + listener.addr());
  std::thread serving([&] { (void)s->serve(listener); });
  for (std::string line; std::getline(std::cin, line);) {
  }
  s->graceful_stop();
  serving.join();
  say("stopped");
}
