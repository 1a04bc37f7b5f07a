// SPDX-License-Identifier: MIT
#include "serve_until_signal.hpp"

#include <basics/tcp_listener.hpp>

#include <memory>
#include <thread>

namespace program {

int serve_until(const stop_signal& until, basics::server& server, const std::vector<std::string>& addresses) {
  std::vector<std::unique_ptr<basics::tcp_listener>> listeners;
  listeners.reserve(addresses.size());
  for (const std::string& a : addresses) listeners.push_back(std::make_unique<basics::tcp_listener>(a));
  // `go s.Serve(lis)` for each: a thread, because accepting blocks.
  std::vector<std::thread> serving;
  for (const auto& l : listeners) {
    serving.emplace_back([&server, &l] {
      const basics::status ended = server.serve(*l);
      if (!ended.ok()) complain(basics::text_of(ended));
    });
    say("listening on " + l->addr());
  }
  until.wait();
  basics::event drained;
  std::thread hurry([&] {
    if (!drained.wait_for(drain_time)) server.stop();
  });
  server.graceful_stop();
  drained.fire();
  hurry.join();
  for (std::thread& t : serving) t.join();
  return 0;
}

}  // namespace program
