// SPDX-License-Identifier: MIT
#include "support/idle_stream.hpp"
#include "support/run.hpp"

#include <basics/server.hpp>
#include <basics/server_options.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace basics;
using namespace std::chrono_literals;
using testing::ElementsAre;

using notes = std::vector<std::string>;

unary_server_interceptor saying(notes& said, std::string name) {
  return [&said, name = std::move(name)](context ctx, any_message r, const unary_server_info&, unary_handler next) {
    said.push_back(name);
    return next(std::move(ctx), std::move(r));
  };
}
stream_server_interceptor saying_stream(notes& said, std::string name) {
  return [&said, name = std::move(name)](service* s, server_stream& stream, const stream_server_info&,
                                         stream_handler next) {
    said.push_back(name);
    return next(s, stream);
  };
}

server_options with(const std::vector<server_option>& options) {
  server_options o;
  apply_options(o, options);
  return o;
}

TEST(ServerOptions, DefaultsAreGrpcGos) {
  const server_options o;
  EXPECT_EQ(o.max_receive_message_size, 4U * 1024 * 1024) << "defaultServerMaxReceiveMessageSize";
  EXPECT_EQ(o.max_send_message_size, 2147483647U) << "defaultServerMaxSendMessageSize: math.MaxInt32";
  EXPECT_EQ(o.connection_timeout, 120s);
  EXPECT_EQ(o.max_concurrent_streams, 0U) << "no limit";
  EXPECT_EQ(o.keepalive_params.max_connection_idle, keepalive_server_parameters::never);
  EXPECT_EQ(o.keepalive_params.max_connection_age, keepalive_server_parameters::never);
  EXPECT_EQ(o.keepalive_params.max_connection_age_grace, keepalive_server_parameters::never);
  EXPECT_EQ(o.keepalive_params.time, 2h);
  EXPECT_EQ(o.keepalive_params.timeout, 20s);
  EXPECT_EQ(o.keepalive_policy.min_time, 5min);
  EXPECT_FALSE(o.creds);
  EXPECT_FALSE(o.stats_handler);
  EXPECT_FALSE(o.unary_int);
  EXPECT_FALSE(o.stream_int);
  EXPECT_FALSE(o.unknown_stream_desc);
  EXPECT_EQ(o.compressor, "");
  o.event_log("may be called");
}

TEST(ServerOptions, EachChangesItsField) {
  const server_options o = with({
      max_recv_msg_size(1),
      max_send_msg_size(2),
      max_concurrent_streams(3),
      rpc_compressor("gzip"),
      keepalive_params({.time = 4s, .timeout = 5s}),
      keepalive_policy({.min_time = 6s}),
      connection_timeout(7s),
      initial_window_size(8),
      write_buffer_size(9),
      read_buffer_size(10),
      max_header_list_size(11),
      header_table_size(12),
  });
  EXPECT_EQ(o.max_receive_message_size, 1U);
  EXPECT_EQ(o.max_send_message_size, 2U);
  EXPECT_EQ(o.max_concurrent_streams, 3U);
  EXPECT_EQ(o.compressor, "gzip");
  EXPECT_EQ(o.keepalive_params.time, 4s);
  EXPECT_EQ(o.keepalive_params.timeout, 5s);
  EXPECT_EQ(o.keepalive_policy.min_time, 6s);
  EXPECT_EQ(o.connection_timeout, 7s);
  EXPECT_EQ(o.initial_window_size, 8);
  EXPECT_EQ(o.write_buffer_size, 9);
  EXPECT_EQ(o.read_buffer_size, 10);
  EXPECT_EQ(o.max_header_list_size, 11);
  EXPECT_EQ(o.header_table_size, 12);
}

TEST(ServerOptions, TheLastOneSaidCounts) {
  EXPECT_EQ(with({max_recv_msg_size(1), max_recv_msg_size(2)}).max_receive_message_size, 2U);
}

TEST(ServerOptions, GlobalOnesComeBeforeAServersOwn) {
  notes applied;
  const auto noting = [&](std::string name) {
    return server_option([&applied, name = std::move(name)](server_options&) { applied.push_back(name); });
  };
  const auto s = new_server({noting("global 1"), noting("global 2")}, noting("own 1"), noting("own 2"));
  EXPECT_THAT(applied, ElementsAre("global 1", "global 2", "own 1", "own 2"));
}

