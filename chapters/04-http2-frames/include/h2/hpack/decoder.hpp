// SPDX-License-Identifier: MIT
//
// RFC 7541 §3, §6: field blocks to fields. Every block of a connection goes through its one decoder, in order, even
// when nobody wants the fields: a block left out would leave the table behind.
//
//   1xxxxxxx  indexed (§6.1)                           001xxxxx  table size update (§6.3), first in a block only (§4.2)
//   01xxxxxx  literal, into the table (§6.2.1)         0000xxxx  literal, not indexed (§6.2.2)
//                                                      0001xxxx  literal, never indexed (§6.2.3)
#pragma once

#include <h2/bytes.hpp>
#include <h2/error.hpp>
#include <h2/hpack/dynamic_table.hpp>
#include <h2/hpack/header_list.hpp>

#include <optional>

namespace h2::hpack {

struct decoder_options {
  /// Our SETTINGS_HEADER_TABLE_SIZE, in bytes: as much as the encoder may ask for. Above the default, the table only
  /// grows when it does ask (§4.2).
  std::uint32_t max_table_size = default_table_size;
  /// Our SETTINGS_MAX_HEADER_LIST_SIZE, in bytes as field_section_size counts; the rest of a longer block is decoded
  /// and dropped.
  std::uint32_t max_list_size = 65536;
};

class block_cursor;

class decoder {
 public:
  explicit decoder(decoder_options options = {});

  /// Decodes one whole block; fields are appended to `into`. False: the list was longer than max_list_size and is cut
  /// (an HPACK bomb, or just too much); the table is right all the same. Errors (connection): COMPRESSION_ERROR (RFC
  /// 9113 §4.3), with the offset in the block: an index of 0 or past the table (§2.3.3), a bad integer (§5.1) or
  /// Huffman text (§5.2), a size update above the maximum (§6.3), late in a block, or missing after our maximum sank
  /// below the table's size (§4.2), a block that ends inside a field.
  [[nodiscard]] result<bool> decode(bytes block, header_list& into);

  /// Our SETTINGS_HEADER_TABLE_SIZE, once the peer has acknowledged it. Below the table's present maximum, the next
  /// block must begin with a size update.
  void set_max_table_size(std::uint32_t size);
  /// Our SETTINGS_MAX_HEADER_LIST_SIZE, when it changes.
  void set_max_list_size(std::uint32_t size) { options_.max_list_size = size; }

  [[nodiscard]] const dynamic_table& table() const { return table_; }

 private:
  struct list_so_far;
  [[nodiscard]] bool read_size_updates(block_cursor& in);
  [[nodiscard]] bool read_indexed(block_cursor& in, list_so_far& list);
  [[nodiscard]] bool read_literal(block_cursor& in, list_so_far& list);
  [[nodiscard]] bool look_up(block_cursor& in, std::uint32_t index, joined_field& found) const;

  dynamic_table table_;
  decoder_options options_;
  /// Our maximum sank below the table's, down to this: the next block's first update must go there or lower.
  std::optional<std::uint32_t> update_due_;
  std::string name_, value_;  // decoded from Huffman text
};

}  // namespace h2::hpack
