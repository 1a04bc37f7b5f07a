// SPDX-License-Identifier: MIT
//
// A server of ours on a real socket of this machine, for one test. Nobody sleeps: a test that waits for
// something that never comes is ended by the watchdog, which names it.
#pragma once

#include "../apps/services/hello_service.hpp"
#include "../apps/services/kv_service.hpp"
#include "../apps/services/user_service.hpp"
#include "test_services.hpp"

#include <netrpc/dial.hpp>
#include <netrpc/listener.hpp>

#include <gtest/gtest.h>

#include <sstream>

namespace loopback {

using namespace netrpc;

inline std::string text(const tcp::endpoint& at) {
  std::ostringstream out;
  out << at;
  return out.str();
}

/// What a failed call says; "" when it did not fail.
template <class T>
std::string said(const result<T>& outcome) {
  return outcome.has_value() ? "" : outcome.error().message();
}
inline std::string said(const call& c) { return c.failure ? c.failure->message() : ""; }

class Loopback : public ::testing::Test {
 protected:
  static constexpr auto patience = std::chrono::seconds(20);

  /// Serves everything until `body` has ended, then stops and waits until nothing is left to do.
  /// Call set_up() first where options are needed.
  void run(awaitable<void> body) {
    if (!listener_) set_up();
    std::exception_ptr failed;
    asio::co_spawn(io, listener_->serve(server_), [&](std::exception_ptr e) { failed = failed ? failed : e; });
    asio::co_spawn(io, std::move(body), [&](std::exception_ptr e) {
      failed = failed ? failed : e;
      listener_->stop();
    });
    io.run_for(patience);
    if (failed) std::rethrow_exception(failed);
    EXPECT_TRUE(io.stopped()) << "somebody still waits after " << patience.count() << " s";
  }

  void set_up(server_options options = {}, protocol speaks = protocol::gob) {
    server_ = std::make_shared<server>(std::move(options));
    listen_options listening;
    listening.speaks = speaks;
    listener_ = std::make_unique<listener>(io.get_executor(), listening);
    const auto close = [this] { listener_->close_connections(); };
    ASSERT_TRUE(server_->register_service(std::make_shared<services::UserServer>()).has_value());
    ASSERT_TRUE(server_->register_service(std::make_shared<services::HelloService>()).has_value());
    ASSERT_TRUE(server_->register_service(kv).has_value());
    ASSERT_TRUE(server_->register_service(std::make_shared<test_services::Arith>()).has_value());
    ASSERT_TRUE(server_->register_service(std::make_shared<test_services::Echo>()).has_value());
    ASSERT_TRUE(server_->register_service(slow).has_value());
    ASSERT_TRUE(server_->register_service(std::make_shared<test_services::Die>(close)).has_value());
  }

  [[nodiscard]] std::string address() const { return text(listener_->endpoint()); }

  awaitable<client> dialled(dial_options options = {}) {
    result<client> made = co_await dial(address(), std::move(options));
    co_return std::move(made).value();
  }
  awaitable<tcp::socket> connected() {
    result<tcp::socket> made = co_await connect(address());
    co_return std::move(made).value();
  }

  /// Shows that a connection works.
  static awaitable<void> add(client& c, std::int64_t a, std::int64_t b) {
    const test_services::Args args{a, b};
    const result<std::int64_t> sum = co_await c.call<std::int64_t>("Arith.Add", args);
    EXPECT_EQ(said(sum), "");
    if (sum) {
      EXPECT_EQ(*sum, a + b);
    }
  }
  static awaitable<void> open(client& c, std::string gate) {
    const result<bool> opened = co_await c.call<bool>("Slow.Open", gate);
    EXPECT_EQ(said(opened), "");
  }
  /// Lets everybody else run until `condition` holds.
  template <class Condition>
  static awaitable<void> until(Condition condition) {
    while (!condition()) co_await asio::post(use_awaitable);
  }

  asio::io_context io{1};
  std::shared_ptr<test_services::Slow> slow = std::make_shared<test_services::Slow>();
  std::shared_ptr<services::KVStoreService> kv = std::make_shared<services::KVStoreService>();
  std::shared_ptr<server> server_;
  std::unique_ptr<listener> listener_;
};

}  // namespace loopback
