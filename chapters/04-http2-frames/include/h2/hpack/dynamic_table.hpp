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

#include <h2/hpack/field_queue.hpp>
#include <h2/hpack/header_list.hpp>

#include <cstdint>
#include <string_view>

namespace h2::hpack {

inline constexpr std::uint32_t entry_overhead = 32;        // §4.1
inline constexpr std::uint32_t default_table_size = 4096;  // RFC 9113 §6.5.2, until SETTINGS say otherwise

class dynamic_table {
 public:
  explicit dynamic_table(std::uint32_t max_size = default_table_size) : max_size_(max_size) {}

  /// Puts a field in front; evicts from the back until it fits (§4.4). One larger than the whole table empties it and
  /// is not put in. `name` and `value` may be views into this very table.
  void add(std::string_view name, std::string_view value);

  /// Evicts until the size is no more than `max_size` (§4.3).
  void set_max_size(std::uint32_t max_size);

  /// The i-th newest field, from 0. Requires: i < count(). Lifetime: until the table changes.
  [[nodiscard]] header_field operator[](std::size_t i) const {
    const joined_field both = joined(i);
    return {both.name(), both.value()};
  }
  [[nodiscard]] joined_field joined(std::size_t i) const { return fields_.newest(i); }

  [[nodiscard]] std::size_t count() const { return fields_.count(); }
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] std::uint32_t max_size() const { return max_size_; }
  /// How many fields were ever added, evicted ones too: the i-th newest is number added() - 1 - i.
  [[nodiscard]] std::uint64_t added() const { return fields_.pushed(); }

 private:
  void evict_to(std::uint32_t size);

  field_queue fields_;
  std::uint32_t max_size_;
  std::uint32_t size_ = 0;
};

}  // namespace h2::hpack
