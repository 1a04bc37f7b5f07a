// SPDX-License-Identifier: MIT
#include "field_walk.hpp"

#include "text.hpp"

#include <h2/hpack/huffman.hpp>
#include <h2/hpack/integer.hpp>
#include <h2/hpack/static_table.hpp>

#include <fmt/format.h>

namespace h2::observe {

std::string_view name_of(representation how) {
  switch (how) {
    case representation::indexed: return "indexed";
    case representation::literal_into_table: return "literal, into the table";
    case representation::literal: return "literal, not indexed";
    case representation::literal_never_indexed: return "literal, never indexed";
    case representation::size_update: return "table size update";
  }
  return "";
}

namespace {

using hpack::entry_overhead;
using hpack::static_table_size;

struct first_byte {
  representation how;
  unsigned prefix_bits;
};
first_byte read_first_byte(std::byte b) {
  const auto value = std::to_integer<unsigned>(b);
  if ((value & 0x80U) != 0) return {representation::indexed, 7};
  if ((value & 0x40U) != 0) return {representation::literal_into_table, 6};
  if ((value & 0x20U) != 0) return {representation::size_update, 5};
  if ((value & 0x10U) != 0) return {representation::literal_never_indexed, 4};
  return {representation::literal, 4};
}

/// Reads one representation and says what its bytes are. Sticky: after a failure nothing more is read.
class reader {
 public:
  reader(bytes block, std::size_t at, const hpack::dynamic_table& table, std::vector<role>& roles)
      : block_(block), at_(at), table_(table), roles_(roles) {}

  [[nodiscard]] bool read(field& into) {
    const auto [how, prefix_bits] = read_first_byte(block_[at_]);
    into.how = how;
    const std::size_t begin = at_;
    if (!number(prefix_bits, into.index)) return false;
    if (how == representation::size_update) {
      note(begin, 0, fmt::format("table size update: at most {} bytes from here on", into.index));
      return true;
    }
    const bool literal = how != representation::indexed;
    if (into.index == 0 ? !literal : !look_up(into)) return false;
    note(begin, 0, opening(into));
    if (into.index == 0 && !string("name", into.name, into.huffman_name)) return false;
    return !literal || string("value", into.value, into.huffman_value);
  }

  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  [[nodiscard]] bool number(unsigned prefix_bits, std::uint32_t& value) {
    if (at_ >= block_.size()) return false;
    const hpack::decoded_integer n = hpack::decode_integer(block_.subspan(at_), prefix_bits);
    if (n.status != hpack::integer_status::ok) return false;
    value = n.value;
    at_ += n.size;
    return true;
  }

  [[nodiscard]] bool look_up(field& into) const {
    const bool is_static = into.index <= static_table_size;
    const std::size_t place = into.index - static_table_size - 1;
    if (!is_static && place >= table_.count()) return false;
    const header_field entry = is_static ? hpack::static_entry(into.index) : table_[place];
    into.name = entry.name;
    if (into.how == representation::indexed) into.value = entry.value;
    return true;
  }

  static std::string opening(const field& f) {
    const std::string_view table = f.index <= static_table_size ? "static" : "dynamic";
    if (f.how == representation::indexed) {
      return fmt::format("indexed, {} table {}: {}: {}", table, f.index, printable(f.name), printable(f.value, 80));
    }
    if (f.index == 0) return fmt::format("{}, name in full", name_of(f.how));
    return fmt::format("{}, name of {} table {}: {}", name_of(f.how), table, f.index, printable(f.name));
  }

  [[nodiscard]] bool string(std::string_view what, std::string& text, bool& huffman) {
    const std::size_t begin = at_;
    std::uint32_t size = 0;
    if (begin >= block_.size()) return false;
    huffman = (std::to_integer<unsigned>(block_[begin]) & 0x80U) != 0;
    if (!number(7, size)) return false;
    if (size > block_.size() - at_) return false;
    note(begin, 1, fmt::format("{}: {}{}", what, counted(size, "byte"), huffman ? " of Huffman code" : ""));
    const bytes coded = block_.subspan(at_, size);
    if (huffman) {
      if (hpack::decode_huffman(coded, text) != hpack::huffman_status::ok) return false;
    } else {
      text = text_of(coded);
    }
    at_ += size;
    if (size != 0) note(at_ - size, 2, quoted(text));
    return true;
  }

  void note(std::size_t begin, unsigned depth, std::string meaning) {
    roles_.push_back({begin, at_ - begin, depth, std::move(meaning)});
  }

