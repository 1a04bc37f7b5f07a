// SPDX-License-Identifier: MIT
//
// How many bytes of heap are in use, counted by the operators new and delete of this program. To be included by one
// source file of it. A connection says itself how much it holds (footprint); this tells whether that is all.
#pragma once

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace h2::test {

class heap_meter {
 public:
  [[nodiscard]] static std::size_t live() { return live_.load(std::memory_order_relaxed); }

  static void* take(std::size_t n) {
    void* at = std::malloc(n == 0 ? 1 : n);
    if (at == nullptr) throw std::bad_alloc();
    live_.fetch_add(malloc_usable_size(at), std::memory_order_relaxed);
    return at;
  }
  static void give(void* at) noexcept {
    if (at != nullptr) live_.fetch_sub(malloc_usable_size(at), std::memory_order_relaxed);
    std::free(at);
  }

 private:
  inline static std::atomic<std::size_t> live_ = 0;
};

}  // namespace h2::test

// Over-aligned types have operators of their own, which stay as they are: nothing here needs them.
void* operator new(std::size_t n) { return h2::test::heap_meter::take(n); }
void* operator new[](std::size_t n) { return h2::test::heap_meter::take(n); }
void operator delete(void* at) noexcept { h2::test::heap_meter::give(at); }
void operator delete[](void* at) noexcept { h2::test::heap_meter::give(at); }
void operator delete(void* at, std::size_t) noexcept { h2::test::heap_meter::give(at); }
void operator delete[](void* at, std::size_t) noexcept { h2::test::heap_meter::give(at); }
