// SPDX-License-Identifier: MIT
//
// "pool", on plain grpc++: pool_server and pool_client as a shell runs them.
#include "child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>

namespace {

using namespace child_process;
using testing::HasSubstr;
using testing::MatchesRegex;

// Two servers, each a process of its own, so that one can die.
struct Pool : testing::Test {
  std::array<child, 2> servers = {child({app("pool_server")}), child({app("pool_server")})};
  std::array<std::string, 2> at = {servers[0].address(), servers[1].address()};
  std::string target = "ipv4:" + at[0] + "," + at[1];

  std::vector<std::string> client(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {app("pool_client"), "--target", target});
    return arguments;
  }
};

// What the client says of an address; none when it says nothing of it.
struct share {
  int calls = 0, connections = 0;
};
share share_of(const std::string& address, const std::string& said) {
  share found;
  const auto line = said.find(address + ": ");
  if (line == std::string::npos) return found;
  const std::string numbers = said.substr(line + address.size());
  EXPECT_EQ(std::sscanf(numbers.c_str(), ": %d calls on %d connection", &found.calls, &found.connections), 2) << said;
  return found;
}

TEST_F(Pool, PickFirstIsTheDefaultAndCallsTheFirstAlone) {
  const outcome o = run(client({"--calls", "50"}));
  EXPECT_EQ(o.said, at[0] + ": 50 calls on 1 connection\n50 calls, 0 failed\n");
  EXPECT_EQ(o.status, 0);
}

TEST_F(Pool, PickFirstPassesOverAnAddressWhereNobodyListens) {
  target = "ipv4:127.0.0.1:1," + at[1];
  EXPECT_EQ(run(client({"--calls", "50"})).said, at[1] + ": 50 calls on 1 connection\n50 calls, 0 failed\n");
}

TEST_F(Pool, TwoChannelsShareOneConnection) {
  for (const std::vector<std::string>& flag : {std::vector<std::string>{}, {"--share"}}) {
    std::vector<std::string> arguments = {"--channels", "2", "--calls", "50"};
    arguments.insert(arguments.end(), flag.begin(), flag.end());
    EXPECT_EQ(run(client(arguments)).said, at[0] + ": 50 calls on 1 connection\n50 calls, 0 failed\n");
  }
}

TEST_F(Pool, ChannelsWithPoolsOrArgumentsOfTheirOwnHaveConnectionsOfTheirOwn) {
  for (const char* flag : {"--own", "--own-by-argument"}) {
    const outcome o = run(client({"--channels", "3", "--calls", "50", flag}));
    EXPECT_EQ(o.said, at[0] + ": 50 calls on 3 connections\n50 calls, 0 failed\n") << flag;
  }
}

TEST_F(Pool, TheServerPrintsEachConnectionOnce) {
  (void)run(client({"--channels", "2", "--calls", "50", "--own"}));
  servers[0].signal(SIGTERM);
  EXPECT_THAT(servers[0].rest(), MatchesRegex("connection 127.0.0.1:[0-9]+ to " + at[0] + ", 1 so far\n" +
                                              "connection 127.0.0.1:[0-9]+ to " + at[0] + ", 2 so far\nstopped\n"));
  EXPECT_EQ(servers[0].status(), 0);
}

TEST_F(Pool, RoundRobinDealsEvenly) {
  const outcome o = run(client({"--policy", "round_robin", "--warm-up", "--calls", "101"}));
  const share first = share_of(at[0], o.said), second = share_of(at[1], o.said);
  EXPECT_EQ(first.calls + second.calls, 101);
  EXPECT_LE(std::abs(first.calls - second.calls), 1) << o.said;
  EXPECT_EQ(first.connections, 1);
  EXPECT_EQ(second.connections, 1);
}

TEST_F(Pool, OneServerCanHaveSeveralAddresses) {
  child both({app("pool_server"), "--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0"});
  const std::string one = both.address(), other = both.address();
  target = "ipv4:" + one + "," + other;
  const outcome o = run(client({"--policy", "round_robin", "--warm-up", "--calls", "100"}));
  EXPECT_EQ(share_of(one, o.said).calls, 50) << o.said;
  EXPECT_EQ(share_of(other, o.said).calls, 50) << o.said;
}

// Server 0 goes when the client has made 10 calls; it makes 20 more.
struct Failover : Pool, testing::WithParamInterface<const char*> {
  outcome lose(int signal, std::vector<std::string> more) {
    more.insert(more.end(), {"--policy", GetParam(), "--calls", "30", "--pause-after", "10"});
    child calling(client(more));
    EXPECT_EQ(calling.line(), "paused");
    servers[0].signal(signal);
    (void)servers[0].status();
    calling.write("\n");
    std::string said = calling.rest();
    return {.said = std::move(said), .status = calling.status()};
  }
};

TEST_P(Failover, WithRetryAKilledServerTakesNoCallWithIt) {
  const outcome o = lose(SIGKILL, {"--retry"});
  EXPECT_THAT(o.said, HasSubstr("30 calls, 0 failed\n"));
  EXPECT_GE(share_of(at[1], o.said).calls, 20) << o.said;
  EXPECT_EQ(o.status, 0);
}

TEST_P(Failover, AServerThatDrainsTakesNoCallWithIt) {
  const outcome o = lose(SIGTERM, {});
  EXPECT_THAT(o.said, HasSubstr("30 calls, 0 failed\n"));
  EXPECT_GE(share_of(at[1], o.said).calls, 20) << o.said;
  EXPECT_EQ(o.status, 0);
}

INSTANTIATE_TEST_SUITE_P(Policies, Failover, testing::Values("pick_first", "round_robin"),
                         [](const auto& policy) { return std::string(policy.param); });

TEST(PoolPrograms, MistakesOnTheCommandLineAreOneSentence) {
  EXPECT_EQ(run({app("pool_client"), "--policy", "grpclb"}).status, 1);
  EXPECT_EQ(run({app("pool_client"), "--channels", "0"}).status, 1);
  EXPECT_EQ(run({app("pool_client"), "--own", "--share"}).status, 1);
  child first({app("pool_server")});
  const std::string taken = first.address();
  const outcome o = run({app("pool_server"), "--listen", taken});
  EXPECT_EQ(o.said, "cannot listen on " + taken + "\n");
  EXPECT_EQ(o.status, 1);
}

}  // namespace
