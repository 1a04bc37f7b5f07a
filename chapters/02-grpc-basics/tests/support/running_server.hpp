// SPDX-License-Identifier: MIT
//
// Our server in the test's own process, on ports that the kernel chose, for as long as the test takes.
#pragma once

#include "witness.hpp"

#include "services/greeter_service.hpp"
#include "services/kinds_service.hpp"
#include "services/user_service.hpp"

#include <basics/server.hpp>
#include <basics/tcp_listener.hpp>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace support {

/// kinds.Kinds with methods that a test writes. What it does not write answers UNIMPLEMENTED.
class scripted_kinds final : public services::KindsServer {
 public:
  template <class T>
  using task = basics::task<T>;
  using stream_method = std::function<task<basics::status>(basics::server_stream&)>;

  std::function<task<basics::result<kinds::EchoReply>>(basics::context, const kinds::EchoRequest&)> echo;
  stream_method count, sum, chat;

  task<basics::result<kinds::EchoReply>> Echo(basics::context ctx, const kinds::EchoRequest& request) override {
    if (!echo) co_return missing();
    co_return co_await echo(std::move(ctx), request);
  }
  task<basics::status> Count(basics::server_stream& s) override { return run(count, s); }
  task<basics::status> Sum(basics::server_stream& s) override { return run(sum, s); }
  task<basics::status> Chat(basics::server_stream& s) override { return run(chat, s); }

 private:
  static basics::status missing() { return {.code = basics::code::unimplemented, .message = "not in this test"}; }
  static task<basics::status> run(const stream_method& method, basics::server_stream& s) {
    if (!method) co_return missing();
    co_return co_await method(s);
  }
};

class running_server {
 public:
  using options = std::vector<basics::server_option>;

  /// Serves user.User, helloworld.Greeter and kinds.Kinds.
  explicit running_server(options own = {}, std::shared_ptr<basics::service> kinds = nullptr,
                          const std::vector<std::string>& addresses = {"127.0.0.1:0"})
      : server_(basics::new_server({}, std::move(own))) {
    if (!kinds) kinds = std::make_shared<services::kinds_server>();
    server_->register_service(services::user_service_desc(), std::make_shared<services::user_server>());
    server_->register_service(services::greeter_service_desc(), std::make_shared<services::greeter_server>());
    server_->register_service(services::kinds_service_desc(), std::move(kinds));
    for (const std::string& a : addresses) listeners_.push_back(std::make_unique<basics::tcp_listener>(a));
    ended_.resize(listeners_.size());
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
      serving_.emplace_back([this, i] { ended_[i] = server_->serve(*listeners_[i]); });
    }
  }
  ~running_server() {
    if (server_) server_->stop();
    join();
  }
  running_server(const running_server&) = delete;
  running_server& operator=(const running_server&) = delete;

  [[nodiscard]] std::string at(std::size_t i = 0) const { return listeners_.at(i)->addr(); }
  [[nodiscard]] std::uint16_t port(std::size_t i = 0) const {
    const std::string a = at(i);
    return static_cast<std::uint16_t>(std::stoi(a.substr(a.rfind(':') + 1)));
  }
  basics::server* operator->() { return server_.get(); }

  /// Waits for the serve calls to return; what they returned.
  const std::vector<basics::status>& join() {
    for (std::thread& t : serving_) t.join();
    serving_.clear();
    return ended_;
  }

 private:
  std::unique_ptr<basics::server> server_;
  std::vector<std::unique_ptr<basics::tcp_listener>> listeners_;
  std::vector<basics::status> ended_;
  std::vector<std::thread> serving_;
};

}  // namespace support
