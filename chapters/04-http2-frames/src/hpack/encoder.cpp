// SPDX-License-Identifier: MIT
#include <h2/hpack/encoder.hpp>
#include <h2/hpack/huffman.hpp>
#include <h2/hpack/integer.hpp>
#include <h2/hpack/static_table.hpp>

#include <algorithm>

namespace h2::hpack {
namespace {

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

inline std::uint32_t encoder::index_at(place guess, const joined_field& field) const {
  if (guess <= static_table_size) {
    const auto index = static_cast<std::uint32_t>(guess);
    return index != 0 && static_joined(index) == field ? index : 0;
  }
  const std::uint64_t newer = table_.added() - (guess - static_table_size);
  if (newer >= table_.count() || table_.joined(newer) != field) return 0;
  return static_table_size + 1 + static_cast<std::uint32_t>(newer);
}

inline std::uint32_t encoder::find(const joined_field& field, place& guess) const {
  if (const std::uint32_t index = index_at(guess, field); index != 0) return index;
  if (const std::uint32_t index = index_.find(table_, field); index != 0) {
    guess = static_table_size + table_.added() - (index - static_table_size - 1);
    return index;
  }
  const static_match match = find_static(field.name(), field.value());
  if (!match.with_value) return 0;
  guess = match.index;
  return match.index;
}

void encoder::write_literal(const joined_field& field, indexing how, byte_buffer& out) {
  std::uint32_t name_index = find_static(field.name(), field.value()).index;
  if (name_index == 0) name_index = index_.find_name(table_, field.name());
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

void encoder::encode(const header_list& fields, byte_buffer& out) {
  write_size_updates(out);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const joined_field field = fields.joined(i);
    if (fields.never_indexed(i)) {
      write_literal(field, indexing::never, out);
      continue;
    }
    place& guess = guesses_[(fields.size() + i) % guesses_.size()];
    if (const std::uint32_t index = find(field, guess); index != 0) {
      encode_integer(index, 7, 0x80, out);
      continue;
    }
    write_literal(field, policy_for(field, table_.max_size()), out);
    guess = static_table_size + table_.added();  // if it was not added, the next look there shows it
  }
}

}  // namespace h2::hpack
