// SPDX-License-Identifier: MIT
#include "plain/pool.hpp"

#include "plain/credentials.hpp"

#include <fmt/format.h>
#include <grpcpp/create_channel.h>

#include <chrono>
#include <future>

namespace plain {

namespace {

constexpr auto warm_up_limit = std::chrono::seconds(2);
constexpr auto call_deadline = std::chrono::seconds(10);

std::string trailer(const grpc::ClientContext& context, const char* key) {
  const auto& all = context.GetServerTrailingMetadata();
  const auto found = all.find(key);
  return found == all.end() ? "?" : std::string(found->second.data(), found->second.size());
}

}  // namespace

std::string service_config(const pool_options& options) {
  std::vector<std::string> parts;
  // Without a config the policy is pick_first: all calls go to the first address of the list that can be reached.
  if (options.policy != "pick_first") {
    parts.push_back(fmt::format(R"("loadBalancingConfig":[{{"{}":{{}}}}])", options.policy));
  }
  // Without a policy for it, gRPC makes a call again only if no server can have seen it. A call that was on the wire
  // when its server died fails with UNAVAILABLE; GetUser may be done twice, so here it may be sent again.
  if (options.retry) {
    parts.emplace_back(R"("methodConfig":[{"name":[{"service":"user.User"}],"retryPolicy":{"maxAttempts":4,)"
                       R"("initialBackoff":"0.01s","maxBackoff":"0.1s","backoffMultiplier":2,)"
                       R"("retryableStatusCodes":["UNAVAILABLE"]}}])");
  }
  return fmt::format("{{{}}}", fmt::join(parts, ","));
}

std::vector<std::shared_ptr<grpc::Channel>> make_channels(const pool_options& options) {
  std::vector<std::shared_ptr<grpc::Channel>> all;
  for (std::size_t i = 0; i < options.channels; ++i) {
    grpc::ChannelArguments arguments = channel_arguments();
    arguments.SetServiceConfigJSON(service_config(options));
    if (options.connections == sharing::own_pool) arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    if (options.connections == sharing::own_by_argument) arguments.SetInt("pool.channel", static_cast<int>(i));
    all.push_back(grpc::CreateCustomChannel(options.target, grpc::InsecureChannelCredentials(), arguments));
  }
  return all;
}

void spread::add(const std::string& address, const std::string& connection) {
  count& of = by_address_[address];
  ++of.calls;
  of.connections.insert(connection);
}

std::vector<std::string> spread::lines() const {
  std::vector<std::string> all;
  for (const auto& [address, of] : by_address_) {
    const std::size_t n = of.connections.size();
    all.push_back(fmt::format("{}: {} calls on {} connection{}", address, of.calls, n, n == 1 ? "" : "s"));
  }
  return all;
}

grpc::Status call_once(const std::shared_ptr<grpc::Channel>& channel, spread& to) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + call_deadline);
  context.set_wait_for_ready(true);  // while no address can be reached, wait instead of failing
  user::GetUserReq request;
  request.set_id("1");
  user::GetUserResp found;
  // The callback API, though we only wait: its threads look after the connections all the time. A synchronous client
  // does so while a call of it runs, and else every five seconds (GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS). While
  // idle it would not see a server die, and send the next call to it; and a server that drains would wait until it
  // answers the GOAWAY.
  std::promise<grpc::Status> done;
  const auto stub = user::User::NewStub(channel);
  stub->async()->GetUser(&context, &request, &found, [&](grpc::Status s) { done.set_value(std::move(s)); });
  const grpc::Status status = done.get_future().get();
  if (status.ok()) to.add(trailer(context, "x-served-by"), trailer(context, "x-connection"));
  return status;
}

void warm_up(const std::shared_ptr<grpc::Channel>& channel, std::size_t addresses) {
  const auto until = std::chrono::steady_clock::now() + warm_up_limit;
  spread answered;
  while (answered.addresses() < addresses && std::chrono::steady_clock::now() < until) {
    if (!call_once(channel, answered).ok()) return;
  }
}

}  // namespace plain
