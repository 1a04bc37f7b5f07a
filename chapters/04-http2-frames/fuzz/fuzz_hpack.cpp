// SPDX-License-Identifier: MIT
//
// Any bytes as the field blocks of one connection: two bytes say how long the next block is, and whether our maximum
// table size changes first. Promises: a block is refused with its clause, or gives a list within the limit; what is
// held stays bounded; what was decoded encodes to a block that decodes to the same, with the same table at both ends.
#include "require.hpp"

#include <h2/hpack/decoder.hpp>
#include <h2/hpack/encoder.hpp>

#include <algorithm>
#include <limits>

namespace {

using namespace h2;
using fuzz::require;

constexpr std::uint32_t max_table_size = 8192;
constexpr std::uint32_t max_list_size = 16384;

std::string as_text(const header_list& list) {
  std::string text;
  for (const header_field f : list) {
    text += std::string(f.name) + (f.never_indexed ? "! " : ": ") + std::string(f.value) + '\n';
  }
  return text;
}

std::string as_text(const hpack::dynamic_table& table) {
  std::string text;
  for (std::size_t i = 0; i < table.count(); ++i) {
    text += std::string(table[i].name) + ": " + std::string(table[i].value) + '\n';
  }
  return text;
}

void check_bounds(const hpack::dynamic_table& table) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < table.count(); ++i) {
    size += table[i].name.size() + table[i].value.size() + hpack::entry_overhead;
  }
  require(size == table.size(), "the table's size is that of its entries");
  require(size <= table.max_size() && table.max_size() <= max_table_size, "the table is within its maximum");
}

/// Each field of `sent` is there; marks may have been added, and none is lost.
bool carried(const header_list& sent, const header_list& got) {
  if (sent.size() != got.size()) return false;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (sent.joined(i) != got.joined(i) || sent.never_indexed(i) > got.never_indexed(i)) return false;
  }
  return true;
}

bool same(const hpack::dynamic_table& a, const hpack::dynamic_table& b) {
  if (a.count() != b.count() || a.size() != b.size() || a.max_size() != b.max_size()) return false;
  for (std::size_t i = 0; i < a.count(); ++i) {
    if (a.joined(i) != b.joined(i)) return false;
  }
  return true;
}

/// Our two ends, which must understand each other.
class pair {
 public:
  void change_table_size(std::uint32_t size) { encoder_.set_max_table_size(size); }

  void carry(const header_list& list) {
    byte_buffer wire;
    encoder_.encode(list, wire);
    header_list got;
    const auto whole = decoder_.decode(wire, got);
    if (!whole) require(false, "our decoder reads what our encoder writes", as_text(list), whole.error().message());
    require(*whole, "and all of it");
    if (!carried(list, got)) require(false, "with every field and every mark", as_text(list), as_text(got));
    if (!same(encoder_.table(), decoder_.table())) {
      require(false, "and both hold the same table", as_text(encoder_.table()), as_text(decoder_.table()));
    }
    check_bounds(decoder_.table());
  }

 private:
  hpack::encoder encoder_{{.max_table_size = max_table_size}};
  hpack::decoder decoder_{
      {.max_table_size = max_table_size, .max_list_size = std::numeric_limits<std::uint32_t>::max()}};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bytes left(reinterpret_cast<const std::byte*>(data), size);
  hpack::decoder peer({.max_table_size = max_table_size, .max_list_size = max_list_size});
  pair ours;
  while (left.size() >= 2) {
    const std::uint32_t head = read_u16(left.data());
    left = left.subspan(2);
    if ((head & 0x8000U) != 0) {
      const std::uint32_t new_size = head & 0x1fffU;
      peer.set_max_table_size(new_size);
      ours.change_table_size(new_size);
      continue;
    }
    const bytes block = left.first(std::min<std::size_t>(head & 0xfffU, left.size()));
    left = left.subspan(block.size());
    header_list list;
    const auto whole = peer.decode(block, list);
    check_bounds(peer.table());
    require(list.field_section_size() <= max_list_size, "a list is within its limit");
    if (!whole) {
      require(whole.error().code == error_code::compression_error && whole.error().scope == error_scope::connection,
              "HPACK's errors are the connection's", whole.error().message());
      require(!whole.error().clause.empty() && !whole.error().why.empty(), "an error names its clause");
      require(whole.error().offset <= block.size(), "and a place in the block", whole.error().message());
      return 0;
    }
    ours.carry(list);
  }
  return 0;
}
