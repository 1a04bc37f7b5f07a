// SPDX-License-Identifier: MIT
//
// netrpc 4.3.3, the outer side: it listens, and calls whoever connects.
#include "program.hpp"

#include <iostream>

namespace {

using namespace netrpc;

awaitable<void> call_those_who_connect(tcp::acceptor& acceptor, std::int64_t times) {
  for (std::int64_t called = 0; times == 0 || called < times; ++called) {
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
  return program::guarded([&] {
    std::string address = "127.0.0.1:0";
    std::int64_t times = 1;
    program::options("Listens, and calls HelloService.Hello over each connection that a reverse_server opens.")
        .add("--listen", address, "address and port; port 0 lets the kernel choose")
        .add("--times", times, "connections to accept; 0 is no end")
        .parse(argc, argv);
    const listen_options where = program::listen_at(address);
    asio::io_context io(1);
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::make_address(where.address), where.port));
    std::cout << "listening on " << program::text(acceptor.local_endpoint()) << std::endl;
    return program::run(io, call_those_who_connect(acceptor, times), [&] { acceptor.close(); });
  });
}
