// SPDX-License-Identifier: MIT
//
// Go's context.Context, as far as a server needs it: values that whoever is further out has attached, and word that
// nobody waits for the answer any more. A context never changes; adding a value makes another one, which sees the value
// in front of its parent's. A call's context stands on its connection's:
//
//   background ← what tag_conn added ← the call (deadline, done, metadata, peer) ← what tag_rpc added ← interceptors …
#pragma once

#include <basics/event.hpp>
#include <basics/metadata.hpp>
#include <basics/status.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace basics {

class transport_stream;

/// Names a value of type T in contexts. Two keys are the same when they are the same object, as with Go's unexported
/// key types; so a key is a constant at namespace scope.
template <class T>
struct context_key {
  context_key() = default;
  context_key(const context_key&) = delete;
  context_key& operator=(const context_key&) = delete;
};

/// What all contexts of one call share. The transport makes it and tells it when the call is cancelled.
struct call_state {
  using time_point = std::chrono::system_clock::time_point;

  time_point deadline = time_point::max();
  metadata incoming = {};
  std::string peer = {};               // "127.0.0.1:43535"
  transport_stream* stream = nullptr;  // for set_header and the like; null in a context that has no call

  /// The client cancelled, vanished, or its deadline passed; later calls change nothing. Thread-safe.
  void cancel(const status& why);
  [[nodiscard]] status error() const;
  event done;

 private:
  mutable std::mutex mutex_;  // guards error_
  status error_;
};

/// An immutable value, cheap to copy and safe to share between threads.
class context {
 public:
  /// context.Background(): no values, no deadline, never done.
  context() = default;

  /// The same, and `value` under `key`.
  template <class T>
  [[nodiscard]] context with_value(const context_key<T>& key, T value) const {
    return with(&key, std::make_shared<T>(std::move(value)));
  }
  /// The innermost value under `key`, or null. Lives as long as any context that has it.
  template <class T>
  [[nodiscard]] T* value(const context_key<T>& key) const {
    return static_cast<T*>(find(&key));
  }

  /// For transports: the context of a call, standing on this one.
  [[nodiscard]] context with_call(std::shared_ptr<call_state> call) const;

  /// time_point::max() when there is none.
  [[nodiscard]] call_state::time_point deadline() const;
  [[nodiscard]] const metadata& incoming_metadata() const;
  /// The caller's address, "" outside a call.
  [[nodiscard]] const std::string& peer() const;

  /// OK while somebody waits for the answer; then CANCELLED or DEADLINE_EXCEEDED with Go's words for it.
  [[nodiscard]] status error() const;
  /// `co_await ctx.done()` ↔ `<-ctx.Done()`. Requires a call.
  [[nodiscard]] auto done() const { return call_->done.done(); }

  [[nodiscard]] transport_stream* stream() const { return call_ ? call_->stream : nullptr; }

 private:
  struct node {
    std::shared_ptr<const node> parent;
    const void* key;
    std::shared_ptr<void> value;
  };
  [[nodiscard]] context with(const void* key, std::shared_ptr<void> value) const;
  [[nodiscard]] void* find(const void* key) const;

  std::shared_ptr<const node> values_;
  std::shared_ptr<call_state> call_;
};

/// grpc.SetHeader: metadata for the header, sent with the first message at the latest. INTERNAL outside a call, or when
/// the header has gone.
[[nodiscard]] status set_header(const context& ctx, const metadata& header);
/// grpc.SetTrailer: metadata for the trailer. INTERNAL outside a call.
[[nodiscard]] status set_trailer(const context& ctx, const metadata& trailer);

}  // namespace basics
