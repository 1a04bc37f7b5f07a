// SPDX-License-Identifier: MIT
//
// netrpc 4.3.1: a call is sent with go(), other things are done, then its end is awaited.
#include "program.hpp"
#include "services/hello_service.hpp"

#include <fmt/format.h>

namespace {

using namespace netrpc;

/// The article's doClientWork. (Its Reply.(string) panics in Go: the reply is a *string.)
awaitable<void> do_client_work(client& c) {
  const std::shared_ptr<async_call> hello = c.go<std::string>("HelloService.Hello", std::string("hello"));
  fmt::print("sent {}; doing some thing else\n", hello->service_method);
  co_await hello->wait();
  if (hello->failure) throw std::runtime_error(hello->failure->message());
  fmt::print("{} -> {}\n", hello->args_as<std::string>(), hello->reply_as<std::string>());

  // One channel for many calls: it must have room for all of them, for nobody waits until there is some.
  const auto done = std::make_shared<done_channel>(3);
  for (const char* name : {"a", "b", "c"}) c.go<std::string>("HelloService.Hello", std::string(name), done);
  for (int i = 0; i < 3; ++i) {
    const std::shared_ptr<call> finished = co_await done->receive();
    if (finished->failure) throw std::runtime_error(finished->failure->message());
    fmt::print("{} -> {}\n", finished->args_as<std::string>(), finished->reply_as<std::string>());
  }
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::string address;
    program::options(
        "Calls HelloService.Hello without waiting for it, then waits. Serves it too, unless told whom to call.")
        .add("--connect", address, "address and port of a server with HelloService, e.g. user_server")
        .parse(argc, argv);
    if (!address.empty()) return program::with_client(address, {}, do_client_work);

    asio::io_context io(1);
    listener l(io.get_executor());
    auto all = std::make_shared<server>();
    all->register_service(std::make_shared<services::HelloService>()).value();
    const auto work = [&]() -> awaitable<void> {
      result<client> c = co_await dial(program::text(l.endpoint()));
      co_await do_client_work(c.value());
      l.stop();
    };
    asio::co_spawn(io, l.serve(all), [](std::exception_ptr) {});  // ends with l.stop(), before io.run() does
    return program::run(io, work(), [&] { l.stop(); });
  });
}