  bytes block_;
  std::size_t at_;
  const hpack::dynamic_table& table_;
  std::vector<role>& roles_;
};

error disagreement(std::string_view why) {
  return connection_error(error_code::internal_error, "the observer's own", why);
}

}  // namespace

walked_block field_walker::walk(bytes block) {
  walked_block out;
  kept_ = 0;
  bool update_allowed = true;  // §4.2: only before the first field
  for (std::size_t at = 0; at < block.size() && !lost_;) {
    field read;
    const std::size_t roles_before = out.roles.size();
    reader step(block, at, table(), out.roles);
    if (!step.read(read)) {
      out.roles.resize(roles_before);
      fail(block, at, out);
      return out;
    }
    const bool update = read.how == representation::size_update;
    if (update && !update_allowed) {
      out.violations.push_back(connection_error(error_code::compression_error, "RFC 7541 §4.2",
                                                "a table size update behind the first field of a block"));
    }
    update_allowed = update_allowed && update;
    const std::size_t size = step.at() - at;
    one(block, at, size, std::move(read), out);
    at += size;
  }
  if (lost_ && out.roles.empty() && !block.empty()) {
    out.roles.push_back({0, block.size(), 0, "field block; the table it needs was lost before"});
  }
  return out;
}

/// The representation at `at`, through the real decoder; `what` is what this walk has made of it.
void field_walker::one(bytes block, std::size_t at, std::size_t size, field what, walked_block& out) {
  const bool update = what.how == representation::size_update;
  const bool insert = what.how == representation::literal_into_table;
  const std::size_t entry = what.name.size() + what.value.size() + entry_overhead;
  const std::size_t changes_before = out.table.size();
  const std::uint32_t max = update ? what.index : table().max_size();
  const std::size_t count_before = table().count();
  std::size_t evicted = 0;
  if (update) evicted = note_evictions(max, out);
  if (insert) evicted = note_evictions(entry > max ? 0 : max - entry, out);

  header_list decoded;
  const result<bool> done = decoder_.decode(block.subspan(at, size), decoded);
  if (!done) {
    out.table.resize(changes_before);
    while (!out.roles.empty() && out.roles.back().offset >= at) out.roles.pop_back();
    error why = done.error();
    why.offset += at;
    out.violations.push_back(why);
    out.roles.push_back({at, block.size() - at, 0, fmt::format("not decodable: {} ({})", why.why, why.clause)});
    lost_ = true;
    return;
  }
  const bool inserted = insert && entry <= max;
  if (table().count() != count_before - evicted + (inserted ? 1U : 0U)) {
    out.violations.push_back(disagreement("the walk counts other table entries than the decoder"));
  }
  const auto now = [&](table_change::kind kind, std::string name, std::string value) {
    if (out.cut) return;
    out.table.push_back({kind, std::move(name), std::move(value), table().size(), table().max_size(), table().count()});
  };
  if (update) return now(table_change::kind::resized, {}, {});
  if (inserted) now(table_change::kind::inserted, what.name, what.value);
  if (decoded.size() != 1 || decoded[0].name != what.name || decoded[0].value != what.value) {
    out.violations.push_back(disagreement("the walk reads another field than the decoder"));
  }
  kept_ += entry;
  out.cut = kept_ > fields_kept_;
  what.encoded = size;
  if (!out.cut) out.fields.push_back(std::move(what));
}

/// Who must go until no more than `room` bytes are left, oldest first, as the table stands now. Returns how many.
std::size_t field_walker::note_evictions(std::uint64_t room, walked_block& out) const {
  std::uint32_t size = table().size();
  std::size_t left = table().count();
  for (; left > 0 && size > room; --left) {
    const header_field oldest = table()[left - 1];
    size -= static_cast<std::uint32_t>(oldest.name.size() + oldest.value.size() + entry_overhead);
    if (out.cut) continue;
    out.table.push_back({table_change::kind::evicted, std::string(oldest.name), std::string(oldest.value), size,
                         table().max_size(), left - 1});
  }
  return table().count() - left;
}

/// The walk cannot read on at `at`. The decoder must find so too, and knows the clause.
void field_walker::fail(bytes block, std::size_t at, walked_block& out) {
  header_list ignored;
  const result<bool> done = decoder_.decode(block.subspan(at), ignored);
  error why = done ? disagreement("the walk cannot read what the decoder can") : done.error();
  why.offset += at;
  out.violations.push_back(why);
  out.roles.push_back({at, block.size() - at, 0, fmt::format("not decodable: {} ({})", why.why, why.clause)});
  lost_ = true;
}

}  // namespace h2::observe
