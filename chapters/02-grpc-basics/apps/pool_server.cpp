// SPDX-License-Identifier: MIT
//
// "pool": a user server that tells each caller which address it reached, and on which connection.
#include "plain/server.hpp"
#include "plain/user_service.hpp"
#include "program.hpp"

#include <mutex>
#include <set>

namespace {

// The article prints each connection from a TransportCredentials hook. Plain grpc++ has no word for a connection's
// begin or end: a server learns of one when a call comes on it (peer()), and of its end never. So this set only grows,
// to a bound.
constexpr std::size_t most_connections_remembered = 10'000;

class pool_user_service final : public plain::user_service {
 public:
  void serves_at(const std::string& address) {
    const std::lock_guard lock(mutex_);
    address_ = address;
  }

  grpc::ServerUnaryReactor* GetUser(grpc::CallbackServerContext* context, const user::GetUserReq* request,
                                    user::GetUserResp* response) override {
    std::string peer = context->peer();  // "ipv4:127.0.0.1:43535"
    peer.erase(0, peer.find(':') + 1);
    context->AddTrailingMetadata("x-served-by", remember(peer));
    context->AddTrailingMetadata("x-connection", peer);
    return user_service::GetUser(context, request, response);
  }

 private:
  std::string remember(const std::string& peer) {
    const std::lock_guard lock(mutex_);  // callbacks come on several threads
    if (peers_.size() < most_connections_remembered && peers_.insert(peer).second) {
      program::say("connection " + peer + " to " + address_ + ", " + std::to_string(peers_.size()) + " so far");
    }
    return address_;
  }

  std::mutex mutex_;  // guards the rest
  std::string address_;
  std::set<std::string> peers_;
};

// One grpc::Server for each address: a server may well listen on several, but then a call's context tells only the
// peer's address and not which of ours it reached.
struct one_address {
  pool_user_service users;  // outlives the server
  plain::listening_server listening;
};

}  // namespace

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::vector<std::string> addresses = {"127.0.0.1:0"};
    std::int64_t drain_seconds = 10;
    program::options(
        "Serves user.User and says where, in metadata, until Ctrl-C; prints `listening on ADDRESS` for each.")
        .add("--listen", addresses, "address and port, for each --listen; port 0 lets the kernel choose")
        .add("--drain-seconds", drain_seconds, "after Ctrl-C, how long calls in flight have to finish")
        .between(1, 3600)
        .parse(argc, argv);

    const program::stop_signal stop;
    std::vector<std::unique_ptr<one_address>> all;
    for (const std::string& address : addresses) {
      auto one = std::make_unique<one_address>();
      one->users.serves_at(address);
      grpc::ServerBuilder builder;
      builder.RegisterService(&one->users);
      one->listening = plain::start(builder, address, grpc::InsecureServerCredentials());
      one->users.serves_at(one->listening.address);
      all.push_back(std::move(one));
    }
    for (const auto& one : all) program::say("listening on " + one->listening.address);

    stop.wait();
    for (const auto& one : all) plain::drain(*one->listening.server, std::chrono::seconds(drain_seconds));
    program::say("stopped");
    return 0;
  });
}
