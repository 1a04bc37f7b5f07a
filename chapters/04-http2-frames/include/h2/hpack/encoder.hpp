// SPDX-License-Identifier: MIT
//
// RFC 7541 §3, §6, the other way. What the RFC leaves open is the policy, which is ours:
//
//   - a field that a table holds goes as its index;
//   - fields marked never_indexed, and those that no table should hold (passwords, short cookies), go as literals that
//     nobody may index (§7.1.3), whatever the tables hold;
//   - fields that hardly ever come twice, and those larger than three quarters of the table, which they would empty, go
//     as literals, not indexed;
//   - all else goes into the table;
//   - text is Huffman-coded when that is shorter.
#pragma once

#include <h2/bytes.hpp>
#include <h2/hpack/dynamic_table.hpp>
#include <h2/hpack/header_list.hpp>
#include <h2/hpack/indexing_policy.hpp>
#include <h2/hpack/table_index.hpp>

#include <array>
#include <optional>

namespace h2::hpack {

struct encoder_options {
  /// As much table as we care to keep, in bytes, whatever the peer allows.
  std::uint32_t max_table_size = default_table_size;
};

class encoder {
 public:
  explicit encoder(encoder_options options = {});

  /// One whole field block at the end of `out`: pending table size updates first (§4.2), then the fields in order.
  /// Requires: what is encoded is sent, in the order of encoding.
  void encode(const header_list& fields, byte_buffer& out);

  /// The peer's SETTINGS_HEADER_TABLE_SIZE. The next block announces the change; when it sank and rose in between, the
  /// lowest first (§4.2).
  void set_max_table_size(std::uint32_t size);

  [[nodiscard]] const dynamic_table& table() const { return table_; }

 private:
  /// Where a field was found or put: the index of a static one, 61 + its number (dynamic_table::added) of another,
  /// which does not change as the index does.
  using place = std::uint64_t;

  void write_size_updates(byte_buffer& out);
  void write_literal(const joined_field& field, indexing how, byte_buffer& out);
  [[nodiscard]] std::uint32_t find(const joined_field& field, place& guess) const;
  [[nodiscard]] std::uint32_t index_at(place guess, const joined_field& field) const;

  dynamic_table table_;
  table_index index_;
  encoder_options options_;
  /// A connection's lists look alike: the i-th field is first looked for where that of the last such list was. Lists of
  /// different lengths, as headers and trailers are, begin at different guesses.
  std::array<place, 32> guesses_ = {};
  /// The table's maximum changed since the last block; this was the lowest.
  std::optional<std::uint32_t> lowest_;
};

}  // namespace h2::hpack
