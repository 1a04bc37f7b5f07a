// SPDX-License-Identifier: MIT
//
// "inside", net_rpc实践案例: the user service, over gob, jsonrpc or HTTP CONNECT.
#include "program.hpp"
#include "services/hello_service.hpp"
#include "services/user_service.hpp"

#include <iostream>

int main(int argc, char** argv) {
  using namespace netrpc;
  return program::guarded([&] {
    std::string address = "127.0.0.1:0";
    std::string record;
    protocol speaks = protocol::gob;
    program::options("Serves UserServer.GetUser and HelloService.Hello until Ctrl-C; prints `listening on ADDRESS`.")
        .add("--listen", address, "address and port; port 0 lets the kernel choose")
        .add("--record", record, "keep what connections send and receive in DIR/sent.bin and DIR/received.bin")
        .add_codec(speaks)
        .parse(argc, argv);

    server_options options;
    options.log = [](const std::string& line) { std::cerr << line << std::endl; };
    if (!record.empty()) options.record = std::make_shared<recorder>(record);
    auto all = std::make_shared<server>(options);
    all->register_service(std::make_shared<services::UserServer>()).value();
    all->register_service(std::make_shared<services::HelloService>()).value();
    return program::serve(program::listen_at(address, speaks), [all](const tcp::endpoint&) { return all; });
  });
}
