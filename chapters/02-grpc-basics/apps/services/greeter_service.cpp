// SPDX-License-Identifier: MIT
#include "greeter_service.hpp"

#include <basics/typed_method.hpp>

#include <fmt/format.h>

#include <utility>
#include <variant>

namespace services {

namespace {

struct conn_tag {
  std::size_t number;
  std::string remote_addr;
  std::string local_addr;
  // Shared by the contexts of the connection and of its calls; the last of them takes it along.
  std::shared_ptr<greeting> last;
};
constexpr context_key<conn_tag> conn_tag_key;

}  // namespace

std::string greeting::exchange(std::string name) {
  const std::lock_guard lock(mutex_);
  return std::exchange(prev_, std::move(name));
}

context greeter_connections::tag_conn(context ctx, const stats::conn_tag_info& info) {
  const std::lock_guard lock(mutex_);
  conn_tag tag{++tags_, info.remote_addr, info.local_addr, std::make_shared<greeting>()};
  return ctx.with_value(conn_tag_key, std::move(tag));
}

void greeter_connections::handle_conn(const context& ctx, const stats::conn_stats& event) {
  const conn_tag& tag = *ctx.value(conn_tag_key);
  const bool begins = std::holds_alternative<stats::conn_begin>(event);
  const std::lock_guard lock(mutex_);
  connections_ = begins ? connections_ + 1 : connections_ - 1;
  log_(fmt::format("{} conn, tag = {} ({} -> {}), now connections = {}", begins ? "begin" : "end", tag.number,
                   tag.remote_addr, tag.local_addr, connections_));
}

std::size_t greeter_connections::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

greeting* greeting_of(const context& ctx) {
  const conn_tag* tag = ctx.value(conn_tag_key);
  return tag == nullptr ? nullptr : tag->last.get();
}

service_desc greeter_service_desc() {
  return {.service_name = "helloworld.Greeter",
          .handler_type = handler_type::of<GreeterServer>(),
          .methods = {unary_method("helloworld.Greeter", "SayHello", &GreeterServer::SayHello)},
          .streams = {},
          .metadata = "greeter.proto"};
}

task<result<helloworld::HelloReply>> greeter_server::SayHello(context ctx, const helloworld::HelloRequest& request) {
  greeting* const last = greeting_of(ctx);
  if (last == nullptr) {
    co_return status{.code = code::internal, .message = "the server does not tag its connections"};
  }
  helloworld::HelloReply reply;
  reply.set_message(fmt::format("Hello '{}' (prev '{}')", request.name(), last->exchange(request.name())));
  co_return reply;
}

}  // namespace services
