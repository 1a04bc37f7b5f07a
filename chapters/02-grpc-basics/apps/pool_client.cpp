// SPDX-License-Identifier: MIT
//
// "pool": many calls over some channels, and where they went.
#include "plain/pool.hpp"
#include "plain/status_text.hpp"
#include "program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

namespace {

// Something may happen to a server meanwhile.
void wait_for_enter() {
  program::say("paused");
  std::string line;
  std::getline(std::cin, line);
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded([&] {
    plain::pool_options pool{.target = "ipv4:127.0.0.1:9080"};
    std::int64_t channels = 1, calls = 100, pause_after = 0;
    bool share = false, own = false, own_by_argument = false, warm = false;
    program::options("Calls GetUser of pool_servers and prints how the calls spread. Status 1 if one fails.")
        .add("--target", pool.target, "whom to call: ipv4:ADDRESS:PORT,ADDRESS:PORT,…")
        .add("--policy", pool.policy, "how to choose among the addresses")
        .one_of({"pick_first", "round_robin"})
        .add("--channels", channels, "how many channels, which take turns")
        .between(1, 1000)
        .add("--share", share, "the channels share connections, as they do by default")
        .add("--own", own, "each channel has connections of its own, by a subchannel pool of its own")
        .excludes("--share")
        .add("--own-by-argument", own_by_argument, "the same, by a channel argument that differs")
        .excludes("--share")
        .excludes("--own")
        .add("--calls", calls, "how many calls, one after the other")
        .between(1, 100'000'000)
        .add("--pause-after", pause_after, "after so many calls print `paused` and wait for a line on stdin; 0 never")
        .between(0, 100'000'000)
        .add("--retry", pool.retry, "let gRPC make a call again that was lost with its server")
        .add("--warm-up", warm, "first call, uncounted, until every address has answered on every channel")
        .parse(argc, argv);
    pool.channels = static_cast<std::size_t>(channels);
    if (own) pool.connections = plain::sharing::own_pool;
    if (own_by_argument) pool.connections = plain::sharing::own_by_argument;

    const auto all = plain::make_channels(pool);
    if (warm) {
      const auto addresses = static_cast<std::size_t>(1 + std::count(pool.target.begin(), pool.target.end(), ','));
      for (const auto& channel : all) plain::warm_up(channel, addresses);
    }

    plain::spread counted;
    std::int64_t failed = 0;
    for (std::int64_t i = 0; i < calls; ++i) {
      const grpc::Status status = plain::call_once(all[static_cast<std::size_t>(i) % all.size()], counted);
      if (!status.ok()) {
        ++failed;
        program::complain(fmt::format("call {}: {}", i + 1, plain::text_of(status)));
      }
      if (i + 1 == pause_after) wait_for_enter();
    }
    for (const std::string& line : counted.lines()) program::say(line);
    program::say(fmt::format("{} calls, {} failed", calls, failed));
    return failed == 0 ? 0 : 1;
  });
}
