// SPDX-License-Identifier: MIT
//
// "conn": says hello as NAME, then as NAME2, NAME3 … on one connection. Real grpc++, and our server cannot tell.
#include "plain/credentials.hpp"
#include "program.hpp"

#include "greeter.grpc.pb.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <iostream>
#include <stdexcept>

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::string address = "127.0.0.1:50051";
    std::string name = "world";
    std::int64_t times = 2;
    bool step = false;
    program::options("Says hello to a greeter several times, on one connection.")
        .add("--connect", address, "the server's address")
        .add("--name", name, "who says hello: NAME, then NAME2, NAME3 …")
        .add("--times", times, "how often")
        .between(1, 1'000'000)
        .add("--step", step, "wait for Enter (or the input's end) after each, connected")
        .parse(argc, argv);

    // A subchannel pool of its own: two of these in one process would otherwise share one connection.
    grpc::ChannelArguments own = plain::channel_arguments();
    own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto greeter =
        helloworld::Greeter::NewStub(grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), own));
    for (std::int64_t i = 1; i <= times; ++i) {
      grpc::ClientContext context;
      context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
      helloworld::HelloRequest request;
      request.set_name(i == 1 ? name : name + std::to_string(i));
      helloworld::HelloReply reply;
      const grpc::Status status = greeter->SayHello(&context, request, &reply);
      if (!status.ok()) throw std::runtime_error("could not greet: " + status.error_message());
      program::say("Greeting: " + reply.message());
      if (std::string line; step) std::getline(std::cin, line);
    }
    return 0;
  });
}