TEST(ServerOptions, OneOptionMayServeManyServers) {
  notes said;
  const server_option shared = chain_unary_interceptor({saying(said, "a")});
  EXPECT_EQ(with({shared}).chain_unary_ints.size(), 1U);
  EXPECT_EQ(with({shared}).chain_unary_ints.size(), 1U) << "an option must not be used up by the first server";
}

TEST(ServerOptions, ChainsGrow) {
  notes said;
  const server_options o =
      with({chain_unary_interceptor({saying(said, "a"), saying(said, "b")}), chain_unary_interceptor({}),
            chain_unary_interceptor({saying(said, "c")}), chain_stream_interceptor({saying_stream(said, "d")}),
            chain_stream_interceptor({saying_stream(said, "e")})});
  EXPECT_EQ(o.chain_unary_ints.size(), 3U);
  EXPECT_EQ(o.chain_stream_ints.size(), 2U);
}

std::string refusal(const std::vector<server_option>& options) {
  try {
    (void)with(options);
    return "";
  } catch (const usage_error& e) {
    return e.what();
  }
}

TEST(ServerOptions, TheSingleInterceptorIsSetOnce) {
  notes said;
  EXPECT_EQ(refusal({unary_interceptor(saying(said, "a")), stream_interceptor(saying_stream(said, "b"))}), "");
  EXPECT_EQ(refusal({unary_interceptor(saying(said, "a")), unary_interceptor(saying(said, "b"))}),
            "The unary server interceptor was already set and may not be reset.");
  EXPECT_EQ(refusal({stream_interceptor(saying_stream(said, "a")), stream_interceptor(saying_stream(said, "b"))}),
            "The stream server interceptor was already set and may not be reset.");
}

TEST(ServerOptions, AGlobalSingleInterceptorCountsToo) {
  notes said;
  EXPECT_THROW((void)new_server({unary_interceptor(saying(said, "a"))}, unary_interceptor(saying(said, "b"))),
               usage_error);
}

task<reply> ends(notes& said) {
  said.push_back("handler");
  co_return any_message();
}
task<status> ends_stream(notes& said) {
  said.push_back("handler");
  co_return status();
}

notes unary_order(const server_options& options, notes& said) {
  said.clear();
  const unary_handler handler = [&](context, any_message) { return ends(said); };
  (void)support::run(options.unary_int({}, nullptr, {}, handler));
  return said;
}

TEST(WithInterceptorsChained, PutsTheSingleOneOutsideWhereverItWasSaid) {
  notes said;
  const auto chain = chain_unary_interceptor({saying(said, "a"), saying(said, "b")});
  const auto single = unary_interceptor(saying(said, "single"));
  EXPECT_THAT(unary_order(with_interceptors_chained(with({chain, single})), said),
              ElementsAre("single", "a", "b", "handler"));
  EXPECT_THAT(unary_order(with_interceptors_chained(with({single, chain})), said),
              ElementsAre("single", "a", "b", "handler"));
}

TEST(WithInterceptorsChained, GlobalOnesAreOutsideAServersOwn) {
  notes said;
  const server_options o =
      with({chain_unary_interceptor({saying(said, "global")}), chain_unary_interceptor({saying(said, "own")})});
  EXPECT_THAT(unary_order(with_interceptors_chained(o), said), ElementsAre("global", "own", "handler"));
}

TEST(WithInterceptorsChained, DoesTheSameForStreams) {
  notes said;
  const server_options o = with_interceptors_chained(
      with({chain_stream_interceptor({saying_stream(said, "a")}), stream_interceptor(saying_stream(said, "single"))}));
  support::idle_stream stream;
  const stream_handler handler = [&](service*, server_stream&) { return ends_stream(said); };
  EXPECT_TRUE(support::run(o.stream_int(nullptr, stream, {}, handler)).ok());
  EXPECT_THAT(said, ElementsAre("single", "a", "handler"));
}

TEST(WithInterceptorsChained, OfNoneIsNone) {
  const server_options o = with_interceptors_chained({});
  EXPECT_FALSE(o.unary_int);
  EXPECT_FALSE(o.stream_int);
}

TEST(WithInterceptorsChained, ChainingTwiceChangesNothing) {
  notes said;
  const auto once = with_interceptors_chained(with({chain_unary_interceptor({saying(said, "a"), saying(said, "b")})}));
  EXPECT_THAT(unary_order(with_interceptors_chained(once), said), ElementsAre("a", "b", "handler"));
}

}  // namespace
