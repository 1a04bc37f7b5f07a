// SPDX-License-Identifier: MIT
//
// The real grpc++, either end of a connection: the oracle of what gRPC's peers put on the wire and take from it.
//
//   grpcpp server                        user.User and echo.Echo; prints `listening on 127.0.0.1:PORT`, serves until
//                                        its standard input ends
//   grpcpp get ADDRESS ID                user.User.GetUser, once; prints the reply's fields, or `grpc-status N: why`
//   grpcpp client ADDRESS CALLS SIZE CONNECTIONS MESSAGES
//       on so many connections at once: echo.Echo.Unary CALLS times with SIZE bytes, each answer compared; then one
//       Chat of MESSAGES such messages, all written while others are read. Prints `calls N messages N`.
//
// grpc++'s headers take a quarter of a minute to compile, so one program has both ends.
#include <grpcpp/grpcpp.h>
#include "echo.grpc.pb.h"
#include "user.grpc.pb.h"

#include <atomic>
#include <cstdio>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

class user_service final : public user::User::Service {
  grpc::Status GetUser(grpc::ServerContext*, const user::GetUserReq* request, user::GetUserResp* reply) override {
    if (request->id() != "1") return {grpc::StatusCode::NOT_FOUND, "不存在查询用户"};
    reply->set_id("1");
    reply->set_name("balabala");
    reply->set_phone("13100001111");
    return grpc::Status::OK;
  }
};

class echo_service final : public echo::Echo::Service {
  grpc::Status Unary(grpc::ServerContext*, const echo::Blob* request, echo::Blob* reply) override {
    *reply = *request;
    return grpc::Status::OK;
  }
  grpc::Status Chat(grpc::ServerContext*, grpc::ServerReaderWriter<echo::Blob, echo::Blob>* stream) override {
    echo::Blob message;
    while (stream->Read(&message)) stream->Write(message);
    return grpc::Status::OK;
  }
};

int serve() {
  user_service users;
  echo_service echoes;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&users);
  builder.RegisterService(&echoes);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server) throw std::runtime_error("cannot listen");
  std::cout << "listening on 127.0.0.1:" << port << std::endl;
  while (std::cin.get() != EOF) {
  }
  server->Shutdown();
  return 0;
}

int get(const std::string& address, const std::string& id) {
  const auto stub = user::User::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  user::GetUserReq request;
  user::GetUserResp reply;
  request.set_id(id);
  const grpc::Status done = stub->GetUser(&context, request, &reply);
  if (!done.ok()) {
    std::cout << "grpc-status " << done.error_code() << ": " << done.error_message() << std::endl;
    return 1;
  }
  std::cout << "id " << reply.id() << ", name " << reply.name() << ", phone " << reply.phone() << std::endl;
  return 0;
}

struct load {
  std::string address;
  int calls = 0, size = 0, connections = 0, messages = 0;
};

/// Like no other of its connection, so that a mix-up is seen.
std::string payload(int size, int number) {
  std::string data(static_cast<std::size_t>(size), '\0');
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<char>(number + static_cast<int>(i % 251));
  return data;
}

void call(echo::Echo::Stub& stub, int size, int number) {
  grpc::ClientContext context;
  echo::Blob request, reply;
  request.set_data(payload(size, number));
  const grpc::Status done = stub.Unary(&context, request, &reply);
  if (!done.ok()) throw std::runtime_error("Unary: " + done.error_message());
  if (reply.data() != request.data()) throw std::runtime_error("Unary: another answer than asked for");
}

void chat(echo::Echo::Stub& stub, int size, int messages) {
  grpc::ClientContext context;
  const auto stream = stub.Chat(&context);
  std::thread writer([&] {
    for (int i = 0; i < messages; ++i) {
      echo::Blob message;
      message.set_data(payload(size, i));
      if (!stream->Write(message)) break;
    }
    stream->WritesDone();
  });
  int read = 0;
  bool right = true;
  for (echo::Blob message; stream->Read(&message); ++read) right = right && message.data() == payload(size, read);
  writer.join();
  const grpc::Status done = stream->Finish();
  if (!done.ok()) throw std::runtime_error("Chat: " + done.error_message());
  if (!right || read != messages) throw std::runtime_error("Chat: other messages than were sent");
}

void one_connection(const load& wanted) {
  grpc::ChannelArguments own;
  own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // or channels to one address share a connection
  own.SetMaxReceiveMessageSize(-1);
  const auto stub =
      echo::Echo::NewStub(grpc::CreateCustomChannel(wanted.address, grpc::InsecureChannelCredentials(), own));
  for (int i = 0; i < wanted.calls; ++i) call(*stub, wanted.size, i);
  if (wanted.messages > 0) chat(*stub, wanted.size, wanted.messages);
}

int load_server(const load& wanted) {
  std::atomic<bool> failed = false;
  std::vector<std::thread> all;
  for (int i = 0; i < wanted.connections; ++i) {
    all.emplace_back([&] {
      try {
        one_connection(wanted);
      } catch (const std::exception& e) {
        std::fprintf(stderr, "grpcpp: %s\n", e.what());
        failed = true;
      }
    });
  }
  for (std::thread& each : all) each.join();
  if (failed) return 1;
  std::cout << "calls " << wanted.calls * wanted.connections << " messages " << wanted.messages * wanted.connections
            << std::endl;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (words.size() == 1 && words[0] == "server") return serve();
    if (words.size() == 3 && words[0] == "get") return get(words[1], words[2]);
    if (words.size() == 6 && words[0] == "client") {
      return load_server(
          {words[1], std::stoi(words[2]), std::stoi(words[3]), std::stoi(words[4]), std::stoi(words[5])});
    }
    std::fprintf(stderr,
                 "grpcpp server | grpcpp get ADDRESS ID | grpcpp client ADDRESS CALLS SIZE CONNECTIONS MESSAGES\n");
  } catch (const std::exception& e) {
    std::fprintf(stderr, "grpcpp: %s\n", e.what());
  }
  return 1;
}
