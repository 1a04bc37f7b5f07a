// SPDX-License-Identifier: MIT
//
// Ranges of numbers that are not this file's to use: extension ranges, which are for others, and reserved ones, which
// once had a meaning and must not get another. Reserved names are the same for JSON and the text format.
//
// A message's range ends before its `end`; an enum's includes it.
#include "linking.hpp"

#include <algorithm>

namespace pbwire::compiler {

namespace {

struct range {
  std::int64_t first;
  std::int64_t last;  // included

  [[nodiscard]] bool overlaps(const range& other) const { return first <= other.last && other.first <= last; }
  [[nodiscard]] bool contains(std::int64_t n) const { return first <= n && n <= last; }
  [[nodiscard]] std::string str() const {
    return first == last ? std::to_string(first) : std::to_string(first) + " to " + std::to_string(last);
  }
};

template <class Ranges>
std::vector<range> read(const Ranges& from, std::int64_t beyond_end) {
  std::vector<range> to;
  for (const auto& r : from) to.push_back({r.start.value_or(0), r.end.value_or(0) - beyond_end});
  return to;
}

element_path extension_range_path(const element_path& message, std::size_t i) {
  return inside(message, paths::message::extension_range, i);
}

/// Reserved ranges of a message or an enum among themselves.
void check_reserved(linking& work, const element_path& path, const std::vector<range>& ranges) {
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!ranges[i].overlaps(ranges[j])) continue;
      work.error(path, place::other,
                 "reserved range " + ranges[i].str() + " overlaps " + ranges[j].str() + "; reserve each number once");
      break;
    }
  }
}

void check_reserved_names(linking& work, const element_path& path, const std::vector<std::string>& names) {
  std::set<std::string_view> seen;
  for (const std::string& name : names) {
    if (!seen.insert(name).second) {
      work.error(path, place::name, "the name " + quoted(name) + " is reserved twice; remove one of them");
    }
  }
}

void check_extension_ranges(linking& work, const element_path& path, const std::vector<range>& ranges,
                            const std::vector<range>& reserved) {
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const element_path at = extension_range_path(path, i);
    const std::string text = "extension range " + ranges[i].str();
    if (ranges[i].first <= 0) {
      work.error(at, place::number, text + " begins below 1; field numbers begin at 1");
    }
    if (ranges[i].first > ranges[i].last) {
      work.error(at, place::number, text + " ends before it begins; swap its ends");
    }
    for (const range& other : reserved) {
      if (!ranges[i].overlaps(other)) continue;
      work.error(at, place::number, text + " overlaps reserved range " + other.str() + "; take it out of one of them");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!ranges[i].overlaps(ranges[j])) continue;
      work.error(extension_range_path(path, j), place::number,
                 text + " overlaps extension range " + ranges[j].str() + "; join the two");
    }
  }
}

bool is_reserved_name(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void check_message(linking& work, const message_type& m, const element_path& path) {
  const std::vector<range> reserved = read(m.proto->reserved_range, 1);
  const std::vector<range> extensions = read(m.proto->extension_range, 1);
  for (const range& r : reserved) {
    if (r.first <= 0) work.error(path, place::other, "reserved range " + r.str() + " begins below 1");
  }
  check_reserved(work, path, reserved);
  check_reserved_names(work, path, m.proto->reserved_name);
  check_extension_ranges(work, path, extensions, reserved);
  for (std::size_t i = 0; i < m.fields.size(); ++i) {
    const field_type& f = m.fields[i];
    const element_path at = inside(path, paths::message::field, i);
    for (std::size_t j = 0; j < extensions.size(); ++j) {
      if (!extensions[j].contains(f.number)) continue;
      work.error(extension_range_path(path, j), place::number,
                 "extension range " + extensions[j].str() + " contains field " + quoted(f.name) + " (" +
                     std::to_string(f.number) + "); give the field another number");
    }
    for (const range& r : reserved) {
      if (!r.contains(f.number)) continue;
      work.error(at, place::number,
                 "field " + quoted(f.name) + " uses the reserved number " + std::to_string(f.number) +
                     "; a number that once had a meaning must not get another");
    }
    if (is_reserved_name(m.proto->reserved_name, f.name)) {
      work.error(at, place::name, "the name " + quoted(f.name) + " is reserved in " + quoted(m.full_name));
    }
  }
}

void check_enum(linking& work, const enum_type& e, const element_path& path) {
  if (e.values.empty()) work.error(path, place::name, "enum " + quoted(e.name) + " needs at least one value");
  const std::vector<range> reserved = read(e.proto->reserved_range, 0);
  for (const range& r : reserved) {  // in a message nobody minds
    if (r.first <= r.last) continue;
    work.error(path, place::other, "reserved range " + r.str() + " ends before it begins; swap its ends");
  }
  check_reserved(work, path, reserved);
  check_reserved_names(work, path, e.proto->reserved_name);
  for (std::size_t i = 0; i < e.values.size(); ++i) {
    const enum_value_type& v = e.values[i];
    const element_path at = inside(path, paths::enumeration::value, i);
    for (const range& r : reserved) {
      if (!r.contains(v.number)) continue;
      work.error(at, place::number,
                 "value " + quoted(v.name) + " uses the reserved number " + std::to_string(v.number) +
                     "; a number that once had a meaning must not get another");
    }
    if (is_reserved_name(e.proto->reserved_name, v.name)) {
      work.error(at, place::name, "the name " + quoted(v.name) + " is reserved in " + quoted(e.full_name));
    }
  }
}

}  // namespace

void check_ranges(linking& work) {
  for (const auto& [m, proto, path] : work.messages) check_message(work, *m, path);
  for (const auto& [e, proto, path] : work.enums) check_enum(work, *e, path);
}

}  // namespace pbwire::compiler
