// SPDX-License-Identifier: MIT
//
// RFC 7541 §3, §6: field blocks to fields. Every block of a connection goes through its one decoder, in order, even
// when nobody wants the fields: a block left out would leave the table behind.
//
//   1xxxxxxx  indexed (§6.1)                           001xxxxx  table size update (§6.3), first in a block only (§4.2)
//   01xxxxxx  literal, into the table (§6.2.1)         0000xxxx  literal, not indexed (§6.2.2)
//                                                      0001xxxx  literal, never indexed (§6.2.3)
#pragma once

#include <h2/error.hpp>
#include <h2/hpack/dynamic_table.hpp>
#include <h2/hpack/header_list.hpp>

namespace h2::hpack {

struct decoder_options {
  /// Our SETTINGS_HEADER_TABLE_SIZE, in bytes: as much as the encoder may ask for. Default: RFC 7541 §4.2, RFC 9113
  /// §6.5.2.
  std::uint32_t max_table_size = 4096;
  /// Our SETTINGS_MAX_HEADER_LIST_SIZE, in bytes as field_section_size counts; the rest of a longer block is decoded
  /// and dropped.
  std::uint32_t max_list_size = 65536;
};

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

  [[nodiscard]] const dynamic_table& table() const { return table_; }

 private:
  dynamic_table table_;
  decoder_options options_;
  bool update_due_ = false;
  std::string scratch_;  // Huffman text
};

}  // namespace h2::hpack
