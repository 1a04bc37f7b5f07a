// SPDX-License-Identifier: MIT
#include "stream_call.hpp"

#include <fmt/format.h>
#include <google/protobuf/message.h>

#include <utility>

namespace basics {

status too_large(const char* what, std::size_t size, std::size_t limit) {
  return {.code = code::resource_exhausted,
          .message = fmt::format("{} message larger than max ({} vs. {})", what, size, limit)};
}

status stream_call::fail(status s) {
  if (!first_error_) {
    first_error_ = s;
    stats_.out_trailer();
  }
  return s;
}

task<result<bool>> stream_call::recv_msg(google::protobuf::Message& into) {
  if (first_error_) co_return *first_error_;
  const std::optional<std::string> bytes = co_await stream_.read();
  if (!bytes) {
    status gone = stream_.state()->error();
    if (gone.ok()) co_return false;
    co_return fail(std::move(gone));
  }
  if (bytes->size() > server_.options.max_receive_message_size) {
    co_return fail(too_large("grpc: received", bytes->size(), server_.options.max_receive_message_size));
  }
  if (!into.ParseFromString(*bytes)) {
    status bad;
    bad.code = code::internal;
    bad.message = fmt::format("grpc: failed to unmarshal the received message not a {}", into.GetTypeName());
    co_return fail(std::move(bad));
  }
  stats_.in_payload(into, *bytes);
  co_return true;
}

task<status> stream_call::send_msg(const google::protobuf::Message& message) {
  if (first_error_) co_return *first_error_;
  std::string bytes;
  if (!message.SerializeToString(&bytes)) {
    status bad;
    bad.code = code::internal;
    bad.message = "grpc: error while marshaling: the message cannot be encoded";
    co_return fail(std::move(bad));
  }
  if (bytes.size() > server_.options.max_send_message_size) {
    // sic: without the "grpc: " that a unary call's has
    co_return fail(too_large("trying to send", bytes.size(), server_.options.max_send_message_size));
  }
  status gone = stream_.state()->error();
  if (!gone.ok()) co_return fail(std::move(gone));
  stats_.out_header();
  stats_.out_payload(message, bytes);
  const bool sent = co_await stream_.write(std::move(bytes));
  if (sent) co_return status();
  gone = stream_.state()->error();
  if (gone.ok()) {
    gone.code = code::unavailable;
    gone.message = "transport is closing";
  }
  co_return fail(std::move(gone));
}

task<status> stream_call::send_header(metadata header) {
  status s = stream_.set_header(header);
  if (!s.ok()) co_return s;
  stats_.out_header();
  const bool sent = co_await stream_.send_header();
  if (sent) co_return status();
  s.code = code::unavailable;
  s.message = "transport is closing";
  co_return s;
}

}  // namespace basics
