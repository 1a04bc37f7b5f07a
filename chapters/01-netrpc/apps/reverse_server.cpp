// SPDX-License-Identifier: MIT
//
// netrpc 4.3.3, the inner side: it cannot be reached, so it dials out and serves on what it dialled.
#include "program.hpp"
#include "services/hello_service.hpp"

namespace {

using namespace netrpc;

/// The article's loop. A pause between attempts, or an absent client would cost a whole processor.
awaitable<void> serve_dialled(server& all, std::string address, int times) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer pause(executor);
  for (int served = 0; times == 0 || served < times;) {
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
  CLI::App app("Dials --connect again and again, and serves HelloService.Hello on the connection, until Ctrl-C.");
  std::string address = "127.0.0.1:1234";
  int times = 0;
  app.add_option("--connect", address, "where reverse_client listens")->capture_default_str();
  app.add_option("--times", times, "connections to serve; 0 is no end")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  asio::io_context io(1);
  server all;
  all.register_service(std::make_shared<services::HelloService>()).value();
  asio::cancellation_signal stop;
  const auto work = [&]() -> awaitable<void> {
    auto serving = serve_dialled(all, address, times);
    auto ended = asio::co_spawn(io, std::move(serving), asio::bind_cancellation_slot(stop.slot(), as_tuple_awaitable));
    (void)co_await std::move(ended);
  };
  return program::run(io, work(), [&] { stop.emit(asio::cancellation_type::terminal); });
}
