// SPDX-License-Identifier: MIT
#include <basics/metadata.hpp>

namespace basics {

namespace {
std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return small;
}
}  // namespace

metadata::metadata(std::initializer_list<entry> entries) {
  for (const auto& [key, value] : entries) append(key, value);
}

void metadata::append(std::string_view key, std::string_view value) { entries_.emplace_back(lower(key), value); }

void metadata::append(const metadata& others) {
  entries_.insert(entries_.end(), others.entries_.begin(), others.entries_.end());
}

std::vector<std::string> metadata::get(std::string_view key) const {
  std::vector<std::string> values;
  const std::string wanted = lower(key);
  for (const auto& [name, value] : entries_) {
    if (name == wanted) values.push_back(value);
  }
  return values;
}

std::string_view metadata::first(std::string_view key) const {
  const std::string wanted = lower(key);
  for (const auto& [name, value] : entries_) {
    if (name == wanted) return value;
  }
  return {};
}

}  // namespace basics
