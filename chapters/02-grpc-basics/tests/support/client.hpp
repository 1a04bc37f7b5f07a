// SPDX-License-Identifier: MIT
//
// Real grpc++ clients, each with a connection of its own, that never wait for ever.
#pragma once

#include "witness.hpp"

#include "greeter.grpc.pb.h"
#include "kinds.grpc.pb.h"
#include "user.grpc.pb.h"

#include <basics/status.hpp>

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <grpcpp/support/slice.h>

#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace support {

/// Ends by itself before the test's own patience does.
struct client_context : grpc::ClientContext {
  client_context() { set_deadline(std::chrono::system_clock::now() + patience - std::chrono::seconds(5)); }
};

/// `ok`, or `NotFound: no such user`.
inline std::string said(const grpc::Status& s) {
  if (s.ok()) return "ok";
  return basics::name_of(static_cast<basics::code>(s.error_code())) + ": " + s.error_message();
}

/// Not the process-wide pool, in which equal channels share a connection.
inline grpc::ChannelArguments own_connection() {
  grpc::ChannelArguments a;
  a.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return a;
}

/// One connection to a server, and what one says over it.
struct client {
  explicit client(const std::string& address, const grpc::ChannelArguments& arguments = own_connection(),
                  const std::shared_ptr<grpc::ChannelCredentials>& creds = grpc::InsecureChannelCredentials())
      : channel(grpc::CreateCustomChannel(address, creds, arguments)) {}

  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<user::User::Stub> user = user::User::NewStub(channel);
  std::unique_ptr<helloworld::Greeter::Stub> greeter = helloworld::Greeter::NewStub(channel);
  std::unique_ptr<kinds::Kinds::Stub> kinds = kinds::Kinds::NewStub(channel);

  /// The greeting, or what went wrong.
  [[nodiscard]] std::string hello(const std::string& name) const {
    client_context ctx;
    helloworld::HelloRequest request;
    request.set_name(name);
    helloworld::HelloReply reply;
    const grpc::Status s = greeter->SayHello(&ctx, request, &reply);
    return s.ok() ? reply.message() : said(s);
  }
  [[nodiscard]] grpc::Status echo(const kinds::EchoRequest& request, kinds::EchoReply* reply = nullptr,
                                  client_context* with = nullptr) const {
    client_context own;
    kinds::EchoReply ignored;
    return kinds->Echo(with == nullptr ? &own : with, request, reply == nullptr ? &ignored : reply);
  }
  /// The text that came back, or what went wrong.
  [[nodiscard]] std::string echo(const std::string& text, client_context* with = nullptr) const {
    kinds::EchoRequest request;
    request.set_text(text);
    kinds::EchoReply reply;
    const grpc::Status s = echo(request, &reply, with);
    return s.ok() ? reply.text() : said(s);
  }
  /// The user's name, or what went wrong.
  [[nodiscard]] std::string user_name(const std::string& id, client_context* with = nullptr) const {
    client_context own;
    user::GetUserReq request;
    request.set_id(id);
    user::GetUserResp reply;
    const grpc::Status s = user->GetUser(with == nullptr ? &own : with, request, &reply);
    return s.ok() ? reply.name() : said(s);
  }
  /// Any bytes to any method; the answer's bytes, or what went wrong.
  [[nodiscard]] std::string raw(const std::string& method, const std::string& bytes) const {
    client_context ctx;
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer reply;
    std::promise<grpc::Status> ended;
    grpc::GenericStub(channel).UnaryCall(&ctx, method, {}, &request, &reply,
                                         [&](grpc::Status s) { ended.set_value(std::move(s)); });
    const grpc::Status s = ended.get_future().get();
    if (!s.ok()) return said(s);
    grpc::Slice whole;
    return reply.TrySingleSlice(&whole).ok() || reply.DumpToSingleSlice(&whole).ok()
               ? std::string(reinterpret_cast<const char*>(whole.begin()), whole.size())
               : std::string();
  }
};

inline kinds::Line line_of(const std::string& text) {
  kinds::Line l;
  l.set_text(text);
  return l;
}

/// All values of a key in a client's view of headers or trailers, in their order.
inline std::vector<std::string> values(const std::multimap<grpc::string_ref, grpc::string_ref>& md,
                                       const std::string& key) {
  std::vector<std::string> all;
  const auto [from, to] = md.equal_range(key);
  for (auto it = from; it != to; ++it) all.emplace_back(it->second.data(), it->second.size());
  return all;
}

}  // namespace support
