// SPDX-License-Identifier: MIT
#include "plain/kinds_service.hpp"

#include "program.hpp"
#include "rpc_status.pb.h"

#include <cstdint>

namespace plain {

namespace {

using grpc::Status;
using grpc::StatusCode;

void answer_metadata(grpc::CallbackServerContext& context) {
  for (const auto& [key, value] : context.client_metadata()) {
    const std::string text(value.data(), value.size());
    if (key == "x-want-header") context.AddInitialMetadata("x-header", text);
    if (key == "x-want-trailer") context.AddTrailingMetadata("x-trailer", text);
    // A key that ends in -bin may have any bytes as its value; grpc++ does the base64 of it, here and in
    // client_metadata.
    if (key == "x-want-trailer-bin") context.AddTrailingMetadata("x-trailer-bin", text);
    // Compression is the sender's choice, for each call. What it may choose from comes in grpc-accept-encoding.
    if (key == "x-want-gzip") context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  }
}

// A status has a code, a message, and bytes that travel as grpc-status-details-bin. All gRPC libraries take them for a
// google.rpc.Status; grpc++ leaves it to us to make one, and to repeat code and message in it.
Status wanted_status(const kinds::EchoRequest& request) {
  // An enum has no room for numbers without a name.
  const bool has_name = request.code() >= 0 && request.code() <= StatusCode::UNAUTHENTICATED;
  const auto code = has_name ? static_cast<StatusCode>(request.code()) : StatusCode::UNKNOWN;
  if (request.detail().empty()) return {code, request.status_message()};
  google::rpc::Status all;
  all.set_code(request.code());
  all.set_message(request.status_message());
  kinds::Line detail;
  detail.set_text(request.detail());
  all.add_details()->PackFrom(detail);
  return {code, request.status_message(), all.SerializeAsString()};
}

Status echo(const kinds::EchoRequest& request, kinds::EchoReply& reply) {
  if (request.code() != 0) return wanted_status(request);
  if (request.repeat() < 0) return {StatusCode::INVALID_ARGUMENT, "repeat is negative"};
  const auto times = static_cast<std::size_t>(request.repeat() == 0 ? 1 : request.repeat());
  if (request.text().size() > kinds_service::largest_reply / times) {
    return {StatusCode::RESOURCE_EXHAUSTED, "the reply would be too large"};
  }
  reply.mutable_text()->reserve(request.text().size() * times);
  for (std::size_t i = 0; i < times; ++i) reply.mutable_text()->append(request.text());
  return Status::OK;
}

class count_reactor final : public grpc::ServerWriteReactor<kinds::Number> {
 public:
  explicit count_reactor(const kinds::CountRequest& request) : request_(request), next_(request.from()) {
    write_next();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(Status::CANCELLED);                        // the client is gone; nobody reads this
    if (number_.value() == request_.to()) return Finish(Status::OK);  // asked before ++: `to` may be the largest number
    ++next_;
    write_next();
  }
  void OnDone() override { delete this; }

 private:
  void write_next() {
    if (next_ > request_.to()) return Finish(Status::OK);
    if (request_.stop_after() != 0 && written_ == request_.stop_after()) {
      return Finish({StatusCode::OUT_OF_RANGE, "stopped after " + std::to_string(written_)});
    }
    ++written_;
    number_.set_value(next_);
    StartWrite(&number_);  // number_ must stay as it is until OnWriteDone
  }

  const kinds::CountRequest request_;
  std::int64_t next_;
  std::int64_t written_ = 0;
  kinds::Number number_;
};

class sum_reactor final : public grpc::ServerReadReactor<kinds::Number> {
 public:
  explicit sum_reactor(kinds::SumReply& reply) : reply_(reply) { StartRead(&number_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(Status::OK);  // the client has sent its last, or is gone
    // Unsigned, because a client may send what overflows; the sum wraps around as Go's does.
    reply_.set_sum(static_cast<std::int64_t>(static_cast<std::uint64_t>(reply_.sum()) +
                                             static_cast<std::uint64_t>(number_.value())));
    reply_.set_count(reply_.count() + 1);
    StartRead(&number_);
  }
  void OnDone() override { delete this; }

 private:
  kinds::SumReply& reply_;  // grpc++ sends it when the call finishes OK
  kinds::Number number_;
};

class chat_reactor final : public grpc::ServerBidiReactor<kinds::Line, kinds::Line> {
 public:
  chat_reactor() { StartRead(&line_); }

  void OnReadDone(bool ok) override {
    if (!ok || line_.text() == "bye") return Finish(Status::OK);
    if (line_.text() == "fail") return Finish({StatusCode::ABORTED, "asked to fail"});
    line_.set_text("echo: " + line_.text());
    StartWrite(&line_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(Status::CANCELLED);
    StartRead(&line_);
  }
  // Comes when the client cancels, its deadline passes or its connection breaks, or a drain takes too long. It only
  // tells: what was started still ends, with ok = false, and the call still needs its Finish.
  void OnCancel() override { program::complain("chat cancelled"); }
  void OnDone() override { delete this; }  // the last word, when every On… has returned

 private:
  kinds::Line line_;
};

}  // namespace

grpc::ServerUnaryReactor* kinds_service::Echo(grpc::CallbackServerContext* context, const kinds::EchoRequest* request,
                                              kinds::EchoReply* reply) {
  answer_metadata(*context);
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(echo(*request, *reply));
  return reactor;
}

grpc::ServerWriteReactor<kinds::Number>* kinds_service::Count(grpc::CallbackServerContext*,
                                                              const kinds::CountRequest* request) {
  return new count_reactor(*request);
}

grpc::ServerReadReactor<kinds::Number>* kinds_service::Sum(grpc::CallbackServerContext*, kinds::SumReply* reply) {
  return new sum_reactor(*reply);
}

grpc::ServerBidiReactor<kinds::Line, kinds::Line>* kinds_service::Chat(grpc::CallbackServerContext*) {
  return new chat_reactor;
}

}  // namespace plain
