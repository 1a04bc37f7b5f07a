// SPDX-License-Identifier: MIT
//
// Go's `chan *Call` for coroutines: the bounded queue of call.hpp, a lock, and a place to sleep.
//
//   auto done = std::make_shared<done_channel>(64);
//   for (…) client.go<std::string>("HelloService.Hello", name, done);
//   while (…) { std::shared_ptr<call> c = co_await done->receive(); … }
#pragma once

#include <netrpc/call.hpp>
#include <netrpc/wake_up.hpp>

#include <mutex>

namespace netrpc {

class done_channel final : public call_sink {
 public:
  explicit done_channel(std::size_t capacity) : queue_(capacity) {}

  /// Any thread. False: full, and the call was not kept.
  bool try_push(std::shared_ptr<call> finished) override;

  /// Go's `<-done`. Waits for a finished call; one receiver at a time. Cancellation (a timeout through
  /// `||`) throws operation_aborted and takes nothing out.
  [[nodiscard]] awaitable<std::shared_ptr<call>> receive();

  /// Go's `select { case c := <-done: default: }`. Null when there is none. Any thread.
  [[nodiscard]] std::shared_ptr<call> try_receive();

  [[nodiscard]] std::size_t capacity() const { return queue_.capacity(); }

 private:
  std::mutex mutex_;  // protects:
  done_queue queue_;
  wake_up pushed_;
};

}  // namespace netrpc
