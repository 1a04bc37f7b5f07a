// SPDX-License-Identifier: MIT
//
// Word goes to the stats handler just before the operation it tells of, because the last operation takes the stream
// with it. grpc-go is as early: it calls a message sent once its transport has queued it.
#include "call_stats.hpp"
#include "stream_call.hpp"

#include <basics/server_call.hpp>

#include <fmt/format.h>
#include <google/protobuf/message.h>

#include <exception>
#include <utility>

namespace basics {

namespace {

// A handler that throws would be a panic in Go and end the process. Here it ends its call, and the client is told what
// grpc++ tells it then: nothing of what the exception says.
status panicked() { return {.code = code::unknown, .message = "Unexpected error in RPC handling"}; }

struct unary_answer {
  status error = {};
  std::string bytes = {};  // when there is no error
  // The client ended its side without a message. grpc-go tells the client so, and everybody else that all was well: for
  // its stats handler and counters an io.EOF is no error.
  bool no_message = false;
};

unary_answer answer_of(const call_environment& server, const reply& r, const call_state& call, call_stats& stats) {
  unary_answer a;
  if (r.has_error()) {
    a.error = r.error();
  } else if (status gone = call.error(); !gone.ok()) {
    a.error = std::move(gone);  // nobody gets the answer, so nobody shall be told that it went out
  } else if (!*r || !(*r)->SerializeToString(&a.bytes)) {
    a.error = {.code = code::internal, .message = "grpc: error while marshaling: the message cannot be encoded"};
  } else if (a.bytes.size() > server.options.max_send_message_size) {
    a.error = too_large("grpc: trying to send", a.bytes.size(), server.options.max_send_message_size);
  } else {
    stats.out_header();
    stats.out_payload(**r, a.bytes);
  }
  return a;
}

task<unary_answer> process_unary_rpc(const call_environment& server, transport_stream& stream,
                                     const service_registry::unary& target, call_stats& stats) {
  const std::optional<std::string> request = co_await stream.read();
  unary_answer failed;
  if (!request) {
    failed.error = stream.state()->error();
    failed.no_message = failed.error.ok();
    if (failed.no_message) failed.error = plain_error("EOF");
    co_return failed;
  }
  if (request->size() > server.options.max_receive_message_size) {
    failed.error = too_large("grpc: received", request->size(), server.options.max_receive_message_size);
    co_return failed;
  }
  const decode dec = [&](google::protobuf::Message& into) -> status {
    if (!into.ParseFromString(*request)) {
      return {.code = code::internal,
              .message = fmt::format("grpc: error unmarshalling request: not a {}", into.GetTypeName())};
    }
    stats.in_payload(into, *request);
    return {};
  };
  try {
    const reply r = co_await target.method->handler(target.implementation, stats.ctx(), dec, server.options.unary_int);
    co_return answer_of(server, r, *stream.state(), stats);
  } catch (...) {
    failed.error = panicked();
  }
  co_return failed;
}

task<status> process_streaming_rpc(const call_environment& server, const service_registry::streaming& target,
                                   stream_call& stream) {
  const stream_server_info info{.full_method = stream.full_method(),
                                .is_client_stream = target.stream->client_streams,
                                .is_server_stream = target.stream->server_streams};
  try {
    const stream_server_interceptor& interceptor = server.options.stream_int;
    if (interceptor) co_return co_await interceptor(target.implementation, stream, info, target.stream->handler);
    co_return co_await target.stream->handler(target.implementation, stream);
  } catch (...) {
    co_return panicked();
  }
}

// The counters and the stats handler's last word. The client was told `s`, or has gone.
void finish(const call_environment& server, call_stats& stats, const status& s) {
  stats.out_trailer();
  stats.end(s);
  (s.ok() ? server.counters.succeeded : server.counters.failed).fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

task<void> handle_stream(const call_environment& server, transport_stream& stream, std::shared_ptr<connection> on) {
  call_stats stats(server, stream);
  stats.tag(on->ctx.with_call(stream.state()), *on);

  auto target = server.services.find(stream.full_method());
  if (const status* why_not = std::get_if<status>(&target)) {
    if (!server.options.unknown_stream_desc || why_not->code != code::unimplemented) {
      stats.out_trailer();
      stream.write_status(*why_not);
      co_return;
    }
    target = service_registry::streaming{nullptr, &*server.options.unknown_stream_desc};
  }

  server.counters.started.fetch_add(1, std::memory_order_relaxed);
  stats.begin();
  if (const auto* unary = std::get_if<service_registry::unary>(&target)) {
    unary_answer answer = co_await process_unary_rpc(server, stream, *unary, stats);
    finish(server, stats, answer.no_message ? status{} : answer.error);
    if (answer.error.ok()) {
      stream.write_last(std::move(answer.bytes));
    } else {
      stream.write_status(answer.error);
    }
  } else {
    stream_call call(server, stream, stats);
    const status returned = co_await process_streaming_rpc(server, std::get<service_registry::streaming>(target), call);
    finish(server, stats, returned);
    stream.write_status(call.first_error().value_or(returned));
  }
}

}  // namespace basics
