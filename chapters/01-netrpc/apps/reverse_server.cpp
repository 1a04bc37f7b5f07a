// SPDX-License-Identifier: MIT
//
// netrpc 4.3.3, the inner side: it cannot be reached, so it dials out and serves on what it dialled.
#include "program.hpp"
#include "services/hello_service.hpp"

#include <chrono>
#include <iostream>

namespace {

using namespace netrpc;

/// The article's loop. A pause between attempts, or an absent client would cost a whole processor.
awaitable<void> serve_dialled(server& all, std::string address, std::int64_t times) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer pause(executor);
  for (std::int64_t served = 0; times == 0 || served < times;) {
    result<tcp::socket> connected = co_await connect(address);
    if (connected.has_error()) {
      pause.expires_after(std::chrono::milliseconds(200));
      co_await pause.async_wait(use_awaitable);
      continue;
    }
    std::cout << "connected to " << address << std::endl;
    co_await all.serve_conn(std::move(*connected));
    ++served;
  }
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::string address = "127.0.0.1:1234";
    std::int64_t times = 0;
    program::options("Dials --connect again and again, and serves HelloService.Hello on the connection, until Ctrl-C.")
        .add("--connect", address, "where reverse_client listens")
        .add("--times", times, "connections to serve; 0 is no end")
        .parse(argc, argv);

    asio::io_context io(1);
    server all;
    all.register_service(std::make_shared<services::HelloService>()).value();
    asio::cancellation_signal stop;  // Go's context: cancelled by Ctrl-C
    const auto work = [&]() -> awaitable<void> {
      auto serving = serve_dialled(all, address, times);
      auto until_stopped = asio::bind_cancellation_slot(stop.slot(), as_tuple_awaitable);
      auto ended = asio::co_spawn(io, std::move(serving), until_stopped);
      (void)co_await std::move(ended);
    };
    return program::run(io, work(), [&] { stop.emit(asio::cancellation_type::terminal); });
  });
}
