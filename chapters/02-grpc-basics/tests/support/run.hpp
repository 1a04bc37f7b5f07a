// SPDX-License-Identifier: MIT
//
// Tests are no coroutines: what they start must end before they look at it.
#pragma once

#include <basics/task.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace support {

namespace detail {

template <class T>
basics::task<void> keep(basics::task<T> work, std::optional<T>& value, std::exception_ptr& thrown) {
  try {
    T got = co_await std::move(work);
    value.emplace(std::move(got));
  } catch (...) {
    thrown = std::current_exception();
  }
}

}  // namespace detail

/// What a task gives that waits for nothing, or throws what it throws. Throws std::logic_error when it does wait.
template <class T>
T run(basics::task<T> work) {
  std::optional<T> value;
  std::exception_ptr thrown;
  basics::spawn(detail::keep(std::move(work), value, thrown), [] {});
  if (thrown) std::rethrow_exception(thrown);
  if (!value) throw std::logic_error("the task waits for something that this test does not do");
  return std::move(*value);
}

/// The same for a task without a value.
inline void run(basics::task<void> work) {
  bool ended = false;
  basics::spawn(std::move(work), [&] { ended = true; });
  if (!ended) throw std::logic_error("the task waits for something that this test does not do");
}

}  // namespace support
