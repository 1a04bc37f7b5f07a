// SPDX-License-Identifier: MIT
//
// "inside", net_rpc实践案例: the user service, over gob, jsonrpc or HTTP CONNECT.
#include "program.hpp"
#include "services/hello_service.hpp"
#include "services/user_service.hpp"

int main(int argc, char** argv) {
  using namespace netrpc;
  CLI::App app("Serves UserServer.GetUser and HelloService.Hello until Ctrl-C; prints `listening on ADDRESS`.");
  program::listen_flags listen;
  std::string record;
  listen.add(app);
  program::add_codec(app, listen.speaks);
  app.add_option("--record", record, "keep what connections send and receive in DIR/sent.bin and DIR/received.bin")
      ->type_name("DIR");
  CLI11_PARSE(app, argc, argv);

  server_options options;
  options.log = [](const std::string& line) { std::cerr << line << std::endl; };
  try {
    if (!record.empty()) options.record = std::make_shared<recorder>(record);
    auto all = std::make_shared<server>(options);
    all->register_service(std::make_shared<services::UserServer>()).value();
    all->register_service(std::make_shared<services::HelloService>()).value();
    return program::serve(listen, [all](const tcp::endpoint&) { return all; });
  } catch (const std::exception& e) {
    std::fprintf(stderr, "user_server: %s\n", e.what());
    return 1;
  }
}
