// SPDX-License-Identifier: MIT
//
// netrpc 4.3.2: get, set and watch the keys of a kv_server, ours or Go's.
#include "program.hpp"

#include <fmt/format.h>

#include <array>

namespace {

using namespace netrpc;

struct wishes {
  bool get = false, set = false, watch = false;
  std::string key, value;
  std::int64_t seconds = 30;
};

awaitable<void> fulfil(client& c, const wishes& w) {
  if (w.get) {
    const result<std::string> found = co_await c.call<std::string>("KVStoreService.Get", w.key);
    fmt::print("{}\n", found.value());
  }
  if (w.set) {
    std::array<std::string, 2> pair;
    pair[0] = w.key;
    pair[1] = w.value;
    const result<empty> stored = co_await c.call<empty>("KVStoreService.Set", pair);
    (void)stored.value();
  }
  if (w.watch) {
    const result<std::string> changed = co_await c.call<std::string>("KVStoreService.Watch", w.seconds);
    fmt::print("watch: {}\n", changed.value());
  }
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::string address = "127.0.0.1:1234";
    dial_options how;
    wishes w;
    program::options flags("Gets, sets and watches the keys of a key-value server.");
    flags.add("--connect", address, "the server's address and port").add_codec(how.speaks);
    flags.add_command("get", w.get, "print the value of KEY").add("KEY", w.key, "").required();
    flags.add_command("set", w.set, "store VALUE under KEY")
        .add("KEY", w.key, "")
        .required()
        .add("VALUE", w.value, "")
        .required();
    flags.add_command("watch", w.watch, "print the next key that changes, or fail with `timeout`")
        .add("SECONDS", w.seconds, "how long to wait");
    flags.parse(argc, argv);
    return program::with_client(address, how, [&](client& c) { return fulfil(c, w); });
  });
}
