// SPDX-License-Identifier: MIT
//
// netrpc 4.3.2: a key-value store whose changes can be watched.
#include "program.hpp"
#include "services/kv_service.hpp"

int main(int argc, char** argv) {
  using namespace netrpc;
  return program::guarded([&] {
    std::string address = "127.0.0.1:0";
    protocol speaks = protocol::gob;
    program::options("Serves KVStoreService.Get, .Set and .Watch until Ctrl-C; prints `listening on ADDRESS`.")
        .add("--listen", address, "address and port; port 0 lets the kernel choose")
        .add_codec(speaks)
        .parse(argc, argv);
    auto all = std::make_shared<server>();
    all->register_service(std::make_shared<services::KVStoreService>()).value();
    return program::serve(program::listen_at(address, speaks), [all](const tcp::endpoint&) { return all; });
  });
}
