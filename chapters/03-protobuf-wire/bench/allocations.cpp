// SPDX-License-Identifier: MIT
#include "allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

std::size_t count = 0;  // the bench has one thread

}  // namespace

std::size_t bench::allocations() { return count; }

void* operator new(std::size_t size) {
  ++count;
  if (void* const place = std::malloc(size)) return place;
  throw std::bad_alloc();
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }
