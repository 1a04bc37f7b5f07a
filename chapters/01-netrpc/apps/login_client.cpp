// SPDX-License-Identifier: MIT
//
// netrpc 4.3.4: says hello before and after logging in.
#include "program.hpp"

#include <fmt/format.h>

namespace {

using namespace netrpc;

awaitable<void> log_in(client& c, std::string login, std::string name) {
  const result<std::string> early = co_await c.call<std::string>("HelloService.Hello", name);
  fmt::print("before: {}\n", early.has_value() ? *early : early.error().message());
  const result<std::string> welcome = co_await c.call<std::string>("HelloService.Login", login);
  (void)welcome.value();
  const result<std::string> hello = co_await c.call<std::string>("HelloService.Hello", name);
  fmt::print("after:  {}\n", hello.value());
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::string address = "127.0.0.1:1234";
    std::string login = "user:password";
    std::string name = "world";
    dial_options how;
    program::options("Says Hello, logs in, and says Hello again, over one connection to a login_server.")
        .add("--connect", address, "the server's address and port")
        .add("--login", login, "USER:PASSWORD; the server knows one")
        .add("NAME", name, "who says hello")
        .add_codec(how.speaks)
        .parse(argc, argv);
    return program::with_client(address, how, [&](client& c) { return log_in(c, login, name); });
  });
}
