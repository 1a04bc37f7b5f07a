// SPDX-License-Identifier: MIT
#include "kinds_service.hpp"

#include <basics/typed_method.hpp>

#include <rpc_status.pb.h>

#include <algorithm>
#include <string>
#include <utility>

namespace services {

service_desc kinds_service_desc() {
  return {.service_name = "kinds.Kinds",
          .handler_type = handler_type::of<KindsServer>(),
          .methods = {unary_method("kinds.Kinds", "Echo", &KindsServer::Echo)},
          .streams = {stream_method("Count", &KindsServer::Count, true, false),
                      stream_method("Sum", &KindsServer::Sum, false, true),
                      stream_method("Chat", &KindsServer::Chat, true, true)},
          .metadata = "kinds.proto"};
}

namespace {

/// The status that an EchoRequest asks for, with its detail packed as google.rpc.Status wants it.
status wanted_status(const kinds::EchoRequest& request) {
  status s;
  s.code = static_cast<code>(request.code());
  s.message = request.status_message();
  if (!request.detail().empty()) {
    google::rpc::Status all;
    all.set_code(request.code());
    all.set_message(request.status_message());
    kinds::Line detail;
    detail.set_text(request.detail());
    all.add_details()->PackFrom(detail);
    s.details = all.SerializeAsString();
  }
  return s;
}

void answer_metadata(const context& ctx) {
  const metadata& asked = ctx.incoming_metadata();
  metadata header;
  for (const std::string& value : asked.get("x-want-header")) header.append("x-header", value);
  metadata trailer;
  for (const std::string& value : asked.get("x-want-trailer")) trailer.append("x-trailer", value);
  for (const std::string& value : asked.get("x-want-trailer-bin")) trailer.append("x-trailer-bin", value);
  (void)set_header(ctx, header);  // nothing has been sent yet
  (void)set_trailer(ctx, trailer);
}

}  // namespace

task<result<kinds::EchoReply>> kinds_server::Echo(context ctx, const kinds::EchoRequest& request) {
  answer_metadata(ctx);
  if (request.code() != 0) co_return wanted_status(request);
  if (request.text() == "plain error") co_return plain_error("plain");
  if (request.text() == "wait") {
    co_await ctx.done();
    co_return ctx.error();
  }
  if (request.repeat() < 0) co_return status{.code = code::invalid_argument, .message = "repeat is negative"};
  const auto times = static_cast<std::size_t>(std::max(request.repeat(), 1));
  if (request.text().size() > kinds_server::largest_reply / times) {
    co_return status{.code = code::resource_exhausted, .message = "the reply would be too large"};
  }
  kinds::EchoReply reply;
  // An empty text passes the limit however often it is asked for, and two billion appends of it cost seconds.
  if (request.text().empty()) co_return reply;
  for (std::size_t i = 0; i < times; ++i) reply.mutable_text()->append(request.text());
  co_return reply;
}

task<status> kinds_server::Count(server_stream& stream) {
  kinds::CountRequest request;
  const result<bool> got = co_await stream.recv_msg(request);
  if (got.has_error()) co_return got.error();
  if (!*got) co_return plain_error("EOF");  // as grpc-go's generated handlers, which pass io.EOF on
  std::int64_t sent = 0;
  // Ends at `to` before counting on: after the largest number there is none.
  for (std::int64_t n = request.from(); n <= request.to(); ++n) {
    if (request.stop_after() != 0 && sent == request.stop_after()) {
      co_return status{.code = code::out_of_range, .message = "stopped after " + std::to_string(sent)};
    }
    kinds::Number number;
    number.set_value(n);
    const status gone = co_await stream.send_msg(number);
    if (!gone.ok()) co_return gone;
    ++sent;
    if (n == request.to()) break;
  }
  co_return status();
}

task<status> kinds_server::Sum(server_stream& stream) {
  kinds::SumReply reply;
  for (;;) {
    kinds::Number number;
    const result<bool> got = co_await stream.recv_msg(number);
    if (got.has_error()) co_return got.error();
    if (!*got) break;
    // Unsigned, because a client may send what overflows; the sum wraps around as Go's does.
    reply.set_sum(static_cast<std::int64_t>(static_cast<std::uint64_t>(reply.sum()) +
                                            static_cast<std::uint64_t>(number.value())));
    reply.set_count(reply.count() + 1);
  }
  co_return co_await stream.send_msg(reply);
}

task<status> kinds_server::Chat(server_stream& stream) {
  for (;;) {
    kinds::Line line;
    const result<bool> got = co_await stream.recv_msg(line);
    if (got.has_error()) co_return got.error();
    if (!*got || line.text() == "bye") co_return status();
    if (line.text() == "fail") co_return status{.code = code::aborted, .message = "asked to fail"};
    line.set_text("echo: " + line.text());
    const status sent = co_await stream.send_msg(line);
    if (!sent.ok()) co_return sent;
  }
}

}  // namespace services
