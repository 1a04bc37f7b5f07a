// SPDX-License-Identifier: MIT
//
// netrpc 4.3.4: every connection has a server and a service of its own, which knows who is at the other end.
#include "program.hpp"
#include "services/login_service.hpp"

int main(int argc, char** argv) {
  using namespace netrpc;
  CLI::App app("Serves HelloService.Login and .Hello, one service a connection, until Ctrl-C; prints `listening on ADDRESS`.");
  program::listen_flags listen;
  listen.add(app);
  program::add_codec(app, listen.speaks);
  CLI11_PARSE(app, argc, argv);

  return program::serve(listen, [](const tcp::endpoint& remote) {
    auto own = std::make_shared<server>();
    own->register_name("HelloService", std::make_shared<services::LoginService>(program::text(remote))).value();
    return own;
  });
}
