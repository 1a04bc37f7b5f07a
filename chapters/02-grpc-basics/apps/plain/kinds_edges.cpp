// SPDX-License-Identifier: MIT
#include "plain/counted_connection.hpp"
#include "plain/kinds_calls.hpp"
#include "plain/status_text.hpp"
#include "program.hpp"
#include "rpc_status.pb.h"

#include <fmt/format.h>

#include <chrono>

namespace plain {

using grpc::StatusCode;
using program::say;

namespace {

// One line there and back, so that the call has certainly reached the server.
template <class Stream>
void exchange(Stream& stream, const char* text) {
  kinds::Line line;
  line.set_text(text);
  if (!stream.Write(line) || !stream.Read(&line)) expect(stream.Finish());
}

std::string hex(grpc::string_ref bytes) {
  std::string all;
  for (const char byte : bytes) all += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return all;
}

}  // namespace

void deadline(kinds::Kinds::Stub& stub, const kinds_options& options) {
  grpc::ClientContext context;
  // A point in time, which travels as time that is left (grpc-timeout); so server and client each give up by their own
  // clock.
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(options.deadline_ms));
  const auto stream = stub.Chat(&context);
  kinds::Line line;
  line.set_text("hello");
  if (stream->Write(line)) {
    while (stream->Read(&line)) {  // the second waits for an echo that does not come
    }
  }
  const grpc::Status status = stream->Finish();
  expect(status, StatusCode::DEADLINE_EXCEEDED);
  say("deadline: " + text_of(status));
}

void cancel(kinds::Kinds::Stub& stub, const kinds_options&) {
  grpc::ClientContext context;
  const auto stream = stub.Chat(&context);
  exchange(*stream, "hello");
  context.TryCancel();  // "try": the call may have ended by itself
  const grpc::Status status = stream->Finish();
  expect(status, StatusCode::CANCELLED);
  say("cancel: " + text_of(status));
}

void metadata(kinds::Kinds::Stub& stub, const kinds_options&) {
  grpc::ClientContext context;
  context.AddMetadata("x-want-header", "one");  // keys in lower case; a key may come several times
  context.AddMetadata("x-want-header", "two");
  context.AddMetadata("x-want-trailer", "three");
  context.AddMetadata("x-want-trailer-bin", std::string("\x00\xff\n", 3));
  kinds::EchoRequest request;
  kinds::EchoReply reply;
  expect(stub.Echo(&context, request, &reply));
  // string_refs into the context: they live as long as it does.
  for (const auto& [key, value] : context.GetServerInitialMetadata()) {
    if (key.starts_with("x-"))
      say(fmt::format("metadata: header {}: {}", std::string(key.data(), key.size()),
                      std::string(value.data(), value.size())));
  }
  for (const auto& [key, value] : context.GetServerTrailingMetadata()) {
    const std::string name(key.data(), key.size());
    if (!key.starts_with("x-")) continue;
    say(fmt::format("metadata: trailer {}: {}", name,
                    name.ends_with("-bin") ? hex(value) : std::string(value.data(), value.size())));
  }
}

void details(kinds::Kinds::Stub& stub, const kinds_options&) {
  grpc::ClientContext context;
  kinds::EchoRequest request;
  request.set_code(StatusCode::NOT_FOUND);
  request.set_status_message("no such thing");
  request.set_detail("look elsewhere");
  kinds::EchoReply reply;
  const grpc::Status status = stub.Echo(&context, request, &reply);
  expect(status, StatusCode::NOT_FOUND);
  say("details: " + text_of(status));
  google::rpc::Status all;  // from a server, so it may be anything
  if (!all.ParseFromString(status.error_details())) throw std::runtime_error("the details are no google.rpc.Status");
  for (const google::protobuf::Any& any : all.details()) {
    kinds::Line detail;
    say(any.UnpackTo(&detail) ? "details: a kinds.Line: " + detail.text() : "details: a " + any.type_url());
  }
}

void limits(kinds::Kinds::Stub& stub, const kinds_options& options) {
  kinds::EchoRequest small_request, large_request;
  small_request.set_text("a");
  small_request.set_repeat(static_cast<std::int32_t>(options.size));
  large_request.set_text("a");
  large_request.set_detail(std::string(static_cast<std::size_t>(options.size), 'a'));  // Echo leaves it alone
  for (const bool reply_is_large : {true, false}) {
    grpc::ClientContext context;
    kinds::EchoReply reply;
    const grpc::Status status = stub.Echo(&context, reply_is_large ? small_request : large_request, &reply);
    if (!status.ok()) expect(status, StatusCode::RESOURCE_EXHAUSTED);
    say(fmt::format("limits: {} of {} bytes: {}", reply_is_large ? "reply" : "request", options.size, text_of(status)));
  }
}

void gzip(kinds::Kinds::Stub&, const kinds_options& options) {
  const counted_connection connection(options.address);
  const auto stub = kinds::Kinds::NewStub(connection.channel());
  unary(*stub, options);  // the connection's first frames are not to be counted

  const std::string text(static_cast<std::size_t>(options.size), 'a');
  for (const bool compressed : {false, true}) {
    grpc::ClientContext context;
    if (compressed) {
      context.set_compression_algorithm(GRPC_COMPRESS_GZIP);  // of what we send …
      context.AddMetadata("x-want-gzip", "yes");  // … and, by agreement with this server, of what it sends
    }
    kinds::EchoRequest request;
    request.set_text(text);
    kinds::EchoReply reply;
    const counted_connection::bytes before = connection.passed();
    expect(stub->Echo(&context, request, &reply));
    const counted_connection::bytes after = connection.passed();
    if (reply.text() != text) throw std::runtime_error("another text came back");
    say(fmt::format("gzip: {} bytes {}: {} on the wire, {} back", options.size, compressed ? "gzipped" : "plain",
                    after.sent - before.sent, after.received - before.received));
  }
}

}  // namespace plain
