// SPDX-License-Identifier: MIT
//
// netrpc 4.3.3, the outer side: it listens, and calls whoever connects.
#include "program.hpp"

namespace {

using namespace netrpc;

awaitable<void> call_those_who_connect(tcp::acceptor& acceptor, int times) {
  for (int called = 0; times == 0 || called < times; ++called) {
    auto [ec, socket] = co_await acceptor.async_accept(as_tuple_awaitable);
    if (ec) co_return;  // closed by Ctrl-C
    client c = make_client(std::move(socket));
    const std::string name = "hello";
    const result<std::string> reply = co_await c.call<std::string>("HelloService.Hello", name);
    std::cout << reply.value() << std::endl;
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Listens, and calls HelloService.Hello over each connection that a reverse_server opens.");
  program::listen_flags listen;
  int times = 1;
  listen.add(app);
  app.add_option("--times", times, "connections to accept; 0 is no end")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    asio::io_context io(1);
    const listen_options options = listen.options();
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::make_address(options.address), options.port));
    std::cout << "listening on " << program::text(acceptor.local_endpoint()) << std::endl;
    return program::run(io, call_those_who_connect(acceptor, times), [&] { acceptor.close(); });
  } catch (const std::exception& e) {
    std::fprintf(stderr, "reverse_client: %s\n", e.what());
    return 1;
  }
}
