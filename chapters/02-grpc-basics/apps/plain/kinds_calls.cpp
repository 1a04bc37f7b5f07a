// SPDX-License-Identifier: MIT
#include "plain/kinds_calls.hpp"

#include "plain/status_text.hpp"
#include "program.hpp"

#include <iostream>
#include <stdexcept>

namespace plain {

using grpc::StatusCode;
using program::say;

const std::vector<kinds_call>& kinds_calls() {
  static const std::vector<kinds_call> all = {
      {"unary", "one request, one reply", unary},
      {"server-streaming", "one request, many replies; and a stream that ends with an error", server_streaming},
      {"client-streaming", "many requests, one reply", client_streaming},
      {"bidi", "both at once; and a call that the server ends with an error", bidi},
      {"deadline", "a call that ends itself", deadline},
      {"cancel", "a call that the client ends", cancel},
      {"metadata", "headers there, headers and trailers back", metadata},
      {"details", "a status that carries a message of its own", details},
      {"limits", "messages of --size bytes, which either side may find too large", limits},
      {"gzip", "what --size bytes take on the wire", gzip}};
  return all;
}

void expect(const grpc::Status& status, StatusCode code) {
  if (status.error_code() != code) throw std::runtime_error(text_of(status));
}

void unary(kinds::Kinds::Stub& stub, const kinds_options&) {
  grpc::ClientContext context;
  kinds::EchoRequest request;
  request.set_text("hello");
  kinds::EchoReply reply;
  expect(stub.Echo(&context, request, &reply));
  say("unary: " + reply.text());
}

void server_streaming(kinds::Kinds::Stub& stub, const kinds_options&) {
  for (const std::int64_t stop_after : {0, 2}) {
    grpc::ClientContext context;
    kinds::CountRequest request;
    request.set_from(1);
    request.set_to(5);
    request.set_stop_after(stop_after);
    const auto stream = stub.Count(&context, request);
    std::string line = "server-streaming:";
    kinds::Number number;
    while (stream->Read(&number)) line += " " + std::to_string(number.value());
    const grpc::Status status = stream->Finish();  // why Read gave false is known only now
    expect(status, stop_after == 0 ? StatusCode::OK : StatusCode::OUT_OF_RANGE);
    say(line + ", then " + text_of(status));
  }
}

void client_streaming(kinds::Kinds::Stub& stub, const kinds_options&) {
  grpc::ClientContext context;
  kinds::SumReply reply;
  const auto stream = stub.Sum(&context, &reply);
  kinds::Number number;
  for (int i = 1; i <= 100; ++i) {
    number.set_value(i);
    if (!stream->Write(number)) break;  // the call is over; Finish says why
  }
  stream->WritesDone();
  expect(stream->Finish());
  say("client-streaming: sum of " + std::to_string(reply.count()) + " numbers is " + std::to_string(reply.sum()));
}

void bidi(kinds::Kinds::Stub& stub, const kinds_options&) {
  for (const bool fails : {false, true}) {
    grpc::ClientContext context;
    const auto stream = stub.Chat(&context);
    kinds::Line line;
    for (const char* text : {"one", "two", fails ? "fail" : "bye"}) {
      line.set_text(text);
      if (!stream->Write(line) || !stream->Read(&line)) break;
      say("bidi: " + line.text());
    }
    const grpc::Status status = stream->Finish();
    expect(status, fails ? StatusCode::ABORTED : StatusCode::OK);
    say("bidi: " + text_of(status));
  }
}

void chat(kinds::Kinds::Stub& stub, const kinds_options&) {
  grpc::ClientContext context;
  const auto stream = stub.Chat(&context);
  kinds::Line line;
  for (std::string text; std::getline(std::cin, text);) {
    line.set_text(text);
    if (!stream->Write(line) || !stream->Read(&line)) break;
    say(line.text());
  }
  stream->WritesDone();
  while (stream->Read(&line)) say(line.text());
  expect(stream->Finish());
}

}  // namespace plain
