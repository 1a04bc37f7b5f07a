// SPDX-License-Identifier: MIT
#include "indexing_policy.hpp"

#include <h2/hpack/encoder.hpp>
#include <h2/hpack/huffman.hpp>
#include <h2/hpack/integer.hpp>
#include <h2/hpack/static_table.hpp>

#include <algorithm>

namespace h2::hpack {
namespace {

void write_indexed(std::uint32_t index, byte_buffer& out) { encode_integer(index, 7, 0x80, out); }

/// §5.2.
void write_string(std::string_view text, byte_buffer& out) {
  const std::size_t coded = huffman_size(text);
  if (coded >= text.size()) {
    encode_integer(static_cast<std::uint32_t>(text.size()), 7, 0x00, out);
    append(out, bytes_of(text));
    return;
  }
  encode_integer(static_cast<std::uint32_t>(coded), 7, 0x80, out);
  encode_huffman(text, append(out, coded));
}

std::uint32_t index_of(std::size_t nth_newest) {
  return static_table_size + 1 + static_cast<std::uint32_t>(nth_newest);
}

}  // namespace

encoder::encoder(encoder_options options) : options_(options) {
  if (options_.max_table_size < default_table_size) set_max_table_size(default_table_size);
}

void encoder::set_max_table_size(std::uint32_t size) {
  const std::uint32_t wanted = std::min(size, options_.max_table_size);
  if (wanted == table_.max_size()) return;
  lowest_ = std::min(wanted, lowest_.value_or(wanted));
  table_.set_max_size(wanted);
}

void encoder::write_size_updates(byte_buffer& out) {
  if (!lowest_) return;
  if (*lowest_ < table_.max_size()) encode_integer(*lowest_, 5, 0x20, out);
  encode_integer(table_.max_size(), 5, 0x20, out);
  lowest_.reset();
}

void encoder::encode(const header_list& fields, byte_buffer& out) {
  write_size_updates(out);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const joined_field field = fields.joined(i);
    const bool never_indexed = fields.never_indexed(i);
    const auto known = never_indexed ? std::nullopt : index_.find(table_, field);
    if (known) write_indexed(index_of(*known), out);
    else write_literal(field, never_indexed, out);
  }
}

void encoder::write_literal(const joined_field& field, bool never_indexed, byte_buffer& out) {
  const static_match match = find_static(field.name(), field.value());
  if (match.with_value && !never_indexed) return write_indexed(match.index, out);

  const indexing how = policy_for(field, never_indexed, table_.max_size());
  std::uint32_t name_index = match.index;
  if (name_index == 0) {
    if (const auto named = index_.find_name(table_, field.name())) name_index = index_of(*named);
  }
  switch (how) {
    case indexing::add: encode_integer(name_index, 6, 0x40, out); break;
    case indexing::leave_out: encode_integer(name_index, 4, 0x00, out); break;
    case indexing::never: encode_integer(name_index, 4, 0x10, out); break;
  }
  if (name_index == 0) write_string(field.name(), out);
  write_string(field.value(), out);
  if (how != indexing::add) return;
  table_.add(field.name(), field.value());
  index_.on_added(table_);
}

}  // namespace h2::hpack
