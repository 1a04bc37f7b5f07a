// SPDX-License-Identifier: MIT
#include <basics/context.hpp>
#include <basics/transport.hpp>

namespace basics {

void call_state::cancel(const status& why) {
  {
    const std::lock_guard lock(mutex_);
    if (error_.ok()) error_ = why;
  }
  done.fire();
}

status call_state::error() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

context context::with(const void* key, std::shared_ptr<void> value) const {
  context next = *this;
  next.values_ = std::make_shared<node>(node{values_, key, std::move(value)});
  return next;
}

void* context::find(const void* key) const {
  for (const node* n = values_.get(); n != nullptr; n = n->parent.get()) {
    if (n->key == key) return n->value.get();
  }
  return nullptr;
}

context context::with_call(std::shared_ptr<call_state> call) const {
  context next = *this;
  next.call_ = std::move(call);
  return next;
}

call_state::time_point context::deadline() const { return call_ ? call_->deadline : call_state::time_point::max(); }

const metadata& context::incoming_metadata() const {
  static const metadata none;
  return call_ ? call_->incoming : none;
}

const std::string& context::peer() const {
  static const std::string nobody;
  return call_ ? call_->peer : nobody;
}

status context::error() const { return call_ ? call_->error() : status{}; }

namespace {
status no_call() { return {.code = code::internal, .message = "grpc: failed to fetch the stream from the context"}; }
}  // namespace

status set_header(const context& ctx, const metadata& header) {
  return ctx.stream() == nullptr ? no_call() : ctx.stream()->set_header(header);
}

status set_trailer(const context& ctx, const metadata& trailer) {
  if (ctx.stream() == nullptr) return no_call();
  ctx.stream()->set_trailer(trailer);
  return {};
}

}  // namespace basics
