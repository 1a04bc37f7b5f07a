// SPDX-License-Identifier: MIT
//
// Nothing here may stop halfway for a reason other than a broken block: the table must see every field, those too that
// are dropped because the list is full.
#include "block_cursor.hpp"

#include <h2/hpack/decoder.hpp>
#include <h2/hpack/static_table.hpp>

#include <algorithm>

namespace h2::hpack {

/// What goes to the caller, up to the limit. The first field that does not fit ends it: to let smaller ones through
/// behind that would make a list which nobody sent.
struct decoder::list_so_far {
  header_list& fields;
  std::uint64_t room;
  bool cut = false;

  bool takes(std::size_t text_size) {
    const std::uint64_t size = std::uint64_t{text_size} + entry_overhead;
    cut = cut || size > room;
    if (!cut) room -= size;
    return !cut;
  }
};

decoder::decoder(decoder_options options)
    : table_(std::min(options.max_table_size, default_table_size)), options_(options) {}

void decoder::set_max_table_size(std::uint32_t size) {
  options_.max_table_size = size;
  if (size < update_due_.value_or(table_.max_size())) update_due_ = size;
}

bool decoder::read_size_updates(block_cursor& in) {
  while (!in.at_end() && (in.peek() & 0xe0U) == 0x20) {
    in.begin_field();
    std::uint32_t size = 0;
    if (!in.read_integer(5, size)) return false;
    if (size > options_.max_table_size) return in.fail("RFC 7541 §6.3", "a table size update above our maximum");
    // §4.2: when the maximum sank and rose again, the lowest comes first, so that both sides evict the same.
    if (size > update_due_.value_or(size)) {
      return in.fail("RFC 7541 §4.2", "a table size update above the lowest maximum since the last field block");
    }
    update_due_.reset();
    table_.set_max_size(size);
  }
  if (update_due_) return in.fail("RFC 7541 §4.2", "no table size update after the maximum sank");
  return true;
}

inline bool decoder::look_up(block_cursor& in, std::uint32_t index, joined_field& found) const {
  if (index == 0) return in.fail("RFC 7541 §6.1", "index 0");
  if (index <= static_table_size) {
    found = static_joined(index);
    return true;
  }
  if (index - static_table_size > table_.count()) return in.fail("RFC 7541 §2.3.3", "an index past the table's end");
  found = table_.joined(index - static_table_size - 1);
  return true;
}

inline bool decoder::read_indexed(block_cursor& in, list_so_far& list) {
  std::uint32_t index = 0;
  joined_field field;
  if (!in.read_integer(7, index) || !look_up(in, index, field)) return false;
  if (list.takes(field.text.size())) list.fields.add(field);
  return true;
}

bool decoder::read_literal(block_cursor& in, list_so_far& list) {
  const std::uint8_t first = in.peek();
  const bool indexed = (first & 0x40U) != 0;
  const bool never_indexed = (first & 0xf0U) == 0x10;
  std::uint32_t index = 0;
  if (!in.read_integer(indexed ? 6 : 4, index)) return false;
  std::string_view name;
  if (index == 0) {
    if (!in.read_string(name_, name)) return false;
  } else {
    joined_field named;
    if (!look_up(in, index, named)) return false;
    name = named.name();
  }
  std::string_view value;
  if (!in.read_string(value_, value)) return false;
  if (list.takes(name.size() + value.size())) list.fields.add(name, value, never_indexed);
  if (indexed) table_.add(name, value);
  return true;
}

result<bool> decoder::decode(bytes block, header_list& into) {
  block_cursor in(block);
  list_so_far list{into, options_.max_list_size};
  bool good = read_size_updates(in);
  while (good && !in.at_end()) {
    in.begin_field();
    const std::uint8_t first = in.peek();
    if ((first & 0x80U) != 0) good = read_indexed(in, list);
    else if ((first & 0xe0U) == 0x20) good = in.fail("RFC 7541 §4.2", "a table size update behind a field");
    else good = read_literal(in, list);
  }
  if (!good) return in.failure();
  return !list.cut;
}

}  // namespace h2::hpack
