// SPDX-License-Identifier: MIT
//
// "inside", net_rpc实践案例: asks a user server, ours or Go's, for users.
#include "program.hpp"
#include "services/user_service.hpp"

int main(int argc, char** argv) {
  using namespace netrpc;
  CLI::App app("Calls UserServer.GetUser for each ID, over one connection.");
  std::string address = "127.0.0.1:1234";
  std::string record;
  std::vector<std::string> ids = {"1"};
  dial_options options;
  app.add_option("--connect", address, "the server's address and port")->capture_default_str();
  program::add_codec(app, options.speaks);
  app.add_option("--record", record, "keep what was sent and received in DIR/sent.bin and DIR/received.bin")->type_name("DIR");
  app.add_option("ID", ids, "users to ask for: the servers know 1 and 2")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  bool all_found = true;
  const auto work = [&](client& c) -> awaitable<void> {
    for (const std::string& id : ids) {
      const services::GetUserReq req{id};
      const result<services::GetUserResp> user = co_await c.call<services::GetUserResp>("UserServer.GetUser", req);
      if (user.has_value()) {
        fmt::print("GetUser({}): Id {}, Name {}, Phone {}\n", id, user->Id, user->Name, user->Phone);
      } else if (user.error().code == errc::server_error) {
        fmt::print("GetUser({}): error: {}\n", id, user.error().message());  // the service's own word
        all_found = false;
      } else {
        throw std::runtime_error(user.error().message());
      }
    }
  };
  try {
    if (!record.empty()) options.client.record = std::make_shared<recorder>(record);
    const int status = program::call(address, options, work);
    return all_found ? status : 1;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "user_client: %s\n", e.what());
    return 1;
  }
}
