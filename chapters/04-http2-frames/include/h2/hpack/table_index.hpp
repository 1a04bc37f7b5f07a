// SPDX-License-Identifier: MIT
//
// Finds a field in the encoder's dynamic table without walking it: a hash table of whole fields, and one of names.
//
//   bucket ──► newest with this hash ──► older ──► older ──► …
//
// A chain runs from new to old, as the table does, so evicting needs no unlinking: whoever comes to a number that is no
// longer in the table knows that nothing behind it is either.
#pragma once

#include <h2/hpack/dynamic_table.hpp>

#include <vector>

namespace h2::hpack {

class table_index {
 public:
  /// The index (§2.3.3: from 62) of the newest field in `table` that is the same as `field`; 0: there is none.
  [[nodiscard]] std::uint32_t find(const dynamic_table& table, const joined_field& field) const;
  /// That of the newest with this name.
  [[nodiscard]] std::uint32_t find_name(const dynamic_table& table, std::string_view name) const;
  /// The newest field of `table` has been added to it. To be called for each, in order.
  void on_added(const dynamic_table& table);

 private:
  // Fields have numbers, from 1, in the order in which they were added (dynamic_table::added); 0 ends every chain.
  struct link {
    std::uint32_t hash;
    std::uint64_t older;  // the next newest whose hash has the same bucket
  };
  struct chains {
    std::vector<std::uint64_t> newest;  // by hash modulo size
    std::vector<link> links;            // by number modulo size
    void add(std::uint64_t number, std::uint32_t hash);
    void widen(std::uint64_t first, std::uint64_t last);
  };
  template <class Same>
  [[nodiscard]] static std::uint32_t search(const chains& in, const dynamic_table& table, std::uint32_t hash,
                                            Same same);

  chains fields_;
  chains names_;
};

}  // namespace h2::hpack
