// SPDX-License-Identifier: MIT
//
// "inside", 拦截器: how many interceptors the options hold before and after they are applied, and how the two of the
// article nest around one call of GetUser. Prints the article's six lines.
#include "services/interceptors.hpp"
#include "plain/credentials.hpp"
#include "program.hpp"
#include "services/user_service.hpp"

#include <basics/server.hpp>
#include <basics/tcp_listener.hpp>

#include "user.grpc.pb.h"

#include <fmt/format.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <stdexcept>
#include <thread>

int main(int argc, char** argv) {
  using namespace basics;
  return program::guarded([&] {
    std::string id = "1";
    program::options("Calls GetUser once, through the article's two interceptors, and prints what they print.")
        .add("--id", id, "the user to ask for")
        .parse(argc, argv);

    const std::vector<server_option> options = {chain_unary_interceptor(
        {services::err_handler_interceptor(program::say), services::log_interceptor(program::say)})};
    server_options applied;
    program::say(fmt::format("chainUnaryInts start {}", applied.chain_unary_ints.size()));
    apply_options(applied, options);
    program::say(fmt::format("chainUnaryInts end {}", applied.chain_unary_ints.size()));

    server s(std::move(applied));
    s.register_service(services::user_service_desc(), std::make_shared<services::user_server>());
    tcp_listener listener("127.0.0.1:0");
    std::thread serving([&] { (void)s.serve(listener); });

    grpc::ClientContext context;
    user::GetUserReq request;
    request.set_id(id);
    user::GetUserResp response;
    const grpc::Status status =
        user::User::NewStub(
            grpc::CreateCustomChannel(listener.addr(), grpc::InsecureChannelCredentials(), plain::channel_arguments()))
            ->GetUser(&context, request, &response);
    s.graceful_stop();
    serving.join();
    if (!status.ok()) throw std::runtime_error(status.error_message());
    return 0;
  });
}
