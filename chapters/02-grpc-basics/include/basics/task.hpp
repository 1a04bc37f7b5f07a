// SPDX-License-Identifier: MIT
//
// Goroutines here. grpc-go gives each call a goroutine that may block; grpc++'s callback API has two threads for all
// calls, which must not. So a handler is a coroutine: it begins on the thread that brought its request, gives that
// thread back while it waits (co_await), and goes on where its answer arrives.
//
//   go f()          spawn(f(), what_is_left_to_do)
//   resp := f()     reply resp = co_await f();
//   <-ctx.Done()    co_await ctx.done();
//
// Asio's awaitable would do, but brings its executors into every header of a core that opens nothing.
//
// g++ 12 destroys some temporaries of a full-expression that contains co_await twice: name lambdas, aggregates and
// braced initialisers first, then std::move them in.
#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace basics {

template <class T>
class task;

namespace detail {

// A task that ends resumes whoever awaits it, without growing the stack (symmetric transfer).
struct back_to_caller {
  bool await_ready() noexcept { return false; }
  template <class Promise>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) noexcept {
    return ended.promise().caller;
  }
  void await_resume() noexcept {}
};

struct promise_base {
  std::coroutine_handle<> caller = std::noop_coroutine();
  std::exception_ptr thrown = nullptr;

  std::suspend_always initial_suspend() noexcept { return {}; }
  back_to_caller final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { thrown = std::current_exception(); }
};

template <class T>
struct promise final : promise_base {
  std::optional<T> value;

  task<T> get_return_object() noexcept;
  template <std::convertible_to<T> U>
  void return_value(U&& v) {
    value.emplace(std::forward<U>(v));
  }
  T take() {
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*value);
  }
};

template <>
struct promise<void> final : promise_base {
  task<void> get_return_object() noexcept;
  void return_void() noexcept {}
  void take() {
    if (thrown) std::rethrow_exception(thrown);
  }
};

}  // namespace detail

/// A coroutine that has not begun; co_await begins it and gives its value, or throws what it threw.
/// Lifetime: owns the coroutine's frame. Await it once.
template <class T>
class [[nodiscard]] task {
 public:
  using promise_type = detail::promise<T>;

  task(task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  task(const task&) = delete;
  task& operator=(const task&) = delete;
  task& operator=(task&&) = delete;
  ~task() {
    if (frame_) frame_.destroy();
  }

  auto operator co_await() && noexcept {
    struct awaiter {
      std::coroutine_handle<promise_type> frame;
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
        frame.promise().caller = caller;
        return frame;
      }
      T await_resume() { return frame.promise().take(); }
    };
    return awaiter{frame_};
  }

 private:
  friend promise_type;
  explicit task(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}

  std::coroutine_handle<promise_type> frame_;
};

namespace detail {

template <class T>
task<T> promise<T>::get_return_object() noexcept {
  return task<T>(std::coroutine_handle<promise>::from_promise(*this));
}
inline task<void> promise<void>::get_return_object() noexcept {
  return task<void>(std::coroutine_handle<promise>::from_promise(*this));
}

// Begins at once and frees itself at its end.
struct spawned {
  struct promise_type {
    spawned get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    [[noreturn]] void unhandled_exception() noexcept { std::terminate(); }
  };
};

}  // namespace detail

/// Begins `work` on this thread; `last`, which may not throw, is called when it has ended, wherever that is. `work` may
/// not throw either: std::terminate. Whoever spawns must live until `last` was called.
template <class Last>
detail::spawned spawn(task<void> work, Last last) {
  co_await std::move(work);  // NOLINT(bugprone-use-after-move): clang-tidy 14 takes the frame's own copying for a move
  last();
}

}  // namespace basics
