// SPDX-License-Identifier: MIT
//
// "inside", net_rpc实践案例: asks a user server, ours or Go's, for users.
#include "program.hpp"
#include "services/user_service.hpp"

#include <fmt/format.h>

namespace {

using namespace netrpc;

/// False when the service does not know the user; what it says is an answer, not a failure.
awaitable<bool> show_user(client& c, std::string id) {
  const services::GetUserReq req{id};
  const result<services::GetUserResp> user = co_await c.call<services::GetUserResp>("UserServer.GetUser", req);
  if (user.has_error() && user.error().code == errc::server_error) {
    fmt::print("GetUser({}): error: {}\n", id, user.error().message());
    co_return false;
  }
  const services::GetUserResp& found = user.value();
  fmt::print("GetUser({}): Id {}, Name {}, Phone {}\n", id, found.Id, found.Name, found.Phone);
  co_return true;
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::string address = "127.0.0.1:1234";
    std::string record;
    std::vector<std::string> ids = {"1"};
    dial_options how;
    program::options("Calls UserServer.GetUser for each ID, over one connection. Status 1 if one is unknown.")
        .add("--connect", address, "the server's address and port")
        .add("--record", record, "keep what was sent and received in DIR/sent.bin and DIR/received.bin")
        .add("ID", ids, "users to ask for; the servers know 1 and 2")
        .add_codec(how.speaks)
        .parse(argc, argv);
    if (!record.empty()) how.client.record = std::make_shared<recorder>(record);

    bool all_found = true;
    const int status = program::with_client(address, how, [&](client& c) -> awaitable<void> {
      for (const std::string& id : ids) {
        const bool found = co_await show_user(c, id);
        all_found = all_found && found;
      }
    });
    return all_found ? status : 1;
  });
}
