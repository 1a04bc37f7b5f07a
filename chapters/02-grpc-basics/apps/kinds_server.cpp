// SPDX-License-Identifier: MIT
//
// gRPC's four kinds of calls, on plain grpc++.
#include "plain/kinds_service.hpp"
#include "plain/server.hpp"
#include "program.hpp"

#include <limits>

int main(int argc, char** argv) {
  return program::guarded([&] {
    constexpr std::int64_t most = std::numeric_limits<int>::max();
    std::string address = "127.0.0.1:0";
    std::int64_t drain_seconds = 10, max_receive = 4 << 20, max_send = -1;
    bool gzip = false;
    program::options("Serves kinds.Kinds until Ctrl-C; prints `listening on ADDRESS`.")
        .add("--listen", address, "address and port; port 0 lets the kernel choose")
        .add("--drain-seconds", drain_seconds, "after Ctrl-C, how long calls in flight have to finish")
        .between(1, 3600)
        .add("--max-receive", max_receive, "bytes of the largest request; -1 for any. gRPC's default")
        .between(-1, most)
        .add("--max-send", max_send, "bytes of the largest reply; -1 for any, gRPC's default")
        .between(-1, most)
        .add("--gzip", gzip, "compress every reply; else only for calls with the metadata x-want-gzip")
        .parse(argc, argv);

    const program::stop_signal stop;
    plain::kinds_service kinds;  // outlives the server
    grpc::ServerBuilder builder;
    builder.RegisterService(&kinds);
    builder.SetMaxReceiveMessageSize(static_cast<int>(max_receive));
    builder.SetMaxSendMessageSize(static_cast<int>(max_send));
    if (gzip) builder.SetDefaultCompressionAlgorithm(GRPC_COMPRESS_GZIP);
    const auto [server, at] = plain::start(builder, address, grpc::InsecureServerCredentials());
    program::say("listening on " + at);

    stop.wait();
    program::say("draining");  // a chat that is open may go on; no other begins
    const bool all_finished = plain::drain(*server, std::chrono::seconds(drain_seconds));
    program::say(all_finished ? "stopped" : "stopped, the rest was cut off");
    return 0;
  });
}
