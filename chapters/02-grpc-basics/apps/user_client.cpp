// SPDX-License-Identifier: MIT
//
// "inside", grpc框架实践案例: asks a user server for users, and for how it is.
#include "plain/credentials.hpp"
#include "plain/status_text.hpp"
#include "program.hpp"

#include "health.grpc.pb.h"
#include "reflection.grpc.pb.h"
#include "user.grpc.pb.h"

#include <grpcpp/create_channel.h>

namespace {

using channel = std::shared_ptr<grpc::Channel>;

// Each call has a ClientContext of its own: metadata, the deadline, the way to cancel. It cannot be used twice.
void prepare(grpc::ClientContext& context, std::int64_t deadline_ms) {
  if (deadline_ms > 0) context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(deadline_ms));
}

grpc::Status get_user(const channel& to, const std::string& id, std::int64_t deadline_ms) {
  grpc::ClientContext context;
  prepare(context, deadline_ms);
  user::GetUserReq request;
  request.set_id(id);
  user::GetUserResp found;
  const grpc::Status status = user::User::NewStub(to)->GetUser(&context, request, &found);
  if (status.ok()) program::say("id " + found.id() + ", name " + found.name() + ", phone " + found.phone());
  return status;
}

grpc::Status ping(const channel& to, std::int64_t deadline_ms) {
  grpc::ClientContext context;
  prepare(context, deadline_ms);
  user::Response response;
  const grpc::Status status = user::User::NewStub(to)->Ping(&context, {}, &response);
  if (status.ok()) program::say("pong");
  return status;
}

grpc::Status show_health(const channel& to, const std::string& service, bool watch, std::int64_t deadline_ms) {
  using namespace grpc::health::v1;
  grpc::ClientContext context;
  prepare(context, deadline_ms);
  HealthCheckRequest request;
  request.set_service(service);
  HealthCheckResponse now;
  const auto stub = Health::NewStub(to);
  if (!watch) {
    const grpc::Status status = stub->Check(&context, request, &now);
    if (status.ok()) program::say(HealthCheckResponse::ServingStatus_Name(now.status()));
    return status;
  }
  const auto changes = stub->Watch(&context, request);
  while (changes->Read(&now)) {
    program::say(HealthCheckResponse::ServingStatus_Name(now.status()));
    if (now.status() == HealthCheckResponse::NOT_SERVING) context.TryCancel();  // a draining server waits for this
  }
  const grpc::Status status = changes->Finish();
  return now.status() == HealthCheckResponse::NOT_SERVING ? grpc::Status::OK : status;
}

grpc::Status list_services(const channel& to, std::int64_t deadline_ms) {
  using namespace grpc::reflection::v1alpha;
  grpc::ClientContext context;
  prepare(context, deadline_ms);
  const auto stream = ServerReflection::NewStub(to)->ServerReflectionInfo(&context);
  ServerReflectionRequest request;
  request.set_list_services("*");
  ServerReflectionResponse response;
  stream->Write(request);
  stream->WritesDone();
  while (stream->Read(&response)) {
    for (const ServiceResponse& service : response.list_services_response().service()) program::say(service.name());
  }
  return stream->Finish();
}

}  // namespace

int main(int argc, char** argv) {
  return program::guarded([&] {
    std::string address = "127.0.0.1:1234";
    std::string id = "1";
    std::string service = "user.User";
    bool pings = false, health = false, watch = false, list = false;
    std::int64_t deadline_ms = 0;
    plain::client_trust trust;
    program::options("Calls user.User.GetUser, or what else is asked for. Status 1 and `CODE: message` if that fails.")
        .add("--connect", address, "the server's address and port")
        .add("--id", id, "the user to ask for; the servers know 1 and 2")
        .add("--ping", pings, "call Ping instead")
        .add("--health", health, "ask how the service is instead")
        .add("--service", service, "the service meant by --health; \"\" is the server as a whole")
        .add("--watch", watch, "with --health: print each change, until it is NOT_SERVING")
        .needs("--health")
        .add("--list", list, "list the server's services instead, by reflection")
        .add("--deadline-ms", deadline_ms, "give up after so many milliseconds; 0 never")
        .between(0, 3'600'000)
        .add("--ca", trust.ca, "use TLS; the PEM file of who must have signed the server's certificate")
        .add("--server-name", trust.server_name, "the name that certificate must have; else that of --connect")
        .needs("--ca")
        .add("--token", trust.token, "show this token with each call")
        .needs("--ca")
        .parse(argc, argv);

    const channel to =
        grpc::CreateCustomChannel(address, plain::channel_credentials(trust), plain::channel_arguments(trust));
    const grpc::Status status = pings    ? ping(to, deadline_ms)
                                : health ? show_health(to, service, watch, deadline_ms)
                                : list   ? list_services(to, deadline_ms)
                                         : get_user(to, id, deadline_ms);
    if (!status.ok()) throw std::runtime_error(plain::text_of(status));
    return 0;
  });
}
