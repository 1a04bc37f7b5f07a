// SPDX-License-Identifier: MIT
//
// Every message type that pbgen wrote for the corpus, as one table: what the differential test asks a type does not
// depend on the type. The table is filled by the files that type_list writes.
#pragma once

#include <pbwire/codec.hpp>
#include <pbwire/extension_value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace generated {

/// What a plain struct makes of bytes.
struct outcome {
  bool accepted = false;
  pbwire::error why;   // if not
  std::string bytes;   // what it encodes as
  std::string broken;  // which promise of the codec it broke; empty if none
};

/// Decodes, merges what else there is, encodes; and looks whether size, ==, and decoding into a used struct agree.
template <class M>
outcome take(std::string_view bytes, std::string_view more, const pbwire::decode_options& how) {
  outcome seen;
  pbwire::result<M> m = pbwire::decode<M>(bytes, how);
  pbwire::result<void> merged;
  if (m && !more.empty()) merged = pbwire::merge(*m, more, how);
  if (!m || !merged) {
    seen.why = m ? merged.error() : m.error();
    return seen;
  }
  seen.accepted = true;
  seen.bytes = pbwire::encode(*m);
  if (pbwire::size(*m) != seen.bytes.size()) seen.broken += "size ";

  M again = *m;  // filled already, so that decode_into finds something to use and something to drop
  if (!pbwire::decode_into(again, seen.bytes, how)) seen.broken += "its own bytes ";
  else if (pbwire::encode(again) != seen.bytes) seen.broken += "decode_into ";
  else if ((again == *m) != (*m == *m)) seen.broken += "== ";  // NaN is not equal to itself
  return seen;
}

struct subject {
  std::string_view name;  // "shop.Item"
  outcome (*take)(std::string_view bytes, std::string_view more, const pbwire::decode_options& how);
};

struct table {
  std::vector<subject> types;
  pbwire::extension_registry extensions;

  template <class M>
  void add() {
    types.push_back({pbwire::schema<M>::name, &generated::take<M>});
  }
};

void add_types_0(table& to);
void add_types_1(table& to);
void add_types_2(table& to);
void add_types_3(table& to);

inline table all_types() {
  table all;
  add_types_0(all);
  add_types_1(all);
  add_types_2(all);
  add_types_3(all);
  return all;
}

}  // namespace generated
