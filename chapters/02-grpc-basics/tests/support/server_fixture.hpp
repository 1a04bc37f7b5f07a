// SPDX-License-Identifier: MIT
//
// A server of which everything around it is a test's: who connects, what time it is, what a transport does.
#pragma once

#include "fake_transport.hpp"
#include "scripted_listener.hpp"
#include "trace.hpp"

#include "services/user_service.hpp"

#include <basics/server.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace support {

inline constexpr const char* alice = "127.0.0.1:1";
inline constexpr const char* bob = "127.0.0.1:2";

/// What happens is in trace_, in trace.hpp's words, and in log_, the server's own.
class Server : public testing::Test {
 protected:
  void TearDown() override {
    release_.fire();
    if (server_) server_->stop();
    join();
  }

  void make(const std::vector<basics::server_option>& options = {}) {
    basics::server_options all;
    all.stats_handler = std::make_shared<trace::stats_handler>(trace_.sink());
    all.event_log = log_.sink();
    basics::apply_options(all, options);
    server_ = std::make_unique<basics::server>(std::move(all), transports_.factory(), time_);
    server_->register_service(services::user_service_desc(), std::make_shared<services::user_server>());
  }

  // Serves another listener, on a thread of its own, from when this returns.
  scripted_listener& serve() {
    if (!server_) make();
    auto& listener = listeners_.emplace_back("127.0.0.1:" + std::to_string(9080 + listeners_.size()));
    std::optional<basics::status>& ended = ended_.emplace_back();
    threads_.emplace_back([this, &listener, &ended] {
      ended = server_->serve(listener);
      returned_after_release_ = release_.has_fired();
    });
    EXPECT_TRUE(listener.await_accept());
    return listener;
  }
  void join() {
    for (std::thread& t : threads_) t.join();
    threads_.clear();
  }

  // A client connects; gives its end.
  descriptor connect(scripted_listener& to, std::string from, std::string local = "127.0.0.1:9080") {
    auto pair = connected_sockets();
    to.then(basics::raw_conn(pair.server.release(), std::move(from), std::move(local)));
    return std::move(pair.client);
  }
  // True when the other end was closed and nothing had been sent.
  static bool closed_on(const descriptor& client) {
    char byte = 0;
    return ::read(client.get(), &byte, 1) == 0;
  }

  virtual_clock time_;
  fake_transports transports_;
  lines trace_;
  lines log_;
  basics::event release_;  // for tests in which something has to wait
  std::unique_ptr<basics::server> server_;
  std::deque<scripted_listener> listeners_;
  std::deque<std::optional<basics::status>> ended_;
  std::vector<std::thread> threads_;
  std::atomic<bool> returned_after_release_ = false;
};

}  // namespace support
