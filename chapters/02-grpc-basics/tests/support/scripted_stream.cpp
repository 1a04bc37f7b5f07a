// SPDX-License-Identifier: MIT
#include "scripted_stream.hpp"

#include "trace.hpp"

#include <fmt/format.h>
#include <google/protobuf/message.h>

#include <stdexcept>
#include <utility>

namespace support {

using namespace basics;

scripted_stream::scripted_stream(std::string full_method, std::deque<client_step> client, journal write_down)
    : full_method_(std::move(full_method)), client_(std::move(client)), write_down_(std::move(write_down)) {
  state_->stream = this;
  state_->peer = "127.0.0.1:43535";
}

task<std::optional<std::string>> scripted_stream::read() {
  if (client_.empty() || !state_->error().ok()) co_return std::nullopt;
  const client_step next = std::move(client_.front());
  client_.pop_front();
  if (const auto* message = std::get_if<std::string>(&next)) co_return *message;
  state_->cancel({.code = code::canceled, .message = "context canceled"});
  co_return std::nullopt;
}

status scripted_stream::set_header(const metadata& more) {
  if (header_sent_) return plain_error("transport: the stream is done or WriteHeader was already called");
  header_.append(more);
  return {};
}

void scripted_stream::header_goes() {
  if (std::exchange(header_sent_, true)) return;
  if (!header_.empty()) write_down_("header" + trace::metadata_text(header_));
}

task<bool> scripted_stream::send_header() {
  header_goes();
  co_return !gone_;
}

task<bool> scripted_stream::write(std::string message) {
  if (final_status) throw std::logic_error("a message was written after the status");
  header_goes();
  if (gone_) co_return false;
  write_down_(fmt::format("message {}", message.size()));
  received.push_back(std::move(message));
  co_return true;
}

void scripted_stream::ended(const status& s) {
  if (final_status) throw std::logic_error("the call was ended twice");
  final_status = s;
  if (!trailer_.empty()) write_down_("trailer" + trace::metadata_text(trailer_));
  state_->stream = nullptr;
}

void scripted_stream::write_status(const status& s) {
  if (!header_.empty()) header_goes();
  write_down_("status " + trace::outcome(s));
  ended(s);
}

void scripted_stream::write_last(std::string message) {
  header_goes();
  write_down_(fmt::format("last {}", message.size()));
  received.push_back(std::move(message));
  ended({});
}

std::string bytes_of(const google::protobuf::Message& message) { return message.SerializeAsString(); }

}  // namespace support
