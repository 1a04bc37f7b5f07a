// SPDX-License-Identifier: MIT
//
// What several threads do at once, for the thread sanitizer to look at.
#include "services/greeter_service.hpp"
#include "support/run.hpp"
#include "support/scripted_stream.hpp"
#include "support/served_call.hpp"
#include "support/server_fixture.hpp"

#include <basics/interceptor.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace basics;
using support::run;

// Runs `work(i)` on so many threads, all let go at the same moment.
template <class Work>
void at_once(int threads, Work work) {
  event go;
  std::vector<std::thread> all;
  for (int i = 0; i < threads; ++i) {
    all.emplace_back([&, i] {
      go.wait();
      work(i);
    });
  }
  go.fire();
  for (std::thread& t : all) t.join();
}

task<void> count_when(event& e, std::atomic<int>& n) {
  co_await e.done();
  ++n;
}

TEST(EventThreads, NobodyIsLostBetweenAwaitingAndFiring) {
  for (int round = 0; round < 200; ++round) {
    event e;
    std::atomic<int> resumed = 0;
    std::atomic<int> ended = 0;
    std::atomic<int> fired = 0;
    at_once(4, [&](int i) {
      if (i < 2) {
        spawn(count_when(e, resumed), [&] { ++ended; });
      } else if (e.fire()) {
        ++fired;
      }
      e.wait();
    });
    ASSERT_EQ(resumed, 2) << "a coroutine that asked while it happened was forgotten";
    ASSERT_EQ(ended, 2);
    ASSERT_EQ(fired, 1) << "it happens once";
  }
}

TEST(ContextThreads, ManyMayCancelReadAndAddValues) {
  static constexpr context_key<int> key;
  const auto call = std::make_shared<call_state>();
  const context shared = context().with_call(call).with_value(key, 0);
  at_once(4, [&](int i) {
    for (int n = 0; n < 100; ++n) {
      const context mine = shared.with_value(key, i);
      ASSERT_EQ(*mine.value(key), i);
      ASSERT_EQ(*shared.value(key), 0);
      call->cancel({.code = code::canceled, .message = "by " + std::to_string(i)});
      ASSERT_EQ(mine.error().code, code::canceled);
    }
  });
}

task<reply> pass(context ctx, any_message request, unary_handler next) {
  reply r = co_await next(std::move(ctx), std::move(request));
  co_return r;
}
task<reply> give_back(any_message request) { co_return request; }

TEST(InterceptorThreads, OneChainServesManyCallsAtOnce) {
  const unary_server_interceptor passing = [](context ctx, any_message r, const unary_server_info&,
                                              unary_handler next) {
    return pass(std::move(ctx), std::move(r), std::move(next));
  };
  const auto chain = chain_unary_interceptors({passing, passing, passing});
  const unary_handler handler = [](context, any_message r) { return give_back(std::move(r)); };
  at_once(4, [&](int i) {
    const unary_server_info info{.server = nullptr, .full_method = "/user.User/GetUser"};
    for (int n = 0; n < 200; ++n) {
      auto request = std::make_shared<user::GetUserReq>();
      request->set_id(std::to_string(i) + "." + std::to_string(n));
      const reply r = run(chain({}, request, info, handler));
      ASSERT_EQ(*r, request) << "another call's reply";
    }
  });
}

TEST(GreeterThreads, OverlappingCallsOfOneConnectionPassEachNameOnOnce) {
  services::greeter_connections connections([](const std::string&) {});
  const context c = connections.tag_conn({}, {.remote_addr = "127.0.0.1:1", .local_addr = "127.0.0.1:2"});
  constexpr int threads = 4, calls = 200;
  std::atomic<int> first_ones = 0;
  support::watched<std::vector<std::string>> seen;
  at_once(threads, [&](int i) {
    for (int n = 0; n < calls; ++n) {
      std::string prev = services::greeting_of(c)->exchange(std::to_string(i) + "." + std::to_string(n));
      first_ones += prev.empty() ? 1 : 0;
      seen.change([&](auto& all) { all.push_back(std::move(prev)); });
    }
  });
  auto all = seen.get();
  std::ranges::sort(all);
  EXPECT_EQ(first_ones, 1);
  EXPECT_TRUE(std::ranges::adjacent_find(all) == all.end()) << "two calls greeted after the same one";
}

TEST(GreeterThreads, ManyConnectionsBeginAndEnd) {
  services::greeter_connections connections([](const std::string&) {});
  at_once(4, [&](int i) {
    for (int n = 0; n < 100; ++n) {
      const context c = connections.tag_conn({}, {.remote_addr = std::to_string(i), .local_addr = "local"});
      connections.handle_conn(c, stats::conn_begin{});
      ASSERT_EQ(services::greeting_of(c)->exchange("x"), "");
      connections.handle_conn(c, stats::conn_end{});
    }
  });
  EXPECT_EQ(connections.connections(), 0U);
}

TEST(WatcherThreads, ManyWatchWhileConnectionsEnd) {
  const std::ptrdiff_t before = support::open_descriptors();
  {
    support::watched<int> ends;
    connection_watcher watcher;
    at_once(4, [&](int) {
      for (int n = 0; n < 50; ++n) {
        auto pair = support::connected_sockets();
        ASSERT_FALSE(watcher.watch(pair.server.get(), [&] { ends.change([](int& e) { ++e; }); }));
        ::shutdown(pair.server.get(), SHUT_RDWR);
      }
    });
    EXPECT_TRUE(ends.await([](int n) { return n == 200; })) << ends.get();
  }
  EXPECT_EQ(support::open_descriptors(), before);
}

class ServerThreads : public support::Server {
 protected:
  // Connections and calls until the server does not take them any more.
  void churn(support::scripted_listener& listener, int client) {
    const std::string from = "127.0.0.1:" + std::to_string(1000 + client);
    while (!listener.closed()) {
      const support::descriptor mine = connect(listener, from);
      if (!transports_.knows(0, from)) continue;
      support::scripted_stream stream("/user.User/GetUser", {support::get_user("1")});
      if (!transports_.call(0, from, stream)) continue;
      ASSERT_EQ(stream.final_status, status());
    }
  }
};

TEST_F(ServerThreads, StopWhileConnectionsAndCallsComeAndGo) {
  auto& listener = serve();
  std::vector<std::thread> clients;
  for (int i = 0; i < 3; ++i) clients.emplace_back([&, i] { churn(listener, i); });
  ASSERT_TRUE(trace_.await("conn 20 begin"));
  at_once(2, [&](int i) { i == 0 ? server_->stop() : server_->graceful_stop(); });
  for (std::thread& t : clients) t.join();
  join();
  EXPECT_EQ(ended_[0], status());
  std::size_t begun = 0, ended = 0;
  for (const std::string& line : trace_.all()) {
    if (!line.starts_with("conn")) continue;
    begun += line.ends_with(" begin");
    ended += line.ends_with(" end");
  }
  EXPECT_EQ(begun, ended) << "after stop() no connection lives";
  EXPECT_EQ(server_->counters().started, server_->counters().succeeded);
}

}  // namespace
