// SPDX-License-Identifier: MIT
//
// "inside", grpc框架实践案例, on plain grpc++, with what a server in service has besides: TLS, a token, health,
// reflection, and an end that loses no call.
#include "plain/credentials.hpp"
#include "plain/server.hpp"
#include "plain/user_service.hpp"
#include "program.hpp"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::string address = "127.0.0.1:0";
    std::int64_t drain_seconds = 10;
    plain::server_identity identity;
    program::options("Serves user.User until Ctrl-C; prints `listening on ADDRESS`. With --cert over TLS.")
        .add("--listen", address, "address and port; port 0 lets the kernel choose")
        .add("--drain-seconds", drain_seconds, "after Ctrl-C, how long calls in flight have to finish")
        .between(1, 3600)
        .add("--cert", identity.certificate, "the server's certificate, a PEM file; make_certificate makes one")
        .add("--key", identity.key, "its private key, a PEM file")
        .needs("--cert")
        .add("--token", identity.token, "calls must carry the metadata `authorization: Bearer TOKEN`; wants TLS")
        .needs("--key")  // in cleartext anybody on the way could read it and be us
        .parse(argc, argv);
    if (!identity.certificate.empty() && identity.key.empty()) throw std::runtime_error("--cert requires --key");

    const program::stop_signal stop;
    // Both are for all servers that this process makes from now on; grpc++ has no other way for them.
    grpc::EnableDefaultHealthCheckService(true);
    // Calling it is what links libgrpc++_reflection: a linker drops libraries that nobody calls (--as-needed), and one
    // that is linked and not called would have to register itself in a static initialiser.
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();

    plain::user_service users;  // outlives the server
    grpc::ServerBuilder builder;
    builder.RegisterService(&users);
    const auto [server, at] = plain::start(builder, address, plain::server_credentials(identity));
    server->GetHealthCheckService()->SetServingStatus("user.User", true);
    program::say("listening on " + at);

    stop.wait();
    const bool all_finished = plain::drain(*server, std::chrono::seconds(drain_seconds));
    program::say(all_finished ? "stopped" : "stopped, the rest was cut off");
    return 0;
  });
}
