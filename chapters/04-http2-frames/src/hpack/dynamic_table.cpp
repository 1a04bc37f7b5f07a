// SPDX-License-Identifier: MIT
#include <h2/hpack/dynamic_table.hpp>

namespace h2::hpack {
namespace {

// In 64 bits: a field that a peer describes may be larger than any table.
std::uint64_t size_of_entry(std::string_view name, std::string_view value) {
  return std::uint64_t{name.size()} + value.size() + entry_overhead;
}

}  // namespace

void dynamic_table::add(std::string_view name, std::string_view value) {
  const std::uint64_t size = size_of_entry(name, value);
  if (size > max_size_) {
    // §4.4: not an error, and no way to keep what was there.
    evict_to(0);
    return;
  }
  // Room first, then the field: never more than the limit, not even for a moment. The name may be that of an entry
  // which this evicts; the queue keeps text until the push.
  evict_to(max_size_ - static_cast<std::uint32_t>(size));
  fields_.push(name, value);
  size_ += static_cast<std::uint32_t>(size);
}

void dynamic_table::set_max_size(std::uint32_t max_size) {
  max_size_ = max_size;
  evict_to(max_size);
}

void dynamic_table::evict_to(std::uint32_t size) {
  while (size_ > size) {
    const joined_field oldest = fields_.newest(fields_.count() - 1);
    size_ -= static_cast<std::uint32_t>(size_of_entry(oldest.name(), oldest.value()));
    fields_.pop();
  }
}

}  // namespace h2::hpack
