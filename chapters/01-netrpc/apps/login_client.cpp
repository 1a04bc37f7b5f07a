// SPDX-License-Identifier: MIT
//
// netrpc 4.3.4: says hello before and after logging in.
#include "program.hpp"

int main(int argc, char** argv) {
  using namespace netrpc;
  CLI::App app("Says Hello, logs in, and says Hello again, over one connection to a login_server.");
  std::string address = "127.0.0.1:1234";
  std::string password = "user:password";
  std::string name = "world";
  dial_options options;
  app.add_option("--connect", address, "the server's address and port")->capture_default_str();
  program::add_codec(app, options.speaks);
  app.add_option("--login", password, "USER:PASSWORD; the server knows one")->capture_default_str();
  app.add_option("NAME", name, "who says hello")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  return program::call(address, options, [&](client& c) -> awaitable<void> {
    const result<std::string> early = co_await c.call<std::string>("HelloService.Hello", name);
    fmt::print("before: {}\n", early.has_value() ? *early : early.error().message());
    const result<std::string> login = co_await c.call<std::string>("HelloService.Login", password);
    (void)login.value();
    const result<std::string> hello = co_await c.call<std::string>("HelloService.Hello", name);
    fmt::print("after:  {}\n", hello.value());
  });
}
