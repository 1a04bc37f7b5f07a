// SPDX-License-Identifier: MIT
//
// A field block, representation by representation: which byte does what, and what it does to the table.
//
// The real decoder decides what a block means and holds the table. It is given one representation at a time, so that
// the table can be looked at in between; this walk reads the same bytes a second time for the details that a decoder
// has no reason to tell (which index, Huffman or not, who was evicted) and compares.
#pragma once

#include "observation.hpp"

#include <h2/hpack/decoder.hpp>

#include <optional>

namespace h2::observe {

struct walked_block {
  std::vector<role> roles;  // offsets in the block; all of it
  std::vector<field> fields;
  std::vector<table_change> table;
  std::vector<error> violations;
  bool cut = false;  // more fields than are kept
};

class field_walker {
 public:
  /// `fields_kept`: bytes of names and values (and 32 a field) that one block may expand to; the rest changes the table
  /// and is forgotten. A byte can name a field of 4 kB, so a block must not be trusted with memory.
  explicit field_walker(std::uint64_t fields_kept = 256U << 10) : fields_kept_(fields_kept) {}

  [[nodiscard]] walked_block walk(bytes block);

  void set_max_table_size(std::uint32_t size) { decoder_.set_max_table_size(size); }
  [[nodiscard]] const hpack::dynamic_table& table() const { return decoder_.table(); }
  /// A block could not be decoded, or was not seen: no index above 61 means anything any more.
  [[nodiscard]] bool lost() const { return lost_; }
  void lose() { lost_ = true; }

 private:
  void one(bytes block, std::size_t at, std::size_t size, field what, walked_block& out);
  void fail(bytes block, std::size_t at, walked_block& out);
  std::size_t note_evictions(std::uint64_t room, walked_block& out) const;

  std::uint64_t fields_kept_;
  std::uint64_t kept_ = 0;
  hpack::decoder decoder_{{.max_table_size = 4096, .max_list_size = 0xffff'ffff}};
  bool lost_ = false;
};

}  // namespace h2::observe
