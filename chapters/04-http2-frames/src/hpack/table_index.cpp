// SPDX-License-Identifier: MIT
#include "text_hash.hpp"

#include <h2/hpack/static_table.hpp>
#include <h2/hpack/table_index.hpp>

#include <algorithm>

namespace h2::hpack {

void table_index::chains::add(std::uint64_t number, std::uint32_t hash) {
  std::uint64_t& newest_here = newest[hash & (newest.size() - 1)];
  links[number & (links.size() - 1)] = {hash, newest_here};
  newest_here = number;
}

void table_index::chains::widen(std::uint64_t first, std::uint64_t last) {
  const std::vector<link> old = std::move(links);
  links.assign(std::max<std::size_t>(8, 2 * old.size()), {});
  newest.assign(links.size(), 0);
  for (std::uint64_t number = first; number < last; ++number) add(number, old[number & (old.size() - 1)].hash);
}

void table_index::on_added(const dynamic_table& table) {
  if (table.count() > fields_.links.size()) {
    const std::uint64_t first = table.added() - table.count() + 1;
    fields_.widen(first, table.added());
    names_.widen(first, table.added());
  }
  const joined_field newest = table.joined(0);
  fields_.add(table.added(), text_hash(newest.text, newest.name_size));
  names_.add(table.added(), text_hash(newest.name(), newest.name_size));
}

template <class Same>
std::uint32_t table_index::search(const chains& in, const dynamic_table& table, std::uint32_t hash, Same same) {
  if (in.newest.empty()) return 0;
  const std::uint64_t gone = table.added() - table.count();  // the number of the last one evicted
  std::uint64_t number = in.newest[hash & (in.newest.size() - 1)];
  while (number > gone) {
    const link& here = in.links[number & (in.links.size() - 1)];
    const std::uint64_t i = table.added() - number;
    if (here.hash == hash && same(table.joined(i))) return static_table_size + 1 + static_cast<std::uint32_t>(i);
    number = here.older;
  }
  return 0;
}

std::uint32_t table_index::find(const dynamic_table& table, const joined_field& field) const {
  return search(fields_, table, text_hash(field.text, field.name_size),
                [&](const joined_field& other) { return other == field; });
}

std::uint32_t table_index::find_name(const dynamic_table& table, std::string_view name) const {
  return search(names_, table, text_hash(name, name.size()),
                [&](const joined_field& other) { return other.name() == name; });
}

}  // namespace h2::hpack
