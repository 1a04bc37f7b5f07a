// SPDX-License-Identifier: MIT
//
// gRPC's four kinds of calls, and their edges, each in a few lines; the code is in plain/kinds_calls.cpp and
// kinds_edges.cpp.
#include "plain/credentials.hpp"
#include "plain/kinds_calls.hpp"
#include "program.hpp"

#include <grpcpp/create_channel.h>

#include <limits>

int main(int argc, char** argv) {
  return program::guarded([&] {
    constexpr std::int64_t most = std::numeric_limits<int>::max();
    plain::kinds_options options{.address = "127.0.0.1:1234", .deadline_ms = 100, .size = 100'000};
    std::string what = "all";
    std::vector<std::string> names = {"all", "chat"};
    std::string help = "what to show: all; or chat, with lines from stdin; or one of";
    for (const auto& call : plain::kinds_calls()) {
      names.emplace_back(call.name);
      help += std::string("\n") + call.name + ": " + call.shows;
    }
    std::int64_t max_receive = 4 << 20, max_send = -1;
    bool gzip = false;
    program::options(
        "Shows gRPC's four kinds of calls. Status 1 and `CODE: message` if one ends otherwise than it should.")
        .add("--connect", options.address, "the server's address and port")
        .add("--what", what, help)
        .one_of(names)
        .add("--deadline-ms", options.deadline_ms, "of the call that shows deadlines")
        .between(1, 3'600'000)
        .add("--size", options.size, "bytes of the messages that show limits and gzip")
        .between(1, 1 << 26)
        .add("--max-receive", max_receive, "bytes of the largest reply; -1 for any. gRPC's default")
        .between(-1, most)
        .add("--max-send", max_send, "bytes of the largest request; -1 for any, gRPC's default")
        .between(-1, most)
        .add("--gzip", gzip, "compress all requests")
        .parse(argc, argv);

    grpc::ChannelArguments arguments = plain::channel_arguments();
    arguments.SetMaxReceiveMessageSize(static_cast<int>(max_receive));
    arguments.SetMaxSendMessageSize(static_cast<int>(max_send));
    if (gzip) arguments.SetCompressionAlgorithm(GRPC_COMPRESS_GZIP);
    const auto stub = kinds::Kinds::NewStub(
        grpc::CreateCustomChannel(options.address, grpc::InsecureChannelCredentials(), arguments));

    if (what == "chat") plain::chat(*stub, options);
    for (const auto& call : plain::kinds_calls()) {
      if (what == "all" || what == call.name) call.run(*stub, options);
    }
    return 0;
  });
}
