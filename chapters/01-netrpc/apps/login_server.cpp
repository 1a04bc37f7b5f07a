// SPDX-License-Identifier: MIT
//
// netrpc 4.3.4: every connection has a server and a service of its own, which knows who is at the other end.
#include "program.hpp"
#include "services/login_service.hpp"

int main(int argc, char** argv) {
  using namespace netrpc;
  return program::guarded([&] {
    std::string address = "127.0.0.1:0";
    protocol speaks = protocol::gob;
    program::options(
        "Serves HelloService.Login and .Hello, one service a connection, until Ctrl-C; prints `listening on ADDRESS`.")
        .add("--listen", address, "address and port; port 0 lets the kernel choose")
        .add_codec(speaks)
        .parse(argc, argv);
    return program::serve(program::listen_at(address, speaks), [](const tcp::endpoint& remote) {
      auto own = std::make_shared<server>();
      own->register_name("HelloService", std::make_shared<services::LoginService>(program::text(remote))).value();
      return own;
    });
  });
}
