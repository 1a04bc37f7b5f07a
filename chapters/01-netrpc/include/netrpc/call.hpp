// SPDX-License-Identifier: MIT
//
// One call that is under way, and how its caller learns that it is over (net/rpc client.go Call).
//
//   client.go(…) ──► call ──► pending table ──► answer arrives ──► finish() ──► done ──► the caller
//
// The reader of a connection finishes the calls of everybody, so it must never wait for one of them.
// That is the whole reason why Go's done channel has a buffer, why an unbuffered one is refused, and
// why a full one loses the notification rather than holding up the connection.
#pragma once

#include <netrpc/error.hpp>
#include <netrpc/reflect.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <typeinfo>

namespace netrpc {

struct call;

/// The sending half of Go's `chan *Call`: whatever hears of finished calls.
class call_sink {
 public:
  virtual ~call_sink() = default;
  /// Never waits. False: there was no room, and nobody will hear of this call.
  virtual bool try_push(std::shared_ptr<call> finished) = 0;
};

/// Go's Call. Owned by the pending table and by whoever asked; the last one to leave frees it, so a
/// caller that stopped waiting leaves no dangling reply behind.
struct call {
  std::string service_method;       // "Service.Method"
  reflect::const_value args;        // both lie in the same allocation as the call; args may be
  reflect::value reply;             //   nothing, when the caller kept no copy
  std::optional<error> failure;     // Go's Error: nothing means the reply is there
  std::shared_ptr<call_sink> done;  // null once it was told, or when nobody wants to know

  /// Go's `call.Args.(T)` and `*call.Reply.(*T)`: another type is the caller's mistake, and throws.
  template <class T>
  [[nodiscard]] const T& args_as() const {
    return as<T>(args);
  }
  template <class T>
  [[nodiscard]] const T& reply_as() const {
    return as<T>(reply);
  }

 private:
  template <class T>
  static const T& as(reflect::const_value v) {
    if (v.of != &reflect::of<T>()) throw std::bad_cast();
    return *static_cast<const T*>(v.data);
  }
};

/// The buffered `chan *Call`, as data: first in, first out, and never more than `capacity`.
class done_queue {
 public:
  explicit done_queue(std::size_t capacity) : capacity_(capacity) {}

  /// False when it is full; the call is not kept then.
  bool try_push(std::shared_ptr<call> finished);
  /// Null when it is empty.
  [[nodiscard]] std::shared_ptr<call> try_pop();

  [[nodiscard]] std::size_t size() const { return calls_.size(); }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

 private:
  std::size_t capacity_;
  std::deque<std::shared_ptr<call>> calls_;
};

/// Go's Call.done: tells the caller without ever waiting for it. False: the notification was lost.
bool finish(const std::shared_ptr<call>& finished);

}  // namespace netrpc
