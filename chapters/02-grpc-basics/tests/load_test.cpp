// SPDX-License-Identifier: MIT
//
// A thousand connections that come and go: afterwards the server holds as much as before.
#include "support/client.hpp"
#include "support/raw_client.hpp"
#include "support/running_server.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>

namespace {

using namespace basics;
using namespace support;

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

TEST(Load, AThousandConnectionsOpenedAndDroppedLeaveNothingBehind) {
  constexpr std::size_t connections = 1000;
  const auto seen = std::make_shared<witness>();
  running_server server({stats_handler(seen)});
  EXPECT_EQ(client(server.at()).user_name("1"), "balabala");  // grpc++'s own threads and descriptors are there now
  ASSERT_TRUE(seen->await_live(0));
  const std::size_t before = open_descriptors();

  for (std::size_t i = 0; i < connections; ++i) {
    raw_client c(server.port());
    switch (i % 5) {
      case 0: break;                                                     // not a word
      case 1: c.send(preface.substr(0, 1 + i % preface.size())); break;  // part of the preface
      case 2: c.send(connection_begin()); break;                         // connected
      case 3:                                                            // in the middle of a call
        c.send(connection_begin() + call_headers(1, "/kinds.Kinds/Chat") +
               message(1, line_of("hello").SerializeAsString(), false));
        ASSERT_TRUE(c.await("echo: hello")) << i;
        break;
      default:  // and after one
        c.send(connection_begin() + call(1, "/user.User/GetUser", "\x0a\x01\x31"));
        ASSERT_TRUE(c.await("balabala")) << i;
    }
    i % 2 == 0 ? c.close() : c.reset();
  }
  ASSERT_TRUE(seen->await_begun(connections + 1));
  EXPECT_TRUE(seen->await_live(0)) << seen->seen().live.back() << " connections never ended";
  EXPECT_FALSE(seen->seen().negative);
  EXPECT_TRUE(seen->await_calls_ended(seen->seen().calls_begun));

  // grpc++ closes its descriptor a moment after the end that we hear of; a call is a moment too.
  std::size_t after = open_descriptors();
  for (int i = 0; i < 2000 && after > before; ++i) {
    EXPECT_EQ(client(server.at()).user_name("1"), "balabala");
    (void)seen->await_live(0);
    after = open_descriptors();
  }
  EXPECT_LE(after, before) << "descriptors leaked";
  server->stop();  // a call is counted a moment after its `end` was told
  EXPECT_EQ(server->counters().started, server->counters().succeeded + server->counters().failed);
}

TEST(Load, ManyConnectionsAtOnceAreAllServedAndAllCounted) {
  constexpr std::size_t connections = 300;
  const auto seen = std::make_shared<witness>();
  running_server server({stats_handler(seen)});
  std::vector<raw_client> all;
  for (std::size_t i = 0; i < connections; ++i) {
    all.emplace_back(server.port());
    all.back().send(connection_begin() + call(1, "/user.User/GetUser", "\x0a\x01\x31"));
  }
  for (raw_client& c : all) EXPECT_TRUE(c.await("balabala"));
  EXPECT_TRUE(seen->await_live(connections));
  all.clear();
  EXPECT_TRUE(seen->await_live(0));
  server->stop();
  EXPECT_EQ(server->counters().succeeded, connections);
}

}  // namespace
