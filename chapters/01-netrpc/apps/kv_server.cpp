// SPDX-License-Identifier: MIT
//
// netrpc 4.3.2: a key-value store whose changes can be watched.
#include "program.hpp"
#include "services/kv_service.hpp"

int main(int argc, char** argv) {
  using namespace netrpc;
  CLI::App app("Serves KVStoreService.Get, .Set and .Watch until Ctrl-C; prints `listening on ADDRESS`.");
  program::listen_flags listen;
  listen.add(app);
  program::add_codec(app, listen.speaks);
  CLI11_PARSE(app, argc, argv);

  auto all = std::make_shared<server>();
  all->register_service(std::make_shared<services::KVStoreService>()).value();
  return program::serve(listen, [all](const tcp::endpoint&) { return all; });
}
