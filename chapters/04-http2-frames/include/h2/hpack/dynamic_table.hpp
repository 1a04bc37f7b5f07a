// SPDX-License-Identifier: MIT
//
// RFC 7541 §2.3.2, §4: the fields sent lately on this connection, newest first, the oldest thrown out when the sizes
// add up to more than the limit. Encoder and decoder hold the same table and change it in the same order; that is all
// that makes an index mean something.
//
//   index   62        63        64
//         ┌─────────┬─────────┬─────────┐
//   add ► │ newest  │         │ oldest  │ ► evicted
//         └─────────┴─────────┴─────────┘      size of an entry: name + value + 32
#pragma once

#include <h2/hpack/header_list.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace h2::hpack {

inline constexpr std::uint32_t entry_overhead = 32;  // §4.1

class dynamic_table {
 public:
  explicit dynamic_table(std::uint32_t max_size = 4096) : max_size_(max_size) {}

  /// Puts a field in front; evicts from the back until it fits (§4.4). One larger than the whole table empties it and
  /// is not put in. `name` and `value` may be views into this very table.
  void add(std::string_view name, std::string_view value);

  /// Evicts until the size is no more than `max_size` (§4.3).
  void set_max_size(std::uint32_t max_size);

  /// The i-th newest field, from 0. Requires: i < count(). Lifetime: until the table changes.
  [[nodiscard]] header_field operator[](std::size_t i) const;
  /// Name and value of the i-th newest, joined; `name_size` is the length of the first part.
  [[nodiscard]] std::string_view joined(std::size_t i, std::size_t& name_size) const;

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] std::uint32_t max_size() const { return max_size_; }
  /// How many fields were ever added, evicted ones too: the i-th newest is number added() - 1 - i.
  [[nodiscard]] std::uint64_t added() const { return added_; }

 private:
  void evict_to(std::uint32_t size);

  std::uint32_t max_size_;
  std::uint32_t size_ = 0;
  std::size_t count_ = 0;
  std::uint64_t added_ = 0;
  // The representation is the implementer's: a ring of entries over one block of text.
};

}  // namespace h2::hpack
