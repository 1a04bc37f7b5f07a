// SPDX-License-Identifier: MIT
//
// netrpc 4.3.2: get, set and watch keys of a kv_server, ours or Go's.
#include "program.hpp"

#include <array>

int main(int argc, char** argv) {
  using namespace netrpc;
  CLI::App app("Gets, sets and watches the keys of a key-value server.");
  std::string address = "127.0.0.1:1234";
  std::string key, value;
  std::int64_t seconds = 30;
  dial_options options;
  app.add_option("--connect", address, "the server's address and port")->capture_default_str();
  program::add_codec(app, options.speaks);
  auto* get = app.add_subcommand("get", "print the value of KEY");
  get->add_option("KEY", key)->required();
  auto* set = app.add_subcommand("set", "store VALUE under KEY");
  set->add_option("KEY", key)->required();
  set->add_option("VALUE", value)->required();
  auto* watch = app.add_subcommand("watch", "print the next key that changes, or fail with `timeout`");
  watch->add_option("SECONDS", seconds, "how long to wait")->capture_default_str();
  app.require_subcommand(1);
  CLI11_PARSE(app, argc, argv);

  return program::call(address, options, [&](client& c) -> awaitable<void> {
    if (*get) {
      const result<std::string> found = co_await c.call<std::string>("KVStoreService.Get", key);
      fmt::print("{}\n", found.value());
    } else if (*set) {
      std::array<std::string, 2> pair;
      pair[0] = key;
      pair[1] = value;
      const result<empty> stored = co_await c.call<empty>("KVStoreService.Set", pair);
      (void)stored.value();
    } else if (*watch) {
      const result<std::string> changed = co_await c.call<std::string>("KVStoreService.Watch", seconds);
      fmt::print("watch: {}\n", changed.value());
    }
  });
}
