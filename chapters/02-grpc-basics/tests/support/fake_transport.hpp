// SPDX-License-Identifier: MIT
//
// Transports that speak nothing: a test sees what the server hands them, and brings calls itself.
#pragma once

#include "sockets.hpp"
#include "witness.hpp"

#include <basics/server_options.hpp>
#include <basics/transport.hpp>

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace support {

/// Those of one server, numbered from 0 in the order of its serve calls.
class fake_transports {
 public:
  [[nodiscard]] basics::transport_factory factory() {
    return [this](const basics::server_options&, basics::transport_events events) {
      return events_.change([&](auto& all) {
        all.push_back(std::move(events));
        return std::make_unique<one>(*this, all.size() - 1);
      });
    };
  }

  /// `0 hand_over 1` and 2 and so on for transport 0's connections, `1 stop`, `0 graceful_stop`.
  lines said;
  /// What hand_over answers.
  bool takes_connections = true;
  /// Called in stop and graceful_stop, before the transport ends its connections.
  std::function<void()> before_the_end = [] {};

  /// A call on a connection of transport `n`. It may go on after this has returned. False when there is no such
  /// connection (any more).
  bool call(std::size_t n, const std::string& remote_addr, basics::transport_stream& stream) {
    const basics::transport_events to = events_.get().at(n);
    const std::shared_ptr<basics::connection> on = to.find_connection(remote_addr);
    if (on) to.on_stream(stream, on);
    return on != nullptr;
  }
  [[nodiscard]] bool knows(std::size_t n, const std::string& remote_addr) const {
    return events_.get().at(n).find_connection(remote_addr) != nullptr;
  }

 private:
  class one final : public basics::transport {
   public:
    one(fake_transports& all, std::size_t number) : all_(all), number_(number) {}

    bool hand_over(int fd) override {
      if (!all_.takes_connections) return false;
      const std::size_t count = mine_.change([&](auto& mine) {
        mine.emplace_back(fd);
        return mine.size();
      });
      all_.said.sink()(fmt::format("{} hand_over {}", number_, count));
      return true;
    }
    void stop() override { end("stop"); }
    void graceful_stop() override { end("graceful_stop"); }

   private:
    void end(const char* how) {
      all_.said.sink()(fmt::format("{} {}", number_, how));
      all_.before_the_end();
      mine_.change([](auto& mine) {
        for (const descriptor& d : mine) ::shutdown(d.get(), SHUT_RDWR);  // as grpc++ does
        mine.clear();
      });
    }

    fake_transports& all_;
    const std::size_t number_;
    watched<std::vector<descriptor>> mine_;
  };

  watched<std::vector<basics::transport_events>> events_;
};

}  // namespace support
